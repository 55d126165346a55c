#include "view/pages.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/help_rows.h"

/* Texts of contacts and messages come from files. */
static void clean_span(RichBuilder *builder, unsigned style, const char *text)
{
        Text clean = { 0 };
        text_append_clean(&clean, text);
        rich_span(builder, style, text_string(&clean));
        text_clear(&clean);
}

static void append_rule(RichBuilder *builder)
{
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, SPAN_STRONG, _("If you see something, say something."));
        rich_item(builder, 1, "•");
        rich_span(builder, SPAN_NUMBER | SPAN_STRONG, "999");
        rich_span(builder, SPAN_PLAIN, " ");
        rich_span(builder, SPAN_PLAIN, _("when somebody is in danger now, before anything else."));
        rich_item(builder, 1, "•");
        rich_tight(builder);
        rich_span(builder, SPAN_PLAIN, _("Otherwise tell your supervisor, and ring the police:"));
        rich_span(builder, SPAN_PLAIN, " ");
        rich_span(builder, SPAN_NUMBER | SPAN_STRONG, "101");
        rich_span(builder, SPAN_PLAIN, ", ");
        rich_span(builder, SPAN_PLAIN, _("quoting 'Operation Makesafe'."));
}

static void append_contact(RichBuilder *builder, const Contact *contact, bool tight)
{
        const char *language = translate_language();
        rich_item(builder, 1, "•");
        if (tight)
                rich_tight(builder);
        clean_span(builder, SPAN_PLAIN, bilingual_text(&contact->service, language));
        const char *area = bilingual_text(&contact->area, language);
        if (*area) {
                rich_span(builder, SPAN_PLAIN, ", ");
                clean_span(builder, SPAN_PLAIN, area);
        }
        rich_span(builder, SPAN_PLAIN, ": ");
        clean_span(builder, SPAN_NUMBER | SPAN_STRONG, contact->number);
        const char *when = bilingual_text(&contact->when, language);
        if (when && *when) {
                rich_span(builder, SPAN_QUIET, " (");
                clean_span(builder, SPAN_QUIET, when);
                rich_span(builder, SPAN_QUIET, ")");
        }
}

static bool is_wanted(const Contact *contact, const char *area)
{
        const Bilingual *names = &contact->area;
        return !area || !*area || !*names->en || strcasecmp(names->en, area) == 0 ||
               (names->cy && strcasecmp(names->cy, area) == 0);
}

void contacts_append(RichBuilder *builder, const Contacts *contacts, const char *area)
{
        append_rule(builder);
        Day oldest = DAY_NONE;
        bool tight = false;
        for (size_t i = 0; contacts && i < contacts->count; i++) {
                const Contact *contact = &contacts->items[i];
                if (!is_wanted(contact, area))
                        continue;
                append_contact(builder, contact, tight);
                tight = true;
                if (contact->checked != DAY_NONE &&
                        (oldest == DAY_NONE || contact->checked < oldest))
                        oldest = contact->checked;
        }
        if (oldest != DAY_NONE) {
                char date[DATE_SIZE];
                day_format(oldest, date);
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                rich_spanf(builder, SPAN_QUIET,
                        _("These numbers were last held against their published source on %s."),
                        date);
        }
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_span(builder, SPAN_QUIET,
                _("In an emergency do not look for the right number: ring 999."));
}

void contacts_append_short(RichBuilder *builder, const Contacts *contacts, const char *area)
{
        append_rule(builder);
        bool tight = false;
        for (size_t i = 0; contacts && i < contacts->count; i++) {
                const Contact *contact = &contacts->items[i];
                if (!*contact->area.en || !is_wanted(contact, area))
                        continue;
                append_contact(builder, contact, tight);
                tight = true;
        }
}

View contacts_view(Arena *arena, const Contacts *contacts, const char *area)
{
        RichBuilder *builder = rich_start(arena);
        contacts_append(builder, contacts, area);
        return (View){ .kind = VIEW_CONTACTS,
                .title = _("Who to call"),
                .position = "",
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}

static const HelpRow screen_keys[] = {
        { "↑ ↓  j k", N_("move") },
        { "Space", N_("mark, or unmark") },
        { "Enter", N_("go on, or answer") },
        { "1 – 9", N_("choose by number") },
        { "← Backspace", N_("back") },
        { "PgUp PgDn", N_("read further up or down") },
        { "!", N_("who to call") },
        { "L", N_("change the language") },
        { "q", N_("save and leave") },
        { "Esc Esc, Ctrl-X", N_("leave at once: the screen is cleared, everything is saved") },
        { NULL, NULL },
};

static const HelpRow line_words[] = {
        { "a b c", N_("answer by letter; several letters where several fit, 'none' for none") },
        { "t f", N_("t for true, f for false") },
        { "a3 b1", N_("pairs, where things are to be matched") },
        { "1 4", N_("numbers of the phrases that worry you, 'none' for none") },
        { "Enter", N_("go on to the next page") },
        { "back", N_("back, in lessons") },
        { "!", N_("who to call") },
        { "language", N_("change the language") },
        { "q", N_("save and leave") },
        { "x", N_("leave at once: the screen is cleared, everything is saved") },
        { "?", N_("this help") },
        { NULL, NULL },
};

/* Everybody who can be reached from everywhere, but for the numbers of the rule. */
static void append_support(RichBuilder *builder, const Contacts *contacts)
{
        bool tight = false;
        for (size_t i = 0; contacts && i < contacts->count; i++) {
                const Contact *contact = &contacts->items[i];
                if (*contact->area.en || strcmp(contact->number, "999") == 0 ||
                        strcmp(contact->number, "101") == 0)
                        continue;
                append_contact(builder, contact, tight);
                tight = true;
        }
}

View help_view(Arena *arena, const Contacts *contacts, bool line_mode)
{
        RichBuilder *builder = rich_start(arena);
        rich_paragraph(builder, SPAN_PLAIN,
                _("Every answer is saved as soon as you have given it. You can stop at any time "
                  "and go on later."));
        help_rows_append(builder, line_mode ? line_words : screen_keys, line_mode);
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("If this touches you"));
        rich_paragraph(builder, SPAN_PLAIN,
                _("Some of us have lived through what this training is about. You may stop, skip "
                  "or come back; nobody is told. The '!' page lists people who listen."));
        rich_paragraph(builder, SPAN_PLAIN,
                _("What was done to you was not your fault. Nobody can see that you opened this "
                  "page: nothing of it is recorded."));
        append_support(builder, contacts);
        return help_page(builder);
}

View message_view(Arena *arena, const char *title, const char *text, const char *hint)
{
        RichBuilder *builder = rich_start(arena);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        clean_span(builder, SPAN_PLAIN, text);
        if (hint && *hint) {
                rich_block(builder, BLOCK_PARAGRAPH, 0);
                clean_span(builder, SPAN_PLAIN, hint);
        }
        return (View){ .kind = VIEW_MESSAGE,
                .title = arena_strdup(arena, title),
                .position = "",
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}
