#include "exchange/xml_expat.h"

#ifdef HAVE_EXPAT

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "base/translate.h"

#define ROW(name)                                                                                  \
        {                                                                                          \
                "XML_" #name, offsetof(Expat, name)                                                \
        }

static const struct {
        const char *symbol;
        size_t offset;
} rows[] = { ROW(ParserCreate), ROW(ParserFree), ROW(SetUserData), ROW(SetElementHandler),
        ROW(SetCharacterDataHandler), ROW(SetStartDoctypeDeclHandler), ROW(Parse), ROW(StopParser),
        ROW(GetErrorCode), ROW(ErrorString), ROW(GetCurrentLineNumber) };

static bool fill(void *library, Expat *expat)
{
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                void *function = dlsym(library, rows[i].symbol);
                if (!function)
                        return false;
                memcpy((char *)expat + rows[i].offset, &function, sizeof function);
        }
        return true;
}

const Expat *expat_library(Error *error)
{
        static Expat expat;
        static bool is_open;
        if (!is_open) {
                void *library = dlopen("libexpat.so.1", RTLD_NOW | RTLD_LOCAL);
                is_open = library && fill(library, &expat);
                if (library && !is_open)
                        dlclose(library);
        }
        if (is_open)
                return &expat;
        error_set(error, _("there is no library for XML (expat) on this machine"));
        error_hint(error, _("apt install libexpat1"));
        return NULL;
}

#else

/* ISO C wants something in every file. */
typedef int xml_expat_is_left_out;

#endif
