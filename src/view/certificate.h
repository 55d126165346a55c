/* What a certificate says to people. */
#ifndef VIEW_CERTIFICATE_H
#define VIEW_CERTIFICATE_H

#include "module/contacts.h"
#include "record/certificate.h"
#include "view/view.h"

/** The page above the signed block, with whom to call. `contacts` may be NULL. */
View certificate_view(Arena *arena, const Certificate *certificate, const Contacts *contacts);

/** "83% (25/30)", "83%" or "". */
const char *certificate_score(Arena *arena, const Certificate *certificate);

#endif
