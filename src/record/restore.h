/* Puts a backup in the place of a record. */
#ifndef RECORD_RESTORE_H
#define RECORD_RESTORE_H

#include "record/store.h"

typedef struct RestoreReport {
        VerifyReport verify;  /* of the file */
        char kept[4096 + 32]; /* where the record that was there is now; "" where there was none */
} RestoreReport;

/** Checks `file` whole and puts a copy of it where the record at `uri` is, or is to be. A record
 * that holds events which the file lacks is not replaced unless `force`; what is replaced is kept
 * beside. */
bool record_restore(const char *file, const char *uri, bool force, RestoreReport *report,
        StoreProgress *progress, void *data, Error *error);

#endif
