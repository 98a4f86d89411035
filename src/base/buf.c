#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one place that decides what happens without memory: everything stored is in the database. */
static void *or_end(void *memory)
{
    if (memory == NULL) {
        fputs("aimtrack: out of memory. Everything stored before is kept; start again.\n", stderr);
        abort();
    }
    return memory;
}

void *mem_alloc(size_t size)
{
    return or_end(calloc(1, size > 0 ? size : 1));
}

void *mem_array(size_t count, size_t size)
{
    return or_end(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *mem_grow(void *memory, size_t count, size_t size)
{
    return or_end(reallocarray(memory, count > 0 ? count : 1, size));
}

char *mem_text(const char *text)
{
    return text == NULL ? NULL : or_end(strdup(text));
}

static void buf_grow(struct buf *buf, size_t more)
{
    size_t need = buf->size + more + 1;
    if (need <= buf->room) {
        return;
    }
    size_t room = buf->room > 0 ? buf->room * 2 : 64;
    room = room < need ? need : room;
    buf->bytes = mem_grow(buf->bytes, room, 1);
    buf->room = room;
}

void buf_add(struct buf *buf, const void *bytes, size_t size)
{
    buf_grow(buf, size);
    if (size > 0) {
        memcpy(buf->bytes + buf->size, bytes, size);
    }
    buf->size += size;
    buf->bytes[buf->size] = '\0';
}

void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size > 0) {
        buf_grow(buf, (size_t)size);
        vsnprintf(buf->bytes + buf->size, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    if (buf->bytes != NULL) {
        buf->bytes[0] = '\0';
    }
}

void buf_free(struct buf *buf)
{
    free(buf->bytes);
    *buf = (struct buf){0};
}

const char *buf_text(const struct buf *buf)
{
    return buf->bytes != NULL ? buf->bytes : "";
}
