#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = mem_alloc(size + 1);
    if (size > 0) {
        memcpy(text, data, size);
    }
    return text;
}

char *fuzz_bytes(const uint8_t *data, size_t size)
{
    char *bytes = mem_alloc(size);
    if (size > 0) {
        memcpy(bytes, data, size);
    }
    return bytes;
}
