/* A catalogue of translations as msgfmt writes it (.mo): sorted texts, and what each is in the
 * other language. Read here and not by libintl: that one decides by the locales a machine has, and
 * with glibc 2.41 it translates nothing where C.UTF-8 is the only one (decision 0015). */
#ifndef BASE_CATALOGUE_H
#define BASE_CATALOGUE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue { /* the bytes stay the caller's, and stay */
    const char *bytes;
    uint32_t count, texts, translations; /* texts, translations: where their tables begin */
};

/* False: not a catalogue of this machine's byte order, or something in it lies outside of it or is
 * not in order; then nothing is translated. */
bool catalogue_open(struct catalogue *catalogue, const char *bytes, size_t size);

/* The translation, or `text` itself. Lives as long as the bytes. */
const char *catalogue_text(const struct catalogue *catalogue, const char *text);
/* The same for a text with a number in it, as both our languages count: one, and all others. */
const char *catalogue_plural(const struct catalogue *catalogue, const char *singular,
                             const char *plural, unsigned long count);

#endif
