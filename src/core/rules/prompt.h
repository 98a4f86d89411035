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

/* Copies text with what might name a person or a thing replaced by "[...]". Control and format
 * characters go, full-width letters and digits of any script count as ASCII.
 *
 *   words     each of `words` (names, serials, numbers, places of the club), also written as one or
 *             with other separators; of a name of several words each part of 3 letters or more too,
 *             but for words of every note ("van", "baan"). Whole words only, with a Dutch or
 * English possessive s; case, accents and width do not count. patterns  e-mail and web addresses,
 * IBANs, phone numbers (8 digits or more from + or 0), digits or mixed letters and digits from 5 on
 * ("12345", "G1234"), capitals and digits linked by - / . _ ("AB-1234").
 *
 * Not seen: a name the club does not know, and one in look-alike letters of another script. At most
 * size-1 bytes, cut between characters, after everything was taken out. Linear in the text and in
 * the words: 1000 bytes and 5000 words in less than 10 ms. */
void prompt_redact(char *dst, size_t size, const char *src, const char *const *words,
                   int word_count);

#endif
