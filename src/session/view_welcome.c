#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "module/markdown.h"
#include "session/renewal.h"

void view_add_notice(Session *session, RichBuilder *builder)
{
        if (session->notice)
                rich_paragraph(builder, SPAN_EMPHASIS, session->notice);
}

const char *view_saved(Session *session)
{
        if (!session->saved_at)
                return "";
        char clock[MOMENT_SIZE];
        moment_format_clock(session->saved_at, clock);
        return arena_printf(session->page, _("saved %s"), clock);
}

static void add_markdown(RichBuilder *builder, Arena *arena, const char *markdown)
{
        Rich rich = markdown_parse(arena, markdown, false);
        rich_append(builder, &rich);
}

static void add_provenance(RichBuilder *builder, const ModuleHead *head)
{
        if (head->translation_status == TRANSLATION_DRAFT)
                rich_paragraph(builder, SPAN_EMPHASIS,
                        _("This translation is a draft: no native speaker has read it yet."));
        if (head->reviewed_on == DAY_NONE)
                return;
        char date[DATE_SIZE];
        day_format(head->reviewed_on, date);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_QUIET, _("Reviewed by %s on %s."), head->reviewed_by, date);
}

static size_t questions_asked(Session *session)
{
        Plan plan = plan_make(session->module, 0, session->page);
        return plan.count;
}

static void add_what_it_takes(Session *session, RichBuilder *builder)
{
        const Module *module = session->module;
        size_t questions = questions_asked(session);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (module->lesson_count && !session->only_quiz) {
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("%zu short lesson", "%zu short lessons", module->lesson_count),
                        module->lesson_count);
                rich_span(builder, SPAN_PLAIN, ", ");
        }
        rich_spanf(builder, SPAN_PLAIN, ngettext("%zu question", "%zu questions", questions),
                questions);
        if (module->head.minutes) {
                rich_span(builder, SPAN_PLAIN, ", ");
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("about %u minute", "about %u minutes", module->head.minutes),
                        module->head.minutes);
        }
        rich_span(builder, SPAN_PLAIN, ". ");
        rich_spanf(builder, SPAN_PLAIN, _("The pass mark is %g%%."), module->head.pass_score);
        if (module->head.pass_reason)
                rich_spanf(builder, SPAN_PLAIN, " %s", module->head.pass_reason);
        rich_paragraph(builder, SPAN_PLAIN,
                _("Every answer is saved as soon as you have given it. You can stop at any time "
                  "and go on later."));
}

/* Nobody begins anew without having been told what was overlooked. */
static void add_overlooked(Session *session, RichBuilder *builder)
{
        bool *missed = arena_array(session->page, bool, session->module->sign_count + 1);
        for (size_t i = 0; i < session->overlooked_count; i++) {
                size_t sign = module_sign(session->module, session->overlooked[i]);
                if (sign != SIZE_MAX)
                        missed[sign] = true;
        }
        view_add_signs(session, builder, missed, false);
}

/* A summary may stand on several lines of its file, which are not the screen's. */
static const char *in_one_line(Arena *arena, const char *text)
{
        char *line = arena_strdup(arena, text);
        for (char *at = line; (at = strchr(at, '\n')); at++)
                *at = ' ';
        return line;
}

View view_welcome(Session *session)
{
        const ModuleHead *head = &session->module->head;
        RichBuilder *builder = rich_start(session->page);
        if (head->content_note)
                add_markdown(builder, session->page, head->content_note);
        view_add_notice(session, builder);
        rich_paragraph(builder, SPAN_PLAIN, in_one_line(session->page, head->summary));
        add_provenance(builder, head);
        add_what_it_takes(session, builder);
        add_overlooked(session, builder);
        view_add_renewal(session, builder);
        return (View){ .kind = VIEW_WELCOME,
                .title = head->title,
                .position = "",
                .body = rich_finish(builder),
                .headline = "",
                .saved = view_saved(session),
                .link_count = session->link_count,
                .link_word = _("what is new"),
                .link_prompt =
                        _("Press Enter to begin, or write 1 to begin with what is new to you.") };
}

View view_lesson(Session *session)
{
        const Module *module = session->module;
        const Lesson *lesson = &module->lessons[session->lesson];
        RichBuilder *builder = rich_start(session->page);
        rich_block(builder, BLOCK_HEADING, 1);
        rich_span(builder, SPAN_PLAIN, lesson->title);
        add_markdown(builder, session->page, lesson->text);
        return (View){ .kind = VIEW_LESSON,
                .title = module->head.title,
                .position = arena_printf(session->page, _("Lesson %zu of %zu"), session->lesson + 1,
                        module->lesson_count),
                .body = rich_finish(builder),
                .headline = "",
                .saved = view_saved(session),
                .can_go_back = true };
}
