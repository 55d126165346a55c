/* Screens as pictures. */
#ifndef PICTURE_H
#define PICTURE_H

#include "script_steps.h"

/** picture NAME TITLE…: compares the screen with NAME.svg in the folder `pictures` beside the
 * script, or writes that file where MAKESAFE_WRITE_SCREENS is set. */
bool picture_step(Script *script, const char *rest);

#endif
