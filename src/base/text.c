#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static void reserve(Text *text, size_t more)
{
        size_t need = text->len + more + 1;
        if (need <= text->room)
                return;
        size_t room = text->room ? text->room : 64;
        while (room < need)
                room *= 2;
        text->bytes = xrealloc(text->bytes, room);
        text->room = room;
}

void text_clear(Text *text)
{
        free(text->bytes);
        *text = (Text){ 0 };
}

void text_reset(Text *text)
{
        text->len = 0;
        if (text->bytes)
                text->bytes[0] = '\0';
}

void text_append_bytes(Text *text, const char *bytes, size_t len)
{
        reserve(text, len);
        if (len)
                memcpy(text->bytes + text->len, bytes, len);
        text->len += len;
        text->bytes[text->len] = '\0';
}

void text_append(Text *text, const char *string)
{
        text_append_bytes(text, string, strlen(string));
}

void text_append_char(Text *text, char byte)
{
        text_append_bytes(text, &byte, 1);
}

void text_append_repeat(Text *text, char byte, size_t count)
{
        reserve(text, count);
        memset(text->bytes + text->len, byte, count);
        text->len += count;
        text->bytes[text->len] = '\0';
}

void text_vprintf(Text *text, const char *format, va_list arguments)
{
        va_list again;
        va_copy(again, arguments);
        int len = vsnprintf(NULL, 0, format, again);
        va_end(again);
        if (len < 0)
                return;
        reserve(text, (size_t)len);
        vsnprintf(text->bytes + text->len, (size_t)len + 1, format, arguments);
        text->len += (size_t)len;
}

void text_printf(Text *text, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(text, format, arguments);
        va_end(arguments);
}

const char *text_string(const Text *text)
{
        return text->bytes ? text->bytes : "";
}

char *text_take(Text *text)
{
        char *bytes = text->bytes ? text->bytes : xstrdup("");
        *text = (Text){ 0 };
        return bytes;
}

void text_append_clean(Text *text, const char *string)
{
        size_t len = strlen(string);
        uint32_t code = 0;
        for (size_t at = 0; at < len;) {
                size_t used = utf8_decode(string + at, len - at, &code);
                if (code == '\n' || code == '\t')
                        text_append_char(text, ' ');
                else if (code == 0xFFFD || utf8_is_unsafe(code))
                        text_append(text, "\xEF\xBF\xBD");
                else
                        text_append_bytes(text, string + at, used);
                at += used;
        }
}

void text_fit(Text *text, int cells)
{
        if (utf8_fit(text_string(text), text->len, cells, NULL) == text->len)
                return;
        text->len = utf8_fit(text_string(text), text->len, cells > 1 ? cells - 1 : 0, NULL);
        text_append(text, "…");
}

void text_clean(char *buffer, size_t size, const char *string)
{
        Text text = { 0 };
        text_append_clean(&text, string);
        if (size > 0) {
                snprintf(buffer, size, "%s", text_string(&text));
                utf8_truncate(buffer);
        }
        text_clear(&text);
}
