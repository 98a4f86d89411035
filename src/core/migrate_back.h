/* The way back from an upgrade: the copy that this program made before it becomes the club again,
 * so that the older program opens it. Only that very copy, compared with what the upgrade wrote
 * down about it in the club; the club as it is now is kept beside it. docs/decisions/0010. */
#ifndef CORE_MIGRATE_BACK_H
#define CORE_MIGRATE_BACK_H
#include "core/restore.h"
#include "store/migrate.h"

struct migrate_back {
    bool is_needed; /* false: an older program opens the club as it is; nothing else is filled */
    int from, to;   /* schema now, and of the copy */
    char copy_name[128];
    int64_t upgraded_at_ms;
    /* What is in the club and not in the copy, and rows of the trail since the upgrade. */
    int64_t sessions, shots, members, changes;
    char kept[RESTORE_MARK_ROOM]; /* "before-back-20261127-140000" */
};

/* What would be done, and what would be lost by it. ERR_NOT_FOUND: no upgrade wrote down a copy
 * that belongs to the club as it is, or the copy is gone; ERR_CORRUPT: the copy is damaged, or of
 * another club; ERR_NEWER: of a newer program, which has to do it. Changes nothing. */
bool migrate_back_look(const char *folder, struct migrate_back *back, struct err *err);

/* Does it, when what would be lost is what `back` says (of a look before): ERR_BUSY otherwise, or
 * when somebody, whom it names, has the club open. Killed at any moment, the club is what it was or
 * what the copy is; whoever opens it next finishes a change that had begun. */
bool migrate_back_run(const char *folder, struct migrate_back *back, struct err *err);

#endif
