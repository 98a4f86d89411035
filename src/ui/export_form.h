/* The popup that asks what is to be exported, and where to. */
#ifndef UI_EXPORT_FORM_H
#define UI_EXPORT_FORM_H
#include "core/export.h"
#include "ui/screen.h"

/* Argument const char *: the folder that stands there first. notice() of the opener gets const
 * struct export_order *, whose folder lives as long as the popup; NULL when it was left. */
extern const struct screen_class screen_export_form;

#endif
