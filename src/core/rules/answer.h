/* What a model answered: read strictly, cleaned, clamped, and each sentence with a number compared
 * with the numbers that were sent. Pure.
 *
 * What is compared. Every number written in digits, of any script and width: whole and decimal
 * (comma or point), in thousands (1,234 1.234 1 234 1'234), signed, with %, with letters behind or
 * before it (10x, 3e, 3rd, LP60), and the parts of fractions, ranges, clock times and dates each by
 * themselves. Superscripts, circled numbers and fractions that end (a half) by their value. Of
 * numbers in words, English and Dutch: eleven to ninety-nine by their value.
 *
 * It has a source when some number in the JSON that was sent, in a value, in a text (a date, the
 * name of a discipline) or in the name of a field ("per_30_days"), is that number, or gives it when
 * rounded to the decimals it is written with (a half up or to even). The sign may be left out; a
 * sign that is written must be the right one. Before % also a share between 0 and 1 of the data
 * times 100, before a per mille sign only a share times 1000. What can be read in two ways (1.234)
 * needs a source for one of them.
 *
 * Never supported: exponents (1e3, 10^3, 5k), Roman and other numerals without a value here, more
 * than 15 digits, hundred, thousand, million and dozen in words.
 *
 * Not compared: words up to ten, "hundreds of", ordinals in words ("the twelfth"), Roman numerals
 * in Latin letters, "half" and "double", and whether a number stands for the thing the sentence
 * says it does. A small whole number is easily the rounding of something. Supported means: not made
 * up out of nothing. */
#ifndef CORE_RULES_ANSWER_H
#define CORE_RULES_ANSWER_H
#include "base/arena.h"
#include "base/buf.h"
#include "core/rules/reflection.h"
#include <stddef.h>

enum { ANSWER_SENTENCES_MAX = 64, ANSWER_FIELD_MAX = 4096 }; /* bytes of one field */

struct answer_sentence {
    enum reflection_part part;
    bool is_item;      /* begins a new point of a list */
    bool is_supported; /* false: "not supported by the data" */
    char *text;        /* in the arena; no control characters, one line */
};
struct answer {
    enum reflection_subject subject;
    int count;
    struct answer_sentence *rows; /* in the arena, by part */
};

/* The JSON schema of an answer, as text; and a name for it. */
const char *answer_schema(enum reflection_subject subject);
const char *answer_schema_name(enum reflection_subject subject);

/* `json` is what the model wrote: exactly one object, with exactly the fields of the schema. Each
 * field is cleaned (no control, bidi or format characters; no markup made of them) and cut at
 * ANSWER_FIELD_MAX; numbers are compared with those in `sources` (the JSON that was sent as data;
 * NULL: nothing is compared, as for a calculated answer, whose ammunition may be called "R10"). At
 * most ANSWER_SENTENCES_MAX rows: of a text that is longer the last row takes the rest. False: *why
 * (English, static) says for what it was refused. */
bool answer_read(struct arena *arena, enum reflection_subject subject, const char *json,
                 size_t size, const char *sources, struct answer *answer, const char **why);

/* As it is stored, and back: a JSON list of {"part":0,"item":false,"supported":true,"text":""}.
 * False: it is damaged. */
void answer_store(const struct answer *answer, struct buf *json);
bool answer_stored(struct arena *arena, enum reflection_subject subject, const char *json,
                   struct answer *answer);

/* A calculated reflection written as such an answer: what the provider "calculated" gives. */
void answer_of_reflection(const struct reflection *reflection, struct buf *json);

/* Whether every number of the sentence has a source, as said above. A sentence without numbers is
 * supported. */
bool answer_is_supported(const char *sentence, const char *sources);

#endif
