/* The parts of `staff` that stand in files of their own. */
#ifndef CMD_STAFF_H
#define CMD_STAFF_H

#include "cmd/command.h"
#include "record/store.h"

typedef struct StaffOptions {
        bool dry_run, partial, left, supervisor, reset;
        const char *name, *site, *due, *format, *reason, *note, *until;
        OptionList modules;
} StaffOptions;

int staff_import(Settings *settings, const void *options, char **words, int count, Error *error);
int staff_add(Settings *settings, const void *options, char **words, int count, Error *error);
int staff_list(Settings *settings, const void *options, char **words, int count, Error *error);
int staff_pin(Settings *settings, const void *options, char **words, int count, Error *error);
int staff_waive(Settings *settings, const void *options, char **words, int count, Error *error);

/** Finds a person of the roster; nobody there is an error, with what to do. */
bool staff_find(Store *store, Arena *arena, const char *staff_id, Person *person, Error *error);

#endif
