/* One person's events turned into statements: which registration each belongs to, and which
 * statements an event amounts to after all that came before it. */
#ifndef EXCHANGE_XAPI_PERIODS_H
#define EXCHANGE_XAPI_PERIODS_H

#include "exchange/xapi.h"
#include "record/event.h"

typedef struct XapiPeriods XapiPeriods;

typedef bool XapiVisitor(const XapiStatement *statement, void *data);

/** Begins with a person. What is remembered lives in `arena`. */
XapiPeriods *xapi_periods_start(const char *home_page, const char *person, Arena *arena);

/** Takes the person's next event; statements are made of it where it is about `module` or, being in
 * an attempt, about one at a module that `is_wanted` says yes to. False where the visitor stopped.
 */
bool xapi_periods_take(XapiPeriods *periods, const Event *event,
        bool (*is_wanted)(const char *module, void *data), void *wanted_data, XapiVisitor *visit,
        void *visit_data);

#endif
