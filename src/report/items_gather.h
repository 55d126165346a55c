/* What people answered at a module: the matrix that the item analysis works on, and counts by
 * version. */
#ifndef REPORT_ITEMS_GATHER_H
#define REPORT_ITEMS_GATHER_H

#include "base/error.h"
#include "module/module.h"
#include "module/words.h"
#include "quiz/result.h"
#include "record/store.h"
#include "report/items_options.h"
#include "stats/calibration.h"

enum { ITEMS_CELLS_MOST = 32 << 20 }; /* people × questions that are held in memory: 256 MiB */

/** Something that can be answered in one of two ways: a sign overlooked or seen, a harmless detail
 * over-read or let be. */
typedef struct Tally {
        const char *id;                /* of the sign; of the phrase or option */
        const char *question;          /* NULL for signs */
        size_t question_index, option; /* SIZE_MAX where the module has it no more */
        size_t wrong, right;
        size_t sure, sure_of; /* of `wrong`: "very sure"; with a word on how sure */
        size_t people;
        size_t last; /* private: the attempt counted last, from 1 */
} Tally;

typedef struct Tallies {
        Words keys;
        Tally *items; /* on the heap */
        size_t count, room;
} Tallies;

/** One version of a module, over the first finished attempt of each person at it. */
typedef struct VersionTallies {
        const char *version;
        int64_t first;  /* moment at which the first of its attempts was started */
        size_t people;  /* = attempts */
        size_t counted; /* of the attempts that the item analysis looks at */
        Tallies signs, details;
        CertaintyAnswer *certainties; /* on the heap */
        size_t certainty_count, certainty_room;
} VersionTallies;

typedef struct ItemsGathered {
        size_t people;
        double *marks;    /* people × questions, NaN where not asked */
        uint64_t *chosen; /* people × words: bits of the options of all questions */
        size_t words;
        ItemOption *options;   /* of all questions, one question after another; their places are the
                                  bits */
        size_t *first_options; /* of each question, and one more: the number of all */
        DetectionCounts *signs;   /* of each sign of the module */
        VersionTallies *versions; /* oldest first */
        size_t version_count;
        bool is_cut; /* there were more people than fit into ITEMS_CELLS_MOST: the newest are looked
                        at */
} ItemsGathered;

/** Reads the first finished attempt of each person, and of each person and version for the counts
 * by version. Everything lives in `arena` but for what items_gathered_clear frees.
 *
 * \param version   the matrix is of this version alone; NULL: of all of them
 * \param progress  NULL, or called after each attempt; what it returns false for is an error
 */
bool items_gather(Store *store, const Module *module, const char *version, Arena *arena,
        StoreProgress *progress, void *data, ItemsGathered *gathered, Error *error);
void items_gathered_clear(ItemsGathered *gathered);

/** Whether somebody chose an option of a question. */
bool items_chose(const ItemsGathered *gathered, size_t person, size_t question, size_t option);

#endif
