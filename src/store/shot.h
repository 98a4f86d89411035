/* Shots as rows. Nothing is overwritten: a correction voids a row and adds the next revision.
 * Writing functions run inside the caller's transaction. */
#ifndef STORE_SHOT_H
#define STORE_SHOT_H
#include "store/db.h"
#include "store/records.h"

bool shot_add(struct db *db, const struct shot *shot, struct err *err);

/* Voids that very revision; ERR_BUSY when it is voided or gone already. */
bool shot_void(struct db *db, const struct shot *shot, int64_t at_ms, record_id by,
               struct err *err);

/* The highest revision kept under that number, voided ones included; -1 when there is none. */
bool shot_last_revision(struct db *db, record_id session_weapon_id, int series, int number,
                        int *revision, struct err *err);

/* A growing list; free with shot_list_free. */
struct shot_list {
    int count, room;
    struct shot *rows;
};
void shot_list_free(struct shot_list *list);

/* The current shots of a weapon line, sighters first, in order. Replaces what the list held. */
bool shot_list_current(struct db *db, record_id session_weapon_id, struct shot_list *list,
                       struct err *err);
/* All revisions. */
bool shot_list_all(struct db *db, record_id session_weapon_id, struct shot_list *list,
                   struct err *err);

/* Every shot of the database by weapon line, series, number, revision. End a
 * scan early with db_reset. */
struct db_stmt *shot_scan_start(struct db *db);
enum db_step shot_scan_next(struct db_stmt *scan, struct shot *shot, struct err *err);

#endif
