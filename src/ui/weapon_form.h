/* The popup for a new or a changed weapon. Used by weapons.c and weapon.c. */
#ifndef UI_WEAPON_FORM_H
#define UI_WEAPON_FORM_H
#include "core/weapon.h"
#include "ui/field.h"

enum { WEAPON_FORM_FIELDS = 12 };

struct weapon_form {
    struct app *app;
    struct weapon weapon; /* as stored; id 0: a new one. After saving: with its id */
    char owner[NAME_ROOM], owned_since[NUMBER_ROOM], click[NUMBER_ROOM], service[NUMBER_ROOM];
    int kind;
    const char *kinds[WEAPON_KIND_COUNT + 1];
    struct form_field fields[WEAPON_FORM_FIELDS];
};
/* Opens it over `screen`, where `form` lives; notice() gets `form` when it was saved. weapon NULL:
 * a new one. */
void weapon_form_open(struct screen *screen, struct weapon_form *form, const struct weapon *weapon);

/* "the club" or the member's name. */
void weapon_owner_text(struct app *app, const struct weapon *weapon, char *dst, size_t size);

#endif
