/* A training module: immutable once loaded, in one arena, shared by const pointer. Format:
 * makesafe-module(5).
 *
 * What an attempt records are ids. Options, steps, pairs, phrases and things to say have no id of
 * their own in the file: theirs is their place in the file, the same in every translation. */
#ifndef MODULE_MODULE_H
#define MODULE_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "module/diagnostic.h"

typedef enum QuestionKind {
        QUESTION_SINGLE,
        QUESTION_MULTIPLE,
        QUESTION_TRUE_FALSE,
        QUESTION_ORDER,
        QUESTION_MATCH,
        QUESTION_SPOT,
        QUESTION_BRANCH,
        QUESTION_CALL,
        QUESTION_KINDS
} QuestionKind;

/** "single", "multiple", "true-false", …: as in the file, in the record and in exports. */
extern const char *const question_kind_names[QUESTION_KINDS];

typedef enum QuestionStatus { QUESTION_LIVE, QUESTION_TRIAL, QUESTION_RETIRED } QuestionStatus;

typedef enum CallNumber {
        CALL_999,
        CALL_101,
        CALL_SUPERVISOR,
        CALL_NOBODY,
        CALL_NUMBERS
} CallNumber;

extern const char *const call_number_names[CALL_NUMBERS]; /* "999", "101", "supervisor", "nobody" */

typedef enum CallSlot {
        SLOT_NONE,
        SLOT_CONCERN,
        SLOT_WHO,
        SLOT_WHERE,
        SLOT_WHEN,
        SLOT_VEHICLE,
        SLOT_CONTACT,
        CALL_SLOTS
} CallSlot;

extern const char *const call_slot_names[CALL_SLOTS]; /* "", "concern", "who", … */

typedef enum BranchEnd { BRANCH_GOES_ON, BRANCH_GOOD, BRANCH_MIXED, BRANCH_POOR } BranchEnd;

/* Texts: all strings are UTF-8 without controls; Markdown where the format page says so; NULL where
 * absent. */

typedef struct Option {
        const char *text;
        double worth;         /* 0 … 1; multiple: 1 for right, 0 for wrong */
        bool correct;         /* worth 1 */
        const char *feedback; /* Markdown */
        const char *missed;
        Place place;
} Option;

typedef struct Pair {
        const char *left, *right;
        Place place;
} Pair;

typedef struct Phrase {
        const char *text; /* as in the passage, without Markdown */
        const char *sign; /* id; NULL where harmless */
        const char *feedback;
        Place place;
} Phrase;

typedef struct BranchChoice {
        const char *text;
        size_t to; /* index of a step */
        double worth;
        const char *feedback;
        Place place;
} BranchChoice;

typedef struct BranchStep {
        const char *id;
        const char *text; /* Markdown */
        const BranchChoice *choices;
        size_t count;
        BranchEnd end;
        Place place;
} BranchStep;

typedef struct Say {
        const char *text;
        bool give;
        CallSlot slot;
        const char *feedback;
        Place place;
} Say;

typedef struct Question {
        const char *id;
        QuestionKind kind;
        QuestionStatus status;
        bool critical;
        bool keeps_order;  /* `shuffle: none`: options are never shuffled */
        double points;     /* > 0 */
        const char *scene; /* Markdown */
        const char *ask;
        const char *explain;    /* Markdown */
        const char *competency; /* "report" where the file says nothing */
        const char *const *signs;
        size_t sign_count;
        const char *const *traits;
        size_t trait_count;
        size_t twin;    /* index into the module's questions; SIZE_MAX without one */
        size_t section; /* index */
        Place place;
        Place ask_place; /* the question's own where it has no `ask` */
        union {
                struct {
                        const Option *options;
                        size_t count;
                } choice; /* single, multiple */
                struct {
                        bool answer;
                        const char *feedback[2]; /* [false], [true]: shown to who answered so */
                } truth;
                struct {
                        const char *const *steps; /* in the right order */
                        size_t count;
                } order;
                struct {
                        const Pair *pairs;
                        size_t count;
                        const char *const *extra; /* right-hand sides that fit nothing */
                        size_t extra_count;
                } match;
                struct {
                        const char *passage; /* Markdown with [phrase]{sign} spans */
                        const Phrase *phrases;
                        size_t count;
                } spot;
                struct {
                        const BranchStep *steps;
                        size_t count;
                        size_t start;
                        double best, worst; /* points of the best and the worst path */
                } branch;
                struct {
                        CallNumber number;          /* the right one */
                        double worth[CALL_NUMBERS]; /* 0 … 1 */
                        const Say *say;
                        size_t count;
                } call;
        };
} Question;

