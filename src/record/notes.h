/* What was taken out of the record is noted in it. */
#ifndef RECORD_NOTES_H
#define RECORD_NOTES_H

#include <jansson.h>

#include "record/store.h"

/** The head of the log in hex: what a report is made from, and carries. */
bool record_head(Store *store, char hex[2 * HASH_BYTES + 1], Error *error);

/** Appends `report-made`: which command gave out how many rows, in which format, by which filters.
 *
 * \param filters  an object (borrowed; NULL for none). What it says stays for good: no names of
 * people, nor parts of them; say that there was such a filter, not what it was \param head     hex
 * of the head that the report was made from, NULL: the head now */
bool record_note_report(Store *store, const char *command, const json_t *filters,
        const char *format, int64_t rows, const char *head, Error *error);

#endif
