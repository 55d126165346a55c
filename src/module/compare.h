/* What changed between two versions of a module, by id. */
#ifndef MODULE_COMPARE_H
#define MODULE_COMPARE_H

#include "module/module.h"

typedef enum ChangeKind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED, CHANGE_KINDS } ChangeKind;

/** "added", "removed", "changed": as in JSON. */
extern const char *const change_kind_names[CHANGE_KINDS];

typedef enum ChangeOwner {
        CHANGE_OF_MODULE,
        CHANGE_OF_SIGN,
        CHANGE_OF_LESSON,
        CHANGE_OF_SECTION,
        CHANGE_OF_QUESTION,
        CHANGE_OWNERS
} ChangeOwner;

/** "module", "sign", "lesson", "section", "question": as in JSON. */
extern const char *const change_owner_names[CHANGE_OWNERS];

typedef struct Change {
        ChangeKind kind;
        ChangeOwner owner;
        const char *id; /* of the sign, lesson, section or question; "" for the module itself */
        const char
                *what; /* keys as in the file: "ask", "options.2.text", "steps.desk.choices.1.worth"
                          (numbers from 1: places in the new file; of what was removed, in the old
                          one); "" where the whole sign, lesson, section or question came or went */
        const char *before, *after; /* words or values; NULL where there is none */
        bool affects_score;  /* a score made before it cannot be compared with one made after it */
        bool is_new_content; /* whoever knew the old version would meet something new: what came in,
                                what is right now and was not, other words (not other commas) */
} Change;

typedef struct Changes {
        const Change *items; /* the module's own first, then signs, lessons, sections, questions,
                                each in the new file's order, and what was removed after them */
        size_t count;
        bool affects_score; /* any of them does */
        bool has_new_content;
} Changes;

/** Compares two versions of a module, or any two modules. Ids are what tells that something is the
 * same; options, steps, pairs, phrases and things to say have none: they are paired by their words,
 * then by likeness, then by place.
 *
 * What is only listed differently (the order of lessons, of questions, of options) changes no
 * score. Trial and retired questions count in no score either.
 *
 * \return everything in `arena` or borrowed from the two modules */
Changes module_compare(const Module *before, const Module *after, Arena *arena);

#endif
