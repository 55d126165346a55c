#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"
#include "quiz/plan.h"
#include "session/sitting.h"
#include "view/bar.h"
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
        int percent = percent_whole(result->percent, session->module->head.pass_score);
        const char *score = format_points(arena, result->score),
                   *max = format_points(arena, result->max);
        return arena_printf(arena,
                result->passed ? _("Result: %d%% (%s/%s) passed")
                               : _("Result: %d%% (%s/%s) not passed"),
                percent, score, max);
}

const char *view_marker(Session *session, double share)
{
        enum { BAR = 20 /* cells */ };
        return session->is_on_screens ? bar_text(share, BAR, session->page) : "•";
}

static double share_of(double score, double max)
{
        return max > 0 ? score / max : 0;
}

static void add_scores(Session *session, RichBuilder *builder, const Result *result)
{
        Arena *arena = session->page;
        double pass = session->module->head.pass_score;
        rich_item(builder, 1, view_marker(session, share_of(result->score, result->max)));
        rich_spanf(builder, SPAN_STRONG, _("Altogether: %d%% (%s of %s)"),
                percent_whole(result->percent, pass), format_points(arena, result->score),
                format_points(arena, result->max));
        rich_span(builder, SPAN_PLAIN, ". ");
        rich_spanf(builder, SPAN_PLAIN, _("The pass mark is %g%%."), pass);
        for (size_t i = 0; i < result->competency_count; i++) {
                const CompetencyResult *part = &result->competencies[i];
                double share = share_of(part->score, part->max);
                rich_item(builder, 1, view_marker(session, share));
                rich_tight(builder);
                rich_spanf(builder, SPAN_PLAIN, _("%s: %.0f%% (%s of %s)"),
                        competency_name(part->name), 100 * share, format_points(arena, part->score),
                        format_points(arena, part->max));
        }
}

/* What a question was about: its scene in a line, and what was asked. */
static void add_scene(Session *session, RichBuilder *builder, const Question *question)
{
        Rich scene = markdown_parse(session->page, question->scene, false);
        for (size_t i = 0; scene.count && i < scene.blocks[0].count; i++)
                rich_span(builder, scene.blocks[0].spans[i].style, scene.blocks[0].spans[i].text);
        if (scene.count && question->ask)
                rich_span(builder, SPAN_PLAIN, " ");
        if (question->ask)
                rich_span(builder, SPAN_MISSED, question->ask);
        else if (!scene.count)
                rich_span(builder, SPAN_MISSED, session->module->sections[question->section].title);
}

/* Why an attempt is not passed whatever its score, and what would have been right. */
static void add_critical(Session *session, RichBuilder *builder, const Result *result)
{
        if (result->critical_failed == 0)
                return;
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Where a child was in danger"));
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_STRONG,
                ngettext("%zu question about a child in danger now was not answered in full. That "
                         "is why this attempt is not passed, whatever the rest.",
                        "%zu questions about a child in danger now were not answered in full. That "
                        "is why this attempt is not passed, whatever the rest.",
                        result->critical_failed),
                result->critical_failed);
        for (size_t i = 0; i < session->attempt.plan.count; i++) {
                const Question *question =
                        &session->module->questions[session->attempt.plan.items[i].question];
                if (!question->critical || question->status == QUESTION_TRIAL ||
                        session->attempt.answers[i].fraction >= 1 - 1e-9)
                        continue;
                rich_item(builder, 1, "•");
                add_scene(session, builder, question);
                if (!question->explain)
                        continue;
                Rich why = markdown_parse(session->page, question->explain, false);
                for (size_t j = 0; j < why.count; j++) {
                        rich_item(builder, 2, why.blocks[j].marker ? why.blocks[j].marker : "");
                        rich_tight(builder);
                        for (size_t k = 0; k < why.blocks[j].count; k++)
                                rich_span(builder, why.blocks[j].spans[k].style,
                                        why.blocks[j].spans[k].text);
                }
        }
}

static void add_signs(Session *session, RichBuilder *builder, const Result *result)
{
        bool *missed = arena_array(session->page, bool, session->module->sign_count + 1);
        for (size_t i = 0; i < result->sign_count; i++)
                missed[result->signs[i].sign] = result->signs[i].counts.misses > 0;
        view_add_signs(session, builder, missed, true);
        if (result->details.false_alarms == 0)
                return;
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_PLAIN,
                ngettext("You stopped at %u harmless detail. Looking twice is right; what adults "
                         "do tells you more than what people look like.",
                        "You stopped at %u harmless details. Looking twice is right; what adults "
                        "do tells you more than what people look like.",
                        result->details.false_alarms),
                result->details.false_alarms);
}

static void add_day(RichBuilder *builder, const char *words, Day day)
{
        char date[DATE_SIZE];
        day_format(day, date);
        rich_span(builder, SPAN_PLAIN, " ");
        rich_spanf(builder, SPAN_PLAIN, words, date);
}

static void add_command(
        Session *session, RichBuilder *builder, const char *what, const char *command)
{
        if (session->has_no_commands)
                return;
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, SPAN_PLAIN, what);
        rich_spanf(builder, SPAN_CODE, " makesafe %s %s", command, session->module->head.id);
}

static void add_pass(Session *session, RichBuilder *builder)
{
        const ModuleHead *head = &session->module->head;
        if (session->expires == DAY_NONE) {
                rich_span(builder, SPAN_PLAIN, _("Your pass is recorded."));
        } else {
                char date[DATE_SIZE];
                day_format(session->expires, date);
                rich_spanf(
                        builder, SPAN_PLAIN, _("Your pass is recorded and valid until %s."), date);
                if (head->has_window)
                        add_day(builder, _("You can renew it from %s on."),
                                day_add(session->expires, head->renewal_window, -1));
        }
        add_command(session, builder, _("Your certificate:"), "certificate");
}

static void add_next_attempt(Session *session, RichBuilder *builder, const Result *result)
{
        Standing standing;
        Error unsaid = { 0 };
        bool varies = plan_varies(session->module);
        if (result->critical_failed)
                rich_span(builder, SPAN_PLAIN,
                        varies ? _("Read what is said about these questions above, then try again: "
                                   "as often as you like, with other questions.")
                               : _("Read what is said about these questions above, then try again: "
                                   "as often as you like."));
        else
                rich_spanf(builder, SPAN_PLAIN,
                        varies ? _("The pass mark is %g%%. Read the lessons once more, then try "
                                   "again: as often as you like, with other questions.")
                               : _("The pass mark is %g%%. Read the lessons once more, then try "
                                   "again: as often as you like."),
                        session->module->head.pass_score);
        Day today = day_today();
        if (sitting_standing(session, today, &standing, &unsaid) && standing.due != DAY_NONE)
                add_day(builder,
                        standing.due >= today ? _("It is to be passed by %s.")
                                              : _("It was to be passed by %s."),
                        standing.due);
        add_command(session, builder, _("What was not right, once more, for you alone:"), "review");
}

static void add_what_now(Session *session, RichBuilder *builder, const Result *result)
{
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("What happens now"));
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (result->passed)
                add_pass(session, builder);
        else
                add_next_attempt(session, builder, result);
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
        add_scores(session, builder, &result);
        add_critical(session, builder, &result);
        add_signs(session, builder, &result);
        view_add_certainty(session, builder);
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
                .saved = view_saved(session),
                .link_count = session->link_count,
                .link_word = _("lesson"),
                .link_prompt = _("Press Enter to leave, or write the number of a lesson to read it "
                                 "again.") };
}
