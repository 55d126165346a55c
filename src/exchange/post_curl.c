#include "exchange/post_curl.h"

#ifdef HAVE_CURL

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "base/translate.h"

/* One library, built with one or another library for TLS. */
static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl-nss.so.4" };

#define ROW(name)                                                                                  \
        {                                                                                          \
                "curl_" #name, offsetof(Curl, name)                                                \
        }

static const struct {
        const char *symbol;
        size_t offset;
} rows[] = { ROW(global_init), ROW(easy_init), ROW(easy_setopt), ROW(easy_perform),
        ROW(easy_getinfo), ROW(easy_cleanup), ROW(easy_strerror), ROW(slist_append),
        ROW(slist_free_all) };

static bool fill(void *library, Curl *curl)
{
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                void *function = dlsym(library, rows[i].symbol);
                if (!function)
                        return false;
                memcpy((char *)curl + rows[i].offset, &function, sizeof function);
        }
        return curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const Curl *curl_library(Error *error)
{
        static Curl curl;
        static bool is_open;
        for (size_t i = 0; !is_open && i < sizeof names / sizeof *names; i++) {
                void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
                is_open = library && fill(library, &curl);
                if (library && !is_open)
                        dlclose(library);
        }
        if (is_open)
                return &curl;
        error_set(error, _("there is no library for web requests (libcurl) on this machine"));
        error_hint(error, _("apt install libcurl4"));
        return NULL;
}

#else

/* ISO C wants something in every file. */
typedef int post_curl_is_left_out;

#endif
