/* A certificate as one page of PDF, drawn with cairo and pango where the machine has them. */
#ifndef EXCHANGE_CERTIFICATE_PDF_H
#define EXCHANGE_CERTIFICATE_PDF_H

#include <stdbool.h>

#include "base/error.h"
#include "view/view.h"

/** Appends the PDF. The block is drawn below the page, and also stands, uncompressed, in the
 * keywords of the document's information, where it can be read without a PDF library. */
bool certificate_write_pdf(const View *view, const char *block, Text *out, Error *error);

#endif
