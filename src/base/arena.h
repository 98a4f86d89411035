/* Memory that lives as long as one screen or one job and goes at once. Zero-initialise to use. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *last;
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned */
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_text(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *arena);

#endif
