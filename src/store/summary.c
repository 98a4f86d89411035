#include "store/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

enum { SERIES_TEXT_ROOM = SERIES_MAX * 8 };

static void series_write(char dst[SERIES_TEXT_ROOM], const int *values, int count)
{
    size_t used = 0;
    dst[0] = '\0';
    for (int i = 0; i < count && used < SERIES_TEXT_ROOM; i++) {
        used +=
            (size_t)snprintf(dst + used, SERIES_TEXT_ROOM - used, i == 0 ? "%d" : ",%d", values[i]);
    }
}

int summary_series_read(const char *text, int values[SERIES_MAX])
{
    int count = 0;
    while (*text != '\0' && count < SERIES_MAX) {
        char *end = NULL;
        values[count++] = (int)strtol(text, &end, 10);
        if (end == text) {
            return 0;
        }
        text = *end == ',' ? end + 1 : end;
    }
    return count;
}

/* In the order of the columns after the series texts. */
static void bind_places(struct db_stmt *stmt, const struct shot_summary *summary)
{
    db_bind_int(stmt, 12, summary->plotted);
    db_bind_int(stmt, 13, summary->sum_x_um);
    db_bind_int(stmt, 14, summary->sum_y_um);
    db_bind_int(stmt, 15, summary->sum_xx);
    db_bind_int(stmt, 16, summary->sum_yy);
    db_bind_int(stmt, 17, summary->min_x_um);
    db_bind_int(stmt, 18, summary->max_x_um);
    db_bind_int(stmt, 19, summary->min_y_um);
    db_bind_int(stmt, 20, summary->max_y_um);
    db_bind_int(stmt, 21, summary->spread_squared);
    db_bind_int(stmt, 22, summary->first_at_ms);
    db_bind_int(stmt, 23, summary->last_at_ms);
}

bool summary_put(struct db *db, const struct shot_summary *summary, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "INSERT INTO shot_summary (session_weapon_id, shots, sighters, total_tenths, total_rings,"
        " inner_tens, tens, nines, misses, series_tenths, series_shots, plotted, sum_x_um,"
        " sum_y_um, sum_xx, sum_yy, min_x_um, max_x_um, min_y_um, max_y_um, spread_squared,"
        " first_at_ms, last_at_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19, $20, $21, $22, $23)"
        " ON CONFLICT (session_weapon_id) DO UPDATE SET shots = $2, sighters = $3,"
        " total_tenths = $4, total_rings = $5, inner_tens = $6, tens = $7, nines = $8,"
        " misses = $9, series_tenths = $10, series_shots = $11, plotted = $12, sum_x_um = $13,"
        " sum_y_um = $14, sum_xx = $15, sum_yy = $16, min_x_um = $17, max_x_um = $18,"
        " min_y_um = $19, max_y_um = $20, spread_squared = $21, first_at_ms = $22,"
        " last_at_ms = $23");
    char tenths[SERIES_TEXT_ROOM], shots[SERIES_TEXT_ROOM];
    series_write(tenths, summary->series_tenths, summary->series_count);
    series_write(shots, summary->series_shots, summary->series_count);
    db_bind_int(stmt, 1, summary->session_weapon_id);
    db_bind_int(stmt, 2, summary->shots);
    db_bind_int(stmt, 3, summary->sighters);
    db_bind_int(stmt, 4, summary->total_tenths);
    db_bind_int(stmt, 5, summary->total_rings);
    db_bind_int(stmt, 6, summary->inner_tens);
    db_bind_int(stmt, 7, summary->tens);
    db_bind_int(stmt, 8, summary->nines);
    db_bind_int(stmt, 9, summary->misses);
    db_bind_text(stmt, 10, tenths);
    db_bind_text(stmt, 11, shots);
    bind_places(stmt, summary);
    return db_run(stmt, err);
}

