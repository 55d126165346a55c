/* One request after another to a learning record store, through libcurl, which is opened at first
 * use: whoever posts nothing need not have it. */
#ifndef EXCHANGE_POST_H
#define EXCHANGE_POST_H

#include "exchange/post_target.h"

typedef struct Post Post;

enum { POST_REPLY_MOST = 64 << 10 };

typedef struct PostReply {
        long status;      /* of HTTP; 0 where there was no whole answer */
        long retry_after; /* seconds that the store asks to wait; −1 where it does not say */
        bool is_hopeless; /* no answer, and another try would have none either: a certificate */
        char why[256];    /* why there was no answer, in the transport's words */
        const char *body; /* at most POST_REPLY_MOST bytes; lives until the next request */
} PostReply;

/** Gets ready for requests to a target, which must outlive it. While it is open, SIGINT and SIGTERM
 * end the request at hand, or the wait before the next, and post_is_stopped says so. NULL where
 * there is no libcurl; the error names the Debian package. */
Post *post_open(const PostTarget *target, Error *error);
void post_close(Post *post);

/** Posts JSON. The reply says how it went; there are no other errors. */
void post_send(Post *post, const char *json, size_t len, PostReply *reply);

/** Waits; returns at once when a signal asks to stop. */
void post_wait(double seconds);
bool post_is_stopped(void);

#endif
