#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "module/read.h"

static void read_language(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        const char *text = node->kind == NODE_SCALAR ? node->text : "";
        if (*text == '\0') {
                read_wrong_kind(reader, spec->key, _("a language tag"), node);
                return;
        }
        *(const char **)field = text;
        static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        size_t len = strspn(text, letters);
        bool fine = (len == 2 || len == 3) && node->count <= 35; /* longer ones name no language */
        for (const char *part = text + len; fine && *part; part += len) {
                part++;
                len = strspn(part, letters);
                len += strspn(part + len, "0123456789");
                len += strspn(part + len, letters);
                fine = part[-1] == '-' && len >= 1 && len <= 8;
        }
        if (fine)
                return;
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_LANGUAGE, node, read_quote(reader, text));
        diagnostic_hint(reader->found, bad, _("a language tag is like 'en', 'cy' or 'pt-BR'"));
}

static const KeySpec source_keys[] = {
        { .key = "title",
                .read = read_raw_line,
                .offset = offsetof(SourceReference, title),
                .required = true },
        { .key = "publisher",
                .read = read_raw_line,
                .offset = offsetof(SourceReference, publisher) },
        { .key = "year", .read = read_raw_line, .offset = offsetof(SourceReference, year) },
        { .key = "url", .read = read_address, .offset = offsetof(SourceReference, url) },
        { 0 },
};

static void read_sources(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = source_keys };
        ModuleHead *head = field;
        size_t count;
        const Node *item = read_list(reader, spec->key, node, 0, LIMIT_QUESTIONS, &count);
        SourceReference *sources = arena_array(reader->arena, SourceReference, count);
        for (size_t i = 0; i < count && item; i++, item = item->next)
                read_mapping(reader, spec->key, item, &mapping, &sources[i]);
        head->sources = sources;
        head->source_count = count;
}

static const KeySpec reviewed_keys[] = {
        { .key = "by",
                .read = read_raw_line,
                .offset = offsetof(ModuleHead, reviewed_by),
                .required = true },
        { .key = "on",
                .read = read_date,
                .offset = offsetof(ModuleHead, reviewed_on),
                .required = true },
        { 0 },
};

static void read_reviewed(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = reviewed_keys };
        read_mapping(reader, spec->key, node, &mapping, field);
}

static void read_validity(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        ModuleHead *head = field;
        read_period(reader, spec, node, &head->valid_for);
        head->has_validity = head->valid_for.months > 0 || head->valid_for.days > 0;
}

static void read_window(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        ModuleHead *head = field;
        read_period(reader, spec, node, &head->renewal_window);
        head->has_window = head->renewal_window.months > 0 || head->renewal_window.days > 0;
}

static void read_base(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int base = RENEWAL_EXPIRY;
        read_choice(reader, spec, node, &base);
        ((ModuleHead *)field)->renewal_base = (RenewalBase)base;
}

static const char *const renewal_bases[] = { [RENEWAL_EXPIRY] = "expiry",
        [RENEWAL_COMPLETION] = "completion",
        [RENEWAL_FIXED] = "fixed",
        NULL };

static const KeySpec renewal_keys[] = {
        { .key = "window", .read = read_window },
        { .key = "base", .read = read_base, .words = renewal_bases },
        { 0 },
};

static void read_renewal(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = renewal_keys };
        read_mapping(reader, spec->key, node, &mapping, field);
}

static const KeySpec pass_keys[] = {
        { .key = "score",
                .read = read_number,
                .offset = offsetof(ModuleHead, pass_score),
                .most = 100 },
        { .key = "reason", .read = read_text, .offset = offsetof(ModuleHead, pass_reason) },
        { 0 },
};

static void read_pass(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = pass_keys };
        size_t before = reader->errors;
        bool read = read_mapping(reader, spec->key, node, &mapping, field);
        if (!read || ((const ModuleHead *)field)->pass_reason || before != reader->errors ||
                node->cut)
                return;
        Diagnostic *silent = read_report(reader, CHECK_PASS_REASON, read_first_key(node));
        diagnostic_hint(
                reader->found, silent, _("add 'reason', so that learners know what it is for"));
}

static void read_translates(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        ModuleHead *head = field;
        read_raw_line(reader, spec, node, &head->translates);
        head->translates_place = node->place;
}

static const char *const statuses[] = { "draft", "reviewed", NULL };

static void read_translation_status(
        Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        int status = -1;
        read_choice(reader, spec, node, &status);
        ((ModuleHead *)field)->translation_status =
                status == 1 ? TRANSLATION_REVIEWED : TRANSLATION_DRAFT;
}

#define HEAD(field) .offset = offsetof(ModuleHead, field)
static const KeySpec head_keys[] = {
        { .key = "makesafe", .read = read_later, .required = true },
        { .key = "id", .read = read_id, HEAD(id), .required = true },
        { .key = "version", .read = read_raw_line, HEAD(version), .required = true },
        { .key = "language", .read = read_language, HEAD(language), .required = true },
        { .key = "translates", .read = read_translates },
        { .key = "translation-status", .read = read_translation_status, .words = statuses },
        { .key = "title", .read = read_line, HEAD(title), .required = true, .most = 1 },
        { .key = "summary", .read = read_line, HEAD(summary), .required = true, .most = 3 },
        { .key = "sector", .read = read_id, HEAD(sector), .required = true },
        { .key = "minutes", .read = read_whole, HEAD(minutes), .least = 1, .most = 10000 },
        { .key = "content-note", .read = read_markdown, HEAD(content_note) },
        { .key = "sources", .read = read_sources },
        { .key = "reviewed", .read = read_reviewed },
        { .key = "valid-for", .read = read_validity },
        { .key = "renewal", .read = read_renewal },
        { .key = "pass", .read = read_pass },
        { 0 },
};
#undef HEAD

