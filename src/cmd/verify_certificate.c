/* `verify FILE`: is a certificate as the site signed it, and does the record still say the same? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "cmd/rows.h"
#include "cmd/verify.h"
#include "report/certificate.h"
#include "view/certificate.h"

enum { FILE_MOST = 16 << 20, CERTIFICATES_MOST = 20, LABEL_COLUMNS = 16 };

typedef struct Checking {
        Settings *settings;
        Store *store;           /* NULL: there is no record at hand */
        const PublicKeys *keys; /* believed */
        bool is_key_given;
        const char *bytes;
        size_t len;
} Checking;

static void say_row(const char *label, const char *value)
{
        int cells = utf8_cells(label, strlen(label));
        if (*value)
                printf("  %s%*s%s\n", label, cells < LABEL_COLUMNS ? LABEL_COLUMNS - cells : 1, "",
                        value);
}

static void say_values(const Checking *checking, const Certificate *certificate)
{
        Arena *arena = checking->settings->arena;
        const char *const *values = certificate->values;
        const char *basis = values[CERTIFICATE_BASIS], *expires = values[CERTIFICATE_EXPIRES];
        Day day;
        bool has_run_out = day_parse(expires, &day) && day < day_today();
        say_row(_("name"), values[CERTIFICATE_NAME]);
        say_row(_("staff id"), values[CERTIFICATE_STAFF_ID]);
        say_row(_("site"), values[CERTIFICATE_SITE]);
        say_row(_("training"), values[CERTIFICATE_TITLE]);
        say_row(_("module"), arena_printf(arena, "%s %s", values[CERTIFICATE_MODULE],
                                     values[CERTIFICATE_VERSION]));
        say_row(_("score"), certificate_score(arena, certificate));
        say_row(_("completed"), values[CERTIFICATE_COMPLETED]);
        say_row(_("valid until"), !*expires ? _("for ever")
                                  : has_run_out
                                          ? arena_printf(arena, _("%s: it has run out"), expires)
                                          : expires);
        if (strcmp(basis, "attempt") != 0)
                say_row(_("how"), strcmp(basis, "waived") == 0 ? _("waived: no quiz was taken")
                                                               : _("from an earlier system"));
        say_row(_("made"), values[CERTIFICATE_MADE]);
}

static int say_page(PageVerdict page)
{
        switch (page) {
        case PAGE_RIGHT:
                printf("%s\n", _("The page around the signed lines is as it was written."));
                break;
        case PAGE_BARE:
        case PAGE_OPEN:
                printf("%s\n", _("Only the signed lines were checked: compare what is printed with "
                                 "what stands here."));
                break;
        case PAGE_OTHER:
                printf("%s\n", _("The signed lines are right, but the text around them is not the "
                                 "one they were made for. Believe only what stands here."));
                return EXIT_NOT_IN_ORDER;
        }
        return EXIT_DONE;
}

static int say_witness(Witness witness)
{
        static const char *const words[] = {
                [WITNESS_HOLDS] = N_("The record at hand holds this pass, with the same figures "
                                     "and the same head."),
                [WITNESS_STRANGER] = N_("The record at hand does not know this key: it is another "
                                        "site's, and can say nothing."),
                [WITNESS_PRUNED] = N_("The record at hand no longer holds this pass: it was let go "
                                      "of after its time."),
                [WITNESS_CUT] = N_("The record at hand ends before this certificate was made: its "
                                   "end was cut off, or an older copy was put in its place."),
                [WITNESS_OTHER_PASS] =
                        N_("The record at hand contradicts this certificate: the pass is not in it "
                           "as it was signed. The record was changed."),
                [WITNESS_OTHER_HEAD] =
                        N_("The record at hand contradicts this certificate: its log was another "
                           "one when the certificate was made. The record was changed."),
        };
        printf("%s\n", _(words[witness]));
        return witness == WITNESS_CUT || witness == WITNESS_OTHER_PASS ||
                               witness == WITNESS_OTHER_HEAD
                       ? EXIT_NOT_IN_ORDER
                       : EXIT_DONE;
}

