/* What a command gave out of the record is noted in it. */
#ifndef CMD_NOTE_H
#define CMD_NOTE_H

#include <jansson.h>

#include "cmd/settings.h"

/** Appends `report-made` to the record. Where that cannot be done (a record that may only be read,
 * a full disk) one line on standard error says so, and the report stands: it has been given out.
 *
 * \param filters  an object, taken over; no names of people in it, for it stays for good
 * \param format   NULL: the table
 * \param rows     how many were given out
 * \param head     hex of the head that the report was made from
 */
void note_report(const Settings *settings, const char *command, json_t *filters, const char *format,
        int64_t rows, const char *head);

#endif
