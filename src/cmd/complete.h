/* What a shell asks while somebody types: the words that may stand next. */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

/** `makesafe complete [WORD…]`: the words behind `makesafe`, the last of them begun or empty.
 * Prints a line for each way to end it, `word`, or `word⇥what it is`; `:files` or `:folders` where
 * the shell knows better. Writes nothing anywhere, and says nothing of errors. \return exit status,
 * 0 */
int complete_main(int count, char **words);

#endif
