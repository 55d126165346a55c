#include "view/certificate.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "view/pages.h"

const char *certificate_score(Arena *arena, const Certificate *certificate)
{
        const char *score = certificate->values[CERTIFICATE_SCORE];
        const char *points = certificate->values[CERTIFICATE_POINTS];
        if (!*score)
                return "";
        return *points ? arena_printf(arena, "%s%% (%s)", score, points)
                       : arena_printf(arena, "%s%%", score);
}

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *copy = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return copy;
}

static void add_row(RichBuilder *builder, Arena *arena, const char *label, const char *value)
{
        if (!*value)
                return;
        rich_item(builder, 1, "•");
        rich_tight(builder);
        rich_spanf(builder, SPAN_PLAIN, "%s: ", label);
        rich_span(builder, SPAN_STRONG, clean(arena, value));
}

static const char *reason_words(const char *reason)
{
        static const struct {
                const char *reason, *words;
        } rows[] = {
                { "tested-out", N_("the knowledge was shown in another test") },
                { "equivalent", N_("an equivalent training was taken elsewhere") },
                { "administrative", N_("for a reason of the site's own") },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (strcmp(rows[i].reason, reason) == 0)
                        return _(rows[i].words);
        return reason;
}

static void add_basis(RichBuilder *builder, const Certificate *certificate)
{
        const char *basis = certificate->values[CERTIFICATE_BASIS];
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (strcmp(basis, "waived") == 0) {
                rich_span(builder, SPAN_PLAIN,
                        _("counts as having passed this training. No quiz was taken for it:"));
                rich_spanf(builder, SPAN_PLAIN, " %s.",
                        reason_words(certificate->values[CERTIFICATE_REASON]));
        } else if (strcmp(basis, "imported") == 0) {
                rich_span(builder, SPAN_PLAIN,
                        _("has passed this training. The result was taken over from an earlier "
                          "system."));
        } else {
                rich_span(builder, SPAN_PLAIN, _("has passed this training."));
        }
}

View certificate_view(Arena *arena, const Certificate *certificate, const Contacts *contacts)
{
        const char *const *values = certificate->values;
        const char *expires = values[CERTIFICATE_EXPIRES];
        RichBuilder *builder = rich_start(arena);
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, clean(arena, values[CERTIFICATE_NAME]));
        add_basis(builder, certificate);
        rich_item(builder, 1, "•");
        rich_spanf(builder, SPAN_PLAIN, "%s: ", _("training"));
        rich_span(builder, SPAN_STRONG, clean(arena, values[CERTIFICATE_TITLE]));
        rich_spanf(builder, SPAN_PLAIN, " (%s%s%s)", clean(arena, values[CERTIFICATE_MODULE]),
                *values[CERTIFICATE_VERSION] ? ", " : "",
                clean(arena, values[CERTIFICATE_VERSION]));
        add_row(builder, arena, _("score"), certificate_score(arena, certificate));
        add_row(builder, arena, _("completed"), values[CERTIFICATE_COMPLETED]);
        add_row(builder, arena, _("valid until"), *expires ? expires : _("for ever"));
        add_row(builder, arena, _("staff id"), values[CERTIFICATE_STAFF_ID]);
        add_row(builder, arena, _("site"), values[CERTIFICATE_SITE]);
        contacts_append_short(
                builder, contacts, *values[CERTIFICATE_SITE] ? values[CERTIFICATE_SITE] : " ");
        rich_paragraph(builder, SPAN_QUIET,
                _("The lines below hold the same, signed. Whoever has the site's public key can "
                  "check them without a network: makesafe verify FILE --public KEY"));
        return (View){ .kind = VIEW_MESSAGE,
                .title = _("Certificate of training"),
                .position = "",
                .body = rich_finish(builder),
                .headline = "",
                .saved = "" };
}
