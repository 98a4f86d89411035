/* A popup that edits a record: a form, a question on leaving changed fields, and the sentence of
 * core beside the field it means. The opener owns fields and texts and lives below. */
#ifndef UI_RECORD_FORM_H
#define UI_RECORD_FORM_H
#include "ui/field.h"

struct record_form_argument {
    const char *title; /* translated; copied */
    struct form_field *fields;
    int count;
    void *owner;
    /* Stores what the fields say. False: err says what is wrong, *field which one (-1: none). */
    bool (*save)(void *owner, int *field, struct err *err);
    /* What PICK fields search with. */
    void *context;
};

/* notice() of the opener gets `owner` when it was saved, NULL when it was left. */
extern const struct screen_class screen_record_form;

#endif
