/* The rules and settings of the club as a list that can be changed. */
#ifndef UI_RULES_H
#define UI_RULES_H
#include "ui/screen.h"

extern const struct screen_class screen_rules;

#endif
