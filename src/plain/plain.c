#include "plain/plain.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "plain/line.h"
#include "session/home.h"

static bool say_waiting(void *data)
{
        Lining *lining = data;
        line_say(lining, store_waiting(lining->store));
        fflush(lining->out);
        return true;
}

/* One question until it is answered or left; the answer is stored before anything is said about it.
 */
static bool ask_question(Lining *lining)
{
        for (;;) {
                const View *view = session_view(lining->session);
                Response response;
                Said said = question_ask(lining, view, &response);
                if (said == SAID_QUIT)
                        return false;
                if (said == SAID_LANGUAGE) {
                        line_print_view(lining, session_view(lining->session));
                        continue;
                }
                Error error = { 0 };
                if (session_answer(lining->session, &response, &error))
                        return true;
                line_error(lining, &error);
        }
}

/* Follows the link whose number was written. */
static bool follow_line(Lining *lining)
{
        char *end = NULL;
        unsigned long number = strtoul(lining->line, &end, 10);
        return *end == '\0' && number > 0 && session_follow(lining->session, number - 1);
}

/* A page that wants no answer: an empty line goes on. */
static bool turn_page(Lining *lining)
{
        const View *view = session_view(lining->session);
        if (view->link_count)
                line_say(lining, view->link_prompt);
        else if (view->kind == VIEW_WELCOME)
                line_say(lining, _("Press Enter to begin."));
        else if (view->can_go_back)
                line_say(lining, _("Press Enter to go on, or write: back"));
        else
                line_say(lining, _("Press Enter to go on."));
        for (;;) {
                Said said = line_ask(lining, true);
                Error error = { 0 };
                if (said == SAID_QUIT)
                        return false;
                if (said == SAID_LANGUAGE)
                        return true;
                if (said == SAID_BACK) {
                        if (session_back(lining->session))
                                return true;
                        line_say(lining, _("There is nothing to go back to from here."));
                } else if (*lining->line && session_view(lining->session)->link_count) {
                        if (follow_line(lining))
                                return true;
                        line_say(lining, _("That is not a number of the list."));
                } else if (*lining->line) {
                        line_say(lining,
                                _("There is nothing to answer here: press Enter to go on."));
                } else if (session_forward(lining->session, &error)) {
                        return true;
                } else {
                        line_error(lining, &error);
                }
        }
}

static void say_goodbye(Lining *lining)
{
        if (lining->leaves)
                return;
        fputc('\n', lining->out);
        line_say(lining, session_kind(lining->session) == SITTING_REVIEW
                                 ? _("Until next time.")
                                 : _("Everything you answered is saved. Until next time."));
}

/* A lesson that the result leads to, and back to the prompt below the result. */
static bool look_at_lesson(Lining *lining)
{
        for (;;) {
                line_print_view(lining, session_view(lining->session));
                line_say(lining, _("Press Enter to go back to your result."));
                Said said = line_ask(lining, true);
                if (said == SAID_LANGUAGE)
                        continue;
                session_back(lining->session);
                return said != SAID_QUIT;
        }
}

/* Where the result leads to lessons they can be read before it is left. \return false where the
 * result is to be shown anew, in another language */
static bool end_result(Lining *lining)
{
        while (session_view(lining->session)->link_count) {
                const View *view = session_view(lining->session);
                line_say(lining, view->link_prompt);
                Said said = line_ask(lining, false);
                if (said == SAID_LANGUAGE)
                        return false;
                if (said == SAID_QUIT || !*lining->line)
                        return true;
                if (!follow_line(lining))
                        line_say(lining, _("That is not a number of the list."));
                else if (!look_at_lesson(lining))
                        return true;
        }
        return true;
}

/* The pages of one sitting. \return false where the learner left before its end */
static bool run_session(Lining *lining)
{
        for (;;) {
                const View *view = session_view(lining->session);
                line_print_view(lining, view);
                if (view->kind == VIEW_RESULT && !end_result(lining))
                        continue;
                if (view->kind == VIEW_RESULT) {
                        view = session_view(lining->session);
                        if (*view->headline)
                                fputc('\n', lining->out);
                        if (*view->headline)
                                line_say(lining, view->headline);
                        return true;
                }
                if (view->kind == VIEW_FEEDBACK && *view->saved) {
                        fputc('\n', lining->out);
                        line_say(lining, view->saved);
                }
                if (view->kind == VIEW_QUESTION ? !ask_question(lining) : !turn_page(lining)) {
                        say_goodbye(lining);
                        return false;
                }
        }
}

static bool learn(Lining *lining, const char *module, const SessionOptions *options, bool *finished,
        Error *error)
{
        SessionOptions told = *options;
        told.has_no_commands = lining->options->is_kiosk;
        lining->session =
                session_open(lining->options->library, lining->store, module, &told, error);
        if (!lining->session)
                return false;
        *finished = run_session(lining);
        session_close(lining->session);
        lining->session = NULL;
        return true;
}

