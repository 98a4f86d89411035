/* The club as a backup holds it. What was there is kept beside it, and until the last moment
 * nothing of it is changed: everything is unpacked, checked and brought up to date first. A power
 * cut in the middle of the change is made good by whoever opens the club next
 * (docs/decisions/0011). */
#ifndef CORE_RESTORE_H
#define CORE_RESTORE_H
#include "core/backup.h"

enum { RESTORE_MARK_ROOM = 48 };

struct restore_order {
    const char *data_folder; /* as app_folder gives it; may be empty or not there yet */
    const char *path;        /* the backup */
    struct backup_key key;
    bool was_damaged; /* what is there is kept as ".corrupt-" instead of ".before-restore-" */
    struct backup_watch watch;
};
struct restore_result {
    struct backup_manifest manifest; /* in the arena */
    char kept[RESTORE_MARK_ROOM];    /* "before-restore-20261127-140000"; "": nothing was there */
    bool do_pins_work; /* as when it was backed up: false on another machine, not encrypted */
    int from_schema, to_schema;
    char zone[48]; /* of the restored club */
    int papers;    /* put back; those that were there already are not counted */
};
/* ERR_BUSY: somebody has the club open. ERR_CORRUPT, ERR_DENIED (no key, wrong key), ERR_NEWER:
 * nothing was changed. Acts as the owner of the folder. */
bool restore_run(const struct restore_order *order, struct arena *arena,
                 struct restore_result *result, struct err *err);

/* Puts a data folder that was made beside it (salvage.h) in its place, in the same way; kept as
 * above. */
bool restore_adopt(const char *data_folder, const char *made, bool was_damaged,
                   char kept[RESTORE_MARK_ROOM], struct err *err);

/* Finishes a change that a power cut or a kill interrupted; at once when there is none. Before the
 * database is opened. */
bool restore_finish(const char *data_folder, struct err *err);

#endif
