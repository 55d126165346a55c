#include "tui/sitting.h"

#include "tui/question.h"
#include "tui/page.h"

/* The sheet of a sitting for what the session shows now. */
static const Screen *sheet_for(App *app, void **state)
{
        if (session_state(app->session) == SESSION_QUESTION) {
                *state = question_sheet_new(session_view(app->session));
                return &question_screen;
        }
        *state = page_new(PAGE_SITTING);
        return &page_screen;
}

static void show(App *app)
{
        if (session_state(app->session) == SESSION_OVER) {
                sitting_leave(app);
                return;
        }
        void *state = NULL;
        const Screen *screen = sheet_for(app, &state);
        app_replace(app, screen, state);
}

bool sitting_open(App *app, const char *module, const SessionOptions *options, Error *error)
{
        if (!app_open_store(app, error))
                return false;
        app->session = session_open(app->options->library, app->store, module, options, error);
        if (!app->session)
                return false;
        app->home_is_old = true;
        void *state = NULL;
        const Screen *screen = sheet_for(app, &state);
        app_push(app, screen, state);
        return true;
}

void sitting_forward(App *app)
{
        Error error = { 0 };
        if (session_forward(app->session, &error))
                show(app);
        else
                app_error(app, &error);
}

void sitting_back(App *app)
{
        if (session_back(app->session))
                show(app);
}

void sitting_answer(App *app, const Response *response)
{
        Error error = { 0 };
        if (session_answer(app->session, response, &error))
                show(app);
        else
                app_error(app, &error);
}

void sitting_leave(App *app)
{
        /* The sheet first: it borrows from the session. */
        app_pop(app);
        session_close(app->session);
        app->session = NULL;
}
