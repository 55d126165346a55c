/* A text being made: grows, always NUL-terminated. And the one gate through which outside text
 * passes. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

typedef struct Text {
        char *bytes; /* NULL while nothing was appended; use text_string */
        size_t len;
        size_t room;
} Text;

void text_clear(Text *text);
void text_append(Text *text, const char *string);
void text_append_bytes(Text *text, const char *bytes, size_t len);
void text_append_char(Text *text, char byte);
void text_append_repeat(Text *text, char byte, size_t count);
void text_printf(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(Text *text, const char *format, va_list arguments)
        __attribute__((format(printf, 2, 0)));

/** Empties the text but keeps its memory. */
void text_reset(Text *text);

/** The text as a string, "" where nothing was appended. Valid until the next change. */
const char *text_string(const Text *text);

/** Hands the bytes over to the caller, who frees them; the text is empty then. */
char *text_take(Text *text);

/** Appends outside text with everything that could drive a terminal replaced by U+FFFD: controls,
 * C1, bidi overrides, invalid UTF-8. Newlines and tabs become spaces: the result is one line. */
void text_append_clean(Text *text, const char *string);

/** Shortens to `cells` terminal cells, with an ellipsis where something had to go. */
void text_fit(Text *text, int cells);

/** text_append_clean into an arena-less buffer; cut at a character where `size` is too small. */
void text_clean(char *buffer, size_t size, const char *string);

#endif
