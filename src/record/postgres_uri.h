/* postgresql://… as the name of a record: libpq's own, and one parameter more, `site`. */
#ifndef RECORD_POSTGRES_URI_H
#define RECORD_POSTGRES_URI_H

/** The URI without the parameter `site`, for libpq. Caller frees. */
char *postgres_uri_plain(const char *uri);

/** The value of the parameter `site`, decoded; NULL where the URI has none. Caller frees. */
char *postgres_uri_site(const char *uri);

/** The URI as it may be shown: without a password. Caller frees. */
char *postgres_uri_shown(const char *uri);

#endif
