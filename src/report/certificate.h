/* What a certificate says, gathered from the record; and whether the record still says the same. */
#ifndef REPORT_CERTIFICATE_H
#define REPORT_CERTIFICATE_H

#include "base/date.h"
#include "record/certificate.h"
#include "record/store.h"

/** Fills in what the record knows of the person's pass that is valid longest on `today`; title,
 * page and key are left to the caller. In `arena`.
 *
 * \param head  receives the head of the log, in hex
 * Errors: never passed, run out, each with what to do. */
bool certificate_gather(Store *store, Arena *arena, const Person *person, const char *module,
        Day today, Certificate *certificate, char head[2 * HASH_BYTES + 1], Error *error);

/** What a record says to a certificate that its own key has signed. */
typedef enum Witness {
        WITNESS_HOLDS,    /* the pass, its figures and the head are as the certificate has them */
        WITNESS_STRANGER, /* the record does not know the certificate's key: it is another site's */
        WITNESS_PRUNED,   /* the pass was let go of after its time */
        WITNESS_CUT,      /* the record ends before the certificate's head */
        WITNESS_OTHER_PASS, /* the event is another one, or its figures are */
        WITNESS_OTHER_HEAD  /* the log was another one when the certificate was made */
} Witness;

/** Asks the record. False only on errors. */
bool certificate_witness(
        Store *store, Arena *arena, const Certificate *certificate, Witness *witness, Error *error);

#endif