static void read_columns(struct db_stmt *stmt, struct shot_summary *summary)
{
    *summary = (struct shot_summary){
        .session_weapon_id = db_int(stmt, 0),
        .shots = (int)db_int(stmt, 1),
        .sighters = (int)db_int(stmt, 2),
        .total_tenths = db_int(stmt, 3),
        .total_rings = db_int(stmt, 4),
        .inner_tens = (int)db_int(stmt, 5),
        .tens = (int)db_int(stmt, 6),
        .nines = (int)db_int(stmt, 7),
        .misses = (int)db_int(stmt, 8),
        .plotted = (int)db_int(stmt, 11),
        .sum_x_um = db_int(stmt, 12),
        .sum_y_um = db_int(stmt, 13),
        .sum_xx = db_int(stmt, 14),
        .sum_yy = db_int(stmt, 15),
        .min_x_um = db_int(stmt, 16),
        .max_x_um = db_int(stmt, 17),
        .min_y_um = db_int(stmt, 18),
        .max_y_um = db_int(stmt, 19),
        .spread_squared = db_int(stmt, 20),
        .first_at_ms = db_int(stmt, 21),
        .last_at_ms = db_int(stmt, 22),
    };
    summary->series_count = summary_series_read(db_text(stmt, 9), summary->series_tenths);
    summary_series_read(db_text(stmt, 10), summary->series_shots);
}

bool summary_read(struct db *db, record_id session_weapon_id, struct shot_summary *summary,
                  struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT session_weapon_id, shots, sighters, total_tenths, total_rings, inner_tens, tens,"
        " nines, misses, series_tenths, series_shots, plotted, sum_x_um, sum_y_um, sum_xx, sum_yy,"
        " min_x_um, max_x_um, min_y_um, max_y_um, spread_squared, first_at_ms, last_at_ms"
        " FROM shot_summary WHERE session_weapon_id = $1");
    db_bind_int(stmt, 1, session_weapon_id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_columns(stmt, summary);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND,
                _("The totals of this session are missing. Run aimtrack verify."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

struct db_stmt *summary_scan_start(struct db *db)
{
    return db_prepare(
        db,
        "SELECT session_weapon_id, shots, sighters, total_tenths, total_rings, inner_tens, tens,"
        " nines, misses, series_tenths, series_shots, plotted, sum_x_um, sum_y_um, sum_xx, sum_yy,"
        " min_x_um, max_x_um, min_y_um, max_y_um, spread_squared, first_at_ms, last_at_ms"
        " FROM shot_summary ORDER BY session_weapon_id");
}

enum db_step summary_scan_next(struct db_stmt *scan, struct shot_summary *summary, struct err *err)
{
    enum db_step step = db_step(scan, err);
    if (step == DB_ROW) {
        read_columns(scan, summary);
    }
    return step;
}

static bool series_equal(const struct shot_summary *a, const struct shot_summary *b)
{
    size_t size = (size_t)a->series_count * sizeof a->series_tenths[0];
    return a->series_count == b->series_count &&
           memcmp(a->series_tenths, b->series_tenths, size) == 0 &&
           memcmp(a->series_shots, b->series_shots, size) == 0;
}

static bool places_equal(const struct shot_summary *a, const struct shot_summary *b)
{
    return a->plotted == b->plotted && a->sum_x_um == b->sum_x_um && a->sum_y_um == b->sum_y_um &&
           a->sum_xx == b->sum_xx && a->sum_yy == b->sum_yy && a->min_x_um == b->min_x_um &&
           a->max_x_um == b->max_x_um && a->min_y_um == b->min_y_um && a->max_y_um == b->max_y_um &&
           a->spread_squared == b->spread_squared;
}

bool summary_equal(const struct shot_summary *a, const struct shot_summary *b)
{
    return a->session_weapon_id == b->session_weapon_id && a->shots == b->shots &&
           a->sighters == b->sighters && a->total_tenths == b->total_tenths &&
           a->total_rings == b->total_rings && a->inner_tens == b->inner_tens &&
           a->tens == b->tens && a->nines == b->nines && a->misses == b->misses &&
           a->first_at_ms == b->first_at_ms && a->last_at_ms == b->last_at_ms &&
           series_equal(a, b) && places_equal(a, b);
}

bool summary_count(struct db *db, int64_t *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT count(*) FROM shot_summary");
    *count = 0;
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *count = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step == DB_ROW;
}
