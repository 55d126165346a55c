/* What holds for every command: options, environment and config file, worked out once. */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include "base/arena.h"
#include "base/options.h"
#include "module/library.h"

typedef struct Settings {
        Arena *arena;
        /* given */
        OptionList modules;
        const char *record, *as, *lang, *site, *home_page;
        const char *retain;  /* a period that period_parse reads, or NULL */
        const char *roster;  /* "required": only people of the roster may learn */
        const char *idle;    /* how long nobody may press a key, like "5 minutes", or NULL */
        const char *theme;   /* of the screens, or NULL */
        const char *sign_in; /* "names": signing in by name is helped */
        bool plain, kiosk, help, version;
        /* worked out by settings_resolve */
        const char *record_uri, *staff_id;
        unsigned idle_seconds;
        Library *library;
} Settings;

/** The common options, for the option parser and `--help`. */
extern const OptionSpec common_options[];

/** Reads the config file ($XDG_CONFIG_HOME/makesafe/config.yaml, else /etc/makesafe/config.yaml)
 * for what the command line left open. An unknown key or wrong value is a located error; a file of
 * comments alone says nothing. */
bool settings_read_config(Settings *settings, Error *error);

/** The same from bytes already in memory; `file` is their name for messages. */
bool settings_parse_config(
        Settings *settings, const char *file, const char *bytes, size_t len, Error *error);

/** Fills in defaults: module folders (also where the config file is wrong), record, staff id. */
bool settings_resolve(Settings *settings, Error *error);

void settings_clear(Settings *settings);

#endif
