/* The popup that shows what would be sent, byte for byte, before it is sent. */
#ifndef UI_PREVIEW_H
#define UI_PREVIEW_H
#include "core/queue.h"
#include "ui/screen.h"

struct preview_notes { /* of a session */
    bool are_there;    /* there are notes */
    bool are_agreed;   /* the member agreed that they are sent */
};
struct preview_argument {
    enum job_kind kind;
    record_id subject_id;               /* session, weapon */
    const struct question_input *input; /* JOB_QUESTION */
    struct preview_notes notes;
};
/* notice() of the opener gets preview_send when it is to be sent, NULL when not. */
extern const struct screen_class screen_preview;
extern const char preview_send[];

#endif
