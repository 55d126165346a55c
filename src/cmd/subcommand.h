/* Commands of two words, such as `staff leave`. */
#ifndef CMD_SUBCOMMAND_H
#define CMD_SUBCOMMAND_H

#include "cmd/command.h"

typedef struct Subcommand {
        const char *name;
        const char *usage; /* what follows the name, untranslated */
        const char
                *options; /* names of the options that go with it, each between blanks: " a b " */
        int least_words, most_words; /* behind the name */
        int (*run)(Settings *settings, const void *options, char **words, int count, Error *error);
} Subcommand;

/** Runs the one that words[0] names. Unknown words, too few or too many and options that do not go
 * with it are usage errors. The table ends with a row without a name. */
int subcommand_run(const Command *command, const Subcommand *table, Settings *settings,
        void *options, char **words, int count, Error *error);

#endif
