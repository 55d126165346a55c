/* Who to call: contacts.yaml. */
#ifndef MODULE_CONTACTS_H
#define MODULE_CONTACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "module/diagnostic.h"

/** A text in English and, where there is one, in Welsh. */
typedef struct Bilingual {
        const char *en, *cy;
} Bilingual;

typedef struct Contact {
        const char *id;
        Bilingual area; /* "" for everywhere */
        Bilingual service, when;
        const char *number;    /* digits and spaces, exactly as published; or a web address */
        const char *languages; /* "en, cy" or NULL */
        const char *source;
        Day checked;
        Place place;
} Contact;

typedef struct Contacts {
        Arena *arena;
        const Contact *items;
        size_t count;
} Contacts;

/** Reads a contacts file; a warning for what was checked over 12 months before `today`. NULL on
 * errors. */
Contacts *contacts_load(const char *file, Day today, Diagnostics *found, Error *error);
void contacts_free(Contacts *contacts);

/** The text in a language, English where it has none. */
const char *bilingual_text(const Bilingual *text, const char *language);

#endif
