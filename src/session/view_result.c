#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "session/sitting.h"
#include "view/pages.h"

const char *format_points(Arena *arena, double points)
{
        char *text = arena_printf(arena, "%.2f", points);
        char *end = text + strlen(text);
        while (end > text && end[-1] == '0')
                *--end = '\0';
        if (end > text && end[-1] == '.')
                *--end = '\0';
        return strcmp(text, "-0") == 0 ? "0" : text;
}

const char *competency_name(const char *competency)
{
        if (strcmp(competency, "recognise") == 0)
                return _("Recognise the signs");
        if (strcmp(competency, "respond") == 0)
                return _("Do the right thing");
        if (strcmp(competency, "report") == 0)
                return _("Report it well");
        return competency;
}

static const char *headline(Session *session, const Result *result)
{
        Arena *arena = session->page;
        int percent = result_percent(result, session->module->head.pass_score);
        const char *score = format_points(arena, result->score), *max = format_points(arena, result->max);
        return arena_printf(arena,
                result->passed ? _("Result: %d%% (%s/%s) passed") : _("Result: %d%% (%s/%s) not passed"),
                percent, score, max);
}

static void add_competencies(Session *session, RichBuilder *builder, const Result *result)
{
        for (size_t i = 0; i < result->competency_count; i++) {
                const CompetencyResult *part = &result->competencies[i];
                rich_item(builder, 1, "•");
                if (i > 0)
                        rich_tight(builder);
                rich_spanf(builder, SPAN_PLAIN, _("%s: %.0f%% (%s of %s)"), competency_name(part->name),
                        part->max > 0 ? 100 * part->score / part->max : 0,
                        format_points(session->page, part->score), format_points(session->page, part->max));
        }
}

static void add_missed_signs(Session *session, RichBuilder *builder, const Result *result)
{
        bool any = false;
        for (size_t i = 0; i < result->sign_count; i++) {
                const SignResult *sign = &result->signs[i];
                if (sign->counts.misses == 0)
                        continue;
                if (!any) {
                        rich_block(builder, BLOCK_HEADING, 2);
                        rich_span(builder, SPAN_PLAIN, _("Signs to look for again"));
                }
                rich_item(builder, 1, "•");
                if (any)
                        rich_tight(builder);
                any = true;
                rich_span(builder, SPAN_MISSED, session->module->signs[sign->sign].text);
        }
        if (result->details.false_alarms > 0) {
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("You stopped at %u harmless detail. Looking twice is right; what adults do tells you more than what people look like.",
                                "You stopped at %u harmless details. Looking twice is right; what adults do tells you more than what people look like.",
                                result->details.false_alarms),
                        result->details.false_alarms);
        }
}

static void add_what_now(Session *session, RichBuilder *builder, const Result *result)
{
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("What happens now"));
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (result->passed && session->expires != DAY_NONE) {
                char date[DATE_SIZE];
                day_format(session->expires, date);
                rich_spanf(builder, SPAN_PLAIN, _("Your pass is recorded and valid until %s."), date);
        } else if (result->passed) {
                rich_span(builder, SPAN_PLAIN, _("Your pass is recorded."));
        } else if (result->critical_failed) {
                rich_spanf(builder, SPAN_STRONG,
                        ngettext("%zu question about a child in danger now was not answered in full. That is why this attempt is not passed, whatever the rest.",
                                "%zu questions about a child in danger now were not answered in full. That is why this attempt is not passed, whatever the rest.",
                                result->critical_failed),
                        result->critical_failed);
        } else {
                rich_spanf(builder, SPAN_PLAIN,
                        _("The pass mark is %g%%. Read the lessons once more, then try again: as often as you like, with other questions."),
                        session->module->head.pass_score);
        }
}

static void add_sources(Session *session, RichBuilder *builder)
{
        const ModuleHead *head = &session->module->head;
        if (head->source_count == 0)
                return;
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Where this module's facts come from"));
        for (size_t i = 0; i < head->source_count; i++) {
                const SourceReference *source = &head->sources[i];
                rich_item(builder, 1, "•");
                if (i > 0)
                        rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, source->title);
                const char *more[] = { source->publisher, source->year, source->url };
                for (size_t j = 0; j < 3; j++)
                        if (more[j])
                                rich_spanf(builder, SPAN_QUIET, ", %s", more[j]);
        }
}

View view_result(Session *session)
{
        Result result = attempt_result(&session->attempt, session->page);
        RichBuilder *builder = rich_start(session->page);
        const char *line = headline(session, &result);
        rich_block(builder, BLOCK_HEADING, 1);
        rich_span(builder, result.passed ? SPAN_RIGHT : SPAN_MISSED, line);
        add_competencies(session, builder, &result);
        add_missed_signs(session, builder, &result);
        add_what_now(session, builder, &result);
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Who to call"));
        contacts_append(builder, session->contacts, NULL);
        add_sources(session, builder);
        return (View){ .kind = VIEW_RESULT,
                .title = session->module->head.title,
                .position = _("Result"),
                .body = rich_finish(builder),
                .headline = line,
                .saved = view_saved(session) };
}
