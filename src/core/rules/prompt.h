/* What is asked of a model: built only from the fields below, and from nothing else. There is no
 * room here for a name, a number of a person, a serial number, a place or an address: what cannot
 * be put in cannot leak. Pure. */
#ifndef CORE_RULES_PROMPT_H
#define CORE_RULES_PROMPT_H
#include "base/buf.h"
#include "core/rules/reflection.h"

enum { PROMPT_NOTES_MAX = 1000, PROMPT_QUESTION_MAX = 500 }; /* bytes, after redaction */

enum prompt_language { PROMPT_EN, PROMPT_NL };

struct prompt_fact {  /* one number or word with its name in the data */
    const char *name; /* "sigma_mm"; lower case, digits, _ */
    const char *text; /* NULL: a number */
    double value;
    int decimals;
};
struct prompt_list { /* one object of the data: "series" with rows, or one row */
    const char *name;
    int row_count;
    int *fact_counts; /* of each row */
    const struct prompt_fact **rows;
    bool is_array;
};

struct prompt {
    enum reflection_subject subject;
    enum prompt_language language;
    int list_count;
    const struct prompt_list *lists;
    const char *notes;    /* redacted by prompt_redact; NULL or "": none */
    const char *question; /* likewise; REFLECTION_QUESTION only */
};

/* The two texts, and the data alone (sources): JSON. Notes and question stand in the user text as
 * JSON strings in a block of their own, and the system text says that nothing in it is instruction.
 */
void prompt_write(const struct prompt *prompt, struct buf *system, struct buf *user,
                  struct buf *sources);

/* Copies text with what might name a person or a thing replaced by "[...]": e-mail addresses, phone
 * numbers, IBANs, licence and serial patterns, web addresses, and each of the given words (names,
 * serials, numbers, places of the club; case and accents do not count). At most size-1 bytes, cut
 * between characters. */
void prompt_redact(char *dst, size_t size, const char *src, const char *const *words,
                   int word_count);

#endif
