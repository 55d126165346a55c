#include "tui/sign_in.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "session/sign_in.h"
#include "tui/board.h"
#include "tui/home.h"
#include "tui/page.h"
#include "tui/sitting.h"

enum { TYPED = SIGN_IN_ID_SIZE, CONTROL_D = 4, LABEL_GAP = 2 };

typedef struct SignInSheet {
        SignIn sign_in;
        char typed[TYPED];
        SignInMatch matches[SIGN_IN_MATCHES]; /* in the document's arena */
        size_t match_count;
        size_t focus; /* of the stops: the field, then matches, language, contacts */
} SignInSheet;

/* As much of the end of what was typed as fits; a PIN as dots. */
static const char *shown(const SignInSheet *state, Arena *arena, int cells)
{
        Text text = { 0 };
        if (sign_in_is_secret(&state->sign_in))
                for (size_t i = utf8_length(state->typed, strlen(state->typed)); i > 0; i--)
                        text_append(&text, "•");
        else
                text_append(&text, state->typed);
        const char *all = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        while (utf8_cells(all, strlen(all)) > cells)
                all += utf8_cluster(all, strlen(all));
        return all;
}

static void lay_field(Sheet *sheet, SignInSheet *state)
{
        Document *document = &sheet->document;
        const char *label = sign_in_is_secret(&state->sign_in) ? _("PIN:") : _("Staff id:");
        int column = DOCUMENT_STOP + utf8_cells(label, strlen(label)) + 1;
        const char *text = shown(state, document->arena, document->width - column - LABEL_GAP);
        document_blank(document);
        sheet->type_row = (int)document->count;
        sheet->type_column = column + utf8_cells(text, strlen(text));
        document_stop(
                document, arena_printf(document->arena, "%s ", label), SPAN_STRONG, text, NULL);
}

static void lay_matches(App *app, Sheet *sheet, SignInSheet *state)
{
        Document *document = &sheet->document;
        state->match_count = app->store ? sign_in_matches(&state->sign_in, app->store, state->typed,
                                                  document->arena, state->matches)
                                        : 0;
        for (size_t i = 0; i < state->match_count; i++) {
                char name[TYPED];
                text_clean(name, sizeof name, state->matches[i].name);
                document_stop(document, "", SPAN_PLAIN, arena_strdup(document->arena, name), NULL);
        }
}

static void sign_in_lay(App *app, Sheet *sheet, int columns)
{
        SignInSheet *state = sheet->state;
        Document *document = &sheet->document;
        (void)columns;
        sheet->title = _("makesafe: see something, say something");
        sheet->position = _("Sign in");
        sheet->saved = "";
        document_rich_text(document, SPAN_PLAIN, sign_in_question(&state->sign_in));
        if (*state->sign_in.notice)
                document_rich_text(document, SPAN_STRONG, state->sign_in.notice);
        lay_field(sheet, state);
        lay_matches(app, sheet, state);
        document_blank(document);
        document_stop(document, "", SPAN_PLAIN, translate_name(app_next_language()), NULL);
        document_stop(document, "", SPAN_PLAIN,
                _("Who to call when you are worried about a child: press !"), NULL);
        if (state->focus >= document->stop_count)
                state->focus = 0;
        sheet->goes_to = state->focus;
        sheet->is_typing = state->focus == 0;
        sheet_offer(sheet, ACTION_UP, NULL);
        sheet_offer(sheet, ACTION_GO_ON, NULL);
        if (state->sign_in.state != SIGN_IN_ID)
                sheet_offer(sheet, ACTION_BACK, NULL);
        sheet_offer(sheet, ACTION_CONTACTS, NULL);
        sheet_offer(sheet, ACTION_HELP, NULL);
}

static void focus(Sheet *sheet, SignInSheet *state, size_t stop)
{
        state->focus = stop;
        sheet_renew(sheet, false);
}

/* Whoever is through sees what the program was started for. */
static void let_in(App *app, SignInSheet *state)
{
        const TuiOptions *options = app->options;
        Error error = { 0 };
        app->staff_id = state->sign_in.staff_id;
        app->is_supervisor = state->sign_in.is_supervisor;
        app->home_is_old = true;
        SessionOptions session = options->session;
        session.staff_id = app->staff_id;
        bool opened = true;
        if (options->show_board)
                opened = board_push(app, &error);
        else if (options->module || options->session.kind != SITTING_LEARN)
                opened = sitting_open(app, options->module, &session, &error);
        else
                home_push(app);
        if (!opened)
                page_message(app, _("This module could not be opened"), &error);
}

