/* What an attempt comes to: score, by competency, by sign. */
#ifndef QUIZ_RESULT_H
#define QUIZ_RESULT_H

#include "quiz/attempt.h"

typedef struct CompetencyResult {
        const char *name; /* "recognise", … as in the module */
        double score, max;
} CompetencyResult;

/** Of signs and harmless details: seen, overlooked, over-read, rightly let be. */
typedef struct DetectionCounts {
        unsigned hits, misses, false_alarms, correct_rejections;
} DetectionCounts;

typedef struct SignResult {
        size_t sign; /* index into the module's signs */
        DetectionCounts counts;
} SignResult;

typedef struct Result {
        double score, max; /* in points; trial questions left out */
        double percent;    /* exact, 0 … 100; 0 where max is 0 */
        bool passed;       /* percent ≥ the module's pass score and no critical question failed */
        size_t critical_failed;               /* critical questions asked without full marks */
        const CompetencyResult *competencies; /* in the order first met */
        size_t competency_count;
        const SignResult *signs; /* those with any count */
        size_t sign_count;
        DetectionCounts details; /* over all spot passages */
} Result;

/** Adds up an attempt; unanswered items score nothing. In `arena`. */
Result attempt_result(const Attempt *attempt, Arena *arena);

/** The whole percent to print: rounded to the nearest, but never up to a pass mark that was missed.
 */
int percent_whole(double percent, double pass_score);

/** Counts of one answer: by phrases in a spot passage; else one hit or miss for each sign of the
 * question. A harmless scene counts its false alarms (or its being let be) for the signs of its
 * twin. `signs` (may be NULL) has room for one entry a sign of the module. */
void answer_detections(const Module *module, const Question *question, const Response *response,
        double fraction, DetectionCounts *details, DetectionCounts *signs);

#endif
