/* A row of an answer, whichever database gave it, and how it becomes what the store hands out. */
#ifndef RECORD_ROW_H
#define RECORD_ROW_H

#include "record/store.h"

typedef enum RowType { ROW_NUMBER, ROW_TEXT, ROW_BYTES } RowType;

typedef struct Row Row;

/** What each kind of database can say about a column, counted from 0. */
typedef struct RowOperations {
        /* false for NULL as well, and for a text with a NUL in it */
        bool (*has_type)(const Row *row, int column, RowType type);
        bool (*is_null)(const Row *row, int column);
        const char *(*text)(const Row *row, int column); /* "" for NULL */
        int64_t (*number)(const Row *row, int column);   /* 0 for NULL */
        double (*real)(const Row *row, int column);
        /* how many bytes there are; as many as there is room for are copied */
        size_t (*bytes)(const Row *row, int column, void *bytes, size_t room);
} RowOperations;

struct Row {
        const RowOperations *operations;
        void *handle; /* a prepared statement, or all rows at once */
        int place;    /* which row of them */
};

/** Texts of what is read belong to the row, unless an arena is given. */

/** From `seq, at, kind, person, attempt, body, hash`. False where the row is no event that could
 * have been stored; `why` then names the column. */
bool row_event(const Row *row, Event *event, const char **why);

/** From `person, staff_id, name, site, has left`. */
Person row_person(const Row *row, Arena *arena);

/** From `attempt, person, module, version, digest, language, seed, started, finished, abandoned,
 * answered, questions, score, max, percent, passed`. */
AttemptRow row_attempt(const Row *row);

/** From `module, due`. */
Assignment row_assignment(const Row *row);

/** From what completion_query and completion_counts_query ask for. */
CompletionRow row_completion(const Row *row);
CompletionCounts row_completion_counts(const Row *row);

/** From `module, version, question, n, sum, sum_squares, hits, misses, false_alarms,
 * correct_rejections`. */
QuestionFigures row_question_figures(const Row *row);

/** From `module, version, question, option, chosen`. */
OptionChoices row_option_choices(const Row *row);

/** From `module, version, sign, hits, misses, people`. */
SignFigures row_sign_figures(const Row *row);

#endif
