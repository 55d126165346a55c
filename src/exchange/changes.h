/* What changed between two versions of a module, written down. */
#ifndef EXCHANGE_CHANGES_H
#define EXCHANGE_CHANGES_H

#include "base/text.h"
#include "module/compare.h"

/** For people: first what makes scores of the two versions incomparable, then the rest; each with
 * its old and its new words, in at most 80 cells a line. */
void changes_write_text(
        const Module *before, const Module *after, const Changes *changes, Text *out);

/** `{old: {id, version, digest}, new: {…}, affects_score, has_new_content, changes: [{kind, of, id,
 * what, old, new, affects_score, is_new_content}]}`; `id` is "" for the module itself, `old` or
 * `new` null where there is none. */
void changes_write_json(
        const Module *before, const Module *after, const Changes *changes, Text *out);

#endif
