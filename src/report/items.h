/* How the questions of a module work: the trainer's question to the record, or to a sheet of
 * scores. */
#ifndef REPORT_ITEMS_H
#define REPORT_ITEMS_H

#include "base/error.h"
#include "module/module.h"
#include "quiz/result.h"
#include "record/store.h"
#include "report/items_versions.h"
#include "stats/detection.h"
#include "stats/items.h"

typedef struct OptionReport {
        const char *id;   /* as in the record: "a", "true", "1", "999", "desk:a" … */
        const char *text; /* in the language of the module at hand */
        double worth;     /* 1 right, 0 wrong, between: partly; NaN where the place decides */
        OptionFigures figures;
        size_t best, best_chosen; /* of the best third of learners: who was asked, who chose it */
} OptionReport;

typedef struct ItemReport {
        const char *id;
        const char *ask;   /* what is asked, "" where the sheet has no more than names */
        QuestionKind kind; /* QUESTION_KINDS in a sheet */
        bool is_trial;     /* asked but not scored: not part of the quiz's own figures */
        const OptionReport *options;
        size_t option_count;
} ItemReport;

typedef struct SignReport {
        const char *id, *text;
        Detection detection;
} SignReport;

/** A worrying scene and the same with the one detail changed that makes it harmless. Never asked of
 * the same person in one attempt: a pair is looked at over everybody. */
typedef struct TwinReport {
        size_t worrying, harmless; /* indexes of items */
        Detection detection; /* full marks in the one is a hit, anything less in the other a false
                                alarm */
} TwinReport;

typedef struct ItemsReport {
        const char *module;  /* or the name of the sheet */
        const char *title;   /* of the module; NULL for a sheet */
        const char *version; /* that was asked for; NULL: all together */
        const char *head;    /* hash of the record's last event, hex; NULL for a sheet */
        bool is_cut; /* more people than fit: only the newest ITEMS_CELLS_MOST ÷ questions */
        ItemAnalysis analysis;
        const ItemReport *items; /* in the order of analysis.items */
        const SignReport *signs; /* those with any count */
        size_t sign_count;
        const TwinReport *twins;
        size_t twin_count;
        const VersionReport *versions; /* newest first; with `version` that one alone */
        size_t version_count;
} ItemsReport;

/** Analyses the first finished attempt of each person at a module. In `arena`.
 *
 * \param version   only attempts at this version; NULL for all. One that nobody has finished is an
 * error that names those there are
 * \param progress  NULL, or told how far reading has come; returns false to stop it, an error then
 */
bool items_from_record(Store *store, const Module *module, const char *version, Arena *arena,
        StoreProgress *progress, void *data, ItemsReport *report, Error *error);

/** What a trainer might do about a question, or about the quiz. */
typedef struct Advice {
        const char *code; /* stable, for programs: "best-chose-wrong", "negative", … */
        const char *text; /* a sentence, translated */
} Advice;

enum { ADVICE_MOST = 8, ITEMS_ADVICE_LEAST = 20 };

typedef struct AdviceList {
        Advice items[ADVICE_MOST];
        size_t count;
} AdviceList;

/** What is to be said about an item, weightiest first; nothing below ITEMS_ADVICE_LEAST answers.
 * Texts live in `arena`. */
AdviceList item_advice(const ItemsReport *report, size_t item, Arena *arena);

/** The same about the whole quiz, and about a pair of twins. */
AdviceList items_advice(const ItemsReport *report, Arena *arena);
AdviceList twin_advice(const TwinReport *twin);

#endif
