#include "cmd/settings.h"

#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "module/tree.h"
#include "record/store.h"
#include "tui/theme.h"

enum { CONFIG_MOST = 1 << 20, IDLE_SECONDS = 300 };

const OptionSpec common_options[] = {
        { .name = "modules",
                .kind = OPTION_LIST,
                .argument = "DIR",
                .help = N_("where modules are looked for; may be repeated, the first match wins"),
                .offset = offsetof(Settings, modules) },
        { .name = "record",
                .kind = OPTION_TEXT,
                .argument = "URI",
                .help = N_("the record: sqlite:PATH or postgresql://…"),
                .offset = offsetof(Settings, record) },
        { .name = "as",
                .kind = OPTION_TEXT,
                .argument = "ID",
                .help = N_("staff id of the learner; the login name otherwise"),
                .offset = offsetof(Settings, as) },
        { .name = "lang",
                .kind = OPTION_TEXT,
                .argument = "TAG",
                .help = N_("language of screens and modules: en, cy"),
                .offset = offsetof(Settings, lang) },
        { .name = "plain",
                .kind = OPTION_FLAG,
                .help = N_("line mode, for screen readers, braille, pipes and scripts"),
                .offset = offsetof(Settings, plain) },
        { .name = "theme",
                .kind = OPTION_TEXT,
                .argument = "THEME",
                .help = N_("how the screens look"),
                .choices = theme_names,
                .offset = offsetof(Settings, theme) },
        { .name = "kiosk",
                .kind = OPTION_FLAG,
                .help = N_("a shared machine: sign in with staff id and PIN, no files, no other "
                           "programs"),
                .offset = offsetof(Settings, kiosk) },
        { .name = "help",
                .letter = 'h',
                .kind = OPTION_FLAG,
                .help = N_("this help"),
                .offset = offsetof(Settings, help) },
        { .name = "version",
                .letter = 'V',
                .kind = OPTION_FLAG,
                .help = N_("the version"),
                .offset = offsetof(Settings, version) },
        { .name = NULL },
};

static const char *const roster_words[] = { "open", "required", NULL };
static const char *const sign_in_words[] = { "id", "names", NULL };

/* Keys that only the config file has. */
static const OptionSpec config_options[] = {
        { .name = "site",
                .kind = OPTION_TEXT,
                .argument = "SITE",
                .offset = offsetof(Settings, site) },
        { .name = "home-page",
                .kind = OPTION_TEXT,
                .argument = "URL",
                .offset = offsetof(Settings, home_page) },
        { .name = "retain",
                .kind = OPTION_TEXT,
                .argument = "PERIOD",
                .offset = offsetof(Settings, retain) },
        { .name = "roster",
                .kind = OPTION_TEXT,
                .argument = "WORD",
                .choices = roster_words,
                .offset = offsetof(Settings, roster) },
        { .name = "idle",
                .kind = OPTION_TEXT,
                .argument = "PERIOD",
                .offset = offsetof(Settings, idle) },
        { .name = "sign-in",
                .kind = OPTION_TEXT,
                .argument = "WORD",
                .choices = sign_in_words,
                .offset = offsetof(Settings, sign_in) },
        { .name = NULL },
};

static bool is_given(const OptionSpec *spec, const Settings *settings)
{
        const void *place = (const char *)settings + spec->offset;
        switch (spec->kind) {
        case OPTION_FLAG:
                return *(const bool *)place;
        case OPTION_TEXT:
                return *(const char *const *)place != NULL;
        case OPTION_LIST:
                return ((const OptionList *)place)->count > 0;
        case OPTION_NUMBER:
                return ((const OptionNumber *)place)->given;
        }
        return false;
}

static bool located(Error *error, const char *file, Place place, const char *what)
{
        return error_set(error, "%s:%u:%u: %s", file, place.line, place.column, what);
}

static bool unknown_key(Error *error, const char *file, const Node *node)
{
        static const char *const known[] = { "modules", "record", "as", "lang", "plain", "site",
                "home-page", "retain", "roster", "kiosk", "idle", "sign-in", "theme" };
        const char *nearest = word_nearest(node->key, known, sizeof known / sizeof *known);
        char what[128], clean[64];
        text_clean(clean, sizeof clean, node->key);
        snprintf(what, sizeof what, _("unknown key '%s'"), clean);
        located(error, file, node->key_place, what);
        if (nearest)
                return error_hint(error, _("Did you mean '%s'?"), nearest);
        return false;
}

static bool apply_value(const OptionSpec *spec, Settings *settings, const char *file,
        const Node *node, Error *error)
{
        if (node->kind != NODE_SCALAR)
                return located(error, file, node->place, _("a text is wanted here"));
        if (spec->kind == OPTION_FLAG) {
                if (strcmp(node->text, "true") == 0)
                        return options_set(spec, settings, "", error);
                return strcmp(node->text, "false") == 0 ||
                       located(error, file, node->place, _("true or false is wanted here"));
        }
        Error why = { 0 };
        Period period;
        if (spec->offset == offsetof(Settings, retain) && !period_parse(node->text, &period))
                return located(error, file, node->place,
                        _("a period is wanted here, like 6 years or 18 months"));
        unsigned seconds;
        if (spec->offset == offsetof(Settings, idle) && !duration_parse(node->text, &seconds))
                return located(error, file, node->place,
                        _("a time is wanted here, like 5 minutes or 90 seconds"));
        return options_set(spec, settings, arena_strdup(settings->arena, node->text), &why) ||
               located(error, file, node->place, why.message);
}

