/* Real media for the fault tests: small, locked or damaged ones. */
#ifndef TESTS_FAULT_DISK_H
#define TESTS_FAULT_DISK_H
#include "support.h"
#include <stdbool.h>

/* A tmpfs at `folder`, in a mount namespace of our own; false, with the reason printed, where the
 * system forbids it. */
bool disk_mount(const char *folder, const char *options);
void disk_lock(const char *folder); /* read-only from now on */
void disk_unmount(const char *folder);

int64_t disk_file_size(const char *path);
void disk_fill(const char *path, size_t size); /* makes a file of that size */

/* Overwrites up to 64 random bytes of one random page; one file in ten is also cut short. */
void disk_damage(const char *path, struct test_random *random);

#endif
