#include "base/translate.h"
#include "session/drill.h"
#include "view/pages.h"

static const char *title_of(const Session *session)
{
        return session->kind == SITTING_REVIEW ? _("Look again") : _("Refresher");
}

static void add_care(RichBuilder *builder)
{
        rich_paragraph(builder, SPAN_PLAIN,
                _("You can stop at any time. The '!' page lists who to call, and who listens."));
}

static View begin_review_view(Session *session)
{
        const Drill *drill = session->drill;
        RichBuilder *builder = rich_start(session->page);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_PLAIN,
                ngettext("%zu question that was not fully right last time, once more.",
                        "%zu questions that were not fully right last time, once more.",
                        drill->count),
                drill->count);
        rich_paragraph(builder, SPAN_PLAIN,
                _("This is for you alone: nothing of it is recorded, and no score changes."));
        add_care(builder);
        return (View){
                .kind = VIEW_WELCOME, .title = title_of(session), .body = rich_finish(builder)
        };
}

static View begin_refresh_view(Session *session)
{
        const Drill *drill = session->drill;
        RichBuilder *builder = rich_start(session->page);
        unsigned minutes = (unsigned)((drill->count * drill->seconds + 59) / 60);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_PLAIN, ngettext("%zu question", "%zu questions", drill->count),
                drill->count);
        rich_span(builder, SPAN_PLAIN, ", ");
        rich_spanf(builder, SPAN_PLAIN, ngettext("about %u minute", "about %u minutes", minutes),
                minutes);
        rich_span(builder, SPAN_PLAIN, ".");
        rich_paragraph(builder, SPAN_PLAIN,
                drill->is_ahead ? _("Nothing is due yet. These are the questions that would be "
                                    "forgotten first.")
                : drill->has_confident_miss ? _("First what you were very sure of and got wrong, "
                                                "then what is about to be forgotten.")
                                            : _("What is likeliest to be forgotten comes first."));
        rich_paragraph(builder, SPAN_PLAIN,
                _("Your answers are kept, so that each question comes back at the right time. They "
                  "change no score and no pass."));
        add_care(builder);
        return (View){
                .kind = VIEW_WELCOME, .title = title_of(session), .body = rich_finish(builder)
        };
}

static const char *nothing_to_review(const Session *session)
{
        const Drill *drill = session->drill;
        if (drill->has_past && drill->gone)
                return _("The questions that were not right last time are no longer asked.");
        if (drill->has_past)
                return _("Last time you got everything right: there is nothing to look at again.");
        if (session->has_no_commands)
                return _("You have not finished a module yet.");
        if (drill->about)
                return arena_printf(session->page,
                        _("You have not finished this module yet. Begin it with: makesafe learn "
                          "%s"),
                        drill->about);
        return _("You have not finished a module yet. Begin with: makesafe");
}

static const char *nothing_to_refresh(const Session *session)
{
        if (session->drill->has_past)
                return _("The questions that you were asked are no longer asked: there is nothing "
                         "to refresh.");
        return _("There is nothing to refresh yet. Finish a module first; its questions then come "
                 "back here, a few at a time, before they are forgotten.");
}

/* When the next ones fall due, as things stand now. */
static void add_next(Session *session, RichBuilder *builder)
{
        Memories memories;
        Error unsaid = { 0 };
        int64_t now = moment_now(), next = INT64_MAX;
        size_t due = 0;
        if (!memories_read(
                    session->store, session->person.id, now, session->page, &memories, &unsaid))
                return;
        for (size_t i = 0; i < memories.count; i++) {
                due += memories.items[i].is_due;
                if (memories.items[i].schedule.due < next)
                        next = memories.items[i].schedule.due;
        }
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (due) {
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("%zu more question is due: whenever you have a few minutes.",
                                "%zu more questions are due: whenever you have a few minutes.",
                                due),
                        due);
        } else if (memories.count) {
                char date[MOMENT_SIZE];
                moment_format_local(next > now ? next : now + INT64_C(86400000000), date);
                date[DATE_SIZE - 6] = '\0';
                rich_spanf(builder, SPAN_PLAIN, _("The next question falls due on %s."), date);
        }
}

static void add_still_wrong(Session *session, RichBuilder *builder)
{
        const Drill *drill = session->drill;
        bool any = false;
        for (size_t i = 0; i < drill->answered; i++) {
                const DrillItem *item = &drill->items[i];
                if (item->is_right)
                        continue;
                if (!any)
                        rich_paragraph(builder, SPAN_PLAIN, _("Worth reading about once more:"));
                const Module *module = drill->modules[item->module];
                const Question *question = &module->questions[item->item.question];
                rich_item(builder, 1, "•");
                if (any)
                        rich_tight(builder);
                rich_spanf(builder, SPAN_MISSED, "%s: %s", module->head.title,
                        question->ask ? question->ask : module->sections[question->section].title);
                any = true;
        }
}

static View end_view(Session *session)
{
        const Drill *drill = session->drill;
        RichBuilder *builder = rich_start(session->page);
        const char *headline = "";
        if (drill->count == 0) {
                rich_paragraph(builder, SPAN_PLAIN,
                        session->kind == SITTING_REVIEW ? nothing_to_review(session)
                                                        : nothing_to_refresh(session));
        } else {
                size_t right = 0;
                for (size_t i = 0; i < drill->count; i++)
                        right += drill->items[i].is_right;
                headline = arena_printf(session->page,
                        session->kind == SITTING_REVIEW
                                ? _("Looked at again: %zu of %zu right this time")
                                : _("Refreshed: %zu of %zu right"),
                        right, drill->count);
                rich_block(builder, BLOCK_HEADING, 1);
                rich_span(builder, right == drill->count ? SPAN_RIGHT : SPAN_PLAIN, headline);
                add_still_wrong(session, builder);
        }
        if (session->kind == SITTING_REFRESH && drill->count)
                add_next(session, builder);
        if (drill->gone && drill->count) {
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_QUIET,
                        ngettext("%zu question of last time is no longer asked.",
                                "%zu questions of last time are no longer asked.", drill->gone),
                        drill->gone);
        }
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("Who to call"));
        contacts_append(builder, session->contacts, NULL);
        return (View){ .kind = VIEW_RESULT,
                .title = title_of(session),
                .position = _("Result"),
                .body = rich_finish(builder),
                .headline = headline };
}

View drill_view(Session *session)
{
        const Drill *drill = session->drill;
        View view = { 0 };
        switch (session->state) {
        case SESSION_WELCOME:
                view = session->kind == SITTING_REVIEW ? begin_review_view(session)
                                                       : begin_refresh_view(session);
                break;
        case SESSION_QUESTION:
                view = view_question(session);
                break;
        case SESSION_FEEDBACK:
                view = view_feedback(session);
                break;
        case SESSION_LESSON:
        case SESSION_RESULT:
        case SESSION_OVER:
                view = end_view(session);
                break;
        }
        if (session->state == SESSION_QUESTION || session->state == SESSION_FEEDBACK)
                view.position = arena_printf(session->page, _("%s · %zu of %zu"), title_of(session),
                        drill->at + 1, drill->count);
        if (!view.position)
                view.position = "";
        if (!view.headline)
                view.headline = "";
        view.saved = view_saved(session);
        return view;
}
