/* The parts of module_compare. Private to this folder. */
#ifndef MODULE_COMPARE_PARTS_H
#define MODULE_COMPARE_PARTS_H

#include "module/compare.h"

typedef struct Comparing {
        Arena *arena;
        Change *items;
        size_t count, room;
        ChangeOwner owner; /* of what is being compared now */
        const char *id;
        bool counts; /* it is a question that is scored in one of the two versions */
} Comparing;

/** What a change does, for compare_note. */
typedef enum Effect {
        EFFECT_NONE = 0,
        EFFECT_SCORE = 1 << 0, /* where the question counts */
        EFFECT_NEW = 1 << 1    /* new content */
} Effect;

/** Notes a change of what is compared now; `before` or `after` NULL: added, removed. */
void compare_note(Comparing *comparing, const char *what, const char *before, const char *after,
        unsigned effect);

/** Compares two texts, either of which may be NULL. Lines broken elsewhere are no change. Other
 * words are new content, other commas are not. */
void compare_words(Comparing *comparing, const char *what, const char *before, const char *after);

/** Compares two values: noted with `effect` where they differ. */
void compare_value(Comparing *comparing, const char *what, const char *before, const char *after,
        unsigned effect);
void compare_number(
        Comparing *comparing, const char *what, double before, double after, unsigned effect);
void compare_flag(Comparing *comparing, const char *what, bool before, bool after, unsigned effect);

/** Formats the keys of something ("options.%zu.text"). */
const char *compare_key(Comparing *comparing, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

/** Which item of a list is which of another one's, by their words. SIZE_MAX: none. */
typedef struct Pairing {
        size_t *before_of; /* one entry an item of the new list */
        size_t *after_of;  /* one entry an item of the old list */
        bool is_moved;     /* what is in both stands in another order */
} Pairing;

/** Pairs items with the same words, then the likest ones, then what is left in the order in which
 * it stands. For lists as long as a question's are. */
Pairing compare_pair(Arena *arena, const char *const *before, size_t before_count,
        const char *const *after, size_t after_count);

/** What is in a question of one type beside its scene, `ask` and the like. */
void compare_question_parts(Comparing *comparing, const Question *before, const Question *after);

#endif
