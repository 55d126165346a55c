#include "tui/typing.h"

#include <string.h>

#include "base/utf8.h"

static void erase(char *line)
{
        size_t len = strlen(line), last = 0;
        for (size_t at = 0; at < len; at += utf8_cluster(line + at, len - at))
                last = at;
        line[last] = '\0';
}

bool typing_press(char *line, size_t room, const Press *press)
{
        uint32_t character = press->character;
        size_t len = strlen(line);
        if (press->action == ACTION_ERASE) {
                erase(line);
                return true;
        }
        if (press->action != ACTION_NONE || character == 0 || character == '\n' ||
                character == '\t' || utf8_is_unsafe(character) || len + 5 > room)
                return false;
        line[len + utf8_encode(character, line + len)] = '\0';
        return true;
}
