#include <stdarg.h>
#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "module/found.h"
#include "module/limits.h"
#include "module/read.h"

enum { MOST_KEYS = 32, MOST_GUESSING = 50000000 };

static Diagnostic *report(Reader *reader, CheckId check, Place place, va_list arguments)
{
        if (checks[check].severity == SEVERITY_ERROR)
                reader->errors++;
        return diagnostics_vadd(reader->found, check, reader->file, place, arguments);
}

Diagnostic *read_report(Reader *reader, CheckId check, Place place, ...)
{
        va_list arguments;
        va_start(arguments, place);
        Diagnostic *diagnostic = report(reader, check, place, arguments);
        va_end(arguments);
        return diagnostic;
}

Diagnostic *read_report_node(Reader *reader, CheckId check, const Node *node, ...)
{
        /* A value that is not there is shown by its key. */
        bool absent = node->kind == NODE_SCALAR && node->plain && node->count == 0;
        va_list arguments;
        va_start(arguments, node);
        Diagnostic *diagnostic =
                report(reader, check, absent ? node->key_place : node->place, arguments);
        va_end(arguments);
        if (node->kind == NODE_SCALAR && !node->block && !absent && node->count < 1000)
                diagnostic->length =
                        (uint32_t)utf8_length(node->text, node->count) + (node->plain ? 0 : 2);
        else if (absent && node->key)
                diagnostic->length = (uint32_t)utf8_length(node->key, strlen(node->key));
        return diagnostic;
}

const char *read_quote(Reader *reader, const char *text)
{
        return diagnostics_are_full(reader->found, reader->file)
                       ? ""
                       : diagnostics_quote(reader->found, text, strlen(text));
}

static const char *describe(Reader *reader, const Node *node)
{
        if (node->kind == NODE_SEQUENCE)
                return _("a list");
        if (node->kind == NODE_MAPPING)
                return _("a group of keys");
        if (node->count == 0)
                return node->plain ? _("nothing") : _("an empty text");
        Text text = { 0 };
        text_printf(
                &text, node->plain ? "'%s'" : _("the text '%s'"), read_quote(reader, node->text));
        const char *quoted = arena_strdup(reader->found->arena, text_string(&text));
        text_clear(&text);
        return quoted;
}

Diagnostic *read_wrong_kind(Reader *reader, const char *name, const char *wanted, const Node *node)
{
        if (diagnostics_are_full(reader->found, reader->file))
                return read_report(reader, CHECK_WRONG_KIND, node->place, "", "", "");
        return read_report_node(
                reader, CHECK_WRONG_KIND, node, name, wanted, describe(reader, node));
}

static const char *guess(
        Reader *reader, const char *word, const char *const *candidates, size_t count)
{
        size_t len = strlen(word), cost = count * len * len;
        if (len > LIMIT_ID || reader->guessing + cost > MOST_GUESSING ||
                diagnostics_are_full(reader->found, reader->file))
                return NULL;
        reader->guessing += cost;
        return word_nearest(word, candidates, count);
}

void read_suggest(Reader *reader, Diagnostic *diagnostic, const char *word,
        const char *const *candidates, size_t count)
{
        const char *near = guess(reader, word, candidates, count);
        if (near)
                diagnostic_hint(reader->found, diagnostic, _("did you mean '%s'?"),
                        read_quote(reader, near));
}

bool read_hint_letter(Reader *reader, Diagnostic *diagnostic, const char *word)
{
        size_t at = 0, len = strlen(word);
        while (at < len && (unsigned char)word[at] < 0x80)
                at++;
        if (at == len)
                return false;
        uint32_t code = 0;
        size_t used = utf8_decode(word + at, len - at, &code);
        const char *letter = diagnostics_quote(reader->found, word + at, used);
        diagnostic_hint(reader->found, diagnostic,
                _("'%s' (U+%04X) is none of the letters a to z, though it may look like one"),
                letter, (unsigned)code);
        return true;
}

Place read_first_key(const Node *mapping)
{
        if (mapping->kind == NODE_MAPPING && mapping->first)
                return mapping->first->key_place;
        return mapping->place;
}

/* `required` receives a bit for each that is. */
static size_t list_specs(
        const MappingSpec *mapping, const KeySpec *specs[MOST_KEYS], uint32_t *required)
{
        const KeySpec *const tables[] = { mapping->own, mapping->common };
        size_t count = 0;
        *required = 0;
        for (size_t i = 0; i < 2; i++) {
                for (const KeySpec *spec = tables[i]; spec && spec->key; spec++) {
                        *required |= (uint32_t)spec->required << count;
                        specs[count++] = spec;
                }
        }
        return count;
}

