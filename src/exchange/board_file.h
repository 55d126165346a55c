/* What a board shows, written to a file. */
#ifndef EXCHANGE_BOARD_FILE_H
#define EXCHANGE_BOARD_FILE_H

#include "report/board.h"

/** Writes the rows that are to be seen, in their order. The name's ending says the format: .csv, .html or .json; any
 * other is a usage error. */
bool board_write_file(const Board *board, const char *file, size_t *rows, Error *error);

#endif
