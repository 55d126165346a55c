/* Certificates as files: text, a page for a browser, a page of PDF. */
#ifndef EXCHANGE_CERTIFICATE_H
#define EXCHANGE_CERTIFICATE_H

#include "base/error.h"
#include "module/contacts.h"
#include "record/certificate.h"

typedef enum CertificateForm { FORM_TXT, FORM_HTML, FORM_PDF, FORM_COUNT } CertificateForm;

extern const char *const certificate_form_names[FORM_COUNT + 1]; /* NULL-terminated */

/** Appends the whole file. The certificate's page and key are filled in. `contacts` may be NULL.
 * Errors: PDF without cairo and pango on this machine. */
bool certificate_format(CertificateForm form, Certificate *certificate, const SiteKey *key,
        const Contacts *contacts, Text *out, Error *error);

#endif
