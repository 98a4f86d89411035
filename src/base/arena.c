#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { BLOCK_SIZE = 16 * 1024 };

struct arena_block {
    struct arena_block *before;
    size_t used, room;
    max_align_t bytes[];
};

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t room = size > BLOCK_SIZE / 2 ? size : BLOCK_SIZE;
    struct arena_block *block = mem_alloc(sizeof *block + room);
    block->room = room;
    block->before = arena->last;
    arena->last = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t align = sizeof(max_align_t);
    size = (size + align - 1) / align * align;
    struct arena_block *block = arena->last;
    if (block == NULL || block->room - block->used < size) {
        block = add_block(arena, size);
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += size;
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total)) {
        abort();
    }
    return arena_alloc(arena, total);
}

char *arena_text(struct arena *arena, const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    size_t size = strlen(text) + 1;
    char *copy = arena_alloc(arena, size);
    memcpy(copy, text, size);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    char *text = arena_alloc(arena, (size_t)(size < 0 ? 0 : size) + 1);
    if (size > 0) {
        vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    va_end(arguments);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->last != NULL) {
        struct arena_block *block = arena->last;
        arena->last = block->before;
        free(block);
    }
}
