/* How the questions of a module work: the trainer's question to the record, or to a sheet of scores. */
#ifndef REPORT_ITEMS_H
#define REPORT_ITEMS_H

#include "base/error.h"
#include "module/module.h"
#include "quiz/result.h"
#include "record/store.h"
#include "stats/items.h"

typedef struct OptionReport {
        const char *id; /* as in the record: "a", "true", "1" … */
        OptionFigures figures;
} OptionReport;

typedef struct ItemReport {
        const char *id;
        bool is_trial; /* asked but not scored: not part of the quiz's own figures */
        const OptionReport *options;
        size_t option_count;
} ItemReport;

typedef struct SignReport {
        const char *id;
        DetectionCounts counts;
} SignReport;

typedef struct ItemsReport {
        const char *module; /* or the name of the sheet */
        ItemAnalysis analysis;
        const ItemReport *items; /* in the order of analysis.items */
        const SignReport *signs;
        size_t sign_count;
} ItemsReport;

/** Analyses the first finished attempt of each person at a module. In `arena`. */
bool items_from_record(Store *store, const Module *module, Arena *arena, ItemsReport *report, Error *error);

/** What a trainer should look at, in words; NULL where an item gives no cause. In `arena`. */
const char *item_advice(const ItemsReport *report, size_t item, Arena *arena);

#endif
