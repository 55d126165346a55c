#include "cmd/report_xapi.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "exchange/xapi_send.h"

typedef struct Writing {
        Text text; /* for a file, which is written whole */
        size_t count;
        bool is_broken;
} Writing;

static bool gather_line(const XapiStatement *statement, void *data)
{
        Writing *writing = data;
        text_append_bytes(&writing->text, statement->json, statement->len);
        text_append_char(&writing->text, '\n');
        writing->count++;
        return true;
}

/* As it comes: a record of a hundred thousand people need not fit into memory. */
static bool print_line(const XapiStatement *statement, void *data)
{
        Writing *writing = data;
        writing->is_broken = fwrite(statement->json, 1, statement->len, stdout) != statement->len ||
                             putchar('\n') == EOF;
        writing->count += !writing->is_broken;
        return !writing->is_broken;
}

bool report_xapi_write(Settings *settings, Store *store, const CompletionQuery *query,
        const char *output, ReportGiven *given, Error *error)
{
        const char *home_page =
                xapi_home_page(settings->home_page, settings->site, settings->arena, error);
        if (!home_page)
                return false;
        bool to_screen = !output || strcmp(output, "-") == 0;
        Writing writing = { .count = 0 };
        bool done = xapi_visit(store, query, home_page, to_screen ? print_line : gather_line,
                &writing, &given->late, error);
        if (done && writing.is_broken)
                done = error_set(error, _("standard output: it could not be written"));
        else if (done && !to_screen)
                done = command_write(output, text_string(&writing.text), writing.text.len, error);
        text_clear(&writing.text);
        given->rows = writing.count;
        return done;
}

bool report_xapi_check(const char *url, Error *error)
{
        PostTarget target;
        Arena *arena = arena_new();
        bool done = post_target_read(url, arena, &target, error);
        arena_free(arena);
        return done;
}

static void show_progress(const SendReport *report)
{
        fprintf(stderr, "\r");
        fprintf(stderr,
                ngettext("%zu statement accepted", "%zu statements accepted", report->accepted),
                report->accepted);
        fflush(stderr);
}

static void print_report(const SendReport *report)
{
        printf(ngettext("%zu statement accepted", "%zu statements accepted", report->accepted),
                report->accepted);
        if (report->before)
                printf(ngettext(
                               ", %zu was there before", ", %zu were there before", report->before),
                        report->before);
        if (report->refused)
                printf(ngettext(", %zu refused", ", %zu refused", report->refused),
                        report->refused);
        if (report->refused_before)
                printf(ngettext(", %zu refused earlier and not sent again",
                               ", %zu refused earlier and not sent again", report->refused_before),
                        report->refused_before);
        putchar('\n');
}

static bool say_refused(const PostTarget *target, const SendReport *report, Error *error)
{
        if (!report->refused)
                return true;
        error_set(error,
                ngettext("%s: the learning record store refused %zu statement for what it says: %s "
                         "(%s)",
                        "%s: the learning record store refused %zu statements for what they say, "
                        "the first: %s (%s)",
                        report->refused),
                target->url, report->refused, report->first_refused, report->why);
        return error_hint(error, _("Refused statements are not sent again; makesafe report "
                                   "--format xapi shows them"));
}

bool report_xapi_send(Settings *settings, Store *store, const CompletionQuery *query,
        const char *url, ReportGiven *given, Error *error)
{
        PostTarget target;
        SendReport report;
        const char *home_page =
                xapi_home_page(settings->home_page, settings->site, settings->arena, error);
        bool is_terminal = isatty(STDERR_FILENO);
        if (!home_page || !post_target_read(url, settings->arena, &target, error))
                return false;
        bool ready = post_target_read_login(&target, error);
        bool done = ready && xapi_send(store, &target, query, home_page, &report,
                                     is_terminal ? show_progress : NULL, &given->late, error);
        post_target_clear(&target);
        if (!ready)
                return false;
        if (is_terminal && report.accepted)
                fprintf(stderr, "\r\033[K");
        if (done || report.accepted || report.refused)
                print_report(&report);
        given->rows = report.accepted;
        if (done)
                return say_refused(&target, &report, error);
        return false;
}
