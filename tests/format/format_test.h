/* What the files of the format tests share. */
#ifndef FORMAT_TEST_H
#define FORMAT_TEST_H

#include "../unit/unit.h"

#include "base/text.h"
#include "module/contacts.h"
#include "module/limits.h"
#include "module/module.h"
#include "module/tree.h"

/** Notes which checks have been shown to work. */
void mark_shown(const Diagnostics *found);

/** Files exactly at each limit, and one above. */
int run_edge_tests(void);

/** Files made to cost memory, time or the terminal. */
int run_hostile_tests(void);

/** The start of a module named `x`, up to its quiz. */
#define MODULE_HEAD                                                                                \
        "makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: A title\nsummary: A summary.\n"  \
        "sector: everyone\n"

/** The quiz, up to its first question. */
#define MODULE_QUIZ "quiz:\n  sections:\n    - id: all\n      title: All\n      questions:\n"

#define MODULE_QUESTION                                                                            \
        "        - id: first\n          type: true-false\n          ask: A question?\n"            \
        "          answer: true\n          explain: Because.\n"

#endif
