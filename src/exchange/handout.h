/* A whole module on paper: lessons, questions to answer with a pen, and the key with the reasons.
 * As text, or as one self-contained HTML page for A4, each with the key on a page of its own. */
#ifndef EXCHANGE_HANDOUT_H
#define EXCHANGE_HANDOUT_H

#include "base/rich.h"
#include "base/text.h"
#include "module/contacts.h"
#include "module/module.h"

typedef struct Handout {
        const char *title, *summary;
        const char *language; /* of the module */
        Rich lessons;         /* content note, lessons, who to call */
        Rich questions;
        Rich key;
} Handout;

/** Makes it in `arena`; the module must outlive it. Every question that is asked has a number, and
 * the key the same numbers and letters. What must not stand in its right order (steps, right sides)
 * is mixed, the same on every print. */
Handout handout_make(
        Arena *arena, const Module *module, const Contacts *contacts, const char *area);

void handout_write_html(const Handout *handout, Text *out);
void handout_write_txt(const Handout *handout, Text *out);

#endif
