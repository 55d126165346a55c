#include "module/lint.h"

#include <stdarg.h>
#include <string.h>

#include "base/translate.h"
#include "module/found.h"

enum { ENOUGH_TWINS = 4 };

Diagnostic *lint_report(Lint *lint, CheckId check, Place place, ...)
{
        va_list arguments;
        va_start(arguments, place);
        Diagnostic *diagnostic =
                diagnostics_vadd(lint->found, check, lint->module->head.file, place, arguments);
        va_end(arguments);
        return diagnostic;
}

const char *lint_quote(Lint *lint, const char *text)
{
        return diagnostics_are_full(lint->found, lint->module->head.file)
                       ? ""
                       : diagnostics_quote(lint->found, text, strlen(text));
}

bool question_has_scene(const Question *question)
{
        return question->scene || question->kind == QUESTION_SPOT ||
               question->kind == QUESTION_BRANCH || question->kind == QUESTION_CALL;
}

static bool has_feedback(const Question *question)
{
        if (question->explain)
                return true;
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                for (size_t i = 0; i < question->choice.count; i++) {
                        if (question->choice.options[i].feedback ||
                                question->choice.options[i].missed)
                                return true;
                }
                return false;
        case QUESTION_TRUE_FALSE:
                return question->truth.feedback[0] || question->truth.feedback[1];
        case QUESTION_SPOT:
                for (size_t i = 0; i < question->spot.count; i++) {
                        if (question->spot.phrases[i].feedback)
                                return true;
                }
                return false;
        case QUESTION_BRANCH:
                for (size_t i = 0; i < question->branch.count; i++) {
                        const BranchStep *step = &question->branch.steps[i];
                        for (size_t j = 0; j < step->count; j++) {
                                if (step->choices[j].feedback)
                                        return true;
                        }
                }
                return false;
        case QUESTION_CALL:
                for (size_t i = 0; i < question->call.count; i++) {
                        if (question->call.say[i].feedback)
                                return true;
                }
                return false;
        default:
                return false;
        }
}

static void lint_feedback(Lint *lint)
{
        for (size_t i = 0; i < lint->module->question_count; i++) {
                const Question *question = &lint->module->questions[i];
                if (question->status == QUESTION_RETIRED || has_feedback(question))
                        continue;
                Diagnostic *silent = lint_report(
                        lint, CHECK_NO_FEEDBACK, question->place, lint_quote(lint, question->id));
                diagnostic_hint(lint->found, silent, _("say why: that is what people learn from"));
        }
}

typedef struct SignUse {
        size_t questions; /* that are about it */
        size_t last;      /* the one counted last, from 1 */
} SignUse;

static void count_sign(const Module *module, SignUse *uses, const char *id, size_t question)
{
        size_t sign = module_sign(module, id);
        if (sign == SIZE_MAX || uses[sign].last == question + 1)
                return;
        uses[sign].last = question + 1;
        uses[sign].questions++;
}

static void lint_signs(Lint *lint)
{
        const Module *module = lint->module;
        SignUse *uses = arena_array(lint->arena, SignUse, module->sign_count);
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (question->status == QUESTION_RETIRED)
                        continue;
                for (size_t j = 0; j < question->sign_count; j++)
                        count_sign(module, uses, question->signs[j], i);
                bool spot = question->kind == QUESTION_SPOT;
                for (size_t j = 0; spot && j < question->spot.count; j++) {
                        if (question->spot.phrases[j].sign)
                                count_sign(module, uses, question->spot.phrases[j].sign, i);
                }
        }
        for (size_t i = 0; i < module->sign_count; i++) {
                const char *id = lint_quote(lint, module->signs[i].id);
                if (uses[i].questions == 0)
                        lint_report(lint, CHECK_SIGN_UNUSED, module->signs[i].place, id);
                else if (uses[i].questions == 1)
                        lint_report(lint, CHECK_SIGN_ONCE, module->signs[i].place, id);
        }
}

static void lint_passages(Lint *lint)
{
        for (size_t i = 0; i < lint->module->question_count; i++) {
                const Question *question = &lint->module->questions[i];
                if (question->kind != QUESTION_SPOT || question->status == QUESTION_RETIRED)
                        continue;
                size_t harmless = 0;
                for (size_t j = 0; j < question->spot.count; j++)
                        harmless += !question->spot.phrases[j].sign;
                if (harmless > 0 || question->spot.count == 0)
                        continue;
                Diagnostic *all = lint_report(
                        lint, CHECK_NO_HARMLESS_PHRASE, question->spot.phrases[0].place);
                diagnostic_hint(lint->found, all,
                        _("mark a harmless phrase too, as [phrase]{}: else marking everything is "
                          "right"));
        }
}

static void lint_section(Lint *lint, const Section *section)
{
        const Question *questions = lint->module->questions;
        size_t worrying = 0, benign = 0, asked = 0, pairs = 0;
        for (size_t i = section->first; i < section->first + section->count; i++) {
                const Question *question = &questions[i];
                if (question->status == QUESTION_RETIRED)
                        continue;
                asked++;
                bool is_benign = question_is_benign(question);
                worrying += !is_benign;
                benign += is_benign && question_has_scene(question);
                size_t twin = question->twin;
                pairs += twin < i && questions[twin].section == question->section &&
                         questions[twin].status != QUESTION_RETIRED;
        }
        if (worrying > 0 && benign == 0) {
                Diagnostic *grim = lint_report(
                        lint, CHECK_NO_BENIGN_SCENE, section->place, lint_quote(lint, section->id));
                diagnostic_hint(lint->found, grim,
                        _("add one: people must learn what not to worry about, too"));
        }
        /* Without `draw` all are asked that can be: then nothing was promised. */
        if (section->draw < asked && section->draw > asked - pairs)
                lint_report(lint, CHECK_DRAW_TWINS, section->place, section->draw, asked - pairs);
}

static void lint_counting(Lint *lint)
{
        const Module *module = lint->module;
        for (size_t i = 0; i < module->question_count; i++)
                if (module->questions[i].status == QUESTION_LIVE)
                        return;
        if (module->question_count > 0)
                lint_report(lint, CHECK_NONE_COUNTS, module->questions[0].place);
}

static void lint_twins(Lint *lint)
{
        size_t pairs = 0;
        for (size_t i = 0; i < lint->module->question_count; i++) {
                size_t twin = lint->module->questions[i].twin;
                pairs += twin != SIZE_MAX && twin > i;
        }
        if (pairs >= ENOUGH_TWINS)
                return;
        Place place =
                lint->module->section_count ? lint->module->sections[0].place : (Place){ 1, 1 };
        Diagnostic *few = lint_report(lint, CHECK_FEW_TWINS, place, pairs);
        diagnostic_hint(lint->found, few,
                _("a twin shows the same scene with one detail changed that makes it harmless"));
}

void module_lint(const Module *module, Diagnostics *found)
{
        char language[9];
        language_primary(module->head.language, language);
        Lint lint = { .module = module,
                .found = found,
                .arena = arena_new(),
                .is_english = strcmp(language, "en") == 0 };
        lint_feedback(&lint);
        lint_signs(&lint);
        lint_passages(&lint);
        for (size_t i = 0; i < module->section_count; i++)
                lint_section(&lint, &module->sections[i]);
        lint_counting(&lint);
        lint_twins(&lint);
        lint_options(&lint);
        lint_words(&lint);
        lint_reading(&lint);
        lint_traits(&lint);
        arena_free(lint.arena);
}
