#include "fuzz.h"

#include <stdlib.h>

#include "exchange/foreign_module.h"
#include "exchange/handout.h"
#include "quiz/plan.h"

/* A module that loads is looked at from all sides: warnings, a plan, a handout, other formats. */
static void look_at(const Module *module, Diagnostics *found)
{
        static void (*const writers[])(
                Foreign *, Text *) = { gift_write, moodle_write, aiken_write };
        Arena *arena = arena_new();
        Text out = { 0 };
        module_lint(module, found);
        plan_make(module, 1, arena);
        Handout handout = handout_make(arena, module, NULL, NULL);
        handout_write_html(&handout, &out);
        handout_write_txt(&handout, &out);
        for (size_t i = 0; i < 3; i++) {
                Foreign foreign;
                foreign_init(&foreign);
                foreign_from_module(&foreign, module, (ForeignFormat)i);
                writers[i](&foreign, &out);
                foreign_clear(&foreign);
        }
        text_clear(&out);
        arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        char *string = fuzz_string(bytes, len);
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("x.yaml", string, len, 0, found);
        if ((module != NULL) != (diagnostics_total(found, SEVERITY_ERROR) == 0))
                abort(); /* refused without a word, or taken in spite of one */
        if (module)
                look_at(module, found);
        diagnostics_sort(found);
        Text out = { 0 };
        for (int format = DIAGNOSTIC_HUMAN; format <= DIAGNOSTIC_JSON; format++)
                diagnostics_print(found, (DiagnosticFormat)format, false, &out);
        text_clear(&out);
        module_free(module);
        diagnostics_free(found);
        free(string);
        return 0;
}