static int say_refused(
        const Checking *checking, CertificateVerdict verdict, const Certificate *certificate)
{
        if (verdict == CERTIFICATE_UNKNOWN_KEY) {
                printf(checking->is_key_given
                                ? _("This certificate cannot be believed: it names the key %s, "
                                    "which is none of those that you gave.\n")
                                : _("This certificate cannot be believed: it names the key %s, "
                                    "which the record at hand does not know. Give the public key "
                                    "of the site that made it: --public FILE\n"),
                        certificate->values[CERTIFICATE_KEY]);
                return EXIT_NOT_IN_ORDER;
        }
        printf("%s\n", verdict == CERTIFICATE_FORGED
                               ? _("This certificate is not genuine: it was changed after it was "
                                   "signed, or never signed by this site.")
                               : _("This certificate is not genuine, or was damaged: the signed "
                                   "lines cannot be read."));
        return EXIT_NOT_IN_ORDER;
}

/* \return exit status; the greater of two is the worse */
static int check_one(const Checking *checking, const CertificateBlock *block, Error *error)
{
        Certificate certificate;
        Arena *arena = checking->settings->arena;
        CertificateVerdict verdict =
                certificate_check(checking->bytes, block, checking->keys, arena, &certificate);
        if (verdict != CERTIFICATE_RIGHT)
                return say_refused(checking, verdict, &certificate);
        printf(_("This certificate is genuine: the key %s signed it. It says:\n"),
                certificate.values[CERTIFICATE_KEY]);
        say_values(checking, &certificate);
        int status = say_page(certificate_page_check(
                checking->bytes, checking->len, block, certificate.values[CERTIFICATE_PAGE]));
        if (!checking->is_key_given)
                printf("%s\n", _("The key was taken from the record itself: give the site's public "
                                 "key with --public to know whose it is."));
        Witness witness;
        if (!checking->store) {
                printf("%s\n", _("There is no record at hand to compare it with."));
                return status;
        }
        if (!certificate_witness(checking->store, arena, &certificate, &witness, error))
                return EXIT_COULD_NOT;
        int said = say_witness(witness);
        return said > status ? said : status;
}

static int check_all(const Checking *checking, const char *file, Error *error)
{
        CertificateBlock block = { .end = 0 };
        int status = EXIT_DONE;
        size_t count = 0;
        while (status != EXIT_COULD_NOT && count < CERTIFICATES_MOST &&
                certificate_find(checking->bytes, checking->len, block.end, &block)) {
                if (count++ > 0)
                        printf("\n");
                int one = check_one(checking, &block, error);
                status = one > status ? one : status;
        }
        if (count == CERTIFICATES_MOST &&
                certificate_find(checking->bytes, checking->len, block.end, &block)) {
                error_set(error,
                        _("%s: there are more than %d certificates in it, and the others were not "
                          "read"),
                        cleaned(checking->settings->arena, file), CERTIFICATES_MOST);
                return EXIT_COULD_NOT;
        }
        if (count > 0)
                return status;
        printf(_("%s: there is no certificate in it.\n"), cleaned(checking->settings->arena, file));
        printf("%s\n", _("A certificate has two lines that say BEGIN and END MAKESAFE CERTIFICATE, "
                         "and what stands between them."));
        return EXIT_NOT_IN_ORDER;
}

/* Without a record a key from outside will do, without such a key the record's own. */
static bool open_record(Checking *checking, PublicKeys *own, Error *error)
{
        Error why = { 0 };
        checking->store = store_open(checking->settings->record_uri, STORE_READ, &why);
        if (!checking->store && (!checking->is_key_given || why.kind != ERROR_NOT_FOUND)) {
                error_set(error, "%s", why.message);
                return error_hint(error, "%s",
                        checking->is_key_given ? why.hint
                                               : _("Give the public key of the site that made the "
                                                   "certificate: --public FILE"));
        }
        return checking->is_key_given || store_public_keys(checking->store, own, error);
}

int verify_certificates(Settings *settings, const char *file, const PublicKeys *keys, Error *error)
{
        char *bytes = NULL;
        PublicKeys own = { .count = 0 };
        Checking checking = {
                .settings = settings, .keys = keys ? keys : &own, .is_key_given = keys != NULL
        };
        int status = EXIT_COULD_NOT;
        if (file_read(file, FILE_MOST, &bytes, &checking.len, error)) {
                checking.bytes = bytes;
                if (open_record(&checking, &own, error))
                        status = check_all(&checking, file, error);
                store_close(checking.store);
        }
        free(bytes);
        return status;
}
