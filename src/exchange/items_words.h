/* What every form of an item analysis says alike: its figures by name, and its sentences. */
#ifndef EXCHANGE_ITEMS_WORDS_H
#define EXCHANGE_ITEMS_WORDS_H

#include "report/items.h"

/** A figure of an item, in the order of the JSON keys and of the CSV's columns. */
typedef struct ItemFigure {
        const char *key;
        const char *title;  /* msgid, for the head of a column */
        const char *narrow; /* msgid, for the head of a narrow one */
        int digits;
} ItemFigure;

enum { ITEM_FIGURES = 8 };
extern const ItemFigure item_figures[ITEM_FIGURES];

double item_figure(const ItemFigures *item, size_t index);

/** A number with so many digits behind the point, "" where it is not defined. In `arena`. */
const char *figure_text(Arena *arena, double value, int digits);

/** The figures of the whole quiz. */
typedef struct QuizFigure {
        const char *name;  /* translated */
        const char *value; /* translated "not defined" where it is not */
} QuizFigure;

enum { QUIZ_FIGURES = 9 };
void quiz_figures(const ItemsReport *report, Arena *arena, QuizFigure figures[QUIZ_FIGURES]);

/** "1.0 (25 people), 1.1 (15 people)": which versions the figures are of; NULL where that is clear.
 */
const char *versions_words(const ItemsReport *report, Arena *arena);

/** "version 1.1: 15 people, first on 2026-03-01". */
const char *version_words(const VersionReport *version, Arena *arena);

/** "6 of 16 (38%)" */
const char *share_words(size_t part, size_t all, Arena *arena);

/** How sure those were who got it wrong: "3 of 6 very sure"; "" where they were not asked. */
const char *sure_words(const Movement *movement, Arena *arena);

/** "version 1.0: 10 of 25 (40%), now 2 points less, which may be chance"; "" without a version
 * before. */
const char *before_words(const Movement *movement, const char *before, Arena *arena);

/** The words of a sign or a detail, or what is known of it: "q-spot, phrase 3". */
const char *movement_name(const Movement *movement, Arena *arena);

/** How sure people were when right and when wrong, and how well that fits; "" where they were not
 * asked. */
const char *calibration_words(const VersionReport *version, Arena *arena);

#endif
