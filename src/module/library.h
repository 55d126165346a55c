/* Where modules are found: an ordered list of folders, the first match wins. */
#ifndef MODULE_LIBRARY_H
#define MODULE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "module/contacts.h"
#include "module/module.h"

typedef struct LibraryEntry {
        const char *id;   /* from the file's name */
        const char *file; /* the source-language file */
        ModuleHead
                head;   /* in the wanted language where a translation is there, else the source's */
        bool is_broken; /* the head could not be read: `head` is empty, `trouble` says why */
        const char *trouble;
} LibraryEntry;

typedef struct Library Library;

/** Takes the folders in order; those that do not exist are passed over. */
Library *library_new(const char *const *folders, size_t count);
void library_free(Library *library);

/** Folders in which contacts.yaml is looked for after all others: nobody is to be without a number
 * because
 * --modules named a folder without one. */
void library_add_contacts_folders(Library *library, const char *const *folders, size_t count);

/** All modules but `example`, by the order of their titles, heads only. Lives until the next call
 * or library_free. */
const LibraryEntry *library_list(Library *library, const char *language, size_t *count);

/** Loads a module by id in a language, or in its source language where it has no (usable)
 * translation. Errors: no such module (the nearest known id as hint), or it is broken ("run
 * makesafe check FILE"). */
Module *library_load(Library *library, const char *id, const char *language, Error *error);

/** Loads contacts.yaml, first match; NULL with an error where there is none or it is broken. */
Contacts *library_contacts(Library *library, Error *error);

#endif
