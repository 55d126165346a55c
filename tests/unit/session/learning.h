/* A module of one's own in a scratch world, and sittings with it. */
#ifndef LEARNING_H
#define LEARNING_H

#include "../../store/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "session/session.h"

typedef struct Learning {
        World *world;
        Library *library;
        Store *store;
        char file[256]; /* of the module */
        const char *folders[1];
} Learning;

/* The module of tests/learning with texts replaced, pairs of from and to that end with NULL. */
static inline void write_module(const Learning *learning, const char *const *changes)
{
        char path[512];
        const char *source = getenv("MAKESAFE_SOURCE");
        snprintf(path, sizeof path, "%s/tests/learning/night.yaml", source ? source : ".");
        FILE *in = fopen(path, "r");
        assert_non_null(in);
        char *text = arena_bytes(learning->world->arena, 16384);
        size_t len = fread(text, 1, 16383, in);
        text[len] = '\0';
        fclose(in);
        for (size_t i = 0; changes && changes[i]; i += 2) {
                char *at = strstr(text, changes[i]);
                if (!at)
                        fail_msg("'%s' is not in the module", changes[i]);
                text = arena_printf(learning->world->arena, "%.*s%s%s", (int)(at - text), text,
                        changes[i + 1], at + strlen(changes[i]));
        }
        FILE *out = fopen(learning->file, "w");
        assert_non_null(out);
        fputs(text, out);
        fclose(out);
}

static inline Learning learning_start(World *world)
{
        Learning learning = { .world = world };
        char *folder = arena_printf(world->arena, "%s/modules", world->folder);
        mkdir(folder, 0700);
        snprintf(learning.file, sizeof learning.file, "%s/night.yaml", folder);
        learning.folders[0] = folder;
        write_module(&learning, NULL);
        learning.library = library_new(learning.folders, 1);
        learning.store = world_open(world, STORE_CREATE);
        return learning;
}

static inline void learning_end(Learning *learning)
{
        store_close(learning->store);
        library_free(learning->library);
}

static inline Session *sit(
        Learning *learning, const char *module, SittingKind kind, const char *staff_id)
{
        Error error = { 0 };
        SessionOptions options = {
                .kind = kind, .staff_id = staff_id, .language = "en", .only_quiz = true
        };
        Session *session =
                session_open(learning->library, learning->store, module, &options, &error);
        if (!session)
                fail_msg("%s", error.message);
        return session;
}

static inline void forward(Session *session)
{
        Error error = { 0 };
        if (!session_forward(session, &error))
                fail_msg("%s", error.message);
}

/* Answers the question shown: of a choice the first or second option, of a passage the phrase, of
 * "true, false" so. */
static inline void say(Session *session, bool right, int confidence)
{
        Error error = { 0 };
        const View *view = session_view(session);
        assert_int_equal(view->kind, VIEW_QUESTION);
        Response response = {
                .kind = view->form->kind, .confidence = confidence, .count = 1, .chosen = { !right }
        };
        if (response.kind == QUESTION_TRUE_FALSE) {
                response.count = 0;
                response.truth = right;
        }
        if (!session_answer(session, &response, &error))
                fail_msg("%s", error.message);
        forward(session);
}

static inline void take_quiz(
        Learning *learning, const char *staff_id, const bool right[4], int confidence)
{
        Session *session = sit(learning, "night", SITTING_LEARN, staff_id);
        forward(session);
        for (int i = 0; i < 4; i++)
                say(session, right[i], confidence);
        assert_int_equal(session_state(session), SESSION_RESULT);
        session_close(session);
}

/* All words of a view, one block a line. */
static inline const char *words_of(const Learning *learning, Session *session)
{
        Lines lines =
                rich_layout(learning->world->arena, &session_view(session)->body, 1000, false);
        Text text = { 0 };
        rich_print(&lines, &text);
        const char *kept = arena_strdup(learning->world->arena, text_string(&text));
        text_clear(&text);
        return kept;
}

#define assert_says(text, part)                                                                    \
        do {                                                                                       \
                const char *text_ = (text);                                                        \
                if (!strstr(text_, part))                                                          \
                        fail_msg("no '%s' in:\n%s", part, text_);                                  \
        } while (0)

#endif
