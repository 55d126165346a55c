/* How the screens look. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

typedef enum Theme {
        THEME_DEFAULT,
        THEME_HIGH_CONTRAST, /* bright white on black, no other colour; what colours say is bold,
                                underlined or reversed */
        THEME_LARGE          /* an empty row between all that can be chosen */
} Theme;

/** Their names, in that order, NULL-terminated. */
extern const char *const theme_names[];

/** The theme of a name; the default one for NULL, or where there is none of that name. */
Theme theme_find(const char *name);

#endif
