#include <string.h>

#include "base/translate.h"
#include "module/write.h"

enum { COMMENT_COLUMN = 32 };

static const char *example_in(const char *language)
{
        char primary[9];
        language_primary(language, primary);
        for (const ModuleExample *example = module_examples; example->language; example++)
                if (strcmp(example->language, primary) == 0)
                        return example->text;
        return module_examples[0].text;
}

static bool begins_with(const char *line, const char *key)
{
        size_t len = strlen(key);
        return strncmp(line, key, len) == 0 && line[len] == ':';
}

/* A line of the head with another value, its comment where it stood. */
static void write_line(
        const char *key, const char *value, const char *line, const char *end, Text *out)
{
        size_t before = out->len;
        text_printf(out, "%s: %s", key, value);
        const char *comment = memchr(line, '#', (size_t)(end - line));
        if (comment) {
                size_t used = out->len - before;
                text_append_repeat(out, ' ', used < COMMENT_COLUMN ? COMMENT_COLUMN - used : 1);
                text_append_bytes(out, comment, (size_t)(end - comment));
        }
        text_append_char(out, '\n');
}

bool module_write_new(
        const char *id, const char *language, const char *sector, Text *out, Error *error)
{
        const char *const keys[] = { "id", "language", "sector" };
        const char *const values[] = { id, language, sector };
        size_t start = out->len;
        for (const char *line = example_in(language); *line;) {
                const char *end = strchr(line, '\n');
                size_t key = 0;
                while (key < 3 && !begins_with(line, keys[key]))
                        key++;
                bool is_translation =
                        begins_with(line, "translates") || begins_with(line, "translation-status");
                if (key < 3)
                        write_line(keys[key], values[key], line, end, out);
                else if (!is_translation)
                        text_append_bytes(out, line, (size_t)(end - line + 1));
                line = end + 1;
        }
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("", out->bytes + start, out->len - start, 0, found);
        if (!module && diagnostics_count(found) > 0)
                error_set_kind(error, ERROR_USAGE, "%s", diagnostics_get(found, 0)->message);
        bool done = module != NULL;
        module_free(module);
        diagnostics_free(found);
        return done;
}
