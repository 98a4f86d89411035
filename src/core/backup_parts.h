/* What the files about backups share. Used by core/backup*.c, restore*.c and salvage.c only. */
#ifndef CORE_BACKUP_PARTS_H
#define CORE_BACKUP_PARTS_H
#include "base/buf.h"
#include "core/backup.h"
#include "core/config.h"
#include "store/maintenance.h"

#define BACKUP_DATABASE "aimtrack.db"
#define BACKUP_PEPPER   "pepper"
#define BACKUP_SETTINGS "aimtrack.conf"
#define BACKUP_PAPERS   "attachments"
#define BACKUP_MANIFEST "aimtrack-backup.json"

/* --- places --- */
/* The folder of files that are only there while we work, empty; in the data folder, because no
 * database is ever put on a stick. */
bool backup_room_start(const char *data_folder, char dst[BACKUP_PATH_ROOM], struct err *err);
void backup_room_end(const char *work);
/* One backup, test or restore at a time: the descriptor to close, or -1 with ERR_BUSY. */
int backup_lock(const char *data_folder, struct err *err);
void backup_remove_folder(const char *folder); /* ours, at most two deep */

/* --- how far it is --- */
struct backup_stage { /* one part of the work; its context for db_go_on */
    const struct backup_watch *watch;
    const char *what; /* translated */
    int from, to;     /* its share, per mille */
};
bool backup_tell(const struct backup_watch *watch, const char *what, int per_mille);
bool backup_stage_go_on(void *stage, int64_t done, int64_t total); /* is a db_go_on */

/* --- files --- */
/* Opens a regular file to read, never a pipe or a device. -1 with err. */
int backup_open(const char *path, struct err *err);
/* SHA-256 and size of what the descriptor reads from its beginning. */
bool backup_hash(int file, char sha256[65], int64_t *bytes, struct backup_stage *stage,
                 struct err *err);
bool backup_hash_path(const char *path, char sha256[65], int64_t *bytes, struct backup_stage *stage,
                      struct err *err);
bool backup_say_damaged(struct err *err, const char *detail);
bool backup_say_stopped(struct err *err);

/* Whether the file lies in the folder of this club's backups. What is wrong with one from elsewhere
 * (an old stick) is told to who asked, and is no alert. */
bool backup_is_same_folder(const char *one, const char *other);
bool backup_is_own(const char *data_folder, const char *path);

/* --- the list beside the backups: SHA256SUMS --- */
struct backup_sum {
    char sha256[65], name[BACKUP_NAME_ROOM];
};
/* An aid, never the proof: a backup has its own manifest. Without the file: none. */
bool backup_sums_read(const char *folder, struct arena *arena, struct backup_sum **sums, int *count,
                      struct err *err);
/* The newest line of that name; NULL: none. */
const struct backup_sum *backup_sums_find(const struct backup_sum *sums, int count,
                                          const char *name);
/* Adds a line (sha256 not NULL) or takes all lines of that name out. */
bool backup_sums_put(const char *folder, const char *name, const char *sha256, struct err *err);
/* The list anew: of these files those that have a sum; the lines of other files that are there
 * stay, what is no line of a list does not. */
bool backup_sums_write(const char *folder, const struct backup_file *files, int count,
                       struct err *err);
/* Before a backup is made: what the list does not name and is whole gets its line again, what is
 * damaged its row. Only false (ERR_BUSY) when it was stopped. */
bool backup_mend_list(struct app *app, const char *folder, const struct backup_watch *watch,
                      struct err *err);

/* --- the manifest --- */
void backup_manifest_write(const struct backup_manifest *manifest, struct buf *json);
/* ERR_CORRUPT; ERR_NEWER when a newer program wrote it. */
bool backup_manifest_read(const char *bytes, size_t size, struct arena *arena,
                          struct backup_manifest *manifest, struct err *err);
/* What only the right pepper gives. */
void backup_pepper_check(const unsigned char pepper[32], char hex[65]);
/* In a restored folder that has none: the club would not open. Everybody gets a new PIN there. */
bool backup_pepper_make(const char *folder, struct err *err);

/* --- reading a backup --- */
struct backup_unpacking {
    const char *path;
    const struct backup_key *key;
    const char *into; /* an empty folder for its files; NULL: they are only compared */
    struct backup_stage stage;
};
bool backup_unpack(const struct backup_unpacking *unpacking, struct arena *arena,
                   struct backup_manifest *manifest, struct err *err);
/* Quickly: it begins as a backup and has all the bytes that its manifest says, which are not read.
 * made_ms: by the manifest; 0 for a sealed one. */
bool backup_is_complete(const char *path, int64_t *made_ms);
/* The database at `path` is whole and holds what the manifest says. */
bool backup_compare(const char *path, const struct backup_manifest *manifest,
                    const struct backup_watch *watch, int from, int to, struct err *err);
/* All of it: unpacked into the work folder and compared. */
bool backup_examine(const char *path, const struct backup_key *key, const char *work,
                    const struct backup_watch *watch, struct arena *arena,
                    struct backup_check *check, struct err *err);
/* Restored into `work` already: brought up to date and read through the store. */
bool backup_read_session(struct app *app, const char *work, struct backup_test *test,
                         struct err *err);
/* A whole restore test in `work`, of which no row is kept here. */
bool backup_test_in(struct app *app, const char *path, const struct backup_key *key,
                    const char *work, const struct backup_watch *watch, struct arena *arena,
                    struct backup_test *test, struct err *err);

/* --- rotation --- */
/* The week's and the month's when there is none yet, then what is too much goes. What fails is
 * logged: the backup itself stands. */
void backup_rotate(struct app *app, const struct backup_config *config,
                   struct backup_result *result);
/* What would go once `name` is there, for backup_plan. */
bool backup_rotation_plan(struct app *app, const struct backup_config *config,
                          const struct backup_name *name, struct backup_result *result,
                          struct err *err);

/* --- files that change under a club: restoring, salvaging --- */
struct club_alone {
    int backup, club, database;
};
/* Before anything else: mode of new files, the cryptographic library, the data folder (0700). */
bool club_alone_start(const char *folder, struct err *err);
/* ERR_BUSY names who has the club open. Leave it in any case. */
bool club_alone_take(const char *folder, struct club_alone *alone, struct err *err);
void club_alone_leave(struct club_alone *alone);
/* What there is of a club is kept as "before-restore-20261127-140000" (why, and the moment): a name
 * that nothing in the folder has yet. */
void club_kept_name(const char *folder, const char *why, char *dst, size_t size);

/* --- what is kept of it --- */
/* A row of maintenance and its audit row, in a transaction of their own. id, who and when are
 * filled here; started_ms is monotonic. A database that cannot take it is logged. */
void backup_note(struct app *app, struct maintenance *row, int64_t started_ms,
                 const struct err *failure);
/* The same on a database that no app has open. Inside the caller's transaction. */
bool backup_note_in(struct app *app, struct maintenance *row, struct err *err);

#endif
