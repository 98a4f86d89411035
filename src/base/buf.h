/* A growing byte buffer. Out of memory ends the program with a message (buf_grow is the one place
 * that decides so): the database already holds everything stored. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *bytes; /* NUL-terminated once anything was added; NULL when empty and never grown */
    size_t size; /* without the NUL */
    size_t room;
};

void buf_add(struct buf *buf, const void *bytes, size_t size);
void buf_add_text(struct buf *buf, const char *text);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);             /* keeps the memory */
void buf_free(struct buf *buf);              /* back to {0} */
const char *buf_text(const struct buf *buf); /* never NULL; "" when empty */

/* Allocation that ends the program when there is no memory; free with free(). */
void *mem_alloc(size_t size);               /* zeroed */
void *mem_array(size_t count, size_t size); /* zeroed, overflow-checked */
void *mem_grow(void *memory, size_t count, size_t size);
char *mem_text(const char *text); /* strdup; NULL gives NULL */

#endif