typedef struct Section {
        const char *id, *title;
        size_t draw;         /* how many are asked; all of them where the file says nothing */
        size_t first, count; /* its questions, a run of the module's */
        Place place;
} Section;

typedef struct Sign {
        const char *id, *text;
        Place place;
} Sign;

typedef struct Lesson {
        const char *id, *title, *text;
        Place place;
} Lesson;

typedef struct SourceReference {
        const char *title, *publisher, *year, *url;
} SourceReference;

typedef enum RenewalBase { RENEWAL_EXPIRY, RENEWAL_COMPLETION, RENEWAL_FIXED } RenewalBase;

typedef enum TranslationStatus {
        TRANSLATION_NONE,
        TRANSLATION_DRAFT,
        TRANSLATION_REVIEWED
} TranslationStatus;

typedef struct ModuleHead {
        const char *file; /* as it was opened */
        const char *id, *version, *language;
        const char *translates; /* of a translation */
        Place translates_place;
        TranslationStatus translation_status;
        const char *title, *summary, *sector;
        unsigned minutes; /* 0: not said */
        const char *content_note;
        const SourceReference *sources;
        size_t source_count;
        const char *reviewed_by;
        Day reviewed_on; /* DAY_NONE: not reviewed */
        bool has_validity;
        Period valid_for;
        bool has_window;
        Period renewal_window;
        RenewalBase renewal_base;
        double pass_score; /* percent */
        const char *pass_reason;
} ModuleHead;

typedef struct Module {
        Arena *arena;
        ModuleHead head;
        char digest[65]; /* BLAKE2b-256 of the file's bytes, hex; "" after module_check */
        const Sign *signs;
        size_t sign_count;
        const Lesson *lessons;
        size_t lesson_count;
        bool shuffle_questions, shuffle_options, confidence;
        const Section *sections;
        size_t section_count;
        const Question *questions; /* of all sections, in the file's order */
        size_t question_count;
        const struct Words *sign_ids, *question_ids; /* for module_sign and module_question alone */
} Module;

/** Reads and checks one module file; everything found goes to `found`.
 *
 * \param max_size  bytes, 0 for LIMIT_FILE
 * \return the module, to be freed with module_free, or NULL where it has errors or cannot be read
 * (then `error` says why the file itself could not be opened, or stays empty and `found` has it
 * all)
 */
Module *module_load(const char *file, size_t max_size, Diagnostics *found, Error *error);

/** The same without the digest, which only whoever keeps the module needs: a large file is read
 * sooner. */
Module *module_check(const char *file, size_t max_size, Diagnostics *found, Error *error);

/** module_load from bytes already in memory. `file` is the name for messages and for the id. */
Module *module_parse(
        const char *file, const char *bytes, size_t len, size_t max_size, Diagnostics *found);

/** Reads only the keys above `signs`, `lessons` and `quiz`. The head lives in `arena`. */
bool module_head_load(
        const char *file, Arena *arena, ModuleHead *head, Diagnostics *found, Error *error);

void module_free(Module *module);

/** Index of the question, section, sign, lesson with an id; SIZE_MAX where there is none. */
size_t module_question(const Module *module, const char *id);
size_t module_sign(const Module *module, const char *id);

/** Whether nothing in a question calls for a worry: no sign in `signs` or passage, and a call to
 * nobody. */
bool question_is_benign(const Question *question);

/** Warnings about a module that loads: everything worth mending. */
void module_lint(const Module *module, Diagnostics *found);

/** Warnings about a translation beside its source: made from another version, other ids or another
 * structure, texts that it lacks. All stand in the translation's file. */
void module_lint_translation(const Module *translation, const Module *source, Diagnostics *found);

/** Whether an attempt at the one can go on in the other: the same questions with the same parts. */
bool module_matches(const Module *translation, const Module *source);

/** Warnings about a translation: made from another version of its source, other ids, texts it
 * lacks. */
void module_lint_translation(const Module *translation, const Module *source, Diagnostics *found);

#endif
