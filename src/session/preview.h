/* A module as its trainer sees it while writing: every lesson and every question, in any order,
 * with nothing recorded. The file is read again when it was saved; the place is kept by id. No
 * store is anywhere near. */
#ifndef SESSION_PREVIEW_H
#define SESSION_PREVIEW_H

#include "base/error.h"
#include "quiz/response.h"
#include "view/view.h"

typedef struct Preview Preview;

/** A page that can be gone to: the module's first page, a lesson, a question. */
typedef struct PreviewRow {
        const char *id;     /* "" for the first page */
        const char *title;  /* the lesson's title, or what the question asks */
        const char *detail; /* "lesson", or the question's type, section and marks; translated */
} PreviewRow;

/** Opens a module's file with the translations beside it. A file with errors is opened too: they
 * are what is shown first. NULL only where the file cannot be read at all.
 *
 * \param language  shown first where the module has it; NULL for the file's own */
Preview *preview_open(const char *file, const char *language, Error *error);
void preview_close(Preview *preview);

/** Whether a file of the module was saved since it was read. Never waits. `preview_fd` can be
 * polled for when that may be so; -1: nothing is noticed on this system. */
bool preview_is_behind(Preview *preview);
int preview_fd(const Preview *preview);

/** Reads the files again. What was last good stays where a file has errors now. \return a line that
 * says what was found, translated; valid until the next reload */
const char *preview_reload(Preview *preview);

/** Cells that a line of the file and its caret may take where errors are shown; 85 before it is
 * set. */
void preview_set_cells(Preview *preview, int cells);

/** The page now: of the place, the feedback of an answer given there, or what is wrong with the
 * file. Valid until the next call that changes something. */
const View *preview_view(Preview *preview);

/** The same place in the module's next language, NULL where there is none. Feedback and errors have
 * none. */
const View *preview_other_view(Preview *preview);

/** A page with its form as text: for beside another one. In `arena`. */
Rich preview_whole(Arena *arena, const View *view);

/** Scores an answer to the question shown; the view then is its feedback. False (with an error)
 * where it cannot be one. */
bool preview_answer(Preview *preview, const Response *response, Error *error);

/** Goes a page on (from feedback: to the next page), or back. False at the ends. */
bool preview_forward(Preview *preview);
bool preview_back(Preview *preview);

/** All pages in order; with a seed only those that a learner would get, in their order. */
const PreviewRow *preview_rows(Preview *preview, size_t *count);

/** The row of the place, and going to one. */
size_t preview_row(const Preview *preview);
void preview_go(Preview *preview, size_t row);

/** The row that words name: a row's number from 1, an id, the beginning of an id; else the next
 * page after `from` (around the end) in which the words stand, whatever their case. SIZE_MAX: none.
 */
size_t preview_find(Preview *preview, const char *words, size_t from);

/** Whether words stand in a row's id, title or page. */
bool preview_row_has(Preview *preview, size_t row, const char *words);

/** Shows the draw and the order that a learner with this seed gets, or everything again. */
void preview_set_seed(Preview *preview, uint64_t seed);
void preview_clear_seed(Preview *preview);
bool preview_has_seed(const Preview *preview, uint64_t *seed);

/** Shows the module in a language, or in its next one; false where it has no (other) one. */
bool preview_set_language(Preview *preview, const char *language);
bool preview_next_language(Preview *preview);

/** Turns between what `check` says and the page. With errors, the page is the last good version. */
void preview_toggle_check(Preview *preview);

/** What can be done in a preview. In `arena`. */
View preview_help_view(Arena *arena, bool line_mode);

/** Whether the file shown has errors now, and whether there is a good version of it at all. */
bool preview_has_errors(const Preview *preview);
bool preview_is_readable(const Preview *preview);

#endif
