/* One line of editable text, and a form of them. */
#ifndef UI_FIELD_H
#define UI_FIELD_H
#include "ui/draw.h"
#include "ui/screen.h"

struct field {
    char *text; /* owner's room */
    size_t room;
    size_t cursor;  /* byte offset */
    bool is_secret; /* shown as dots */
    bool has_lines; /* a pasted line end stays one; else it is a blank */
};
void field_start(struct field *field, char *text, size_t room); /* cursor at the end */
bool field_key(struct field *field, int key); /* true: used (characters, Backspace, arrows, ^U) */
/* Whether a typed character found no room since this was last asked: said, never left out in
 * silence. */
bool field_was_full(void);
/* What UI_KEY_PASTE puts into the field that gets it; NULL: nothing. field_end_paste ends it:
 * whether a field took the text, and whether all of it went in. */
void field_offer_paste(const char *text);
enum field_paste { FIELD_PASTE_LEFT, FIELD_PASTE_TAKEN, FIELD_PASTE_CUT };
enum field_paste field_end_paste(void);
void field_draw(const struct field *field, struct area area, int line, int column, int columns,
                bool has_focus);

/* --- a form: labels, fields, choices; Tab/Enter go on, Enter on the last one saves ------------ */
enum form_kind { FORM_TEXT, FORM_SECRET, FORM_CHOICE, FORM_PICK, FORM_SWITCH };

struct form_field {
    enum form_kind kind;
    const char *label; /* N_() */
    const char *hint;  /* N_() or NULL: shown below while focused */
    char *text;        /* TEXT, SECRET: edited; PICK: what is shown */
    size_t room;
    const char *const *choices;         /* CHOICE: NULL-ended, untranslated; value in *number */
    int *number;                        /* CHOICE: index; SWITCH: 0/1 */
    const struct picker_source *source; /* PICK */
    record_id *picked;
};

struct form {
    struct form_field *fields;
    int count;
    int focus;
    struct field edit;
    char error[240]; /* shown at the field error_field */
    int error_field; /* -1: at the bottom */
    int top;         /* first field shown, and where: set by form_draw, for the mouse */
    int top_line, width, columns;
};
void form_start(struct form *form, struct form_field *fields, int count);
/* Space finds a record for the field that has the focus. */
bool form_is_on_pick(const struct form *form);
void form_focus(struct form *form, int index);
void form_draw(struct form *form, struct area area);
enum form_event { FORM_UNUSED, FORM_CHANGED, FORM_SAVE, FORM_CANCEL, FORM_WANTS_PICK };
enum form_event form_key(struct form *form, int key, const struct ui_mouse *mouse);

#endif
