/* What a preview holds, for its files alone. */
#ifndef SESSION_PREVIEW_STATE_H
#define SESSION_PREVIEW_STATE_H

#include "base/watch.h"
#include "session/preview.h"
#include "session/sitting.h"

enum { PREVIEW_VERSIONS = 12 /* languages of one module */ };

/** One language of the module. */
typedef struct PreviewVersion {
        char *file;
        Module *module;     /* the last good one; NULL where there was none yet */
        Diagnostics *found; /* at the last reading */
        char *trouble;      /* why it could not be read then; NULL: it was */
        bool has_errors;
} PreviewVersion;

typedef enum PreviewKind { PREVIEW_FIRST, PREVIEW_LESSON, PREVIEW_QUESTION } PreviewKind;

typedef struct PreviewPage {
        PreviewKind kind;
        size_t index; /* of the lesson or question in the module shown */
        const char *id;
        PlanItem item; /* of a question */
} PreviewPage;

struct Preview {
        char *file;
        Watch *watch;
        bool is_behind;
        PreviewVersion versions[PREVIEW_VERSIONS]; /* the file itself first */
        size_t version_count;
        size_t shown; /* which of them */
        Arena *rows_arena;
        PreviewPage *pages;
        PreviewRow *rows;
        size_t row_count;
        size_t row; /* the place */
        PreviewKind kind;
        char id[LIMIT_ID +
                1]; /* of the place, which is looked for again when the rows are made anew */
        bool has_seed;
        uint64_t seed;
        bool shows_check;
        bool is_answered;
        Answer answer;
        int cells;
        Arena *page_arena, *other_arena;
        bool has_view, has_other;
        View view, other;
        char *said; /* by the last reload */
};

/** Finds the module's files and reads them; those read before are read anew. False where the file
 * itself cannot be read. */
bool preview_read(Preview *preview);
void preview_forget(Preview *preview);

/** Makes the rows of the version shown, and finds the place again. */
void preview_make_rows(Preview *preview);

/** The module shown; NULL before there was any good version. */
const Module *preview_module(const Preview *preview);

/** The page of what is wrong with the files. */
View preview_check_view(Preview *preview);

#endif
