#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "cmd/command.h"
#include "cmd/rows.h"
#include "exchange/certificate.h"
#include "record/notes.h"
#include "report/certificate.h"

typedef struct CertificateOptions {
        const char *format, *output;
} CertificateOptions;

static const OptionSpec certificate_options[] = {
        { .name = "format",
                .kind = OPTION_TEXT,
                .argument = "FORMAT",
                .help = N_("one of"),
                .choices = certificate_form_names,
                .offset = offsetof(CertificateOptions, format) },
        { .name = "output",
                .letter = 'o',
                .kind = OPTION_TEXT,
                .argument = "FILE",
                .help = N_("write to this file instead of the screen"),
                .offset = offsetof(CertificateOptions, output) },
        { .name = NULL },
};

/* As --format says, or else the ending of the file. */
static CertificateForm form_of(const CertificateOptions *options)
{
        const char *dot = options->output ? strrchr(options->output, '.') : NULL;
        const char *word = options->format ? options->format : dot ? dot + 1 : "";
        for (size_t i = 0; i < FORM_COUNT; i++)
                if (strcmp(certificate_form_names[i], word) == 0)
                        return (CertificateForm)i;
        return FORM_TXT;
}

/* The title in the reader's language; the id where the module is no longer there. */
static const char *title_of(Settings *settings, const char *module)
{
        size_t count = 0;
        const LibraryEntry *entries = library_list(settings->library, translate_language(), &count);
        for (size_t i = 0; i < count; i++)
                if (strcmp(entries[i].id, module) == 0 && !entries[i].is_broken)
                        return arena_strdup(settings->arena, entries[i].head.title);
        return NULL;
}

/* A pass in a module that is gone still counts; a word that never was one is a slip of the finger.
 */
static bool explain_unknown(Settings *settings, const char *module, Error *error)
{
        KnownModules known = known_modules(settings);
        const char *nearest = word_nearest(module, known.ids, known.count);
        error_clear(error);
        error_set(error, _("there is no module '%s'"), cleaned(settings->arena, module));
        return nearest ? error_hint(error, _("Did you mean '%s'?"), nearest) : false;
}

static bool find_key(Store *store, SiteKey *key, Error *error)
{
        const char *path = store_key_path(store);
        Error why = { 0 };
        if (*path && site_key_load(path, key, &why))
                return true;
        if (*path && why.kind != ERROR_NOT_FOUND)
                return error_set(error, "%s", why.message);
        error_set(error, _("a certificate is signed, and this site has no key to sign with yet"));
        return error_hint(
                error, _("Whoever looks after the record makes one, once: makesafe record key"));
}

static bool find_person(Settings *settings, Store *store, Person *person, Error *error)
{
        if (!store_person(store, settings->arena, settings->staff_id, person, error))
                return false;
        if (person->id[0])
                return true;
        error_set(error, _("nothing is recorded for '%s'"),
                cleaned(settings->arena, settings->staff_id));
        return error_hint(error, _("--as ID says whose certificate it is to be"));
}

/* Noted before it is handed out; the head stands in both. */
static bool note(
        Store *store, const char *module, CertificateForm form, const char *head, Error *error)
{
        json_t *filters = json_pack("{s:s}", "module", module);
        bool done = record_note_report(
                store, "certificate", filters, certificate_form_names[form], 1, head, error);
        json_decref(filters);
        return done;
}

static bool make(Settings *settings, Store *store, const SiteKey *key, const char *module,
        const CertificateOptions *options, Error *error)
{
        Certificate certificate;
        Person person;
        char head[2 * HASH_BYTES + 1];
        Text out = { 0 };
        Error none = { 0 };
        const char *title = title_of(settings, module);
        if (!find_person(settings, store, &person, error))
                return false;
        if (!certificate_gather(store, settings->arena, &person, module, day_today(), &certificate,
                    head, error))
                return title ? false : explain_unknown(settings, module, error);
        CertificateForm form = form_of(options);
        Contacts *contacts = library_contacts(settings->library, &none);
        certificate.values[CERTIFICATE_TITLE] = title ? title : module;
        if (!*person.site && settings->site)
                certificate.values[CERTIFICATE_SITE] = settings->site;
        bool done = certificate_format(form, &certificate, key, contacts, &out, error) &&
                    note(store, certificate.values[CERTIFICATE_MODULE], form, head, error) &&
                    command_write(options->output, text_string(&out), out.len, error);
        contacts_free(contacts);
        text_clear(&out);
        return done;
}

static int run_certificate(Settings *settings, void *data, char **words, int count, Error *error)
{
        const CertificateOptions *options = data;
        (void)count;
        if (form_of(options) == FORM_PDF && !options->output && isatty(STDOUT_FILENO)) {
                error_set_kind(error, ERROR_USAGE, _("a PDF cannot be shown here"));
                error_hint(error, _("Write it to a file: -o certificate.pdf"));
                return EXIT_USAGE;
        }
        SiteKey key = { .id = "" };
        Store *store = store_open(settings->record_uri, STORE_WRITE, error);
        bool done = store && find_key(store, &key, error) &&
                    make(settings, store, &key, words[0], options, error);
        store_close(store);
        site_key_clear(&key);
        return done ? EXIT_DONE : EXIT_COULD_NOT;
}

const Command certificate_command = {
        .name = "certificate",
        .summary = N_("a signed certificate of what you have passed"),
        .usage = "MODULE [--format txt|html|pdf] [-o FILE]",
        .example = "makesafe certificate hotels --format pdf -o certificate.pdf",
        .options = certificate_options,
        .least_words = 1,
        .most_words = 1,
        .run = run_certificate,
        .kiosk = KIOSK_LEARNER,
        .options_size = sizeof(CertificateOptions),
};
