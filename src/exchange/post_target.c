#include "exchange/post_target.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"

enum { URL_MOST = 2000, LOGIN_MOST = 511 };

static bool wrong_url(Error *error, const char *why)
{
        error_set_kind(error, ERROR_USAGE, "--to: %s", why);
        return error_hint(
                error, _("Write the store's endpoint, like https://lrs.example.org/xapi"));
}

/* Digits and dots: 127.0.0.0/8 as it is usually written. */
static bool is_loopback_number(const char *host, size_t len)
{
        unsigned parts = 1;
        if (strncmp(host, "127.", 4) != 0)
                return false;
        for (size_t i = 0; i < len; i++) {
                if (host[i] == '.' && i + 1 < len && host[i + 1] != '.')
                        parts++;
                else if (!isdigit((unsigned char)host[i]))
                        return false;
        }
        return parts == 4;
}

static bool is_loopback_host(const char *host, size_t len)
{
        return (len == 9 && strncasecmp(host, "localhost", len) == 0) ||
               (len == 5 && strncmp(host, "[::1]", len) == 0) || is_loopback_number(host, len);
}

/* Only one reading of the address may be possible, whoever reads it. */
static bool is_host(const char *host, size_t len)
{
        static const char name[] =
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
        if (len > 2 && host[0] == '[' && host[len - 1] == ']')
                return strspn(host + 1, "0123456789abcdefABCDEF:.") == len - 2;
        return len > 0 && host[0] != '.' && host[0] != '-' && strspn(host, name) == len;
}

static bool is_port(const char *port)
{
        size_t digits = strspn(port, "0123456789");
        return digits > 0 && digits <= 5 && (port[digits] == '\0' || port[digits] == '/');
}

static bool is_path(const char *path)
{
        for (; *path; path++)
                if ((unsigned char)*path >= 0x80 ||
                        (!isalnum((unsigned char)*path) && !strchr("/-._~%!$&'()*+,;=:@", *path)))
                        return false;
        return true;
}

static size_t host_length(const char *host)
{
        const char *end = host[0] == '[' ? strchr(host, ']') : NULL;
        return end ? (size_t)(end - host) + 1 : strcspn(host, ":/");
}

static void set_addresses(const char *url, Arena *arena, PostTarget *target)
{
        static const char ending[] = "/statements";
        size_t len = strlen(url), part = sizeof ending - 1;
        while (len > 0 && url[len - 1] == '/')
                len--;
        if (len > part && strncmp(url + len - part, ending, part) == 0)
                len -= part;
        target->url = arena_strndup(arena, url, len);
        target->statements = arena_printf(arena, "%s%s", target->url, ending);
}

bool post_target_read(const char *url, Arena *arena, PostTarget *target, Error *error)
{
        *target = (PostTarget){ .has_login = false };
        bool is_safe = strncasecmp(url, "https://", 8) == 0;
        if (!is_safe && strncasecmp(url, "http://", 7) != 0)
                return wrong_url(error, _("the address has to begin with https://"));
        const char *host = url + (is_safe ? 8 : 7);
        if (memchr(host, '@', strcspn(host, "/"))) {
                wrong_url(error,
                        _("a login does not belong in the address, where others can read it"));
                return false;
        }
        size_t len = host_length(host);
        const char *rest = host + len;
        if (strlen(url) > URL_MOST || !is_host(host, len) || strpbrk(url, "?#") ||
                (*rest == ':' && !is_port(rest + 1)) || (*rest && *rest != ':' && *rest != '/') ||
                !is_path(rest))
                return wrong_url(error, _("this is not the address of a learning record store"));
        target->is_loopback = is_loopback_host(host, len);
        if (!is_safe && !target->is_loopback)
                return wrong_url(
                        error, _("http:// would show everything to the network; use https://"));
        set_addresses(url, arena, target);
        return true;
}

static bool keep_login(PostTarget *target, const char *user, size_t user_len, const char *password,
        size_t password_len, const char *where, Error *error)
{
        if (user_len == 0 || user_len >= sizeof target->user ||
                password_len >= sizeof target->password || memchr(user, ':', user_len))
                return error_set(error, _("%s: this is not a user name and a password"), where);
        memcpy(target->user, user, user_len);
        memcpy(target->password, password, password_len);
        target->user[user_len] = target->password[password_len] = '\0';
        target->has_login = true;
        return true;
}

static bool check_private(const char *path, int file, Error *error)
{
        struct stat info;
        char clean[256];
        text_clean(clean, sizeof clean, path);
        if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode))
                return error_set(error, _("%s: this is not a file"), clean);
        if ((info.st_mode & 077) == 0 && (info.st_uid == geteuid() || info.st_uid == 0))
                return true;
        error_set(error, _("%s: others can read the password in it, or it is not yours"), clean);
        return error_hint(error,
                _("chmod 600 %s; and if others may have seen it, change the password"), clean);
}

static bool read_login_file(const char *path, PostTarget *target, Error *error)
{
        char text[LOGIN_MOST + 1], clean[256];
        text_clean(clean, sizeof clean, path);
        int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (file < 0)
                return error_set(error, _("%s: the login cannot be read"), clean);
        bool done = check_private(path, file, error);
        ssize_t got = done ? read(file, text, LOGIN_MOST) : 0;
        close(file);
        if (!done)
                return false;
        size_t len = got > 0 ? (size_t)got : 0;
        text[len] = '\0';
        len = strcspn(text, "\r\n");
        size_t user_len = strcspn(text, ":\r\n");
        done = text[user_len] == ':';
        if (!done) {
                error_set(error, _("%s: this is not a user name and a password"), clean);
                error_hint(error, _("The file wants one line: user:password"));
        } else {
                done = keep_login(target, text, user_len, text + user_len + 1, len - user_len - 1,
                        clean, error);
        }
        explicit_bzero(text, sizeof text);
        return done;
}

bool post_target_read_login(PostTarget *target, Error *error)
{
        const char *user = getenv("MAKESAFE_LRS_USER"), *password = getenv("MAKESAFE_LRS_PASSWORD"),
                   *file = getenv("MAKESAFE_LRS_FILE");
        if (user && *user)
                return keep_login(target, user, strlen(user), password ? password : "",
                        password ? strlen(password) : 0, "MAKESAFE_LRS_USER", error);
        return !file || !*file || read_login_file(file, target, error);
}

void post_target_clear(PostTarget *target)
{
        explicit_bzero(target->user, sizeof target->user);
        explicit_bzero(target->password, sizeof target->password);
        target->has_login = false;
}
