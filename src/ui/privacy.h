/* Privacy: what is kept too long, and members who left. */
#ifndef UI_PRIVACY_H
#define UI_PRIVACY_H
#include "ui/screen.h"

extern const struct screen_class screen_privacy;

#endif
