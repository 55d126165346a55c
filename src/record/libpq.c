#include "record/libpq.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "base/translate.h"

#define ROW(name)                                                                                  \
        {                                                                                          \
                "PQ" #name, offsetof(Libpq, name)                                                  \
        }

static const struct {
        const char *symbol;
        size_t offset;
} rows[] = { ROW(connectdbParams), ROW(finish), ROW(status), ROW(errorMessage),
        ROW(transactionStatus), ROW(serverVersion), ROW(host), ROW(db), ROW(socket),
        ROW(backendPID), ROW(sendQuery), ROW(sendQueryParams), ROW(sendPrepare),
        ROW(sendQueryPrepared), ROW(getResult), ROW(consumeInput), ROW(isBusy), ROW(resultStatus),
        ROW(resultErrorField), ROW(clear), ROW(ntuples), ROW(nfields), ROW(getvalue),
        ROW(getisnull), ROW(getlength), ROW(notifies), ROW(freemem), ROW(getCancel), ROW(cancel),
        ROW(freeCancel), ROW(putCopyData), ROW(putCopyEnd), ROW(setNoticeProcessor),
        ROW(conninfoParse), ROW(conndefaults), ROW(conninfoFree) };

static bool fill(void *library, Libpq *libpq)
{
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                void *function = dlsym(library, rows[i].symbol);
                if (!function)
                        return false;
                memcpy((char *)libpq + rows[i].offset, &function, sizeof function);
        }
        return true;
}

const Libpq *libpq_library(Error *error)
{
        static Libpq libpq;
        static bool is_open;
        void *library = is_open ? NULL : dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
        if (library && !(is_open = fill(library, &libpq)))
                dlclose(library);
        if (is_open)
                return &libpq;
        error_set(error, _("there is no library for PostgreSQL (libpq) on this machine"));
        error_hint(error, _("apt install libpq5"));
        return NULL;
}
