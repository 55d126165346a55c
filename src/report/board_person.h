/* One person, as the supervisor sees them: modules, passes, attempts, and the answers of one. */
#ifndef REPORT_BOARD_PERSON_H
#define REPORT_BOARD_PERSON_H

#include "record/store.h"
#include "view/view.h"

/** Something on the page that can be opened. */
typedef struct PersonItem {
        const char *id;    /* of the module, or of the attempt */
        const char *words; /* one line */
} PersonItem;

typedef struct PersonPage {
        const char *staff_id;
        View head; /* name, site, passes; no modules and attempts */
        const PersonItem *modules, *attempts;
        size_t module_count, attempt_count;
        bool has_more; /* older attempts are left out */
} PersonPage;

/** Gathers the page of a person (pseudonym). In `arena`. */
bool board_person(
        Store *store, const char *person, Day today, Arena *arena, PersonPage *page, Error *error);

/** The answers of one attempt. In `arena`. */
bool board_attempt(Store *store, const char *attempt, Arena *arena, View *view, Error *error);

#endif
