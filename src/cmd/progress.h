/* How far a long job has come, on standard error where that is a terminal; and Ctrl-C, which ends
 * it. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/** From now on Ctrl-C (and SIGTERM, SIGHUP) does not end the program but the job. */
void progress_start(void);

/** A StoreProgress: shows how far, and returns false once the job is to end. */
bool progress_show(int64_t done, int64_t total, void *data);

/** Takes what was shown away again. */
void progress_end(void);

#endif
