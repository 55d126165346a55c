/* Due dates and expiries as calendar events with a reminder (RFC 5545). */
#include <sodium.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "exchange/completions.h"

enum { FOLD = 75 };

/* One content line, folded at 75 octets, never inside a character. */
static void append_line(Text *out, const char *line)
{
        size_t len = strlen(line), column = 0;
        for (size_t at = 0; at < len;) {
                uint32_t code = 0;
                size_t used = utf8_decode(line + at, len - at, &code);
                if (column + used > FOLD) {
                        text_append(out, "\r\n ");
                        column = 1;
                }
                text_append_bytes(out, line + at, used);
                column += used;
                at += used;
        }
        text_append(out, "\r\n");
}

static void append_escaped(Text *line, const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        for (const char *at = text_string(&clean); *at; at++) {
                if (strchr("\\;,", *at))
                        text_append_char(line, '\\');
                text_append_char(line, *at);
        }
        text_clear(&clean);
}

/* The same event has the same name in every export, so that a calendar updates it instead of
 * doubling it. */
static void append_uid(Text *out, const char *what, const CompletionLine *row)
{
        unsigned char hash[16];
        char hex[33];
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, sizeof hash);
        const char *parts[] = { what, row->staff_id, row->module };
        for (size_t i = 0; i < 3; i++)
                crypto_generichash_update(
                        &state, (const unsigned char *)parts[i], strlen(parts[i]) + 1);
        crypto_generichash_final(&state, hash, sizeof hash);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        text_printf(out, "UID:%s@makesafe\r\n", hex);
}

static void append_day(Text *out, const char *name, Day day)
{
        int year = 0, month = 0, dayofmonth = 0;
        day_to_date(day, &year, &month, &dayofmonth);
        text_printf(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, dayofmonth);
}

static void append_stamp(Text *out, int64_t moment)
{
        char text[MOMENT_SIZE];
        moment_format(moment, text);
        text_printf(out, "DTSTAMP:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", text, text + 5, text + 8,
                text + 11, text + 14, text + 17);
}

static void append_event(Text *out, const Sheet *sheet, const CompletionLine *row, const char *what,
        const char *date, const char *words)
{
        Day day = DAY_NONE;
        if (!day_parse(date, &day))
                return;
        Text line = { 0 };
        text_append(out, "BEGIN:VEVENT\r\n");
        append_uid(out, what, row);
        append_stamp(out, sheet->made_at);
        append_day(out, "DTSTART", day);
        append_day(out, "DTEND", day + 1);
        text_append(&line, "SUMMARY:");
        append_escaped(&line, words);
        text_append(&line, ": ");
        append_escaped(&line, row->name);
        text_append(&line, "\\, ");
        append_escaped(&line, row->module);
        append_line(out, text_string(&line));
        text_append(
                out, "TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P7D\r\n");
        text_reset(&line);
        text_append(&line, "DESCRIPTION:");
        append_escaped(&line, words);
        append_line(out, text_string(&line));
        text_append(out, "END:VALARM\r\nEND:VEVENT\r\n");
        text_clear(&line);
}

void completions_write_ics(const Sheet *sheet, Text *out)
{
        text_append(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//makesafe//" VERSION
                         "//EN\r\nCALSCALE:GREGORIAN\r\n");
        for (size_t i = 0; i < sheet->count; i++) {
                const CompletionLine *row = &sheet->lines[i];
                bool has_pass = strcmp(row->status, "passed") == 0 ||
                                strcmp(row->status, "expiring") == 0 ||
                                strcmp(row->status, "expired") == 0;
                if (has_pass)
                        append_event(
                                out, sheet, row, "expires", row->expires, _("Training expires"));
                else
                        append_event(out, sheet, row, "due", row->due, _("Training is due"));
        }
        text_append(out, "END:VCALENDAR\r\n");
}
