#include "tui/sitting.h"

#include "tui/question.h"
#include "tui/page.h"
#include "tui/preview.h"

const View *sitting_view(App *app)
{
        return app->preview ? preview_view(app->preview) : session_view(app->session);
}

const Screen *sitting_sheet(App *app, void **state)
{
        const View *view = sitting_view(app);
        if (view->kind == VIEW_QUESTION) {
                *state = question_sheet_new(view);
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
        const Screen *screen = sitting_sheet(app, &state);
        app_replace(app, screen, state);
}

bool sitting_open(App *app, const char *module, const SessionOptions *options, Error *error)
{
        StoreMode mode = options->kind == SITTING_REVIEW ? STORE_READ : STORE_CREATE;
        if (!app_open_store_as(app, mode, error))
                return false;
        SessionOptions drawn = *options;
        drawn.is_on_screens = true;
        drawn.has_no_commands = app->options->is_kiosk;
        app->session = session_open(app->options->library, app->store, module, &drawn, error);
        if (!app->session)
                return false;
        app->home_is_old = true;
        void *state = NULL;
        const Screen *screen = sitting_sheet(app, &state);
        app_push(app, screen, state);
        return true;
}

void sitting_forward(App *app)
{
        Error error = { 0 };
        if (app->preview)
                preview_turn(app, true);
        else if (session_forward(app->session, &error))
                show(app);
        else
                app_error(app, &error);
}

void sitting_follow(App *app, size_t link)
{
        if (!app->preview && session_follow(app->session, link))
                show(app);
}

void sitting_back(App *app)
{
        if (app->preview)
                preview_turn(app, false);
        else if (session_back(app->session))
                show(app);
}

void sitting_answer(App *app, const Response *response)
{
        Error error = { 0 };
        if (app->preview)
                preview_take_answer(app, response);
        else if (session_answer(app->session, response, &error))
                show(app);
        else
                app_error(app, &error);
}

void sitting_leave(App *app)
{
        /* The sheet first: it borrows from the session. */
        app_pop(app);
        if (app->preview)
                return; /* the list of its pages is below */
        session_close(app->session);
        app->session = NULL;
}
