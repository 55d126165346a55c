#include "exchange/html.h"

void html_append(Text *out, const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        for (const char *at = text_string(&clean); *at; at++) {
                switch (*at) {
                case '&':
                        text_append(out, "&amp;");
                        break;
                case '<':
                        text_append(out, "&lt;");
                        break;
                case '>':
                        text_append(out, "&gt;");
                        break;
                case '"':
                        text_append(out, "&quot;");
                        break;
                case '\'':
                        text_append(out, "&#39;");
                        break;
                default:
                        text_append_char(out, *at);
                }
        }
        text_clear(&clean);
}

void html_element(Text *out, const char *tag, const char *text)
{
        text_printf(out, "<%s>", tag);
        html_append(out, text);
        size_t len = 0;
        while (tag[len] && tag[len] != ' ')
                len++;
        text_printf(out, "</%.*s>", (int)len, tag);
}
