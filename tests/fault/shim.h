/* What a test and the program that it drives share: faults that are switched on and off while it
 * runs. fault_disk.so and fault_memory.so (shim_disk.c, shim_memory.c) are loaded before the
 * program by LD_PRELOAD and read this block from the file named by FAULT_CONTROL. */
#ifndef TESTS_FAULT_SHIM_H
#define TESTS_FAULT_SHIM_H
#include <stdint.h>

#define FAULT_CONTROL "FAULT_CONTROL"

struct fault_control {
    /* Of files whose path holds this text; "" for none. */
    char path_part[64];
    _Atomic int write_errno; /* what writing to them gives; 0: it works */
    _Atomic int sync_errno;  /* the same of fsync, fdatasync */
    _Atomic int writes_failed, syncs_failed;
    /* What the clock on the wall is ahead of the real one (it may be behind). */
    _Atomic int64_t clock_ahead_ms;
    /* The n-th allocation from now on fails, once; 0: none. Counted always. */
    _Atomic int64_t allocation_fails_at, allocations;
    _Atomic int read_errno; /* what reading from files of path_part gives; 0: it works */
};

#endif
