/* Lines that are not shown while they are typed. */
#ifndef PLAIN_SECRET_H
#define PLAIN_SECRET_H

#include <stdbool.h>
#include <stdio.h>

/** Whether what is typed at a terminal is shown; nothing changes where `in` is none. A program that
 * is ended meanwhile leaves the terminal as it was. */
void secret_hide(FILE *in, bool hides);

/** A shared machine: Ctrl-Z, Ctrl-C and their like do nothing, in signals and at the terminal. */
void secret_ignore_keys(FILE *in);

#endif
