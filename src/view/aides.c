#include "view/aides.h"

#include <string.h>

#include "base/translate.h"
#include "view/pages.h"

static View finish(RichBuilder *builder, const Module *module, const char *title)
{
        return (View){ .kind = VIEW_MESSAGE,
                .title = title,
                .position = module->head.title,
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}

View aide_signs(Arena *arena, const Module *module, const Contacts *contacts, const char *area)
{
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN,
                _("One sign alone may have a harmless reason. Several together, or a feeling that "
                  "will not go away, are enough: you need no proof."));
        for (size_t i = 0; i < module->sign_count; i++) {
                rich_item(builder, 1, "•");
                if (i > 0)
                        rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, module->signs[i].text);
        }
        rich_paragraph(builder, SPAN_STRONG,
                _("It is what people do that counts, not what they look like, where they come from "
                  "or how they speak."));
        contacts_append_short(builder, contacts, area);
        return finish(builder, module, _("Spot the signs"));
}

static const char *slot_words(CallSlot slot)
{
        switch (slot) {
        case SLOT_CONCERN:
                return _("What worries you");
        case SLOT_WHO:
                return _("Who: age, build, clothes, names you heard");
        case SLOT_WHERE:
                return _("Where: room, table, address");
        case SLOT_WHEN:
                return _("When it was");
        case SLOT_VEHICLE:
                return _("Car: make, colour, number, which way it went");
        case SLOT_CONTACT:
                return _("Who you are and how to reach you");
        case SLOT_NONE:
        case CALL_SLOTS:
                break;
        }
        return "";
}

/* The first fact of a kind that the module's calls give. */
static const char *example_of(const Module *module, CallSlot slot)
{
        for (size_t i = 0; i < module->question_count; i++) {
                const Question *question = &module->questions[i];
                if (question->kind != QUESTION_CALL || question->status == QUESTION_RETIRED)
                        continue;
                for (size_t j = 0; j < question->call.count; j++)
                        if (question->call.say[j].give && question->call.say[j].slot == slot)
                                return question->call.say[j].text;
        }
        return NULL;
}

View aide_call(Arena *arena, const Module *module, const Contacts *contacts, const char *area)
{
        RichBuilder *builder = rich_start(arena);
        contacts_append_short(builder, contacts, area);
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("What to say"));
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, SPAN_PLAIN, _("Say first:"));
        rich_span(builder, SPAN_STRONG, " \"Operation Makesafe\".");
        for (CallSlot slot = SLOT_CONCERN; slot < CALL_SLOTS; slot++) {
                rich_item(builder, 1, "•");
                if (slot > SLOT_CONCERN)
                        rich_tight(builder);
                rich_span(builder, SPAN_STRONG, slot_words(slot));
                const char *example = example_of(module, slot);
                if (example) {
                        rich_span(builder, SPAN_PLAIN, ". ");
                        rich_spanf(builder, SPAN_EMPHASIS, _("For example: %s"), example);
                }
        }
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("And remember"));
        static const char *const rest[] = {
                N_("Say what you saw and heard, in plain words. Leave out guesses, gossip and what "
                   "somebody looks like to you."),
                N_("Write it down while it is fresh. Keep receipts, registers and camera pictures "
                   "for the police."),
                N_("Do not confront, follow, search or photograph anybody. Stay kind and normal."),
                N_("Nobody may stop you from calling. You may ask to stay anonymous."),
        };
        for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
                rich_item(builder, 1, "•");
                if (i > 0)
                        rich_tight(builder);
                rich_span(builder, SPAN_PLAIN, _(rest[i]));
        }
        return finish(builder, module, _("What to say when you call"));
}
