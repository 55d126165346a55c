/* Until when a pass is valid. */
#ifndef QUIZ_EXPIRY_H
#define QUIZ_EXPIRY_H

#include "base/date.h"
#include "module/module.h"

/** The last day of validity of a pass made on `completed`.
 *
 * The rules are Totara's certification rules (FORMULAS, Expiry): expires = base + valid-for, where
 * base is the day of completion; or the old expiry (renewed within its window), the day itself (too
 * late, or a first pass after its due date), the due date (a first pass in time), or the start of
 * the old period (renewed before the window opened: nothing is gained); or, for fixed periods, the
 * old expiry (else the due date, else the day itself) moved by whole periods so that the new end
 * lies at least the window ahead of the completion and not more than a period beyond that.
 *
 * \param old_expiry  of the pass before, DAY_NONE for a first one
 * \param due         when it was to be done by, DAY_NONE without
 * \return            DAY_NONE: never expires */
Day expiry_reckon(const ModuleHead *head, Day completed, Day old_expiry, Day due);

#endif
