#include "base/translate.h"

#include <ctype.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define DOMAIN "makesafe"

/* glibc caches catalogues by language until this counter moves (gettext manual, "Being a gettext
 * grok"). */
extern int _nl_msg_cat_cntr;

const char *const translate_languages[] = { "en", "cy", NULL };

static char current[9] = "en";

void language_primary(const char *tag, char buffer[9])
{
        size_t len = 0;
        while (len < 8 && isalpha((unsigned char)tag[len])) {
                buffer[len] = (char)tolower((unsigned char)tag[len]);
                len++;
        }
        buffer[len] = '\0';
        if (len < 2 || (tag[len] && !strchr("-_.@:", tag[len])))
                buffer[0] = '\0';
}

void translate_set(const char *tag)
{
        language_primary(tag, current);
        if (!current[0])
                snprintf(current, sizeof current, "en");
        setenv("LANGUAGE", current, 1);
        _nl_msg_cat_cntr++;
}

static const char *from_environment(void)
{
        static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
        char primary[9];
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                const char *value = getenv(names[i]);
                if (!value || !*value)
                        continue;
                language_primary(value, primary);
                if (primary[0])
                        return value;
                if (i > 0)
                        return "en"; /* "C" and "POSIX" are no language tags; later variables do not
                                        count */
        }
        return "en";
}

void translate_start(const char *tag)
{
        const char *language = tag && *tag ? tag : from_environment();
        if (!setlocale(LC_ALL, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
                setlocale(LC_ALL, "C.UTF-8");
        else if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
                setlocale(LC_MESSAGES, "C.UTF-8"); /* gettext ignores LANGUAGE in the locale "C" */
        setlocale(LC_NUMERIC, "C");                /* figures in files and reports have a point */
        char folder[PATH_MAX + 4] = LOCALE_FOLDER;
        const char *build = path_build_folder(NULL);
        if (build)
                snprintf(folder, sizeof folder, "%s/po", build);
        bindtextdomain(DOMAIN, folder);
        bind_textdomain_codeset(DOMAIN, "UTF-8");
        textdomain(DOMAIN);
        translate_set(language);
}

const char *translate_language(void)
{
        return current;
}

const char *translate_name(const char *tag)
{
        char primary[9];
        language_primary(tag, primary);
        if (strcmp(primary, "en") == 0)
                return "English";
        if (strcmp(primary, "cy") == 0)
                return "Cymraeg";
        return tag;
}
