/* What a board shows, written to a file. */
#ifndef EXCHANGE_BOARD_FILE_H
#define EXCHANGE_BOARD_FILE_H

#include "report/board.h"

/** Writes the rows that are to be seen, in their order, and notes in the record that they were
 * given out. The name's ending says the format: .csv, .html or .json; any other is a usage error.
 *
 * \param told  receives what there is to say about it, translated; in `arena`. Where the record may
 * only be read the file is written all the same, and that it was not noted is part of what is said
 */
bool board_write_file(
        const Board *board, const char *file, Arena *arena, const char **told, Error *error);

#endif
