#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/module_yaml.h"

char *fuzz_string(const uint8_t *bytes, size_t len)
{
        char *string = xmalloc(len + 1);
        if (len)
                memcpy(string, bytes, len);
        string[len] = '\0';
        return string;
}

/* The module that bytes become, or NULL; whatever is left out has its line. */
static Module *import(
        bool (*read)(Foreign *, const char *, size_t, Error *), const char *bytes, size_t len)
{
        Foreign foreign;
        Error error = { 0 };
        Text yaml = { 0 };
        Module *module = NULL;
        foreign_init(&foreign);
        if (!read(&foreign, bytes, len, &error))
                abort();
        bool is_module = module_yaml_write(&foreign, "x", "en", "chance", &yaml);
        if (is_module) {
                Diagnostics *found = diagnostics_new();
                module = module_parse("x.yaml", text_string(&yaml), yaml.len, 0, found);
                diagnostics_free(found);
        }
        if (is_module != (module != NULL) || (!is_module && foreign.problems.errors == 0))
                abort();
        for (size_t i = 0; i < foreign.problems.count; i++)
                if (foreign.problems.items[i].line == 0)
                        abort();
        text_clear(&yaml);
        foreign_clear(&foreign);
        return module;
}

void fuzz_import(bool (*read)(Foreign *, const char *, size_t, Error *), ForeignFormat format,
        void (*write)(Foreign *, Text *), const uint8_t *bytes, size_t len)
{
        char *string = fuzz_string(bytes, len);
        Module *module = import(read, string, len);
        if (module && write) {
                Foreign foreign;
                Text out = { 0 };
                foreign_init(&foreign);
                foreign_from_module(&foreign, module, format);
                write(&foreign, &out);
                size_t retired = foreign.left_out;
                Module *again = import(read, text_string(&out), out.len);
                if ((again ? again->question_count : 0) + retired != module->question_count) {
                        fprintf(stderr, "questions were lost:\n%s\n", text_string(&out));
                        abort();
                }
                module_free(again);
                text_clear(&out);
                foreign_clear(&foreign);
        }
        module_free(module);
        free(string);
}
