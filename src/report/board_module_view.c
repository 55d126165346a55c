#include <string.h>

#include "base/translate.h"
#include "report/board_module.h"
#include "view/bar.h"

enum { BAR = 20, SHOWN_MOST = 5, BAR_PARTS = 8 };

const char *board_spark(const MonthFigures *months, size_t count, Arena *arena)
{
        static const char *const parts[BAR_PARTS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
        Text text = { 0 };
        for (size_t i = 0; i < count; i++) {
                size_t part = months[i].finished
                                      ? months[i].passed * (BAR_PARTS - 1) / months[i].finished
                                      : 0;
                text_append(&text, months[i].finished ? parts[part] : "·");
        }
        const char *spark = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return spark;
}

static int percent(size_t part, size_t all)
{
        return all ? (int)((double)part * 100 / (double)all + 0.5) : 0;
}

/* A line of figures, and the bar that shows them. */
static void append_bar(RichBuilder *builder, bool with_bars, double share, Arena *arena)
{
        if (with_bars)
                rich_spanf(builder, SPAN_QUIET, "  %s", bar_text(share, BAR, arena));
}

static void append_heading(RichBuilder *builder, const char *text)
{
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, text);
}

static void append_people(
        RichBuilder *builder, const ModuleFigures *figures, bool with_bars, Arena *arena)
{
        const BoardCounts *counts = &figures->counts;
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_STRONG, _("Trained: %zu of %zu people, %d%%"), counts->trained,
                counts->rows, percent(counts->trained, counts->rows));
        append_bar(builder, with_bars,
                counts->rows ? (double)counts->trained / (double)counts->rows : 0, arena);
        for (size_t i = 0; i < STATUS_COUNT; i++) {
                size_t figure = counts->statuses[board_urgency[i]];
                if (!figure)
                        continue;
                rich_item(builder, 1, "•");
                rich_tight(builder);
                rich_spanf(builder, SPAN_PLAIN, "%s: %zu, %d%%",
                        board_status_word(board_urgency[i]), figure, percent(figure, counts->rows));
        }
}

static const char *month_words(const MonthFigures *month, Arena *arena)
{
        return arena_printf(arena, _("%04d-%02d: %zu of %zu passed, %d%%"), month->year,
                month->month, month->passed, month->finished,
                percent(month->passed, month->finished));
}

static void append_attempts(
        RichBuilder *builder, const ModuleFigures *figures, bool with_bars, Arena *arena)
{
        append_heading(builder, _("Attempts"));
        if (!figures->finished) {
                rich_paragraph(builder, SPAN_PLAIN, _("Nobody has finished one yet."));
                return;
        }
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_PLAIN,
                ngettext("%zu finished, ", "%zu finished, ", figures->finished), figures->finished);
        rich_spanf(builder, SPAN_PLAIN,
                ngettext("%zu passed: %d%%", "%zu passed: %d%%", figures->passed), figures->passed,
                percent(figures->passed, figures->finished));
        append_bar(builder, with_bars, (double)figures->passed / (double)figures->finished, arena);
        if (with_bars) {
                rich_paragraph(builder, SPAN_PLAIN,
                        _("The last twelve months, how many of a hundred passed:"));
                rich_block(builder, BLOCK_CODE, 0);
                rich_span(builder, SPAN_PLAIN, board_spark(figures->months, MODULE_MONTHS, arena));
        }
        for (size_t i = 0; i < MODULE_MONTHS; i++) {
                if (!figures->months[i].finished)
                        continue;
                rich_item(builder, 1, "•");
                rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, month_words(&figures->months[i], arena));
        }
}

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

static void append_name(RichBuilder *builder, const char *id, const char *title, Arena *arena)
{
        rich_item(builder, 1, "•");
        rich_tight(builder);
        rich_spanf(builder, SPAN_STRONG, "%s", clean(arena, id));
        rich_span(builder, SPAN_PLAIN, ": ");
        if (title && *title)
                rich_spanf(builder, SPAN_PLAIN, "“%s” ", clean(arena, title));
}

static const char *question_title(const Module *known, const char *id)
{
        size_t index = known ? module_question(known, id) : SIZE_MAX;
        return index == SIZE_MAX ? NULL : known->questions[index].ask;
}

static const char *sign_title(const Module *known, const char *id)
{
        size_t index = known ? module_sign(known, id) : SIZE_MAX;
        return index == SIZE_MAX ? NULL : known->signs[index].text;
}

