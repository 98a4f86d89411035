/* Inside the two preloaded libraries only: where the block of shim.h lies. */
#ifndef TESTS_FAULT_SHIM_PARTS_H
#define TESTS_FAULT_SHIM_PARTS_H
#include "fault/shim.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The block; NULL without FAULT_CONTROL, and then nothing ever fails. */
static inline struct fault_control *fault_block(void)
{
    static struct fault_control *block;
    static int is_known;
    if (!is_known) {
        is_known = 1;
        const char *path = getenv(FAULT_CONTROL);
        int file = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
        if (file >= 0) {
            void *shared = mmap(NULL, sizeof *block, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            block = shared != MAP_FAILED ? shared : NULL;
            close(file);
        }
    }
    return block;
}

#endif
