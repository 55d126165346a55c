/* The parts of `record` that stand in files of their own. */
#ifndef CMD_RECORD_H
#define CMD_RECORD_H

#include "cmd/command.h"

typedef struct RecordOptions {
        bool dry_run, rebuild;
        const char *to, *public_file;
} RecordOptions;

int record_import(Settings *settings, const void *options, char **words, int count, Error *error);
int record_key(Settings *settings, const void *options, char **words, int count, Error *error);
int record_info(Settings *settings, const void *options, char **words, int count, Error *error);
int record_prune(Settings *settings, const void *options, char **words, int count, Error *error);

#endif
