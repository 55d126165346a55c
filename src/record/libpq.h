/* PostgreSQL's client library as a table of typed functions, opened by its soname when first
 * needed. */
#ifndef RECORD_LIBPQ_H
#define RECORD_LIBPQ_H

#include <libpq-fe.h>

#include "base/error.h"

typedef struct Libpq {
        __typeof__(&PQconnectdbParams) connectdbParams;
        __typeof__(&PQfinish) finish;
        __typeof__(&PQstatus) status;
        __typeof__(&PQerrorMessage) errorMessage;
        __typeof__(&PQtransactionStatus) transactionStatus;
        __typeof__(&PQserverVersion) serverVersion;
        __typeof__(&PQhost) host;
        __typeof__(&PQdb) db;
        __typeof__(&PQsocket) socket;
        __typeof__(&PQbackendPID) backendPID;
        __typeof__(&PQsendQuery) sendQuery;
        __typeof__(&PQsendQueryParams) sendQueryParams;
        __typeof__(&PQsendPrepare) sendPrepare;
        __typeof__(&PQsendQueryPrepared) sendQueryPrepared;
        __typeof__(&PQgetResult) getResult;
        __typeof__(&PQconsumeInput) consumeInput;
        __typeof__(&PQisBusy) isBusy;

        __typeof__(&PQresultStatus) resultStatus;
        __typeof__(&PQresultErrorField) resultErrorField;
        __typeof__(&PQclear) clear;
        __typeof__(&PQntuples) ntuples;
        __typeof__(&PQnfields) nfields;
        __typeof__(&PQgetvalue) getvalue;
        __typeof__(&PQgetisnull) getisnull;
        __typeof__(&PQgetlength) getlength;
        __typeof__(&PQnotifies) notifies;
        __typeof__(&PQfreemem) freemem;
        __typeof__(&PQgetCancel) getCancel;
        __typeof__(&PQcancel) cancel;
        __typeof__(&PQfreeCancel) freeCancel;
        __typeof__(&PQputCopyData) putCopyData;
        __typeof__(&PQputCopyEnd) putCopyEnd;
        __typeof__(&PQsetNoticeProcessor) setNoticeProcessor;
        __typeof__(&PQconninfoParse) conninfoParse;
        __typeof__(&PQconndefaults) conndefaults;
        __typeof__(&PQconninfoFree) conninfoFree;
} Libpq;

/** The library; opened once. NULL (with the Debian package as hint) where it is not installed. */
const Libpq *libpq_library(Error *error);

#endif
