#include "fuzz.h"

#include <stdlib.h>

#include "cmd/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        char *string = fuzz_string(bytes, len);
        Settings settings = { .arena = arena_new() };
        Error error = { 0 };
        if (settings_parse_config(&settings, "config.yaml", string, len, &error) ==
                error_is_set(&error))
                abort();
        settings_clear(&settings);
        free(string);
        return 0;
}