static bool is_shown(const QuestionLine *line)
{
        return line->people >= MODULE_PEOPLE_LEAST;
}

static void append_questions(RichBuilder *builder, const ModuleFigures *figures,
        const Module *known, bool with_bars, Arena *arena)
{
        size_t shown = 0;
        append_heading(builder, _("Hardest questions"));
        for (size_t i = 0; i < figures->question_count && shown < SHOWN_MOST; i++) {
                const QuestionLine *line = &figures->questions[i];
                if (!is_shown(line) || line->fraction >= 1)
                        continue;
                append_name(builder, line->id, question_title(known, line->id), arena);
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("%d%% of full marks, %zu answer",
                                "%d%% of full marks, %zu answers", line->answers),
                        (int)(line->fraction * 100 + 0.5), line->answers);
                append_bar(builder, with_bars, line->fraction, arena);
                shown++;
        }
        if (!shown)
                rich_paragraph(builder, SPAN_PLAIN, _("None stands out."));
}

static void append_sure(RichBuilder *builder, const ModuleFigures *figures, const Module *known,
        bool with_bars, Arena *arena)
{
        size_t shown = 0;
        append_heading(builder, _("Very sure, and wrong"));
        for (size_t i = 0; i < figures->question_count && shown < SHOWN_MOST; i++) {
                const QuestionLine *line = &figures->questions[i];
                if (!is_shown(line) || !line->sure_wrong)
                        continue;
                append_name(builder, line->id, question_title(known, line->id), arena);
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("%zu of %zu very sure answer was wrong, %d%%",
                                "%zu of %zu very sure answers were wrong, %d%%", line->sure),
                        line->sure_wrong, line->sure, percent(line->sure_wrong, line->sure));
                append_bar(
                        builder, with_bars, (double)line->sure_wrong / (double)line->sure, arena);
                shown++;
        }
        if (!shown)
                rich_paragraph(builder, SPAN_PLAIN, _("Nowhere."));
}

static void append_signs(RichBuilder *builder, const ModuleFigures *figures, const Module *known,
        bool with_bars, Arena *arena)
{
        size_t shown = 0, masked = 0;
        append_heading(builder, _("Signs missed most"));
        for (size_t i = 0; i < figures->sign_count && shown < SHOWN_MOST; i++) {
                const SignLine *line = &figures->signs[i];
                size_t all = line->hits + line->misses;
                masked += line->people < MODULE_PEOPLE_LEAST;
                if (line->people < MODULE_PEOPLE_LEAST || !line->misses)
                        continue;
                append_name(builder, line->id, sign_title(known, line->id), arena);
                rich_spanf(builder, SPAN_PLAIN, _("missed %zu times of %zu, %d%%"), line->misses,
                        all, percent(line->misses, all));
                append_bar(builder, with_bars, (double)line->misses / (double)all, arena);
                shown++;
        }
        if (!shown)
                rich_paragraph(builder, SPAN_PLAIN,
                        masked ? _("Fewer than five people met each sign: that is not shown.")
                               : _("None."));
}

/* What people answered, where so many did that nobody can be told apart. */
static void append_answers(RichBuilder *builder, const ModuleFigures *figures, const Module *known,
        bool with_bars, Arena *arena)
{
        if (!figures->finished)
                return;
        if (figures->people < MODULE_PEOPLE_LEAST) {
                append_heading(builder, _("Answers"));
                rich_paragraph(builder, SPAN_PLAIN,
                        _("Fewer than five people have finished this module: what they answered is "
                          "not shown, so that nobody can be told apart."));
                return;
        }
        append_questions(builder, figures, known, with_bars, arena);
        append_signs(builder, figures, known, with_bars, arena);
        append_sure(builder, figures, known, with_bars, arena);
        if (figures->looked_at < figures->finished) {
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_QUIET, _("Answers are those of the last %zu attempts."),
                        figures->looked_at);
        }
}

View board_module_view(
        const ModuleFigures *figures, const Module *known, bool with_bars, Arena *arena)
{
        RichBuilder *builder = rich_start(arena);
        append_people(builder, figures, with_bars, arena);
        append_attempts(builder, figures, with_bars, arena);
        append_answers(builder, figures, known, with_bars, arena);
        return (View){ .kind = VIEW_MESSAGE,
                .title = known && known->head.title ? known->head.title
                                                    : clean(arena, figures->module),
                .position = _("all sites"),
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}
