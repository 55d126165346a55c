#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/translate.h"
#include "module/locate.h"
#include "module/tree.h"
#include "module/write.h"

/* Keys whose values, or the values in whose lists and mappings, are words to translate. */
static const char *const word_keys[] = { "title", "summary", "content-note", "reason", "text",
        "scene", "ask", "explain", "feedback", "missed", "passage", "left", "right", "extra" };

typedef struct Marking {
        Arena *arena;
        Locator locator;
        const char *bytes;
        size_t len;
        bool careful;    /* only lines on which nothing but the key stands before the words */
        bool *is_marked; /* by line, from 1 */
        size_t line_count;
} Marking;

static bool is_word_key(const char *key)
{
        for (size_t i = 0; i < sizeof word_keys / sizeof *word_keys; i++)
                if (strcmp(word_keys[i], key) == 0)
                        return true;
        return false;
}

/* Whether only blanks and the dashes of lists stand before a place on its line. */
static bool stands_first(Marking *marking, Place place)
{
        size_t end = locator_offset(&marking->locator, place);
        size_t start = locator_offset(&marking->locator, (Place){ place.line, 1 });
        while (start < end && strchr(" -", marking->bytes[start]))
                start++;
        return start == end;
}

static void mark(Marking *marking, const Node *node)
{
        Place place = node->key_place.line ? node->key_place : node->place;
        if (place.line == 0 || place.line > marking->line_count ||
                (marking->careful && !stands_first(marking, place)))
                return;
        marking->is_marked[place.line] = true;
}

static void mark_words(Marking *marking, const Node *node)
{
        if (node->kind == NODE_SCALAR) {
                if (node->count > 0)
                        mark(marking, node);
                return;
        }
        for (const Node *child = node->first; child; child = child->next)
                mark_words(marking, child);
}

/* `steps` are texts in one type of question and steps of a story in another; the sources of a
 * module keep their titles. */
static void mark_all(Marking *marking, const Node *node)
{
        for (const Node *child = node->first; node->kind != NODE_SCALAR && child;
                child = child->next) {
                bool steps = child->key && strcmp(child->key, "steps") == 0;
                if (child->key && strcmp(child->key, "sources") == 0)
                        continue;
                if ((child->key && is_word_key(child->key)) ||
                        (steps && child->kind == NODE_SEQUENCE))
                        mark_words(marking, child);
                else
                        mark_all(marking, child);
        }
}

/* The end of a scalar that begins at an offset and stands on one line. */
static size_t scalar_end(const Marking *marking, size_t offset, const Node *node)
{
        char quote = marking->bytes[offset];
        if (quote != '"' && quote != '\'')
                return offset + node->count;
        const char *close = memchr(marking->bytes + offset + 1, quote, marking->len - offset - 1);
        return close ? (size_t)(close - marking->bytes) + 1 : offset + node->count;
}

static char *quoted(const char *text)
{
        json_t *string = json_string(text);
        char *json = json_dumps(string, JSON_ENCODE_ANY);
        json_decref(string);
        return json;
}

/* What stands instead of the value of `language`, with the two keys of a translation behind it. */
static size_t write_head(Marking *marking, const Node *root, const Module *source,
        const char *language, size_t from, Text *out)
{
        const Node *node = node_get(root, "language");
        size_t start = locator_offset(&marking->locator, node->place);
        size_t end = scalar_end(marking, start, node);
        bool is_flow = marking->bytes[locator_offset(&marking->locator, root->place)] == '{';
        char *version = quoted(source->head.version);
        text_append_bytes(out, marking->bytes + from, start - from);
        if (is_flow) {
                text_printf(
                        out, "%s, translates: %s, translation-status: draft", language, version);
        } else {
                const char *newline = memchr(marking->bytes + end, '\n', marking->len - end);
                size_t rest = newline ? (size_t)(newline - marking->bytes) : marking->len;
                text_printf(out, "%s%.*s\ntranslates: %s\ntranslation-status: draft", language,
                        (int)(rest - end), marking->bytes + end, version);
                end = rest;
        }
        free(version);
        return end;
}

static void write_intro(const char *language, Text *out)
{
        const char *const lines[] = {
                _("A translation to fill in. Under each line that says 'to translate', put the "
                  "words"),
                _("into the new language and delete that line: so it is easy to see what is left."),
                _("Change only words. Ids, keys, numbers and the order stay as they are, and the"),
                _("[brackets]{sign} of a passage stay around the same phrases."),
                _("Once somebody who speaks the language has read it: translation-status: "
                  "reviewed"),
        };
        text_printf(out, "# %s\n#\n", translate_name(language));
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
                text_printf(out, "# %s\n", lines[i]);
        text_append(out, "\n");
}

