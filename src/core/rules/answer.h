/* What a model answered: read strictly, cleaned, clamped, and each sentence with a number compared
 * with the numbers that were sent. Pure. */
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
 * ANSWER_FIELD_MAX; numbers are compared with those in `sources` (the JSON that was sent as data).
 * False: *why (English, static) says for what it was refused. */
bool answer_read(struct arena *arena, enum reflection_subject subject, const char *json,
                 size_t size, const char *sources, struct answer *answer, const char **why);

/* As it is stored, and back. */
void answer_store(const struct answer *answer, struct buf *json);
bool answer_stored(struct arena *arena, enum reflection_subject subject, const char *json,
                   struct answer *answer);

/* A calculated reflection written as such an answer: what the provider "calculated" gives. */
void answer_of_reflection(const struct reflection *reflection, struct buf *json);

/* Whether every number of the sentence is among the numbers of `sources`, exactly or rounded to
 * the decimals it is written with. A sentence without numbers is supported. */
bool answer_is_supported(const char *sentence, const char *sources);

#endif
