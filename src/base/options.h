/* Command-line words to a struct, by a table. The config file knows the same names. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef enum OptionKind {
        OPTION_FLAG,  /* bool */
        OPTION_TEXT,  /* const char *: borrowed from argv */
        OPTION_LIST,  /* OptionList: may be repeated */
        OPTION_NUMBER /* OptionNumber: a whole number of 0 or more */
} OptionKind;

enum { OPTION_LIST_MOST = 32 };

typedef struct OptionList {
        const char *items[OPTION_LIST_MOST];
        size_t count;
} OptionList;

typedef struct OptionNumber {
        bool given;
        unsigned long long value;
} OptionNumber;

typedef struct OptionSpec {
        const char *name; /* without the dashes; NULL ends a table */
        char letter;      /* or 0 */
        OptionKind kind;
        const char *argument;       /* word for --help, untranslated: "FILE"; NULL for flags */
        const char *help;           /* msgid */
        size_t offset;              /* of the value in the target struct */
        const char *const *choices; /* NULL-terminated words that alone are allowed, or NULL */
} OptionSpec;

/** Tables are looked through in order; each has its own target. */
typedef struct OptionTable {
        const OptionSpec *specs;
        void *target;
} OptionTable;

/** Finds the option `name` (length `len`) in the tables. \return NULL if there is none */
const OptionSpec *options_find(
        const OptionTable *tables, size_t count, const char *name, size_t len, void **target);

/** Reads argv[1..argc) into the targets; words that are no options go, in order, to the front of
 * argv: argv[1..*rest). `--` ends options. Unknown options, missing or superfluous values and words
 * that are not among an option's choices are errors of kind ERROR_USAGE, with the nearest known
 * word. */
bool options_parse(const OptionTable *tables, size_t count, int *argc, char **argv, Error *error);

/** Gives one option a value, as options_parse and the config file do. `value` must outlive the
 * target. */
bool options_set(const OptionSpec *spec, void *target, const char *value, Error *error);

/** The first word of argv that is no option and no option's value, whatever command the options
 * belong to; 0 where there is none. */
int options_first_word(const OptionTable *tables, size_t count, int argc, char **argv);

/** Whether every option among argv[1..argc) is one of some table, whatever command it belongs to;
 * the first that is not is an error, as in options_parse. */
bool options_are_known(
        const OptionTable *tables, size_t count, int argc, char **argv, Error *error);

#endif
