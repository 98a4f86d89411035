/* Weapon lines of finished sessions with their summary rows: what every insight is added up from.
 * No shot is read. */
#ifndef STORE_INSIGHT_H
#define STORE_INSIGHT_H
#include "store/db.h"
#include "store/records.h"

struct insight_query {
    record_id weapon_id, member_id; /* one of them, or neither: everybody */
    int64_t from_ms, to_ms;         /* started_at, to exclusive; 0: open */
};

/* One row while it is visited; texts are valid during the visit only. */
struct insight_row {
    record_id session_id, line_id, member_id, weapon_id, ammunition_id;
    int64_t started_at_ms;
    const char *local_date, *programme_id, *face_id;
    bool is_competition;
    int64_t distance_mm;
    int rounds, shots, inner_tens;
    int64_t total_tenths;
    int plotted;
    int64_t sum_x_um, sum_y_um, sum_xx, sum_yy, spread_squared;
    const char *series_tenths, *series_shots; /* "940,960", see summary_series_read;
                                                     of a member's lines, else "" */
};

/* In no promised order. False on error. */
bool insight_each(struct db *db, const struct insight_query *query,
                  void (*visit)(void *context, const struct insight_row *row), void *context,
                  struct err *err);

#endif
