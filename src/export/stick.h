/* Sticks: found by the mount table (libmount) and, where it runs, by udisks2 over D-Bus. */
#ifndef EXPORT_STICK_H
#define EXPORT_STICK_H
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

enum { STICKS_MAX = 16 };

struct stick {
    char folder[512]; /* where it is mounted; "" when it is not */
    char device[128]; /* "/dev/sdb1" */
    char label[64];   /* for people */
    char kind[16];    /* "vfat" */
    char object[160]; /* udisks2's; "" when it does not know it */
    int64_t free_bytes, size_bytes;
    bool is_read_only;
};

/* What is mounted from a removable or USB disk, or below /media, /run/media or `media` ("": no
 * more), and is a file system of its own there: an empty mount point is none. Then what udisks2
 * knows that is not mounted. Never waits longer than a moment. Returns how many. */
int stick_list(const char *media, struct stick *sticks, int room);
/* The stick that a folder lies on; false: it is on no stick. */
bool stick_of_folder(const char *media, const char *folder, struct stick *stick);
/* By udisks2; fills in the folder. */
bool stick_mount(struct stick *stick, struct err *err);
/* Writes everything out and unmounts; true only when it is gone from the mount table. The sentence
 * names who holds it. */
bool stick_unmount(const struct stick *stick, struct err *err);

#endif
