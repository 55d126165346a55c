#include "tui/theme.h"

#include <stddef.h>
#include <string.h>

const char *const theme_names[] = { "default", "high-contrast", "large", NULL };

Theme theme_find(const char *name)
{
        for (int i = 0; name && theme_names[i]; i++)
                if (strcmp(theme_names[i], name) == 0)
                        return (Theme)i;
        return THEME_DEFAULT;
}
