/* The derived numbers of a weapon line, kept in the transaction of the shots they sum. */
#ifndef STORE_SUMMARY_H
#define STORE_SUMMARY_H
#include "store/db.h"
#include "store/records.h"

/* Adds the row, or replaces the one of that weapon line. Inside a write transaction. */
bool summary_put(struct db *db, const struct shot_summary *summary, struct err *err);

/* ERR_NOT_FOUND when the line has none. */
bool summary_read(struct db *db, record_id session_weapon_id, struct shot_summary *summary,
                  struct err *err);

/* Every summary by weapon line. End early with db_reset. */
struct db_stmt *summary_scan_start(struct db *db);
enum db_step summary_scan_next(struct db_stmt *scan, struct shot_summary *summary, struct err *err);

/* The text form of a series column ("940,960"): values read, at most SERIES_MAX. */
int summary_series_read(const char *text, int values[SERIES_MAX]);

bool summary_equal(const struct shot_summary *a, const struct shot_summary *b);

/* How many rows there are, for progress. */
bool summary_count(struct db *db, int64_t *count, struct err *err);

#endif
