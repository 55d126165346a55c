#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "module/contacts.h"
#include "view/pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        int fd = memfd_create("contacts", MFD_CLOEXEC);
        char path[32];
        Error error = { 0 };
        if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
                abort();
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        Diagnostics *found = diagnostics_new();
        Contacts *contacts = contacts_load(path, 20000, found, &error);
        if (!contacts && !error_is_set(&error) && diagnostics_total(found, SEVERITY_ERROR) == 0)
                abort(); /* refused without a word */
        Arena *arena = arena_new();
        if (contacts)
                contacts_view(arena, contacts, "Newport");
        arena_free(arena);
        contacts_free(contacts);
        diagnostics_free(found);
        close(fd);
        return 0;
}