static void take(App *app, Sheet *sheet, SignInSheet *state)
{
        Error error = { 0 };
        if (!app_open_store(app, &error) ||
                !sign_in_take(&state->sign_in, app->store, state->typed, moment_now(), &error))
                app_error(app, &error);
        sodium_memzero(state->typed, sizeof state->typed);
        focus(sheet, state, 0);
        if (state->sign_in.state == SIGN_IN_DONE)
                let_in(app, state);
}

static void back(Sheet *sheet, SignInSheet *state)
{
        sign_in_back(&state->sign_in);
        sodium_memzero(state->typed, sizeof state->typed);
        focus(sheet, state, 0);
}

static void erase(Sheet *sheet, SignInSheet *state)
{
        size_t len = strlen(state->typed), last = 0;
        if (len == 0 && state->sign_in.state != SIGN_IN_ID) {
                back(sheet, state);
                return;
        }
        for (size_t at = 0; at < len; at += utf8_cluster(state->typed + at, len - at))
                last = at;
        memset(state->typed + last, 0, len - last);
        sheet_renew(sheet, false);
}

static void type(App *app, Sheet *sheet, SignInSheet *state, uint32_t character)
{
        size_t len = strlen(state->typed);
        if (character == '!' || character == '?')
                page_toggle(app, character == '!' ? PAGE_CONTACTS : PAGE_HELP);
        else if (character == CONTROL_D && len == 0 && state->sign_in.state == SIGN_IN_ID)
                app_end(app, true);
        else if (character >= ' ' && character < NAMED_UP && !utf8_is_unsafe(character) &&
                 len + 5 < TYPED) {
                state->typed[len + utf8_encode(character, state->typed + len)] = '\0';
                sheet_renew(sheet, false);
        }
}

static void choose(App *app, Sheet *sheet, SignInSheet *state)
{
        if (state->focus == 0) {
                take(app, sheet, state);
        } else if (state->focus <= state->match_count) {
                const char *id = state->matches[state->focus - 1].staff_id;
                size_t len = strlen(id);
                if (len < sizeof state->typed)
                        memcpy(state->typed, id, len + 1);
                take(app, sheet, state);
        } else if (state->focus == state->match_count + 1) {
                focus(sheet, state, 0);
                app_change_language(app);
        } else {
                page_toggle(app, PAGE_CONTACTS);
        }
}

static bool sign_in_press(App *app, Sheet *sheet, const Press *press)
{
        SignInSheet *state = sheet->state;
        size_t stop = state->focus;
        switch (press->action) {
        case ACTION_UP:
                focus(sheet, state, stop > 0 ? stop - 1 : 0);
                return true;
        case ACTION_DOWN:
                focus(sheet, state, stop + 1 < sheet->document.stop_count ? stop + 1 : stop);
                return true;
        case ACTION_CLICK:
                if (pager_at(&sheet->pager, &stop))
                        focus(sheet, state, stop);
                if (stop > 0)
                        choose(app, sheet, state);
                return true;
        case ACTION_GO_ON:
                choose(app, sheet, state);
                return true;
        case ACTION_ERASE:
                erase(sheet, state);
                return true;
        case ACTION_BACK:
                back(sheet, state);
                return true;
        case ACTION_NONE:
                if (sheet->is_typing)
                        type(app, sheet, state, press->character);
                return true;
        default:
                return true;
        }
}

static void sign_in_close(App *app, Sheet *sheet)
{
        (void)app;
        sodium_memzero(sheet->state, sizeof(SignInSheet));
        free(sheet->state);
}

static const Screen sign_in_screen = {
        .name = "sign-in",
        .lay = sign_in_lay,
        .press = sign_in_press,
        .close = sign_in_close,
};

void sign_in_push(App *app)
{
        const TuiOptions *options = app->options;
        SignInSheet *state = xmalloc(sizeof *state);
        *state = (SignInSheet){ .focus = 0 };
        sign_in_start(&state->sign_in,
                &(SignInOptions){ .roster_required = options->session.roster_required,
                        .wants_supervisor = options->show_board,
                        .shows_names = options->shows_names });
        app_push(app, &sign_in_screen, state);
}

void sign_in_end_turn(App *app)
{
        while (app->depth > 1)
                app_pop(app);
        if (app->session)
                session_close(app->session);
        app->session = NULL;
        app->is_supervisor = false;
        back(app->stack[0], app->stack[0]->state);
        app->staff_id = "";
        *app->notice = '\0';
        terminal_wipe(app->terminal);
}

bool sign_in_is_busy(const App *app)
{
        const SignInSheet *state = app->stack[0]->state;
        return app->depth > 1 || state->sign_in.state != SIGN_IN_ID || *state->typed;
}
