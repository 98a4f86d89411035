/* The popup with everything about one request to the coach. Used by queue_panel.c. */
#ifndef UI_QUEUE_REQUEST_H
#define UI_QUEUE_REQUEST_H
#include "ui/screen.h"

/* Argument: const struct queue_line *, copied. */
extern const struct screen_class screen_queue_request;

#endif
