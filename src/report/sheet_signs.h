/* Which signs learners overlook, for the supervisor's page. */
#ifndef REPORT_SHEET_SIGNS_H
#define REPORT_SHEET_SIGNS_H

#include "module/library.h"
#include "report/sheet.h"

/** Adds the signs of every module that the sheet is about, overlooked most first. Signs that fewer
 * than MODULE_PEOPLE_LEAST people have met are counted in `signs_masked` and left out: their
 * answers could be told apart. All versions of a module are added up.
 *
 * \param module    only this one, or NULL
 * \param library   where the words of the signs are looked for, in `language`; a sign that no
 * module has any more stays without
 */
bool sheet_add_signs(Store *store, const char *module, Library *library, const char *language,
        Sheet *sheet, Error *error);

#endif
