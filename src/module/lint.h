/* The parts of module_lint. Private to this folder. */
#ifndef MODULE_LINT_H
#define MODULE_LINT_H

#include "module/module.h"

/** What a lint pass knows. */
typedef struct Lint {
        const Module *module;
        Diagnostics *found;
        Arena *arena;    /* until the pass ends */
        bool is_english; /* checks on words make sense */
} Lint;

/** Options whose lengths, places, wording or repetition give an answer away. */
void lint_options(Lint *lint);

/** Words: absolutes, negatives. */
void lint_words(Lint *lint);

/** Readability of lessons and scenes. */
void lint_reading(Lint *lint);

/** Traits of people that stand in worrying scenes only, or in harmless ones. */
void lint_traits(Lint *lint);

/** Whether a question shows a scene at all. */
bool question_has_scene(const Question *question);

Diagnostic *lint_report(Lint *lint, CheckId check, Place place, ...);
const char *lint_quote(Lint *lint, const char *text);

/** What an English text is made of, with a simple count of syllables. */
typedef struct Reading {
        size_t words, sentences, syllables;
} Reading;

/** Adds the words of a Markdown text. */
void reading_add(Reading *reading, const char *text);

/** The Flesch–Kincaid grade; 0 without any words. */
double reading_grade(const Reading *reading);

#endif
