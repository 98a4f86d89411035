/* The popup for a new guest. Used by registers.c. */
#ifndef UI_GUEST_FORM_H
#define UI_GUEST_FORM_H
#include "core/register.h"
#include "ui/field.h"

enum { GUEST_FORM_FIELDS = 6 };

struct guest_form {
    struct app *app;
    record_id stored; /* after saving: its id */
    char name[NAME_ROOM], document_number[NUMBER_ROOM];
    const char *documents[DOCUMENT_TYPES + 1];
    int document, is_again;
    char host[NAME_ROOM], weapon[NAME_ROOM];
    record_id host_id, weapon_id;
    struct form_field fields[GUEST_FORM_FIELDS];
};
/* Opens it over `screen`, where `form` lives; notice() gets `form` when it was saved. host NULL:
 * the form asks. */
void guest_form_open(struct screen *screen, struct guest_form *form,
                     const struct presence_line *host);

#endif
