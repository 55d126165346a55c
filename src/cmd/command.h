/* Commands: each is a row of one table, in a file of its own. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/settings.h"

enum { EXIT_DONE = 0, EXIT_NOT_IN_ORDER = 1, EXIT_USAGE = 2, EXIT_COULD_NOT = 3 };

/** Who may run a command on a shared machine. */
typedef enum KioskGate {
        KIOSK_SUPERVISOR, /* whoever signs in as one; what is not said otherwise */
        KIOSK_LEARNER,    /* whoever signs in, about themselves */
        KIOSK_ANYBODY,    /* nobody need sign in */
        KIOSK_FRONT_END   /* it has people sign in by itself, one after another */
} KioskGate;

typedef struct Command Command;
struct Command {
        const char *name;            /* "" for the home screen */
        const char *summary;         /* msgid */
        const char *usage;           /* what follows the name, untranslated */
        const char *example;         /* a whole line */
        const OptionSpec *options;   /* NULL for none */
        int least_words, most_words; /* after the name; most −1: any number */
        /** `words[0..count)` are what stands behind the name. `options` is the struct that the
         * command's specs point into. */
        int (*run)(Settings *settings, void *options, char **words, int count, Error *error);
        size_t options_size;
        const struct Subcommand *subcommands; /* for shells; NULL where there are none */
        KioskGate kiosk;
        bool runs_anyway; /* also where the settings are wrong, which is said all the same */
};

extern const Command backup_command, board_command, certificate_command, check_command,
        contacts_command, diff_command, export_command, history_command, home_command,
        import_command, items_command, learn_command, new_command, preview_command, record_command,
        refresh_command, report_command, restore_command, review_command, schema_command,
        staff_command, verify_command;

/** The commands in the order of --help; NULL behind the last. */
const Command *command_at(size_t index);

/** The whole program: finds the command, parses, runs, prints errors. \return exit status */
int command_main(int argc, char **argv);

/** Writes text to standard output or a file ("-" or NULL: standard output). */
bool command_write(const char *file, const char *bytes, size_t len, Error *error);

#endif