/* \return the number of the key that was probably meant, or MOST_KEYS */
static size_t unknown_key(Reader *reader, const Node *child, const MappingSpec *mapping,
        const KeySpec *const *specs, size_t count)
{
        Diagnostic *unknown = read_report(
                reader, CHECK_UNKNOWN_KEY, child->key_place, read_quote(reader, child->key));
        unknown->length = (uint32_t)utf8_length(child->key, strlen(child->key));
        if (unknown->length == 0 || unknown->length > 1000)
                unknown->length = 1;
        if (strcmp(child->key, "<<") == 0) {
                diagnostic_hint(reader->found, unknown,
                        _("keys cannot be merged in; write them here, or use an alias for a "
                          "value"));
                return MOST_KEYS;
        }
        bool is_foreign = read_hint_letter(reader, unknown, child->key);
        const char *elsewhere = mapping->elsewhere ? mapping->elsewhere(reader, child->key) : NULL;
        if (elsewhere) {
                diagnostic_hint(reader->found, unknown, "%s", elsewhere);
                return MOST_KEYS;
        }
        const char *words[MOST_KEYS];
        for (size_t i = 0; i < count; i++)
                words[i] = specs[i]->key;
        const char *near = guess(reader, child->key, words, count);
        if (!near)
                return MOST_KEYS;
        if (!is_foreign)
                diagnostic_hint(reader->found, unknown, _("did you mean '%s'?"), near);
        for (size_t i = 0; i < count; i++) {
                if (words[i] == near)
                        return i;
        }
        return MOST_KEYS;
}

/* \return the number of a key, or `count`. A tree keeps each key once, so that pointers tell which
 * have been met. */
static size_t find_spec(Reader *reader, const KeySpec *own, const char *key,
        const KeySpec *const *specs, size_t count)
{
        MetKey *met = &reader->met[((uintptr_t)own / sizeof *own ^ (uintptr_t)key) % READ_MET];
        if (met->own == own && met->key == key)
                return met->number;
        size_t number = 0;
        while (number < count && strcmp(specs[number]->key, key) != 0)
                number++;
        *met = (MetKey){ own, key, number };
        return number;
}

bool read_mapping(Reader *reader, const char *name, const Node *node, const MappingSpec *mapping,
        void *target)
{
        if (node->kind != NODE_MAPPING) {
                diagnostic_hint(reader->found,
                        read_wrong_kind(reader, name, _("a group of keys"), node),
                        _("write its keys below it, each on a line of its own, indented alike"));
                return false;
        }
        const KeySpec *specs[MOST_KEYS];
        uint32_t seen = 0, required;
        size_t count = list_specs(mapping, specs, &required);
        for (const Node *child = node->first; child; child = child->next) {
                size_t at = find_spec(reader, mapping->own, child->key, specs, count);
                if (at < count) {
                        seen |= UINT32_C(1) << at;
                        specs[at]->read(
                                reader, specs[at], child, (char *)target + specs[at]->offset);
                        continue;
                }
                /* A key that is misspelt is not missing too. */
                at = unknown_key(reader, child, mapping, specs, count);
                if (at < count)
                        seen |= UINT32_C(1) << at;
        }
        uint32_t missing = node->cut ? 0 : required & ~seen;
        for (size_t i = 0; missing; missing >>= 1, i++) {
                if (missing & 1)
                        read_report(reader, CHECK_MISSING_KEY, read_first_key(node), specs[i]->key);
        }
        return true;
}

const Node *read_list(Reader *reader, const char *name, const Node *node, size_t least, size_t most,
        size_t *count)
{
        *count = 0;
        if (node->kind != NODE_SEQUENCE) {
                diagnostic_hint(reader->found, read_wrong_kind(reader, name, _("a list"), node),
                        _("write each entry on a line of its own that begins with '- '"));
                return NULL;
        }
        *count = node->count;
        if (node->count < least && !node->cut)
                read_report(reader, CHECK_TOO_FEW, node->place, name, (size_t)node->count, least);
        if (node->count > most) {
                const Node *item = node->first;
                for (size_t i = 0; i < most && item->next; i++)
                        item = item->next;
                read_report(reader, CHECK_TOO_MANY, item->place, name, (size_t)node->count, most);
                *count = most;
        }
        return node->first;
}

bool ids_take(Reader *reader, Ids *ids, const char *id, Place place, size_t number)
{
        if (!id)
                return false;
        if (!ids->words.arena)
                ids->words = words_in(reader->arena);
        size_t len = strlen(id);
        const Word *taken = words_find(&ids->words, id, len);
        if (taken) {
                Diagnostic *twice =
                        read_report(reader, CHECK_DUPLICATE_ID, place, read_quote(reader, id));
                twice->length = (uint32_t)len;
                diagnostic_also(
                        reader->found, twice, ids->places[taken->value], _("it stands here first"));
                return false;
        }
        if (number >= ids->room) {
                size_t room = 2 * number + 64;
                Place *places = arena_array(reader->scratch, Place, room);
                if (ids->room)
                        memcpy(places, ids->places, ids->room * sizeof *places);
                ids->places = places;
                ids->room = room;
        }
        ids->places[number] = place;
        words_add(&ids->words, id, len, (uint32_t)number);
        return true;
}
