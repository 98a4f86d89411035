/* Finished sessions as a log, one line a weapon, oldest first: read in a stream, so that its length
 * does not matter. */
#ifndef STORE_SESSION_LOG_H
#define STORE_SESSION_LOG_H
#include "store/db.h"
#include "store/records.h"

struct session_log_filter {
    int64_t from_ms, until_ms;      /* bounds of started_at_ms that hold the dates */
    const char *from, *to;          /* local dates, inclusive; "": open */
    record_id member_id, weapon_id; /* 0: any */
    bool days_only; /* one line a session: its ids, date, place and the two flags; weapon_id is 0 */
};
struct session_log_line { /* texts are valid until the next line */
    record_id session_id, line_id, member_id;
    const char *local_date, *location, *programme_id, *notes;
    int lane;
    bool is_competition, is_elsewhere; /* elsewhere: at a place of another club */
    const char *member_number, *licence, *family_name, *given_name;
    const char *weapon, *calibre, *ammunition, *face_id, *grouping;
    int64_t distance_mm;
    int rounds, fliers;
    enum deviation deviation;
    int shots, inner_tens;
    int64_t total_tenths;
    const char *series_tenths; /* "940,960" */
};
/* visit returns false to stop; then false without an error. */
bool session_log_each(struct db *db, const struct session_log_filter *filter,
                      bool (*visit)(void *context, const struct session_log_line *line),
                      void *context, struct err *err);
/* How many lines there will be, and how many shots they have together (*shots may be NULL). */
bool session_log_count(struct db *db, const struct session_log_filter *filter, int64_t *count,
                       int64_t *shots, struct err *err);

#endif
