/* The schema's steps: data/migrations/sqlite/NNNN_name.sql, applied once, in order, each in one
 * transaction, kept in schema_migration with the checksum of its text. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "store/db.h"

/* Brings the database to this program's schema. ERR_NEWER when the database knows steps that this
 * program does not; ERR_CORRUPT when a step's checksum differs from what was applied. A database
 * that is up to date is only read. */
bool migrate_run(struct db *db, struct err *err);

/* Whether it is at exactly this program's schema, for a database that cannot be written. */
bool migrate_check(struct db *db, struct err *err);

/* An empty database to an older schema, for what was made by an older program (db_salvage.h). */
bool migrate_to(struct db *db, int version, struct err *err);

/* Number of the newest applied step; 0 for an empty database; -1 on error. */
int migrate_version(struct db *db, struct err *err);
int migrate_newest(void); /* the newest this program carries */

#endif
