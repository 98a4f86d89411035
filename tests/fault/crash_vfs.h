/* A SQLite VFS in memory that loses power: what was not synced is dropped or torn by 512-byte
 * sectors. Files start with what lies on the real disk, which is never written; after the cut the
 * surviving bytes are put into a folder, to be opened with the real VFS.
 *
 * Model of the disk: a write reaches a cache; a sync makes everything written to that file before
 * it durable; at the cut each sector of each unsynced write is kept, lost or torn by the seed's
 * choice, each unsynced truncation and deletion done or not. */
#ifndef TESTS_FAULT_CRASH_VFS_H
#define TESTS_FAULT_CRASH_VFS_H
#include <stdbool.h>
#include <stdint.h>

#define CRASH_VFS "crash"

struct crash_plan {
    int cut_at;          /* the power goes at this I/O (1..); 0: never */
    uint64_t seed;       /* decides what of the cache survives */
    bool ignores_sync;   /* a disk that lies: syncs do nothing */
    int fail_sync_at;    /* this sync fails with EIO, the cache is lost, power stays; 0: never */
    int64_t bytes_limit; /* the disk is full beyond this many bytes in all files; 0: never */
    int fail_write_at;   /* this write stops halfway, once; 0: never */
    int write_failure;   /* what it then gives: SQLITE_FULL or SQLITE_IOERR_WRITE */
};

/* Registers the VFS (as the default one, when asked) and forgets every file. */
void crash_start(const struct crash_plan *plan, bool is_default);
/* Writes, syncs, truncations and deletions so far. */
int crash_count(void);
bool crash_happened(void);
/* Whether the write or the sync that was to fail has come. */
bool crash_failed(void);
/* Lets go of a limit: room was made. */
void crash_make_room(void);
/* What the disk holds after the power cut (or now, everything cached included, when there was
 * none): each file under its own name into `folder`. */
void crash_leave(const char *folder);
/* Unregisters the VFS, frees everything. No connection may be open. */
void crash_end(void);

#endif
