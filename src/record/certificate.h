/* Certificates: a short text block, signed with the site's key, that holds a pass and the head of
 * the log. The block is plain ASCII, and its line breaks and spaces mean nothing, so that it
 * survives mail and paper; makesafe-certificate(5) documents it. */
#ifndef RECORD_CERTIFICATE_H
#define RECORD_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "record/key.h"

/** The fields of a block, in their order. */
typedef enum CertificateField {
        CERTIFICATE_FORMAT, /* "1" */
        CERTIFICATE_NAME,
        CERTIFICATE_STAFF_ID,
        CERTIFICATE_SITE,
        CERTIFICATE_MODULE, /* its id */
        CERTIFICATE_VERSION,
        CERTIFICATE_TITLE,
        CERTIFICATE_BASIS,     /* "attempt", "imported", "waived" */
        CERTIFICATE_REASON,    /* of a waiver */
        CERTIFICATE_SCORE,     /* whole percent */
        CERTIFICATE_POINTS,    /* "25/30" */
        CERTIFICATE_COMPLETED, /* YYYY-MM-DD */
        CERTIFICATE_EXPIRES,   /* YYYY-MM-DD, "" for never */
        CERTIFICATE_ATTEMPT,   /* id */
        CERTIFICATE_EVENT,     /* number and hash of the event that made it a pass */
        CERTIFICATE_HEAD,      /* number and hash of the log's last event when it was made */
        CERTIFICATE_MADE,      /* YYYY-MM-DD */
        CERTIFICATE_PAGE,      /* hash of the page around the block, "" where there is none */
        CERTIFICATE_KEY,       /* id of the key */
        CERTIFICATE_FIELDS
} CertificateField;

/** The names as they stand in the block: "Name", "Staff-Id", … */
extern const char *const certificate_field_names[CERTIFICATE_FIELDS];

/** Values are UTF-8, "" where there is nothing to say. */
typedef struct Certificate {
        const char *values[CERTIFICATE_FIELDS];
} Certificate;

/** Appends the block, in lines of at most 72 columns, from "-----BEGIN …" to "-----END …" and a
 * newline. NULL values count as "". Format and key are filled in. */
void certificate_write(const Certificate *certificate, const SiteKey *key, Text *out);

/** Appends a value as it stands in a block: cleaned, one blank for several, none at its ends, and
 * what could be taken for something else as %XX, byte by byte. */
void certificate_append_value(Text *out, const char *value);

/** A block in a file. */
typedef struct CertificateBlock {
        size_t begin, end;       /* from its first "-" to behind its last one */
        size_t inner, inner_end; /* what is between the two lines of the frame */
} CertificateBlock;

/** Finds the first block at or behind `from`. */
bool certificate_find(const char *bytes, size_t len, size_t from, CertificateBlock *block);

typedef enum CertificateVerdict {
        CERTIFICATE_RIGHT,
        CERTIFICATE_UNREADABLE,  /* not the fields in their order, or another format */
        CERTIFICATE_UNKNOWN_KEY, /* none of the keys that are believed */
        CERTIFICATE_FORGED       /* the signature is not that key's */
} CertificateVerdict;

/** Reads a block and checks its signature. The values are in the arena, and cleaned; they are
 * filled in unless the block is unreadable. */
CertificateVerdict certificate_check(const char *bytes, const CertificateBlock *block,
        const PublicKeys *keys, Arena *arena, Certificate *certificate);

/** Length of what is blank at `at`, 0 for none: white space, a no-break space (mail makes some),
 * and the
 * `>` that mail puts in front of what it quotes. */
size_t certificate_blank(const char *bytes, size_t len, size_t at);

/** Hash of the page around a block, without anything blank: hex of BLAKE2b-256. */
void certificate_page_hash(
        const char *before, size_t before_len, const char *after, size_t after_len, char hex[65]);

typedef enum PageVerdict {
        PAGE_BARE,  /* there is nothing around the block */
        PAGE_RIGHT, /* it is the page that the block was made for */
        PAGE_OPEN,  /* the block says nothing about its page */
        PAGE_OTHER  /* it is not that page */
} PageVerdict;

/** What the text around a block is. A letter in front of the page and, where the page ends with its
 * block, behind it does not count. \param hash  the block's CERTIFICATE_PAGE */
PageVerdict certificate_page_check(
        const char *bytes, size_t len, const CertificateBlock *block, const char *hash);

#endif
