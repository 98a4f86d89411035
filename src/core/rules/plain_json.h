/* Writing JSON text so that it can stand inside a prompt: shared between prompt.c and answer.c
 * only. */
#ifndef CORE_RULES_PLAIN_JSON_H
#define CORE_RULES_PLAIN_JSON_H
#include "base/buf.h"

/* A JSON string with its quotes. '<', '>' and '&' are written as \u003c and so on, so that no text
 * can close a block it stands in; bytes that are no UTF-8 become U+FFFD. */
void plain_json_text(struct buf *out, const char *text);
/* A number with exactly that many decimals and '.'; null when it is not finite. */
void plain_json_number(struct buf *out, double value, int decimals);

#endif
