/* Per version of a module: which signs learners overlook, which harmless details they over-read,
 * how sure they were, and how that moved since the version before. */
#ifndef REPORT_ITEMS_VERSIONS_H
#define REPORT_ITEMS_VERSIONS_H

#include "report/items_gather.h"

/** A sign or a harmless detail in one version, and in the one before it. Over the first finished
 * attempt of each person at the version. */
typedef struct Movement {
        const char *id;       /* of the sign; of the phrase or option */
        const char *question; /* NULL for signs */
        const char *text; /* words of the sign, phrase or option; "" where they are not known: the
                             module at hand may be of another version */
        size_t wrong, n, people; /* overlooked or over-read; asked; different people */
        size_t sure, sure_of;    /* of `wrong`: "very sure"; with a word on how sure */
        bool has_before;
        size_t wrong_before, n_before;
        double p; /* Fisher's exact test of the two: the chance of a difference like this where
                     there is none; NaN without a before */
} Movement;

typedef struct VersionReport {
        const char *version, *before; /* NULL where it is the oldest */
        int64_t first;                /* moment at which the first of its attempts was started */
        size_t people, counted;       /* finished it; of them in the item analysis */
        bool is_masked; /* fewer than MODULE_PEOPLE_LEAST people: nothing below is filled in */
        const Movement *signs;   /* overlooked most first */
        const Movement *details; /* over-read most first; those never over-read are left out */
        size_t sign_count, detail_count;
        size_t signs_masked, details_masked; /* left out: fewer than MODULE_PEOPLE_LEAST people */
        Calibration calibration;
        double brier_before; /* NaN where there is none */
} VersionReport;

/** The share of times, 0 … 1. */
double movement_rate(const Movement *movement);
double movement_rate_before(const Movement *movement);

/** Differences that chance alone brings about more often than this are said to be no news. */
#define MOVEMENT_CHANCE 0.05

/** All versions, newest first. In `arena`. */
const VersionReport *versions_report(
        const ItemsGathered *gathered, const Module *module, Arena *arena);

#endif
