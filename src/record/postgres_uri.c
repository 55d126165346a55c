#include "record/postgres_uri.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static bool is_parameter(const char *at, const char *name)
{
        size_t len = strlen(name);
        return strncmp(at, name, len) == 0 && at[len] == '=';
}

/* The URI without the parameters of one name. */
static char *without(const char *uri, const char *name)
{
        Text text = { 0 };
        size_t len = strcspn(uri, "?");
        char before = '?';
        text_append_bytes(&text, uri, len);
        for (const char *at = uri + len; *at; at += len) {
                at++;
                len = strcspn(at, "&");
                if (is_parameter(at, name))
                        continue;
                text_append_char(&text, before);
                text_append_bytes(&text, at, len);
                before = '&';
        }
        return text_take(&text);
}

char *postgres_uri_plain(const char *uri)
{
        return without(uri, "site");
}

static int hex_value(char digit)
{
        static const char digits[] = "0123456789abcdef";
        const char *found = digit ? strchr(digits, tolower((unsigned char)digit)) : NULL;
        return found ? (int)(found - digits) : -1;
}

char *postgres_uri_site(const char *uri)
{
        const char *at = strchr(uri, '?');
        while (at && !is_parameter(at + 1, "site"))
                at = strchr(at + 1, '&');
        if (!at)
                return NULL;
        Text text = { 0 };
        for (at += sizeof "?site=" - 1; *at && *at != '&'; at++) {
                int high = *at == '%' ? hex_value(at[1]) : -1,
                    low = high < 0 ? -1 : hex_value(at[2]);
                text_append_char(&text, low < 0 ? *at : (char)(high * 16 + low));
                at += low < 0 ? 0 : 2;
        }
        text_append(&text, "");
        return text_take(&text);
}

char *postgres_uri_shown(const char *uri)
{
        Text text = { 0 };
        char *plain = without(uri, "password");
        char *user = strstr(plain, "://");
        user = user ? user + 3 : plain;
        size_t authority = strcspn(user, "/?");
        char *end = memrchr(user, '@', authority);
        char *colon = end ? memchr(user, ':', (size_t)(end - user)) : NULL;
        text_append_bytes(&text, plain, (size_t)((colon ? colon : user) - plain));
        text_append(&text, colon ? end : user);
        free(plain);
        return text_take(&text);
}
