#include "exchange/yaml_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Whether a text can stand without quotes: nothing that YAML, 1.1 or 1.2, would take for more. */
static bool is_plain(const char *text)
{
        size_t len = strlen(text);
        if (len == 0 || text[len - 1] == ' ' || text[len - 1] == ':')
                return false;
        unsigned char first = (unsigned char)text[0];
        bool letter =
                (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first >= 0xC3;
        if (!letter || strchr(text, '\n') || strchr(text, '\t') || strstr(text, ": ") ||
                strstr(text, " #") || strpbrk(text, "{}[]\"`\\"))
                return false;
        static const char *const words[] = { "y", "n", "yes", "no", "on", "off", "true", "false",
                "null" };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcasecmp(text, words[i]) == 0)
                        return false;
        return true;
}

/* Lines can stand as a block where the block's own rules leave them as they are. */
static bool is_block(const char *text)
{
        size_t len = strlen(text);
        if (!strchr(text, '\n') || strchr(" \n\t", text[0]) || strchr(text, '\t'))
                return false;
        if (len > 1 && text[len - 1] == '\n' && text[len - 2] == '\n')
                return false;
        const char *last = text[len - 1] == '\n' ? text + len - 1 : text + len;
        return last > text && last[-1] != ' ' && !strstr(text, " \n");
}

static void append_block(Text *out, const char *text, unsigned indent)
{
        size_t len = strlen(text);
        text_append(out, text[len - 1] == '\n' ? "|\n" : "|-\n");
        while (*text) {
                size_t line = strcspn(text, "\n");
                if (line)
                        text_append_repeat(out, ' ', indent + 2);
                text_append_bytes(out, text, line);
                text += line + (text[line] == '\n');
                if (*text)
                        text_append_char(out, '\n');
        }
}

void yaml_append_text(Text *out, const char *text, unsigned indent)
{
        if (is_plain(text)) {
                text_append(out, text);
                return;
        }
        if (is_block(text)) {
                append_block(out, text, indent);
                return;
        }
        text_append_char(out, '"');
        for (; *text; text++) {
                if (*text == '\n')
                        text_append(out, "\\n");
                else if (*text == '\t')
                        text_append(out, "\\t");
                else if (*text == '"' || *text == '\\')
                        text_printf(out, "\\%c", *text);
                else
                        text_append_char(out, *text);
        }
        text_append_char(out, '"');
}
