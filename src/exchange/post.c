#include "exchange/post.h"

#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/translate.h"
#include "exchange/post_curl.h"

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 30, WHOLE_SECONDS_MOST = 300 };

struct Post {
        const PostTarget *target;
        struct sigaction before[2];
        Text body;
#ifdef HAVE_CURL
        const Curl *curl;
        CURL *handle;
        struct curl_slist *headers;
        char problem[CURL_ERROR_SIZE];
#endif
};

static const int stop_signals[2] = { SIGINT, SIGTERM };
static volatile sig_atomic_t is_stopped;

static void stop(int number)
{
        (void)number;
        is_stopped = 1;
}

bool post_is_stopped(void)
{
        return is_stopped != 0;
}

void post_wait(double seconds)
{
        struct timespec end;
        clock_gettime(CLOCK_MONOTONIC, &end);
        double whole = floor(seconds);
        end.tv_sec += (time_t)whole;
        end.tv_nsec += (long)((seconds - whole) * 1e9);
        if (end.tv_nsec >= 1000000000) {
                end.tv_nsec -= 1000000000;
                end.tv_sec++;
        }
        while (!is_stopped && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) != 0)
                ; /* another signal than ours: sleep on */
}

#ifdef HAVE_CURL

static void listen_for_signals(Post *post)
{
        struct sigaction action = { .sa_handler = stop };
        sigemptyset(&action.sa_mask);
        is_stopped = 0;
        for (size_t i = 0; i < 2; i++)
                sigaction(stop_signals[i], &action, &post->before[i]);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *data)
{
        Post *post = data;
        size_t len = size * count;
        size_t room = POST_REPLY_MOST - post->body.len;
        text_append_bytes(&post->body, bytes, len < room ? len : room);
        return len; /* what is longer is read, and forgotten: the time is limited anyway */
}

static int look_up(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
        (void)data;
        (void)a;
        (void)b;
        (void)c;
        (void)d;
        return is_stopped != 0;
}

static long whole_seconds(void)
{
        const char *text = getenv("MAKESAFE_LRS_TIMEOUT");
        char *end = NULL;
        long seconds = text ? strtol(text, &end, 10) : 0;
        return text && *text && !*end && seconds >= 1 && seconds <= WHOLE_SECONDS_MOST
                       ? seconds
                       : WHOLE_SECONDS;
}

static bool set_headers(Post *post)
{
        static const char *const lines[] = { "Content-Type: application/json",
                "Accept: application/json", "X-Experience-API-Version: 1.0.3", "Expect:" };
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
                struct curl_slist *longer = post->curl->slist_append(post->headers, lines[i]);
                if (!longer)
                        return false;
                post->headers = longer;
        }
        return true;
}

/* Redirections are not followed: the login is for the address that was given. */
static bool set_up(Post *post)
{
        const Curl *curl = post->curl;
        CURL *handle = post->handle;
        const PostTarget *target = post->target;
        bool done = set_headers(post) &&
                    curl->easy_setopt(handle, CURLOPT_URL, target->statements) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_HTTPHEADER, post->headers) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) ==
                            CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds()) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_USERAGENT, "makesafe/" VERSION) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_WRITEDATA, post) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_up) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
                    curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, post->problem) == CURLE_OK;
        if (done && target->is_loopback)
                done = curl->easy_setopt(handle, CURLOPT_PROXY, "") == CURLE_OK;
        if (done && target->has_login)
                done = curl->easy_setopt(handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) ==
                               CURLE_OK &&
                       curl->easy_setopt(handle, CURLOPT_USERNAME, target->user) == CURLE_OK &&
                       curl->easy_setopt(handle, CURLOPT_PASSWORD, target->password) == CURLE_OK;
        return done;
}

Post *post_open(const PostTarget *target, Error *error)
{
        const Curl *curl = curl_library(error);
        if (!curl)
                return NULL;
        Post *post = xmalloc(sizeof *post);
        *post = (Post){ .target = target, .curl = curl };
        listen_for_signals(post);
        post->handle = curl->easy_init();
        if (post->handle && set_up(post))
                return post;
        error_set(error, _("the library for web requests does not work"));
        post_close(post);
        return NULL;
}

void post_close(Post *post)
{
        if (!post)
                return;
        for (size_t i = 0; i < 2; i++)
                sigaction(stop_signals[i], &post->before[i], NULL);
        if (post->handle)
                post->curl->easy_cleanup(post->handle);
        post->curl->slist_free_all(post->headers);
        text_clear(&post->body);
        free(post);
}

static bool is_hopeless(CURLcode code)
{
        switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
        case CURLE_OUT_OF_MEMORY:
                return true;
        default:
                return false;
        }
}

void post_send(Post *post, const char *json, size_t len, PostReply *reply)
{
        const Curl *curl = post->curl;
        *reply = (PostReply){ .retry_after = -1 };
        text_reset(&post->body);
        post->problem[0] = '\0';
        curl->easy_setopt(post->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len);
        curl->easy_setopt(post->handle, CURLOPT_POSTFIELDS, json);
        CURLcode code = curl->easy_perform(post->handle);
        reply->body = text_string(&post->body);
        if (code != CURLE_OK) {
                reply->is_hopeless = is_hopeless(code);
                text_clean(reply->why, sizeof reply->why,
                        post->problem[0] ? post->problem : curl->easy_strerror(code));
                return;
        }
        curl_off_t wait = 0;
        curl->easy_getinfo(post->handle, CURLINFO_RESPONSE_CODE, &reply->status);
        if (curl->easy_getinfo(post->handle, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
                reply->retry_after = wait > INT32_MAX ? INT32_MAX : (long)wait;
}

#else

Post *post_open(const PostTarget *target, Error *error)
{
        (void)target;
        (void)stop;
        (void)stop_signals;
        error_set(error, _("this makesafe was built without the means to send anything"));
        error_hint(error,
                _("Build it again where libcurl's headers are: apt install libcurl4-openssl-dev"));
        return NULL;
}

void post_close(Post *post)
{
        (void)post;
}

void post_send(Post *post, const char *json, size_t len, PostReply *reply)
{
        (void)post;
        (void)json;
        (void)len;
        *reply = (PostReply){ .retry_after = -1, .is_hopeless = true, .body = "" };
}

#endif
