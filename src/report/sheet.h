/* A report gathered whole: its rows, its totals, its groups. What every format writes. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "report/completions.h"

typedef enum ReportBy { BY_PERSON, BY_SITE, BY_MODULE, BY_COUNT } ReportBy;

extern const char *const report_by_names[BY_COUNT]; /* "person", "site", "module" */

/** How many person-and-module rows of a group stand in which state. A row of somebody who belongs
 * to two sites counts in both groups, and once in the totals. */
typedef struct GroupLine {
        const char *name; /* site or module; "" for people without a site */
        size_t rows;      /* the sum of `statuses` */
        size_t people;    /* different people behind them */
        size_t statuses[STATUS_COUNT];
        size_t waived, imported;
} GroupLine;

/** A sign over all finished attempts, however the rows of the sheet are filtered. */
typedef struct SheetSign {
        const char *module, *id;
        const char *text; /* NULL where the module is not at hand, or has it no more */
        size_t hits, misses, people;
} SheetSign;

/** The share of times that a sign was overlooked. */
double sheet_sign_missed(const SheetSign *sign);

typedef struct Sheet {
        Arena *arena;
        const CompletionLine *lines;
        size_t count;
        ReportBy by;
        const GroupLine *groups; /* by site, or by module; ordered by name */
        size_t group_count;
        GroupLine total;
        const SheetSign *signs; /* overlooked most first; none before sheet_add_signs */
        size_t sign_count, signs_masked;
        size_t late;        /* overdue or expired; of sheet_count without a total once a group */
        int64_t made_at;    /* moment */
        const char *head;   /* hash of the record's last event, hex */
        const char *filter; /* what was asked for, in words, or "" */
} Sheet;

/** Gathers a report. The sheet lives in `arena`. */
bool sheet_gather(Store *store, const CompletionQuery *query, ReportBy by, Arena *arena,
        Sheet *sheet, Error *error);

/** Gathers the groups of a report by site or module, and not its lines: they are counted where they
 * lie. The total is counted only where it is wanted. */
bool sheet_count(Store *store, const CompletionQuery *query, ReportBy by, bool wants_total,
        Arena *arena, Sheet *sheet, Error *error);

/** Makes a sheet of lines that are there already, one row a person. They, and `filter` (what was
 * asked for, in words), stay where they are. */
bool sheet_make(Store *store, const CompletionLine *lines, size_t count, const char *filter,
        Arena *arena, Sheet *sheet, Error *error);

/** Groups the lines of a sheet anew, by site or module (one sheet may be shown in several ways). */
void sheet_group(Sheet *sheet, ReportBy by);

#endif