static bool apply_key(Settings *settings, const char *file, const Node *node, Error *error)
{
        const OptionTable tables[] = { { common_options, settings }, { config_options, settings } };
        const OptionSpec *spec = options_find(tables, 2, node->key, strlen(node->key), NULL);
        if (!spec || spec->letter)
                return unknown_key(error, file, node);
        if (is_given(spec, settings))
                return true; /* the command line wins */
        if (spec->kind != OPTION_LIST || node->kind != NODE_SEQUENCE)
                return apply_value(spec, settings, file, node, error);
        for (const Node *item = node->first; item; item = item->next)
                if (!apply_value(spec, settings, file, item, error))
                        return false;
        return true;
}

bool settings_parse_config(
        Settings *settings, const char *file, const char *bytes, size_t len, Error *error)
{
        Diagnostics *found = diagnostics_new();
        Node *root = tree_parse(settings->arena, file, bytes, len, NULL, found);
        bool done = true;
        if (diagnostics_total(found, SEVERITY_ERROR) > 0) {
                diagnostics_sort(found);
                const Diagnostic *first = diagnostics_get(found, 0);
                /* Nothing but comments: as it is installed, and no mistake. */
                done = first->check == CHECK_EMPTY_FILE ||
                       located(error, file, first->place, first->message);
        } else if (root && root->kind != NODE_MAPPING) {
                done = located(error, file, root->place, _("keys and values are wanted here"));
        } else if (root) {
                for (const Node *node = root->first; node && done; node = node->next)
                        done = apply_key(settings, file, node, error);
        }
        diagnostics_free(found);
        return done;
}

bool settings_read_config(Settings *settings, Error *error)
{
        const char *files[2] = { NULL, CONFIG_FOLDER "/config.yaml" };
        char *own = path_xdg(settings->arena, "XDG_CONFIG_HOME", ".config");
        if (own)
                files[0] = path_join(settings->arena, own, "makesafe/config.yaml");
        for (size_t i = 0; i < 2; i++) {
                char *bytes = NULL;
                size_t len = 0;
                Error why = { 0 };
                if (!files[i])
                        continue;
                if (!file_read(files[i], CONFIG_MOST, &bytes, &len, &why)) {
                        if (why.kind == ERROR_NOT_FOUND)
                                continue;
                        return error_set(error, "%s", why.message);
                }
                bool done = settings_parse_config(settings, files[i], bytes, len, error);
                free(bytes);
                return done;
        }
        return true;
}

typedef struct Folders {
        const char *items[OPTION_LIST_MOST + 8];
        size_t count;
} Folders;

static void add_folder(Folders *folders, const char *folder)
{
        if (folder && *folder && folders->count < sizeof folders->items / sizeof *folders->items)
                folders->items[folders->count++] = folder;
}

static void add_default_folders(Settings *settings, Folders *folders)
{
        const char *list = getenv("MAKESAFE_MODULES");
        for (const char *at = list; at && *at;) {
                size_t len = strcspn(at, ":");
                add_folder(folders, arena_strndup(settings->arena, at, len));
                at += len + (at[len] == ':');
        }
        char *data = path_xdg(settings->arena, "XDG_DATA_HOME", ".local/share");
        if (data)
                add_folder(folders, path_join(settings->arena, data, "makesafe/modules"));
        add_folder(folders, CONFIG_FOLDER "/modules");
        const char *source = NULL;
        if (path_build_folder(&source))
                add_folder(folders, path_join(settings->arena, source, "modules"));
        else
                add_folder(folders, DATA_FOLDER "/modules");
}

static const char *login_name(Settings *settings)
{
        const struct passwd *user = getpwuid(geteuid());
        return user ? arena_strdup(settings->arena, user->pw_name)
                    : arena_printf(settings->arena, "uid-%u", (unsigned)geteuid());
}

/* A database that knows who its users are decides; otherwise the login is believed. */
static const char *default_staff_id(Settings *settings)
{
        char *login = store_login(settings->record_uri);
        const char *staff_id = login ? arena_strdup(settings->arena, login) : login_name(settings);
        free(login);
        return staff_id;
}

static void find_modules(Settings *settings)
{
        Folders folders = { .count = 0 }, defaults = { .count = 0 };
        for (size_t i = 0; i < settings->modules.count; i++)
                add_folder(&folders, settings->modules.items[i]);
        add_default_folders(settings, &defaults);
        settings->library = settings->modules.count ? library_new(folders.items, folders.count)
                                                    : library_new(defaults.items, defaults.count);
        if (settings->modules.count)
                library_add_contacts_folders(settings->library, defaults.items, defaults.count);
}

bool settings_resolve(Settings *settings, Error *error)
{
        if (!settings->record)
                settings->record = getenv("MAKESAFE_RECORD");
        bool is_read = settings_read_config(settings, error);
        find_modules(settings);
        if (!is_read)
                return false;
        settings->record_uri = settings->record && *settings->record ? settings->record : NULL;
        char *data = path_xdg(settings->arena, "XDG_DATA_HOME", ".local/share");
        if (!settings->record_uri && data)
                settings->record_uri =
                        arena_printf(settings->arena, "sqlite:%s/makesafe/record.sqlite", data);
        if (!settings->record_uri)
                return error_set(error,
                        _("there is no home folder for the record: say --record sqlite:PATH"));
        settings->staff_id = settings->as ? settings->as : default_staff_id(settings);
        if (!*settings->staff_id)
                return error_set_kind(error, ERROR_USAGE, _("--as wants a staff id"));
        /* Such an id looks like another one wherever it is shown. */
        if (utf8_has_control(settings->staff_id, false))
                return error_set_kind(
                        error, ERROR_USAGE, _("the %s holds control characters"), _("staff id"));
        settings->idle_seconds = IDLE_SECONDS;
        if (settings->idle)
                duration_parse(settings->idle, &settings->idle_seconds);
        return true;
}

void settings_clear(Settings *settings)
{
        library_free(settings->library);
        arena_free(settings->arena);
}
