/* Shared between the answer*.c files only. */
#ifndef CORE_RULES_ANSWER_PARTS_H
#define CORE_RULES_ANSWER_PARTS_H
#include "core/rules/answer.h"
#include <stdint.h>

/* One field of an answer made plain: one line, no control or format characters, no markup; at most
 * ANSWER_FIELD_MAX bytes, cut between characters. */
void answer_clean(struct buf *out, const char *text);

/* Bytes of the first sentence of a clean text, without the blanks after it; 0: the text is empty.
 */
size_t answer_sentence_length(const char *text);

/* The numbers of the data that was sent, and whether a sentence keeps to them. */
struct numeral { /* mantissa * 10^-decimals */
    int64_t mantissa;
    int decimals;
};
struct answer_sources {
    int count, room;
    struct numeral *rows;
};
/* Free with answer_sources_free. What is no JSON has no numbers. */
void answer_sources_read(const char *json, struct answer_sources *sources);
void answer_sources_free(struct answer_sources *sources);
bool answer_keeps_to(const char *sentence, const struct answer_sources *sources);

/* A number spelled out (answer_spelled.c). Length in bytes of the words at `text` that are one, 0:
 * none; *value -1: one that cannot be compared. `text` stands at the beginning of a word. */
size_t answer_spelled(const char *text, int64_t *value);

#endif