/* The whole file, with what was marked. \return lines marked */
static size_t write_file(
        Marking *marking, const Node *root, const Module *source, const char *language, Text *out)
{
        /* A byte order mark may stand only at the start, and the note comes before. */
        size_t count = 0,
               at = marking->len >= 3 && memcmp(marking->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        uint32_t head_line = node_get(root, "language")->place.line;
        const Node *reviewed = node_get(root, "reviewed");
        write_intro(language, out);
        for (uint32_t line = 1; at < marking->len; line++) {
                size_t indent = strspn(marking->bytes + at, " ");
                if (marking->is_marked[line]) {
                        text_append_repeat(out, ' ', indent);
                        text_printf(out, "# %s\n", _("to translate"));
                        count++;
                }
                if (reviewed && reviewed->key_place.line == line && indent == 0)
                        text_printf(out, "# %s\n",
                                _("of the source: take it out until somebody has reviewed the "
                                  "translation"));
                if (line == head_line)
                        at = write_head(marking, root, source, language, at, out);
                const char *newline = memchr(marking->bytes + at, '\n', marking->len - at);
                size_t end = newline ? (size_t)(newline - marking->bytes) + 1 : marking->len;
                text_append_bytes(out, marking->bytes + at, end - at);
                at = end;
        }
        return count;
}

/* Whether what was written is a translation of the source. */
static bool is_translation(const Text *text, const Module *source, Error *error)
{
        Diagnostics *found = diagnostics_new();
        Module *module = module_parse("", text->bytes, text->len, 0, found);
        bool is = module && module->head.translates && module_matches(module, source);
        error_clear(error);
        if (!module && diagnostics_count(found) > 0)
                error_set_kind(error, ERROR_USAGE, "%s", diagnostics_get(found, 0)->message);
        else if (!is)
                error_set(error, _("%s: its lines could not be told apart"), source->head.file);
        module_free(module);
        diagnostics_free(found);
        return is;
}

static bool check_source(const char *file, const Module *source, const char *language, Error *error)
{
        if (!source) {
                if (!error_is_set(error))
                        error_set(error, _("%s: it has errors, so it cannot be translated"), file);
                return error_hint(error, _("See them with: makesafe check %s"), file);
        }
        if (source->head.translates)
                return error_set(error,
                        _("%s: this is a translation already: name the file it was made from"),
                        file);
        if (strcasecmp(source->head.language, language) == 0)
                return error_set_kind(error, ERROR_USAGE,
                        _("%s: it is in this language already: %s"), file, language);
        return true;
}

static bool write_checked(Marking *marking, const Node *root, const Module *source,
        const char *language, Text *out, size_t *marked, Error *error)
{
        for (int careful = 0; careful < 2; careful++) {
                marking->careful = careful;
                memset(marking->is_marked, 0,
                        (marking->line_count + 1) * sizeof *marking->is_marked);
                mark_all(marking, root);
                text_reset(out);
                *marked = write_file(marking, root, source, language, out);
                if (is_translation(out, source, error)) {
                        error_clear(error);
                        return true;
                }
        }
        return false;
}

bool module_write_translation(const char *file, const char *language, Text *out,
        char id[LIMIT_ID + 1], size_t *marked, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(file, LIMIT_FILE, &bytes, &len, error))
                return false;
        Diagnostics *found = diagnostics_new();
        Module *source = module_parse(file, bytes, len, 0, found);
        bool done = check_source(file, source, language, error);
        if (done) {
                Arena *arena = arena_new();
                Marking marking = { .arena = arena, .bytes = bytes, .len = len, .line_count = 1 };
                for (size_t i = 0; i < len; i++)
                        marking.line_count += bytes[i] == '\n';
                marking.is_marked = arena_array(arena, bool, marking.line_count + 1);
                locator_init(&marking.locator, bytes, len);
                const TreeOptions options = { 0 };
                const Node *root = tree_parse(arena, file, bytes, len, &options, found);
                snprintf(id, LIMIT_ID + 1, "%s", source->head.id);
                done = write_checked(&marking, root, source, language, out, marked, error);
                locator_clear(&marking.locator);
                arena_free(arena);
        }
        module_free(source);
        diagnostics_free(found);
        free(bytes);
        return done;
}
