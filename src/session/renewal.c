#include "session/renewal.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

typedef struct LastPass {
        Arena *arena;
        const char *version;
        int64_t at;
} LastPass;

static bool keep_pass(const AttemptRow *row, void *data)
{
        LastPass *last = data;
        if (!row->passed)
                return true;
        last->version = arena_strdup(last->arena, row->version);
        last->at = row->finished;
        return false;
}

static void add_id(json_t *set, const json_t *id)
{
        if (json_is_string(id))
                json_object_set_new(set, json_string_value(id), json_true());
}

static void add_ids(json_t *set, const json_t *list)
{
        size_t i;
        const json_t *id;
        json_array_foreach(list, i, id)
        {
                add_id(set, id);
        }
}

typedef struct Meeting {
        Renewal *renewal;
        const char *module;
        json_t *attempts; /* of the module */
} Meeting;

static bool meet(const Event *event, void *data)
{
        Meeting *meeting = data;
        Renewal *renewal = meeting->renewal;
        json_t *body = json_loads(event->body, 0, NULL);
        const char *module = json_string_value(json_object_get(body, "module"));
        bool is_ours = module ? strcmp(module, meeting->module) == 0
                              : json_object_get(meeting->attempts, event->attempt) != NULL;
        if (is_ours && event->kind == EVENT_ATTEMPT_STARTED) {
                json_object_set_new(meeting->attempts, event->attempt, json_true());
        } else if (is_ours && event->kind == EVENT_LESSON_READ) {
                add_id(renewal->lessons, json_object_get(body, "lesson"));
        } else if (is_ours) {
                add_id(renewal->questions, json_object_get(body, "question"));
                add_ids(renewal->signs, json_object_get(body, "hits"));
                add_ids(renewal->signs, json_object_get(body, "misses"));
        }
        json_decref(body);
        return true;
}

bool renewal_read(Session *session, Error *error)
{
        const ModuleHead *head = &session->module->head;
        LastPass last = { .arena = session->arena };
        AttemptFilter passes = { .person = session->person.id,
                .module = head->id,
                .only_finished = true,
                .newest_first = true };
        if (!store_attempts(session->store, &passes, keep_pass, &last, error))
                return false;
        if (!last.version || strcmp(last.version, head->version) == 0)
                return true;
        Renewal *renewal = xmalloc(sizeof *renewal);
        *renewal = (Renewal){ last.version, last.at, json_object(), json_object(), json_object() };
        Meeting meeting = { renewal, head->id, json_object() };
        EventFilter filter = { .person = session->person.id,
                .kinds = 1u << EVENT_ATTEMPT_STARTED | 1u << EVENT_LESSON_READ |
                         1u << EVENT_ANSWERED | 1u << EVENT_REFRESHED };
        bool done = store_events(session->store, &filter, meet, &meeting, error);
        json_decref(meeting.attempts);
        session->renewal = renewal;
        return done;
}

void renewal_free(Renewal *renewal)
{
        if (!renewal)
                return;
        json_decref(renewal->lessons);
        json_decref(renewal->questions);
        json_decref(renewal->signs);
        free(renewal);
}

bool renewal_is_new_lesson(const Session *session, size_t lesson)
{
        return session->renewal &&
               !json_object_get(session->renewal->lessons, session->module->lessons[lesson].id);
}

static void begin_list(RichBuilder *builder, bool tight, const char *words, size_t count)
{
        rich_item(builder, 1, "•");
        if (tight)
                rich_tight(builder);
        rich_spanf(builder, SPAN_STRONG, words, count);
}

static void add_entry(RichBuilder *builder, const char *text)
{
        rich_item(builder, 2, "-");
        rich_tight(builder);
        rich_span(builder, SPAN_PLAIN, text);
}

static size_t add_lessons(Session *session, RichBuilder *builder)
{
        const Module *module = session->module;
        size_t count = 0;
        for (size_t i = 0; i < module->lesson_count; i++)
                count += renewal_is_new_lesson(session, i);
        if (count)
                begin_list(builder, false,
                        ngettext("%zu lesson that you have not read:",
                                "%zu lessons that you have not read:", count),
                        count);
        for (size_t i = 0; i < module->lesson_count; i++)
                if (renewal_is_new_lesson(session, i))
                        add_entry(builder, module->lessons[i].title);
        return count;
}

static size_t add_signs(Session *session, RichBuilder *builder, bool tight)
{
        const Module *module = session->module;
        const json_t *met = session->renewal->signs;
        size_t count = 0;
        for (size_t i = 0; i < module->sign_count; i++)
                count += !json_object_get(met, module->signs[i].id);
        if (count)
                begin_list(builder, tight,
                        ngettext("%zu sign that you have not been asked about:",
                                "%zu signs that you have not been asked about:", count),
                        count);
        for (size_t i = 0; i < module->sign_count; i++)
                if (!json_object_get(met, module->signs[i].id))
                        add_entry(builder, module->signs[i].text);
        return count;
}

static size_t add_questions(Session *session, RichBuilder *builder, bool tight)
{
        const Module *module = session->module;
        size_t count = 0;
        for (size_t i = 0; i < module->question_count; i++)
                count += module->questions[i].status == QUESTION_LIVE &&
                         !json_object_get(session->renewal->questions, module->questions[i].id);
        if (count)
                begin_list(builder, tight,
                        ngettext("%zu question that you have not been asked yet",
                                "%zu questions that you have not been asked yet", count),
                        count);
        return count;
}

/* Beginning with the new lessons is worth a choice only where there are others. */
static void add_link(Session *session, RichBuilder *builder, size_t new_lessons)
{
        if (session->only_quiz || new_lessons == 0 || new_lessons == session->module->lesson_count)
                return;
        session->link_count = 1;
        rich_item(builder, 1, "1)");
        rich_span(builder, SPAN_PLAIN,
                session->is_on_screens ? _("Begin with the lessons that you have not read: press 1")
                                       : _("Begin with the lessons that you have not read"));
}

void view_add_renewal(Session *session, RichBuilder *builder)
{
        const Renewal *renewal = session->renewal;
        if (!renewal)
                return;
        char date[MOMENT_SIZE];
        moment_format_local(renewal->passed, date);
        date[DATE_SIZE - 6] = '\0';
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("What is new to you"));
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_PLAIN, _("You passed version %s on %s. This is version %s."),
                renewal->version, date, session->module->head.version);
        size_t lessons = add_lessons(session, builder);
        size_t others = add_signs(session, builder, lessons > 0);
        others += add_questions(session, builder, lessons + others > 0);
        rich_paragraph(builder, SPAN_QUIET,
                lessons + others ? _("What you know already may have been reworded.")
                                 : _("You have met every lesson, sign and question before; they "
                                     "may have been reworded."));
        add_link(session, builder, lessons);
}
