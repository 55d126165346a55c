#include "cmd/schema.h"

#include <string.h>

#include "base/translate.h"
#include "cmd/command.h"

static int run_schema(Settings *settings, void *data, char **words, int count, Error *error)
{
        (void)settings;
        (void)data;
        (void)words;
        (void)count;
        return command_write(NULL, module_schema, strlen(module_schema), error) ? EXIT_DONE
                                                                                : EXIT_COULD_NOT;
}

const Command schema_command = {
        .name = "schema",
        .summary = N_("what editors need to help with writing modules: a JSON Schema"),
        .usage = "",
        .example = "makesafe schema > module.schema.json",
        .most_words = 0,
        .run = run_schema,
};
