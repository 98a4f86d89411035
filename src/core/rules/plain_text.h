/* Text from outside made plain, one code point at a time: shared between redact.c, answer_clean.c
 * and answer_numbers.c only. */
#ifndef CORE_RULES_PLAIN_TEXT_H
#define CORE_RULES_PLAIN_TEXT_H
#include "base/buf.h"
#include <stdbool.h>

enum plain_kind {
    PLAIN_HIDDEN, /* control, bidi, zero-width and other format characters, private, unassigned */
    PLAIN_BLANK,  /* any space, line end or tab */
    PLAIN_SHOWN
};
enum plain_kind plain_kind(int code_point);

/* Value 0..9 of a decimal digit of any script; -1: it is none. */
int plain_digit(int code_point);
bool plain_is_word(int code_point); /* letter, number or mark */
bool plain_is_letter(int code_point);
bool plain_is_mark(int code_point);
/* A number that is no decimal digit: Roman, superscript, fraction, circled. */
bool plain_is_numeral(int code_point);
void plain_add(struct buf *out, int code_point);

#endif
