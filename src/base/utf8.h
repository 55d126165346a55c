/* UTF-8: what is valid, how wide it is in terminal cells, where it may be cut and broken. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Decodes one character of valid or invalid UTF-8.
 *
 * \param code  receives the code point, or U+FFFD where the bytes are no character
 * \return      bytes used, 1 or more while `len` > 0; 0 at the end
 */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *code);

/** Writes a code point; `bytes` has room for four. \return bytes written */
size_t utf8_encode(uint32_t code, char *bytes);

/** The offset of the first byte that is not UTF-8, or `len` where all of it is. */
size_t utf8_first_invalid(const char *bytes, size_t len);

/** Whether a character must not reach a terminal: C0 (but not newline and tab), DEL, C1, bidi
 * embeddings, overrides and isolates, line and paragraph separators, noncharacters. */
bool utf8_is_unsafe(uint32_t code);

/** Whether a text holds what utf8_is_unsafe names, or newlines and tabs, unless it
 * `may_have_lines`. */
bool utf8_has_control(const char *text, bool may_have_lines);

/** Drops an incomplete character from the end of a NUL-terminated buffer that was cut by size. */
void utf8_truncate(char *text);

/** Width of a text in terminal cells, as libc's wcwidth has it (what terminals agree with).
 * Controls count 0. */
int utf8_cells(const char *text, size_t len);

/** Length in bytes of the longest start of `text` that is at most `cells` wide and does not end
 * inside a grapheme cluster. `used` (may be NULL) receives its width. */
size_t utf8_fit(const char *text, size_t len, int cells, int *used);

/** Length in bytes of the first grapheme cluster (UAX #29). */
size_t utf8_cluster(const char *text, size_t len);

/** What may happen before each byte of a text, one entry a byte (UAX #14). */
typedef enum BreakKind { BREAK_NO, BREAK_MAY, BREAK_MUST } BreakKind;

/** Fills `breaks[0..len)`: a line may (or must) break before byte i. */
void utf8_breaks(const char *text, size_t len, char *breaks);

/** Number of characters (code points) in a text. */
size_t utf8_length(const char *text, size_t len);

#endif
