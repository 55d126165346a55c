#include "tui/keys.h"

#include "base/translate.h"

typedef struct KeyRow {
        uint32_t key;
        Action action;
} KeyRow;

static const KeyRow key_rows[] = {
        { NAMED_UP, ACTION_UP },
        { 'k', ACTION_UP },
        { NAMED_DOWN, ACTION_DOWN },
        { 'j', ACTION_DOWN },
        { ' ', ACTION_MARK },
        { NAMED_ENTER, ACTION_GO_ON },
        { '\r', ACTION_GO_ON },
        { '\n', ACTION_GO_ON },
        { NAMED_LEFT, ACTION_BACK },
        { NAMED_BACKSPACE, ACTION_BACK },
        { '\b', ACTION_BACK },
        { 0x7F, ACTION_BACK },
        { NAMED_RIGHT, ACTION_RIGHT },
        { '!', ACTION_CONTACTS },
        { '?', ACTION_HELP },
        { 'L', ACTION_LANGUAGE },
        { 'q', ACTION_QUIT },
        { 0x1B, ACTION_ESCAPE },
        { 0x18, ACTION_LEAVE },
        { NAMED_PAGE_UP, ACTION_PAGE_UP },
        { NAMED_PAGE_DOWN, ACTION_PAGE_DOWN },
        { NAMED_HOME, ACTION_HOME },
        { NAMED_END, ACTION_END },
};

/* In the order of the last line. */
const KeyWord key_words[] = {
        { ACTION_UP, "↑↓", "j k", N_("move"), 5 },
        { ACTION_MARK, N_("Space"), NULL, N_("mark"), 4 },
        { ACTION_NUMBER, "1–9", "1-9", N_("choose"), 10 },
        { ACTION_GO_ON, N_("Enter"), NULL, N_("go on"), 1 },
        { ACTION_BACK, "←", N_("Backspace"), N_("back"), 6 },
        { ACTION_FILTER, "/", NULL, N_("filter"), 11 },
        { ACTION_SORT, "s", NULL, N_("sort"), 12 },
        { ACTION_STATUS, "t", NULL, N_("status"), 13 },
        { ACTION_SITE, "w", NULL, N_("site"), 15 },
        { ACTION_MODULE, "m", NULL, N_("module"), 14 },
        { ACTION_FIGURES, "v", NULL, N_("figures"), 16 },
        { ACTION_EXPORT, "e", NULL, N_("export"), 17 },
        { ACTION_STOP, N_("Esc"), NULL, N_("stop"), 18 },
        { ACTION_CONTACTS, "!", NULL, N_("who to call"), 2 },
        { ACTION_HELP, "?", NULL, N_("help"), 3 },
        { ACTION_LANGUAGE, "L", NULL, N_("language"), 8 },
        { ACTION_QUIT, "q", NULL, N_("leave"), 7 },
        { ACTION_ESCAPE, N_("Esc Esc"), NULL, N_("clear and leave"), 9 },
};

const size_t key_word_count = sizeof key_words / sizeof *key_words;

Press keys_press(uint32_t key)
{
        for (size_t i = 0; i < sizeof key_rows / sizeof *key_rows; i++)
                if (key_rows[i].key == key)
                        return (Press){ .action = key_rows[i].action };
        if (key >= '1' && key <= '9')
                return (Press){ .action = ACTION_NUMBER, .number = key - '0' };
        return (Press){ .action = ACTION_NONE, .character = key };
}

Press keys_type(uint32_t key)
{
        if (key == NAMED_BACKSPACE || key == '\b' || key == 0x7F)
                return (Press){ .action = ACTION_ERASE };
        bool is_character = key >= ' ' && key < NAMED_UP;
        return is_character ? (Press){ .action = ACTION_NONE, .character = key } : keys_press(key);
}

Action keys_board(uint32_t character)
{
        static const KeyRow rows[] = {
                { '/', ACTION_FILTER },
                { 's', ACTION_SORT },
                { 't', ACTION_STATUS },
                { 'w', ACTION_SITE },
                { 'm', ACTION_MODULE },
                { 'v', ACTION_FIGURES },
                { 'e', ACTION_EXPORT },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (rows[i].key == character)
                        return rows[i].action;
        return ACTION_NONE;
}
