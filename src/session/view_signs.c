/* Signs that were overlooked, with the lessons that teach them. */
#include "base/translate.h"
#include "module/teach.h"
#include "session/sitting.h"

static size_t count_missed(const bool *missed, size_t count)
{
        size_t all = 0;
        for (size_t i = 0; i < count; i++)
                all += missed[i];
        return all;
}

static void add_sign(RichBuilder *builder, const Module *module, size_t sign, bool tight)
{
        rich_item(builder, 1, "•");
        if (tight)
                rich_tight(builder);
        rich_span(builder, SPAN_MISSED, module->signs[sign].text);
}

/* A link while there is a number for it. */
static void add_lesson(Session *session, RichBuilder *builder, size_t lesson, bool links)
{
        const char *title = session->module->lessons[lesson].title;
        bool is_link = links && session->link_count < SESSION_LINKS_MOST;
        if (is_link)
                session->links[session->link_count++] = lesson;
        rich_item(builder, 2,
                is_link ? arena_printf(session->page, "%zu)", session->link_count) : "");
        rich_tight(builder);
        rich_spanf(builder, SPAN_PLAIN,
                is_link ? _("Read the lesson \"%s\" again") : _("It is in the lesson \"%s\""),
                title);
}

/* Signs of one lesson stand together; where no lesson has their words, all lessons are offered. */
void view_add_signs(Session *session, RichBuilder *builder, const bool *missed, bool links)
{
        const Module *module = session->module;
        if (count_missed(missed, module->sign_count) == 0)
                return;
        size_t *lessons = arena_array(session->page, size_t, module->sign_count + 1);
        bool *told = arena_array(session->page, bool, module->sign_count + 1);
        module_find_lessons(module, lessons);
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Signs to look for again"));
        bool tight = false;
        for (size_t i = 0; i < module->sign_count; i++) {
                if (!missed[i] || told[i])
                        continue;
                for (size_t j = i; j < module->sign_count; j++)
                        if (missed[j] && lessons[j] == lessons[i]) {
                                add_sign(builder, module, j, tight);
                                told[j] = tight = true;
                        }
                if (lessons[i] != SIZE_MAX)
                        add_lesson(session, builder, lessons[i], links);
                for (size_t j = 0; links && lessons[i] == SIZE_MAX && j < module->lesson_count; j++)
                        if (session->link_count < SESSION_LINKS_MOST)
                                add_lesson(session, builder, j, true);
        }
        if (links && session->is_on_screens && session->link_count)
                rich_paragraph(builder, SPAN_QUIET,
                        _("Press the number of a lesson to read it, and Enter to come back."));
}
