/* What a shared machine must not be able to do, taken from the program by the kernel. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

#include "base/error.h"

/** Gives up, for good, what training needs nothing of: starting programs, new processes, sockets,
 * looking into other programs, putting keys into the terminal (seccomp); writing files anywhere but
 * beneath `folder` (Landlock); core dumps; the environment but for language, time zone and the
 * terminal's name. Files made from now on are their owner's alone.
 *
 * A kernel without Landlock is no error: sandbox_confines_writes says whether it has it.
 *
 * \param folder  may be written to, and what is below it; NULL: nothing may be written
 * \return false where the kernel has no seccomp: nobody should sign in then */
bool sandbox_enter(const char *folder, Error *error);

/** Whether the kernel can keep the program from writing elsewhere. */
bool sandbox_confines_writes(void);

#endif
