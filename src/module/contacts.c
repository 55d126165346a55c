#include "module/contacts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "module/found.h"
#include "module/limits.h"
#include "module/read.h"

static const KeySpec bilingual_keys[] = {
        { .key = "en", .read = read_raw_line, .offset = offsetof(Bilingual, en), .required = true },
        { .key = "cy", .read = read_raw_line, .offset = offsetof(Bilingual, cy) },
        { 0 },
};

static void read_bilingual(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = bilingual_keys };
        if (node->kind == NODE_SCALAR)
                read_raw_line(reader, spec, node, &((Bilingual *)field)->en);
        else
                read_mapping(reader, spec->key, node, &mapping, field);
}

static void read_area(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        /* Empty means everywhere. */
        if (node->kind != NODE_SCALAR || node->count > 0)
                read_bilingual(reader, spec, node, field);
}

static void read_phone(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR || node->count == 0) {
                read_wrong_kind(reader, spec->key, _("a telephone number"), node);
                return;
        }
        const char *text = node->text;
        bool digits = strspn(text, "0123456789 +") == node->count && strpbrk(text, "0123456789") &&
                      node->count <= 24;
        bool address = (strncmp(text, "https://", 8) == 0 || strncmp(text, "www.", 4) == 0) &&
                       node->count > 10 && !strpbrk(text, " \t\n\"<>\\");
        *(const char **)field = text;
        if (digits || address)
                return;
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_NUMBER, node, read_quote(reader, text));
        diagnostic_hint(reader->found, bad,
                _("write digits and spaces exactly as the service does, or a web address"));
}

static void read_languages(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind == NODE_SCALAR) {
                read_raw_line(reader, spec, node, field);
                return;
        }
        size_t count;
        const char *const *words = read_words(reader, spec->key, node, &count);
        Text text = { 0 };
        for (size_t i = 0; i < count; i++)
                text_printf(&text, "%s%s", i ? ", " : "", words[i]);
        if (count)
                *(const char **)field = arena_strdup(reader->arena, text_string(&text));
        text_clear(&text);
}

static const KeySpec contact_keys[] = {
        { .key = "id", .read = read_id, .offset = offsetof(Contact, id), .required = true },
        { .key = "area", .read = read_area, .offset = offsetof(Contact, area) },
        { .key = "service",
                .read = read_bilingual,
                .offset = offsetof(Contact, service),
                .required = true },
        { .key = "number",
                .read = read_phone,
                .offset = offsetof(Contact, number),
                .required = true },
        { .key = "when", .read = read_bilingual, .offset = offsetof(Contact, when) },
        { .key = "languages", .read = read_languages, .offset = offsetof(Contact, languages) },
        { .key = "source", .read = read_raw_line, .offset = offsetof(Contact, source) },
        { .key = "checked",
                .read = read_date,
                .offset = offsetof(Contact, checked),
                .required = true },
        { 0 },
};

typedef struct ContactsDraft {
        Contacts *contacts;
        Day today;
} ContactsDraft;

static void check_age(Reader *reader, const Node *node, const Contact *contact, Day today)
{
        const Period year = { .months = 12 };
        if (contact->checked == DAY_NONE || today == DAY_NONE ||
                day_add(contact->checked, year, 1) >= today)
                return;
        const Node *checked = node_get(node, "checked");
        if (!checked)
                return;
        char date[DATE_SIZE];
        day_format(contact->checked, date);
        Diagnostic *old = read_report_node(reader, CHECK_CONTACT_OLD, checked, date);
        diagnostic_hint(
                reader->found, old, _("look the number up at its source, then change the date"));
}

static void read_contacts(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        static const MappingSpec mapping = { .own = contact_keys };
        ContactsDraft *draft = field;
        size_t count;
        const Node *item = read_list(reader, spec->key, node, 1, LIMIT_QUESTIONS, &count);
        Contact *contacts = arena_array(reader->arena, Contact, count);
        Ids ids = { 0 };
        for (size_t i = 0; i < count && item; i++, item = item->next) {
                contacts[i] = (Contact){
                        .area = { .en = "" }, .checked = DAY_NONE, .place = item->place
                };
                if (!read_mapping(reader, spec->key, item, &mapping, &contacts[i]))
                        continue;
                const Node *id = node_get(item, "id");
                if (id)
                        ids_take(reader, &ids, contacts[i].id, id->place, i);
                check_age(reader, item, &contacts[i], draft->today);
        }
        draft->contacts->items = contacts;
        draft->contacts->count = count;
}

static const KeySpec file_keys[] = {
        { .key = "makesafe", .read = read_later },
        { .key = "contacts", .read = read_contacts, .required = true },
        { 0 },
};

static Contacts *parse(
        const char *file, const char *bytes, size_t len, Day today, Diagnostics *found)
{
        static const MappingSpec mapping = { .own = file_keys };
        size_t errors = diagnostics_total(found, SEVERITY_ERROR);
        Arena *arena = arena_new(), *nodes = arena_new();
        Contacts *contacts = arena_alloc(arena, sizeof *contacts);
        contacts->arena = arena;
        Locator locator;
        locator_init(&locator, bytes, len);
        Reader reader = {
                .arena = arena, .scratch = nodes, .found = found, .file = file, .locator = &locator
        };
        const TreeOptions options = { .texts = arena };
        const Node *root = tree_parse(nodes, file, bytes, len, &options, found);
        ContactsDraft draft = { contacts, today };
        if (root)
                read_mapping(&reader, path_base(file), root, &mapping, &draft);
        locator_clear(&locator);
        arena_free(nodes);
        if (root && diagnostics_total(found, SEVERITY_ERROR) == errors)
                return contacts;
        contacts_free(contacts);
        return NULL;
}

Contacts *contacts_load(const char *file, Day today, Diagnostics *found, Error *error)
{
        char *bytes = NULL;
        size_t len = 0;
        if (!file_read(file, LIMIT_FILE, &bytes, &len, error))
                return NULL;
        Contacts *contacts = parse(file, bytes, len, today, found);
        diagnostics_keep(found, file, bytes, len);
        return contacts;
}

void contacts_free(Contacts *contacts)
{
        if (contacts)
                arena_free(contacts->arena);
}

const char *bilingual_text(const Bilingual *text, const char *language)
{
        char primary[9];
        language_primary(language ? language : "", primary);
        if (text->cy && strcmp(primary, "cy") == 0)
                return text->cy;
        return text->en ? text->en : text->cy;
}
