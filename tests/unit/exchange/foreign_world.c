#include "foreign_world.h"

#include <stdio.h>

#include "../unit.h"

Module *module_of(const char *yaml)
{
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("x.yaml", yaml, strlen(yaml), 0, found);
        for (size_t i = 0; !module && i < diagnostics_count(found); i++)
                print_message("%u: %s\n", diagnostics_get(found, i)->place.line,
                        diagnostics_get(found, i)->message);
        diagnostics_free(found);
        assert_non_null(module);
        return module;
}

void import_bytes(Imported *imported, ForeignReader *read, const char *bytes, size_t len)
{
        *imported = (Imported){ 0 };
        foreign_init(&imported->foreign);
        Error error = { 0 };
        assert_true(read(&imported->foreign, bytes, len, &error));
        if (module_yaml_write(&imported->foreign, "x", "en", "a test", &imported->yaml))
                imported->module = module_of(text_string(&imported->yaml));
        size_t room = sizeof imported->said, used = 0;
        for (size_t i = 0; i < imported->foreign.problems.count && used < room; i++) {
                const Problem *problem = &imported->foreign.problems.items[i];
                int more = snprintf(imported->said + used, room - used, "%zu: %s\n", problem->line,
                        problem->text);
                used += (size_t)more;
        }
}

void imported_clear(Imported *imported)
{
        module_free(imported->module);
        text_clear(&imported->yaml);
        foreign_clear(&imported->foreign);
}

void export_module(const Module *module, ForeignFormat format, ForeignWriter *write, Text *out)
{
        Foreign foreign;
        foreign_init(&foreign);
        foreign_from_module(&foreign, module, format);
        write(&foreign, out);
        foreign_clear(&foreign);
}

static void assert_same_text(const char *a, const char *b)
{
        if ((a == NULL) != (b == NULL))
                fail_msg("'%s' became '%s'", a ? a : "(none)", b ? b : "(none)");
        if (a)
                assert_string_equal(a, b);
}

static void assert_same_options(const Question *a, const Question *b)
{
        assert_int_equal(a->choice.count, b->choice.count);
        for (size_t i = 0; i < a->choice.count; i++) {
                const Option *one = &a->choice.options[i], *other = &b->choice.options[i];
                assert_same_text(one->text, other->text);
                assert_same_text(one->feedback, other->feedback);
                assert_near(one->worth, other->worth, 1e-6);
        }
}

static void assert_same_pairs(const Question *a, const Question *b)
{
        assert_int_equal(a->match.count, b->match.count);
        for (size_t i = 0; i < a->match.count; i++) {
                assert_same_text(a->match.pairs[i].left, b->match.pairs[i].left);
                assert_same_text(a->match.pairs[i].right, b->match.pairs[i].right);
        }
        assert_int_equal(a->match.extra_count, b->match.extra_count);
        for (size_t i = 0; i < a->match.extra_count; i++)
                assert_same_text(a->match.extra[i], b->match.extra[i]);
}

void assert_same_question(const Question *a, const Question *b)
{
        assert_string_equal(a->id, b->id);
        assert_int_equal(a->kind, b->kind);
        assert_same_text(a->scene, b->scene);
        assert_same_text(a->ask, b->ask);
        assert_same_text(a->explain, b->explain);
        assert_string_equal(a->competency, b->competency);
        if (a->kind == QUESTION_TRUE_FALSE) {
                assert_int_equal(a->truth.answer, b->truth.answer);
                assert_same_text(a->truth.feedback[0], b->truth.feedback[0]);
                assert_same_text(a->truth.feedback[1], b->truth.feedback[1]);
        } else if (a->kind == QUESTION_MATCH) {
                assert_same_pairs(a, b);
        } else {
                assert_same_options(a, b);
        }
}
