/* The popup for a new or a changed member. Used by members.c and member.c. */
#ifndef UI_MEMBER_FORM_H
#define UI_MEMBER_FORM_H
#include "core/member.h"
#include "ui/field.h"

enum { MEMBER_FORM_FIELDS = 7 };

struct member_form {
    struct app *app;
    struct member member; /* as stored; id 0: a new one. After saving: with its id */
    char family_name[NAME_ROOM], given_name[NAME_ROOM], number[NUMBER_ROOM], licence[NUMBER_ROOM];
    char birth_date[NUMBER_ROOM], joined_on[NUMBER_ROOM];
    int shares_notes;
    struct form_field fields[MEMBER_FORM_FIELDS];
};
/* Opens it over `screen`, where `form` lives; notice() gets `form` when it was saved. member NULL:
 * a new one. */
void member_form_open(struct screen *screen, struct member_form *form, const struct member *member);

/* A date as a person typed it ("" stays ""); false with the sentence for the field. */
bool form_date_read(const char *text, char iso[DATE_ROOM], struct err *err);

/* The stored date as it is typed here: "31-12-2001". */
void form_date_write(char *dst, size_t size, const char *iso);

#endif
