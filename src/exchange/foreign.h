/* Questions of other programs on their way in or out: what GIFT, Aiken and Moodle XML have in
 * common with a module. Readers fill it and module_yaml.h makes a module of it; foreign_module.h
 * fills it from a module, and writers read it. */
#ifndef EXCHANGE_FOREIGN_H
#define EXCHANGE_FOREIGN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "exchange/problems.h"
#include "module/module.h"

typedef enum ForeignKind {
        FOREIGN_QUESTION, /* single, multiple, true-false or match: what all of us know */
        FOREIGN_LESSON,   /* a text without an answer */
        FOREIGN_NOTE      /* what was left out, for the trainer to look at */
} ForeignKind;

typedef struct ForeignItem {
        ForeignKind kind;
        size_t line;         /* where it begins in the file it was read from */
        const char *name;    /* as the file has it, clean; "" without one */
        const char *section; /* title of the section or category; "" without one */
        Question question;   /* texts as in a module; `id` only on the way out */
        const char *title;   /* of a lesson; "" without one */
        const char *text;    /* of a lesson (Markdown) or a note (anything) */
} ForeignItem;

typedef struct Foreign {
        Arena *arena;
        const char *title; /* of the module, "" where not known */
        ForeignItem *items;
        size_t count, room;
        size_t left_out; /* questions */
        Problems problems;
} Foreign;

typedef enum ForeignFormat { FOREIGN_GIFT, FOREIGN_MOODLE_XML, FOREIGN_AIKEN } ForeignFormat;

enum {
        FOREIGN_FILE_MOST = 64 << 20, /* bytes: Moodle packs pictures into its XML */
        FOREIGN_SHOWN = 40            /* cells of a name in a message */
};

void foreign_init(Foreign *foreign);
void foreign_clear(Foreign *foreign);

/** An item with nothing in it yet. */
ForeignItem foreign_item(ForeignKind kind, size_t line);

/** Puts a copy of the item at the end. */
void foreign_add(Foreign *foreign, const ForeignItem *item);

/** Says that a question is left out, and why; what it was is kept as a note. `name` and `source`
 * may be NULL. */
void foreign_leave_out(Foreign *foreign, size_t line, const char *name, const char *source,
        const char *format, ...) __attribute__((format(printf, 5, 6)));

/** Says what a question loses. */
void foreign_loses(Foreign *foreign, size_t line, const char *name, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/** Bytes of a file as text: without a byte order mark, line ends as LF, and every character that
 * could drive a terminal replaced (and said, with its line). False (said) where they are not UTF-8.
 */
bool foreign_clean(Foreign *foreign, const char *bytes, size_t len, Text *clean);

/* Readers. Whatever the bytes, they come back with questions and problems; false (with the error)
 * only where a library is missing. */
bool gift_read(Foreign *foreign, const char *bytes, size_t len, Error *error);
bool aiken_read(Foreign *foreign, const char *bytes, size_t len, Error *error);
bool moodle_read(Foreign *foreign, const char *bytes, size_t len, Error *error);

/* Writers; what they cannot write is said. */
void gift_write(Foreign *foreign, Text *out);
void aiken_write(Foreign *foreign, Text *out);
void moodle_write(Foreign *foreign, Text *out);

/* For readers. */

/** Gives options the worth that weights in percent stand for, by the kind of the question; says
 * what is lost. \return NULL, or why the question cannot be carried (in the arena) */
const char *foreign_weigh(Foreign *foreign, const ForeignItem *item, Option *options,
        const double *weights, size_t count);

/** The title of a section from the path of a category ("a//b" is a name with a slash); the name
 * above it becomes the module's title where that has none yet. */
const char *foreign_category(Foreign *foreign, const char *path);

/** Takes a tag that our own export wrote; false for any other. */
bool foreign_take_tag(const char *tag, const char **competency);
#define FOREIGN_COMPETENCY "competency:"

/** Gives a lesson its title: its first heading, else its name, else its first words. */
void foreign_take_title(Foreign *foreign, ForeignItem *item);

#endif
