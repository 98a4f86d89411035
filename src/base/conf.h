/* The settings file: sections and keys, each known beforehand. What is not known is an error with
 * its line, so that a slip of the keyboard is not silently ignored. */
#ifndef BASE_CONF_H
#define BASE_CONF_H
#include "base/err.h"
#include <stddef.h>

enum conf_type { CONF_TEXT, CONF_INT, CONF_BOOL, CONF_HUNDREDTHS };

struct conf_key { /* a table of them; ends with {0} */
    const char *section, *key;
    enum conf_type type;
    size_t offset; /* in the struct that is filled */
    size_t room;   /* CONF_TEXT: bytes there, with the NUL */
    int low, high; /* CONF_INT: int; CONF_HUNDREDTHS: int, "0.7" is 70 */
};

/* Reads the file over what `into` holds already. A file that is missing changes nothing and is no
 * error. ERR_CONFIG names the line, the key and what it may be. */
bool conf_read(const char *path, const struct conf_key *keys, void *into, struct err *err);

/* For "config check": every mistake is told, in the order of the lines; what is right is read into
 * `into`. Beyond what conf_read refuses: a key that stands twice, a line that begins with a blank
 * (it would go on with the line above). */
struct conf_watch {
    void (*told)(void *context, int line, const char *sentence);
    void *context;
    int *lines; /* as many as the table has keys: where each was set last; 0: not in the file */
};
/* False only when the file could not be read at all. Missing: nothing to tell. */
bool conf_check(const char *path, const struct conf_key *keys, void *into,
                const struct conf_watch *watch, struct err *err);

/* The value as the file would say it. */
void conf_value_text(const struct conf_key *key, const void *from, char *dst, size_t size);

#endif
