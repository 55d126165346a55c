#include "record/people_check.h"

#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"

enum { STAFF_ID_MOST = 255, NAME_MOST = 1000 }; /* bytes */

static bool is_text(const char *text, size_t most)
{
        size_t len = strlen(text);
        return len <= most && utf8_first_invalid(text, len) == len;
}

bool staff_id_check(const char *staff_id, Error *error)
{
        return (staff_id[0] && is_text(staff_id, STAFF_ID_MOST)) ||
               error_set(error, _("This is not a staff id: it is empty, too long, or not UTF-8"));
}

bool name_check(const char *name, const char *site, Error *error)
{
        const char *at = site;
        while ((unsigned char)*at >= ' ')
                at++;
        return (is_text(name, NAME_MOST) && is_text(site, NAME_MOST) && *at == '\0') ||
               error_set(error, _("This is not a name or a site: it is too long, or not UTF-8"));
}
