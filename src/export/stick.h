/* USB sticks: which are in, where they are mounted, and making one safe to remove.
 *
 * A stick is a mounted file system of its own (never an empty mount point: that is the root disk),
 * on a removable or USB disk, or below /media, /run/media or the folder that the settings name;
 * and, when udisks2 answers on the system bus, a removable file system that is not mounted yet.
 *
 * Everything here may wait for a stick: call it from a thread beside the screen. The system bus is
 * never waited for longer than a second in all. */
#ifndef EXPORT_STICK_H
#define EXPORT_STICK_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STICKS_MAX = 16, STICK_HOLDER_ROOM = 64 };

struct stick {
    char folder[512]; /* where it is mounted, as the system names it; "": not mounted */
    char device[64];  /* "/dev/sdb1" */
    char label[64];   /* clean for a screen; without one: the last part of folder or device */
    char kind[16];    /* "vfat", "exfat", "ext4" */
    int64_t free_bytes, size_bytes; /* free: -1 when not mounted */
    bool is_read_only, is_mounted;
    bool was_chosen; /* lies in the folder that the settings name, whatever disk it is on */
};

/* Fills `list` with at most `room`, mounted ones first; returns how many. chosen: a folder that the
 * administrator named for sticks ("" or NULL: none). Trouble means fewer sticks, never an error. */
int sticks_find(const char *chosen, struct stick *list, int room);
/* The mounted stick that the folder lies on; false: it lies on no stick, or does not exist. */
bool stick_of_folder(const char *chosen, const char *folder, struct stick *stick);

/* Whether the folder is where the system mounts sticks (/media, /run/media) and nothing is mounted
 * there: what is written to it lands on the computer's own disk. */
bool stick_is_missing(const char *folder);

/* Mounts one that sticks_find listed as not mounted (nosuid, nodev, noexec) and fills it again.
 * Up to ten seconds: not on the thread of the screens. */
bool stick_mount(struct stick *stick, struct err *err);

/* Writes everything out, unmounts, switches the stick off where that is possible, and looks in the
 * mount table whether nothing of that disk is mounted any more: only then true, and only then it is
 * safe to remove. ERR_BUSY: a program holds it; holder (STICK_HOLDER_ROOM, may be NULL) gets its
 * name and number, "" when it could not be seen. ERR_NOT_FOUND: it is not there any more. */
bool stick_unmount(const struct stick *stick, char *holder, size_t holder_size, struct err *err);

/* A descriptor that becomes ready for poll(POLLPRI) when something is mounted or unmounted; close()
 * it. -1: the system gives none. That poll is the notice: it is given once, then look again. Who
 * does not poll asks sticks_changed now and then. What is put in without being mounted gives none.
 */
int sticks_watch_fd(void);
bool sticks_changed(int fd);

#endif
