#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"

static void format_into(char *buffer, size_t size, const char *format, va_list arguments)
{
        vsnprintf(buffer, size, format, arguments);
        utf8_truncate(buffer);
}

bool error_set(Error *error, const char *format, ...)
{
        if (!error || error->kind != ERROR_NONE)
                return false;
        va_list arguments;
        va_start(arguments, format);
        error->kind = ERROR_FAILED;
        error->hint[0] = '\0';
        format_into(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        return false;
}

bool error_set_kind(Error *error, ErrorKind kind, const char *format, ...)
{
        if (!error || error->kind != ERROR_NONE)
                return false;
        va_list arguments;
        va_start(arguments, format);
        error->kind = kind;
        error->hint[0] = '\0';
        format_into(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        return false;
}

bool error_wrap(Error *error, const char *context)
{
        if (!error)
                return false;
        char cause[sizeof error->message];
        memcpy(cause, error->message, sizeof cause);
        int len = snprintf(error->message, sizeof error->message, "%s: %s", context, cause);
        if (len < 0 || (size_t)len >= sizeof error->message)
                utf8_truncate(error->message);
        if (error->kind == ERROR_NONE)
                error->kind = ERROR_FAILED;
        return false;
}

bool error_hint(Error *error, const char *format, ...)
{
        if (!error || error->hint[0] != '\0')
                return false;
        va_list arguments;
        va_start(arguments, format);
        format_into(error->hint, sizeof error->hint, format, arguments);
        va_end(arguments);
        return false;
}

bool error_is_set(const Error *error)
{
        return error->kind != ERROR_NONE;
}

void error_clear(Error *error)
{
        *error = (Error){ .kind = ERROR_NONE };
}

/* Replaces the word around the first slash, up to the colon that ends a path with blanks in it. */
static bool hide_path(char *text, size_t size)
{
        static const char instead[] = "…";
        char *slash = strchr(text, '/'), *start = slash;
        if (!slash)
                return false;
        while (start > text && !strchr(" '\"(", start[-1]))
                start--;
        char *end = strstr(slash, ": ");
        if (!end)
                end = slash + strcspn(slash, " '\")");
        char rest[1024];
        snprintf(rest, sizeof rest, "%s", end);
        snprintf(start, size - (size_t)(start - text), "%s%s", instead, rest);
        utf8_truncate(text);
        return true;
}

void error_hide_paths(Error *error)
{
        bool hid = false;
        while (hide_path(error->message, sizeof error->message))
                hid = true;
        if (hid || strchr(error->hint, '/') || strstr(error->hint, "--"))
                snprintf(error->hint, sizeof error->hint, "%s",
                        _("Please tell whoever looks after this machine."));
}
