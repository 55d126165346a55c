#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/board_file.h"
#include "tui/board_sheet.h"
#include "tui/frame.h"
#include "tui/typing.h"

void board_prompt(Sheet *sheet, BoardSheet *state, Prompt prompt, const char *text)
{
        state->prompt = prompt;
        state->may_replace = false;
        snprintf(state->line, sizeof state->line, "%s", text);
        utf8_truncate(state->line);
        sheet_renew(sheet, false);
}

static void filter(Sheet *sheet, BoardSheet *state)
{
        BoardQuery query = *board_query(state->board);
        snprintf(query.text, sizeof query.text, "%.*s", BOARD_TEXT - 1, state->line);
        utf8_truncate(query.text);
        board_ask_again(sheet, state, &query, false);
}

static void edit(Sheet *sheet, BoardSheet *state, const Press *press)
{
        size_t room = state->prompt == PROMPT_FILTER ? BOARD_TEXT : sizeof state->line;
        if (!typing_press(state->line, room, press))
                return;
        state->may_replace = false;
        if (state->prompt == PROMPT_FILTER)
                filter(sheet, state);
        sheet_renew(sheet, false);
}

static void cancel(Sheet *sheet, BoardSheet *state)
{
        if (state->prompt == PROMPT_FILTER) {
                *state->line = '\0';
                filter(sheet, state);
        }
        board_prompt(sheet, state, PROMPT_NONE, "");
}

bool board_type(App *app, Sheet *sheet, BoardSheet *state, const Press *press)
{
        switch (press->action) {
        case ACTION_NONE:
        case ACTION_ERASE:
                edit(sheet, state, press);
                return true;
        case ACTION_ESCAPE:
        case ACTION_STOP:
                cancel(sheet, state);
                return true;
        case ACTION_GO_ON:
                if (state->prompt == PROMPT_FILTER || board_export(app, state))
                        board_prompt(sheet, state, PROMPT_NONE, "");
                return true;
        default:
                return true; /* a key by mistake does not throw away what was typed */
        }
}

static bool is_there(const char *name)
{
        struct stat info;
        return lstat(name, &info) == 0;
}

bool board_export(App *app, BoardSheet *state)
{
        Error error = { 0 };
        const char *told = "";
        if (!*state->line)
                return true;
        if (is_there(state->line) && !state->may_replace) {
                state->may_replace = true;
                app_notice(app, _("That file is there already. Enter once more replaces it."));
                return false;
        }
        app_notice(app, _("Writing…"));
        frame_draw(app);
        Arena *arena = arena_new();
        bool done = board_write_file(state->board, state->line, arena, &told, &error);
        if (done)
                app_notice(app, told);
        else
                app_error(app, &error);
        arena_free(arena);
        return done;
}
