#include <string.h>

#include "base/translate.h"
#include "module/fisher.h"
#include "module/lint.h"
#include "module/words.h"

typedef struct TraitUse {
        const char *trait;
        Place place; /* of the first question that has it */
        size_t worrying, harmless;
} TraitUse;

/* Of more different words nothing could be told. */
enum { MOST_TRAITS = 1000 };

static TraitUse *find_use(
        Lint *lint, Words *words, TraitUse **uses, size_t *room, const char *trait)
{
        size_t len = strlen(trait);
        const Word *word = words_find(words, trait, len);
        if (word)
                return &(*uses)[word->value];
        if (words->count == MOST_TRAITS)
                return NULL;
        if (words->count == *room) {
                size_t more = *room ? 2 * *room : 32;
                TraitUse *grown = arena_array(lint->arena, TraitUse, more);
                if (*room)
                        memcpy(grown, *uses, *room * sizeof *grown);
                *uses = grown;
                *room = more;
        }
        TraitUse *use = &(*uses)[words->count];
        use->trait = trait;
        words_add(words, trait, len, (uint32_t)words->count);
        return use;
}

void lint_traits(Lint *lint)
{
        const Module *module = lint->module;
        Words words = words_in(lint->arena);
        TraitUse *uses = NULL;
        size_t room = 0, worrying = 0, harmless = 0;
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                bool counts = question_has_scene(question) || question->trait_count ||
                              question->sign_count;
                if (!counts || question->status == QUESTION_RETIRED)
                        continue;
                bool benign = question_is_benign(question);
                *(benign ? &harmless : &worrying) += 1;
                for (size_t j = 0; j < question->trait_count; j++) {
                        TraitUse *use = find_use(lint, &words, &uses, &room, question->traits[j]);
                        if (!use)
                                continue;
                        if (use->worrying + use->harmless == 0)
                                use->place = question->place;
                        *(benign ? &use->harmless : &use->worrying) += 1;
                }
        }
        for (size_t i = 0; i < words.count; i++) {
                const TraitUse *use = &uses[i];
                double p = fisher_exact(use->worrying, use->harmless, worrying - use->worrying,
                        harmless - use->harmless);
                if (p >= 0.05)
                        continue;
                Diagnostic *unfair =
                        lint_report(lint, CHECK_TRAIT, use->place, lint_quote(lint, use->trait),
                                use->worrying, worrying, use->harmless, harmless, p);
                diagnostic_hint(lint->found, unfair,
                        _("the training itself would teach a prejudice: change who some of the "
                          "people are"));
        }
}
