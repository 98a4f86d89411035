/* The schema's steps: data/migrations/sqlite/NNNN_name.sql, applied once, in order, kept in
 * schema_migration with the checksum of their text. What is missing is applied in one transaction,
 * so that a step that fails leaves the database as it was before the first. An upgrade of a club
 * is core/migrate_app.h: it makes a copy first. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "base/arena.h"
#include "store/db.h"

/* An empty database to an older schema, for what was made by an older program (db_salvage.h). */
bool migrate_to(struct db *db, int version, struct err *err);

/* Number of the newest applied step; 0 for an empty database; -1 on error. */
int migrate_version(struct db *db, struct err *err);
int migrate_newest(void); /* the newest this program carries */

/* The same number, after a look whether all of it is of this program: ERR_NEWER when the database
 * knows steps that this program does not; ERR_CORRUPT when a step's checksum differs from what was
 * applied. Only reads. -1 on error. */
int migrate_known_version(struct db *db, struct err *err);

/* Inside the caller's transaction: every step that is missing. *failed_step (may be NULL): the one
 * that err is about. */
bool migrate_apply(struct db *db, int *failed_step, struct err *err);

/* A new database gets all steps, in a transaction of its own; one that is up to date is only read.
 */
bool migrate_run(struct db *db, struct err *err);

/* Whether it is at exactly this program's schema, for a database that cannot be written. */
bool migrate_check(struct db *db, struct err *err);

enum migrate_state {
    MIGRATE_APPLIED,
    MIGRATE_WAITS,
    MIGRATE_DIFFERS, /* applied with another text than this program's */
    MIGRATE_UNKNOWN  /* applied by a newer program */
};
enum { MIGRATE_NAME_ROOM = 64 };
struct migrate_step {
    int number;
    char name[MIGRATE_NAME_ROOM]; /* "0004_export.sql" */
    int64_t applied_at_ms;        /* 0: waits */
    enum migrate_state state;
};
/* Every step that this program or the database knows, in order. */
bool migrate_steps(struct db *db, struct arena *arena, struct migrate_step **steps, int *count,
                   struct err *err);
/* The name of this program's step; "" when it has none of that number. */
const char *migrate_step_name(int number);

#endif
