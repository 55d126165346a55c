/* What a board shows, as a report. */
#ifndef REPORT_BOARD_SHEET_H
#define REPORT_BOARD_SHEET_H

#include "report/board.h"
#include "report/sheet.h"

/** The same rows in the same order. In `arena`. */
bool board_sheet(const Board *board, Arena *arena, Sheet *sheet, Error *error);

#endif
