/* A module's YAML file written: from what other programs had, with comments about what a trainer
 * still has to fill in. */
#ifndef EXCHANGE_MODULE_YAML_H
#define EXCHANGE_MODULE_YAML_H

#include "exchange/foreign.h"

/** Writes the module `id` in `language`, and holds it to all that `check` asks: questions that the
 * module format refuses are left out and said, with their line. \param source  what it was made
 * from, for a comment \return false where nothing is left that a module could be made of (said as a
 * problem) */
bool module_yaml_write(
        Foreign *foreign, const char *id, const char *language, const char *source, Text *out);

/** An id made of a name: "What's up?" is "what-s-up"; "" where nothing of it can stand in one. */
void id_from_name(const char *name, char id[64]);

#endif
