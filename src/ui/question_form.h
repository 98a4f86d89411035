/* The popup that asks the coach a question about a shooter, a weapon and a period. */
#ifndef UI_QUESTION_FORM_H
#define UI_QUESTION_FORM_H
#include "ui/screen.h"

struct question_form_argument {
    record_id member_id, weapon_id; /* what stands there first; 0: none */
    int days;                       /* the period: 30, 90, 365; 0: everything */
};
/* notice() of the opener gets const record_id *: the new question; NULL when it was left. */
extern const struct screen_class screen_question_form;

/* One question with its answer: argument const record_id *. */
extern const struct screen_class screen_question;

#endif