static const KeySpec body_keys[] = {
        { .key = "signs", .read = read_later },
        { .key = "lessons", .read = read_later },
        { .key = "quiz", .read = read_later, .required = true },
        { 0 },
};

static bool is_body_key(const char *key)
{
        for (const KeySpec *spec = body_keys; spec->key; spec++) {
                if (strcmp(spec->key, key) == 0)
                        return true;
        }
        return false;
}

/* \return false where the file is of a later format: then nothing else is to be judged */
static bool check_format(Reader *reader, const Node *root)
{
        const Node *format = node_get(root, "makesafe");
        if (!format)
                return true;
        unsigned number = 0;
        const KeySpec spec = { .key = "makesafe", .least = 1, .most = 1000000 };
        read_whole(reader, &spec, format, &number);
        if (number <= 1)
                return true;
        Diagnostic *newer = read_report_node(
                reader, CHECK_NEWER_FORMAT, format, read_quote(reader, format->text));
        diagnostic_hint(reader->found, newer,
                _("install a newer makesafe, or ask for the file in format 1"));
        return false;
}

static void check_order(Reader *reader, const Node *root)
{
        bool body = false;
        for (const Node *child = root->first; child; child = child->next) {
                if (is_body_key(child->key)) {
                        body = true;
                        continue;
                }
                bool known = false;
                for (const KeySpec *spec = head_keys; spec->key; spec++)
                        known = known || strcmp(spec->key, child->key) == 0;
                if (!body || !known)
                        continue;
                Diagnostic *late =
                        read_report(reader, CHECK_KEY_ORDER, child->key_place, child->key);
                late->length = (uint32_t)strlen(child->key);
                diagnostic_hint(reader->found, late,
                        _("move it up: menus read no further than these three"));
        }
}

/* `id.yaml` is the module in its source language, `id.LANGUAGE.yaml` a translation. */
static bool split_name(Arena *arena, const char *file, const char **id, const char **language)
{
        const char *base = path_base(file), *end = strrchr(base, '.');
        if (!end || (strcmp(end, ".yaml") != 0 && strcmp(end, ".yml") != 0))
                return false;
        size_t len = (size_t)(end - base);
        const char *dot = memchr(base, '.', len);
        size_t id_len = dot ? (size_t)(dot - base) : len;
        *id = arena_strndup(arena, base, id_len);
        *language = dot ? arena_strndup(arena, dot + 1, len - id_len - 1) : NULL;
        return true;
}

static void check_translation(Reader *reader, const Node *root, const char *language)
{
        static const char *const keys[] = { "translates", "translation-status" };
        for (size_t i = 0; i < 2; i++) {
                const Node *node = node_get(root, keys[i]);
                if (language && !node && !root->cut) {
                        Diagnostic *missing = read_report(
                                reader, CHECK_MISSING_KEY, read_first_key(root), keys[i]);
                        diagnostic_hint(reader->found, missing,
                                _("the file's name says that it is a translation"));
                } else if (!language && node) {
                        Diagnostic *wrong = read_report(
                                reader, CHECK_NOT_TRANSLATION, node->key_place, keys[i]);
                        wrong->length = (uint32_t)strlen(keys[i]);
                        diagnostic_hint(reader->found, wrong,
                                _("a translation's file is named after its language, as in "
                                  "'hotels.cy.yaml'"));
                }
        }
}

static void check_name(Reader *reader, const Node *root, const ModuleHead *head)
{
        const char *id, *language;
        if (!split_name(reader->scratch, reader->file, &id, &language))
                return;
        const Node *node = node_get(root, "id");
        if (node && head->id && is_id(head->id) && strcmp(head->id, id) != 0) {
                Diagnostic *other = read_report_node(reader, CHECK_FILE_NAME, node,
                        read_quote(reader, head->id), read_quote(reader, id));
                diagnostic_hint(reader->found, other, _("change the one or the other"));
        }
        check_translation(reader, root, language);
        node = node_get(root, "language");
        if (language && node && head->language && strcasecmp(head->language, language) != 0)
                read_report_node(reader, CHECK_FILE_LANGUAGE, node,
                        read_quote(reader, head->language), read_quote(reader, language));
}

bool read_head(Reader *reader, const Node *root, ModuleHead *head)
{
        static const MappingSpec mapping = { .own = head_keys, .common = body_keys };
        *head = (ModuleHead){ .file = reader->file, .reviewed_on = DAY_NONE, .pass_score = 80 };
        if (root->kind != NODE_MAPPING) {
                read_wrong_kind(reader, path_base(reader->file), _("a group of keys"), root);
                return false;
        }
        if (!check_format(reader, root))
                return false;
        read_mapping(reader, path_base(reader->file), root, &mapping, head);
        check_order(reader, root);
        check_name(reader, root, head);
        return true;
}
