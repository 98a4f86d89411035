/* The popup with the attachments of a session or a weapon. */
#ifndef UI_ATTACHMENTS_H
#define UI_ATTACHMENTS_H
#include "core/attachment.h"
#include "ui/screen.h"

struct attachments_argument {
    struct attachment_subject subject;
    const char *title; /* whose they are, in words; copied */
};
extern const struct screen_class screen_attachments;

#endif
