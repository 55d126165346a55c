/* libcurl as a table of typed functions, opened by its soname when first needed. */
#ifndef EXCHANGE_POST_CURL_H
#define EXCHANGE_POST_CURL_H

#ifdef HAVE_CURL

#include <curl/curl.h>

#include "base/error.h"

/* The macros of the same names check types, which the table does by itself. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

typedef struct Curl {
        __typeof__(&curl_global_init) global_init;
        __typeof__(&curl_easy_init) easy_init;
        __typeof__(&curl_easy_setopt) easy_setopt;
        __typeof__(&curl_easy_perform) easy_perform;
        __typeof__(&curl_easy_getinfo) easy_getinfo;
        __typeof__(&curl_easy_cleanup) easy_cleanup;
        __typeof__(&curl_easy_strerror) easy_strerror;
        __typeof__(&curl_slist_append) slist_append;
        __typeof__(&curl_slist_free_all) slist_free_all;
} Curl;

/** The library; opened once. NULL (with the Debian package as hint) where it is not installed. */
const Curl *curl_library(Error *error);

#endif

#endif
