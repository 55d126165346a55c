#include "tui/tui.h"

#include "base/translate.h"
#include "tui/app.h"
#include "tui/board.h"
#include "tui/frame.h"
#include "tui/home.h"
#include "tui/page.h"
#include "tui/preview.h"
#include "tui/sign_in.h"
#include "tui/sitting.h"

bool tui_is_possible(void)
{
        return terminal_can_start();
}

/* What to begin with. False: nothing can be shown, and why is in `error`. */
static bool begin(App *app, Error *error)
{
        const TuiOptions *options = app->options;
        if (options->is_kiosk) {
                Error trouble = { 0 };
                sign_in_push(app);
                frame_draw(app);
                if (!app_open_store(app, &trouble))
                        app_error(app, &trouble);
                return true;
        }
        if (options->show_contacts) {
                page_toggle(app, PAGE_CONTACTS);
                return true;
        }
        if (options->show_board)
                return board_push(app, error);
        if (options->preview)
                return preview_push(app, options->preview, error);
        if (options->module || options->session.kind != SITTING_LEARN)
                return sitting_open(app, options->module, &options->session, error);
        Error trouble = { 0 };
        home_push(app);
        frame_draw(app); /* a record may be far away, busy or still to be made; states come after */
        bool opened = app_open_store(app, &trouble);
        sheet_renew(app->stack[0], false);
        if (!opened)
                page_message(app, _("Your training record could not be opened"), &trouble);
        return true;
}

int tui_run(const TuiOptions *options, Error *error)
{
        bool is_known = !options->is_kiosk && options->staff_id; /* a preview is nobody's */
        App app = { .options = options, .staff_id = is_known ? options->staff_id : "" };
        app.terminal = terminal_start(options->is_kiosk, options->theme, error);
        if (!app.terminal)
                return 3;
        bool begun = begin(&app, error);
        if (begun)
                app_run(&app);
        preview_close(app.preview);
        if (app.session)
                session_close(app.session);
        if (app.store)
                store_close(app.store);
        if (app.wipes)
                terminal_stop_and_wipe(app.terminal);
        else
                terminal_stop(app.terminal);
        return begun ? 0 : 3;
}