static void print_home(Lining *lining, const Home *home)
{
        Arena *arena = arena_new();
        RichBuilder *builder = rich_start(arena);
        for (size_t i = 0; i < home->count; i++) {
                const HomeRow *row = &home->rows[i];
                rich_item(builder, 1, arena_printf(arena, "%zu)", i + 1));
                rich_tight(builder);
                rich_spanf(builder, SPAN_PLAIN, "%s: %s", row->title, row->state);
                if (row->minutes) {
                        rich_span(builder, SPAN_PLAIN, ", ");
                        rich_spanf(builder, SPAN_PLAIN,
                                ngettext("%u minute", "%u minutes", row->minutes), row->minutes);
                }
        }
        Rich rich = rich_finish(builder);
        fputc('\n', lining->out);
        line_say(lining, _("Operation Makesafe training"));
        fputc('\n', lining->out);
        line_print(lining, &rich);
        if (home->due)
                line_say(lining, arena_printf(arena, "r) %s, %s",
                                         arena_printf(arena,
                                                 ngettext("%zu question to refresh",
                                                         "%zu questions to refresh", home->due),
                                                 home->due),
                                         arena_printf(arena,
                                                 ngettext("about %u minute", "about %u minutes",
                                                         home->due_minutes),
                                                 home->due_minutes)));
        arena_free(arena);
}

/* What can be written at the list. */
static const char *home_prompt(const Lining *lining, const Home *home)
{
        bool has_board = lining->options->is_supervisor;
        if (home->due && has_board)
                return _("Which module? Write its number, r to refresh, board to see who is "
                         "trained, or q to leave.");
        if (home->due)
                return _("Which module? Write its number, r to refresh, or q to leave.");
        return has_board ? _("Which module? Write its number, board to see who is trained, or q to "
                             "leave.")
                         : _("Which module? Write its number, or q to leave.");
}

static void run_from_home(Lining *lining, SittingKind kind, const char *module)
{
        bool finished = false;
        Error trouble = { 0 };
        SessionOptions fresh = lining->options->session;
        fresh.kind = kind;
        fresh.language = translate_language();
        if (!learn(lining, module, &fresh, &finished, &trouble))
                line_error(lining, &trouble);
}

/* A number of the list; 0 for what is none. */
static size_t chosen_row(const char *line, const Home *home)
{
        char *end = NULL;
        unsigned long number = strtoul(line, &end, 10);
        if (*line >= '0' && *line <= '9' && *end == '\0' && number >= 1 && number <= home->count)
                return number;
        for (size_t i = 0; i < home->count; i++)
                if (strcmp(home->rows[i].id, line) == 0)
                        return i + 1;
        return 0;
}

static bool run_home(Lining *lining, Error *error)
{
        const PlainOptions *options = lining->options;
        for (;;) {
                Arena *arena = arena_new();
                Home home;
                if (!home_load(options->library, lining->store, options->staff_id,
                            translate_language(), day_today(), arena, &home, error)) {
                        arena_free(arena);
                        return false;
                }
                if (options->is_kiosk)
                        home_hide_troubles(&home);
                if (home.count == 0) {
                        line_say(lining,
                                _("There are no modules here. --modules DIR says where they are."));
                        arena_free(arena);
                        return true;
                }
                print_home(lining, &home);
                line_say(lining, home_prompt(lining, &home));
                Said said = line_ask(lining, false);
                size_t chosen = said == SAID_LINE ? chosen_row(lining->line, &home) : 0;
                if (chosen && home.rows[chosen - 1].is_broken) {
                        line_say(lining, home.rows[chosen - 1].summary);
                } else if (chosen) {
                        run_from_home(lining, SITTING_LEARN, home.rows[chosen - 1].id);
                } else if (said == SAID_LINE && home.due && strcasecmp(lining->line, "r") == 0) {
                        run_from_home(lining, SITTING_REFRESH, NULL);
                } else if (said == SAID_LINE && options->is_supervisor &&
                           (strcasecmp(lining->line, "board") == 0 ||
                                   strcasecmp(lining->line, _("board")) == 0)) {
                        Error trouble = { 0 };
                        if (plain_board(options, &trouble) != 0)
                                line_error(lining, &trouble);
                } else if (said == SAID_LINE) {
                        line_say(lining, _("That is not a number of the list."));
                }
                arena_free(arena);
                if (said == SAID_QUIT || feof(lining->in))
                        return true;
        }
}

int plain_run(const PlainOptions *options, Error *error)
{
        Lining lining = { .options = options,
                .in = options->in,
                .out = options->out,
                .width = line_width(options->out) };
        Error none = { 0 };
        lining.contacts = library_contacts(options->library, &none);
        StoreMode mode = options->session.kind == SITTING_REVIEW ? STORE_READ : STORE_CREATE;
        lining.store = store_open(options->record_uri, mode, error);
        bool done = lining.store != NULL;
        if (done) {
                store_on_wait(lining.store, say_waiting, &lining);
                bool finished = false;
                done = options->module || options->session.kind != SITTING_LEARN
                               ? learn(&lining, options->module, &options->session, &finished,
                                         error)
                               : run_home(&lining, error);
        }
        store_close(lining.store);
        contacts_free(lining.contacts);
        free(lining.line);
        if (fflush(options->out) != 0)
                done = error_set(error, _("standard output: it could not be written"));
        return done ? 0 : 3;
}
