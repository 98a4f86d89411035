/* Members or weapons from a CSV file: the plan first, then all of it or nothing. */
#ifndef UI_IMPORT_H
#define UI_IMPORT_H
#include "core/import/import.h"
#include "ui/screen.h"

/* Argument: const enum import_kind *. The opener's focus() reads its list again. */
extern const struct screen_class screen_import;

#endif
