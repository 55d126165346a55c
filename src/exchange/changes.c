#include "exchange/changes.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"

enum {
        WIDTH = 80,
        INDENT = 4,
        CONTEXT = 24 /* cells shown before a difference */,
        NEAR = 1000 /* bytes */
};

static const char *clean(Arena *arena, const char *text)
{
        Text cleaned = { 0 };
        text_append_clean(&cleaned, text);
        const char *kept = arena_strdup(arena, text_string(&cleaned));
        text_clear(&cleaned);
        return kept;
}

/* Back to the start of the character that an offset is in. */
static size_t character_start(const char *text, size_t at)
{
        while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
                at--;
        return at;
}

/* The start of a text, cleaned: more than a line can show. */
static const char *clean_start(Arena *arena, const char *text)
{
        size_t len = strnlen(text, 2 * NEAR);
        return clean(arena, arena_strndup(arena, text, character_start(text, len)));
}

/* Where two texts begin to differ, at the start of a character. */
static size_t first_difference(const char *a, const char *b)
{
        size_t at = 0;
        while (a[at] && a[at] == b[at])
                at++;
        return character_start(a, at);
}

/* Back from an offset by so many cells, to the start of a word where one is near. */
static size_t step_back(const char *text, size_t offset, int cells)
{
        size_t at = offset;
        for (int gone = 0; at > 0 && gone < cells;) {
                size_t end = at--;
                while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
                        at--;
                gone += utf8_cells(text + at, end - at);
        }
        const char *blank = at > 0 ? memchr(text + at, ' ', offset - at) : NULL;
        return blank ? (size_t)(blank - text) + 1 : at;
}

/* One of the two texts, cut to a line around what is different in them. */
static void write_words(Arena *arena, char mark, const char *text, const char *other, Text *out)
{
        /* Of long texts only what is near the difference is looked at. */
        size_t start = other ? first_difference(text, other) : 0;
        start = start > NEAR ? character_start(text, start - NEAR) : 0;
        const char *words = clean_start(arena, text + start);
        size_t len = strlen(words), from = 0;
        int room = WIDTH - INDENT - 2;
        if (other && utf8_cells(words, len) > room) {
                size_t differs = first_difference(words, clean_start(arena, other + start));
                if (utf8_cells(words, differs) > room / 2)
                        from = step_back(words, differs, CONTEXT);
        }
        bool is_cut = start + from > 0;
        room -= is_cut;
        size_t shown = utf8_fit(words + from, len - from, room, NULL);
        if (from + shown < len)
                shown = utf8_fit(words + from, len - from, room - 1, NULL);
        text_append_repeat(out, ' ', INDENT);
        text_printf(out, "%c %s%.*s%s\n", mark, is_cut ? "…" : "", (int)shown, words + from,
                from + shown < len ? "…" : "");
}

static const char *kind_word(ChangeKind kind)
{
        static const char *const words[CHANGE_KINDS] = { N_("added"), N_("removed"),
                N_("changed") };
        return _(words[kind]);
}

/* "question late-arrival, options.2.text" */
static const char *place_of(Arena *arena, const Change *change)
{
        static const char *const owners[CHANGE_OWNERS] = { N_("the module itself"), N_("sign"),
                N_("lesson"), N_("section"), N_("question") };
        const char *owner =
                *change->id ? arena_printf(arena, "%s %s", _(owners[change->owner]), change->id)
                            : _(owners[change->owner]);
        return *change->what ? arena_printf(arena, "%s, %s", owner, change->what) : owner;
}

static void write_change(Arena *arena, const Change *change, Text *out)
{
        const char *before = change->before, *after = change->after;
        text_append(out, "  ");
        Text line = { 0 };
        text_printf(&line, "%s: %s", kind_word(change->kind), place_of(arena, change));
        text_append_clean(out, text_string(&line));
        Text both = { 0 };
        if (before && after && strnlen(before, NEAR) + strnlen(after, NEAR) < NEAR)
                text_printf(&both, ": %s → %s", clean(arena, before), clean(arena, after));
        int cells = utf8_cells(line.bytes, line.len) + utf8_cells(text_string(&both), both.len) + 2;
        bool fits = both.len > 0 && cells <= WIDTH;
        if (fits)
                text_append(out, text_string(&both));
        text_append_char(out, '\n');
        if (before && !fits)
                write_words(arena, '-', before, after, out);
        if (after && !fits)
                write_words(arena, '+', after, before, out);
        text_clear(&line);
        text_clear(&both);
}

static size_t count_affecting(const Changes *changes)
{
        size_t count = 0;
        for (size_t i = 0; i < changes->count; i++)
                count += changes->items[i].affects_score;
        return count;
}

static void write_part(Arena *arena, const Changes *changes, bool affects, Text *out)
{
        for (size_t i = 0; i < changes->count; i++)
                if (changes->items[i].affects_score == affects)
                        write_change(arena, &changes->items[i], out);
}

void changes_write_text(
        const Module *before, const Module *after, const Changes *changes, Text *out)
{
        Arena *arena = arena_new();
        size_t affecting = count_affecting(changes), others = changes->count - affecting;
        Text head = { 0 };
        text_printf(&head, _("%s: version %s → %s"), after->head.id, before->head.version,
                after->head.version);
        text_append_clean(out, text_string(&head));
        text_append(out, "\n\n");
        if (changes->count == 0)
                text_printf(
                        out, "%s\n", _("Nothing that learners see or are scored by has changed."));
        if (affecting > 0) {
                text_printf(out,
                        ngettext("%zu change affects scores: a score of the old version cannot be "
                                 "compared.",
                                "%zu changes affect scores: a score of the old version cannot be "
                                "compared.",
                                affecting),
                        affecting);
                text_append(out, "\n\n");
                write_part(arena, changes, true, out);
        }
        if (affecting > 0 && others > 0)
                text_append_char(out, '\n');
        if (others > 0) {
                text_printf(out,
                        ngettext("%zu change leaves scores as they are.",
                                "%zu changes leave scores as they are.", others),
                        others);
                text_append(out, "\n\n");
                write_part(arena, changes, false, out);
        }
        if (changes->count > 0 && strcmp(before->head.version, after->head.version) == 0)
                text_printf(out, "\n%s\n",
                        _("Both files say the same version: change it in the new one."));
        text_clear(&head);
        arena_free(arena);
}

static json_t *words_or_null(const char *text)
{
        return text ? json_string(text) : json_null();
}

static json_t *version_of(const Module *module)
{
        return json_pack("{s:s, s:s, s:s}", "id", module->head.id, "version", module->head.version,
                "digest", module->digest);
}

void changes_write_json(
        const Module *before, const Module *after, const Changes *changes, Text *out)
{
        json_t *list = json_array();
        for (size_t i = 0; i < changes->count; i++) {
                const Change *change = &changes->items[i];
                json_array_append_new(list,
                        json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:b}", "kind",
                                change_kind_names[change->kind], "of",
                                change_owner_names[change->owner], "id", change->id, "what",
                                change->what, "old", words_or_null(change->before), "new",
                                words_or_null(change->after), "affects_score",
                                change->affects_score, "is_new_content", change->is_new_content));
        }
        json_t *root = json_pack("{s:o, s:o, s:b, s:b, s:o}", "old", version_of(before), "new",
                version_of(after), "affects_score", changes->affects_score, "has_new_content",
                changes->has_new_content, "changes", list);
        char *text = json_dumps(root, JSON_INDENT(2));
        text_append(out, text ? text : "{}");
        text_append_char(out, '\n');
        free(text);
        json_decref(root);
}
