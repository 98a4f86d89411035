/* One session, looked back on: its parts, its numbers, the trail of corrections. */
#include "core/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/card.h"
#include "core/member.h"
#include "core/rights.h"
#include "core/weapon.h"
#include "store/account.h"
#include "store/location.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/shot.h"

/* Everything one session_get needs while it reads. */
struct reading {
    struct app *app;
    struct arena *arena;
    struct session_detail *detail;
    struct shot_list all; /* every revision of the part being read */
    struct err *err;
};

/* Names for showing: "" for nobody and for what is gone. */
static void account_name_of(struct db *db, record_id id, char *dst, size_t size)
{
    struct account account = {0};
    struct err ignored = {0};
    if (id != 0 && account_read(db, id, &account, &ignored)) {
        text_copy(dst, size, account.name);
    }
}

static void location_name_of(struct db *db, record_id id, char *dst, size_t size)
{
    struct location *location = mem_alloc(sizeof *location);
    struct err ignored = {0};
    if (id != 0 && location_read(db, id, location, &ignored)) {
        text_copy(dst, size, location->name);
    }
    free(location);
}

/* --- corrections ------------------------------------------------------------------------------ */
static bool is_same_place(const struct shot *a, const struct shot *b)
{
    return a->series == b->series && a->number == b->number;
}

/* A voided revision and what came after it. A correction keeps the moment of the shot; a shot that
 * was fired after a take-back has its own. */
static void correction_fill(struct reading *reading, const struct shot *old,
                            const struct shot *next, struct session_correction *correction)
{
    bool is_correction =
        next != NULL && is_same_place(old, next) && next->entered_at_ms == old->entered_at_ms;
    *correction = (struct session_correction){
        .series = old->series,
        .number = old->number,
        .old_tenths = old->value_tenths,
        .old_inner = old->is_inner_ten,
        .new_tenths = is_correction ? next->value_tenths : -1,
        .new_inner = is_correction && next->is_inner_ten,
        .at_ms = old->voided_at_ms,
    };
    account_name_of(reading->app->db, old->voided_by, correction->by, sizeof correction->by);
}

static void read_corrections(struct reading *reading)
{
    struct session_detail *detail = reading->detail;
    int voided = 0;
    for (int i = 0; i < reading->all.count; i++) {
        voided += reading->all.rows[i].voided_at_ms != 0;
    }
    struct session_correction *rows =
        arena_array(reading->arena, (size_t)(detail->correction_count + voided) + 1, sizeof *rows);
    if (detail->correction_count > 0) {
        memcpy(rows, detail->corrections, (size_t)detail->correction_count * sizeof *rows);
    }
    for (int i = 0; i < reading->all.count; i++) {
        const struct shot *shot = &reading->all.rows[i];
        if (shot->voided_at_ms != 0) {
            correction_fill(reading, shot, i + 1 < reading->all.count ? shot + 1 : NULL,
                            &rows[detail->correction_count++]);
        }
    }
    detail->corrections = rows;
}

static int by_moment(const void *a, const void *b)
{
    const struct session_correction *x = a, *y = b;
    return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

/* --- parts ------------------------------------------------------------------------------------ */
static void copy_current(struct reading *reading, struct session_part *part)
{
    part->shots = arena_array(reading->arena, (size_t)reading->all.count + 1, sizeof *part->shots);
    for (int i = 0; i < reading->all.count; i++) {
        if (reading->all.rows[i].voided_at_ms == 0) {
            part->shots[part->shot_count++] = reading->all.rows[i];
        }
    }
}

static void part_count(const struct reading *reading, struct session_part *part)
{
    int expected[SERIES_MAX] = {0};
    struct stats_options options = card_options(reading->detail->programme, expected);
    stats_session(part->shots, part->shot_count, &options, &part->stats);
    calls_read(part->shots, part->shot_count, &part->calls);
    stats_sight_advice(&part->stats, (double)part->weapon.distance_mm / 1000,
                       (double)part->arm.click_um_at_10m / 1000, &part->advice);
}

static bool read_part(struct reading *reading, const struct session_weapon *line,
                      struct session_part *part)
{
    part->weapon = *line;
    part->face = face_find(&reading->app->faces, line->face_id);
    if ((line->weapon_id != 0 &&
         !weapon_get(reading->app, line->weapon_id, &part->arm, reading->err)) ||
        !shot_list_all(reading->app->db, line->id, &reading->all, reading->err)) {
        return false;
    }
    copy_current(reading, part);
    part_count(reading, part);
    read_corrections(reading);
    return true;
}

static bool read_parts(struct reading *reading)
{
    struct session_detail *detail = reading->detail;
    struct session_weapon lines[SESSION_PARTS_MAX];
    if (!session_weapon_of(reading->app->db, detail->session.id, lines, &detail->part_count,
                           reading->err)) {
        return false;
    }
    detail->parts =
        arena_array(reading->arena, (size_t)detail->part_count + 1, sizeof *detail->parts);
    for (int i = 0; i < detail->part_count; i++) {
        if (!read_part(reading, &lines[i], &detail->parts[i])) {
            return false;
        }
    }
    if (detail->correction_count > 1) {
        qsort(detail->corrections, (size_t)detail->correction_count, sizeof *detail->corrections,
              by_moment);
    }
    return true;
}

/* --- numbers over all parts ------------------------------------------------------------------- */

/* Scores count over every part; a group is one weapon on one face, so those numbers are part 1's.
 */
static void group_of_first_part(struct session_stats *stats, const struct session_stats *first)
{
    stats->mpi_x = first->mpi_x;
    stats->mpi_y = first->mpi_y;
    stats->mpi_length = first->mpi_length;
    stats->mpi_clock = first->mpi_clock;
    stats->sd_x = first->sd_x;
    stats->sd_y = first->sd_y;
    stats->width = first->width;
    stats->height = first->height;
    stats->fom = first->fom;
    stats->diagonal = first->diagonal;
    stats->extreme_spread = first->extreme_spread;
    stats->mean_radius = first->mean_radius;
    stats->sigma = first->sigma;
    stats->sigma_low = first->sigma_low;
    stats->sigma_high = first->sigma_high;
    stats->cep = first->cep;
    stats->r95 = first->r95;
    stats->flier_count = first->flier_count;
    memcpy(stats->fliers, first->fliers, sizeof stats->fliers);
    stats->flier_reason = first->flier_reason;
}

static void count_all_parts(struct reading *reading)
{
    struct session_detail *detail = reading->detail;
    if (detail->part_count <= 1) {
        if (detail->part_count == 1) {
            detail->stats = detail->parts[0].stats;
        }
        return;
    }
    int count = 0, expected[SERIES_MAX] = {0};
    for (int i = 0; i < detail->part_count; i++) {
        count += detail->parts[i].shot_count;
    }
    struct shot *shots = mem_array((size_t)count + 1, sizeof *shots);
    count = 0;
    for (int i = 0; i < detail->part_count; i++) {
        size_t size = (size_t)detail->parts[i].shot_count * sizeof *shots;
        memcpy(shots + count, detail->parts[i].shots, size);
        count += detail->parts[i].shot_count;
    }
    struct stats_options options = card_options(detail->programme, expected);
    stats_session(shots, count, &options, &detail->stats);
    group_of_first_part(&detail->stats, &detail->parts[0].stats);
    free(shots);
}

static bool compare_with_past(struct reading *reading)
{
    struct session_detail *detail = reading->detail;
    struct card_past past;
    struct card_query query = {.member_id = detail->session.member_id,
                               .programme = detail->programme,
                               .programme_id = detail->session.programme_id,
                               .face_id =
                                   detail->part_count > 0 ? detail->parts[0].weapon.face_id : "",
                               .except = detail->session.id};
    if (!card_past_read(reading->app, reading->arena, &query, &past, reading->err)) {
        return false;
    }
    int64_t total = detail->stats.total_tenths;
    if (detail->stats.shots == 0) {
        detail->versus_average = (struct measure){.why = N_("from 1 shot")};
        detail->percentile = (struct measure){.why = N_("from 1 shot")};
    } else {
        detail->versus_average = stats_versus(total, past.totals, past.count);
        detail->percentile = stats_percentile(total, past.totals, past.count);
    }
    detail->own_best =
        past.count > 0 ? (struct measure){.has = true, .value = (double)past.best_total_tenths / 10}
                       : (struct measure){.why = N_("from 1 other session")};
    return true;
}

/* --- use cases -------------------------------------------------------------------------------- */

/* Tells two texts apart; FNV-1a. */
static int64_t text_version(const char *text, uint64_t version)
{
    for (; *text != '\0'; text++) {
        version = (version ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return (int64_t)(version >> 1);
}

static bool read_all(struct reading *reading, record_id id)
{
    struct session_detail *detail = reading->detail;
    struct session *session = &detail->session;
    struct db *db = reading->app->db;
    if (!session_row_read(db, id, session, reading->err) ||
        !member_get(reading->app, session->member_id, &detail->member, reading->err)) {
        return false;
    }
    detail->programme = programme_find(&reading->app->programmes, session->programme_id);
    location_name_of(db, session->location_id, detail->location, sizeof detail->location);
    account_name_of(db, session->officer_id, detail->officer, sizeof detail->officer);
    if (!read_parts(reading)) {
        return false;
    }
    detail->has_decimals =
        card_has_decimals(detail->programme, detail->part_count > 0 ? detail->parts[0].face : NULL);
    detail->notes_version = text_version(
        session->notes, (uint64_t)text_version(session->reflection, 14695981039346656037U));
    count_all_parts(reading);
    return compare_with_past(reading);
}

bool session_get(struct app *app, struct arena *arena, record_id id, struct session_detail *detail,
                 struct err *err)
{
    struct reading reading = {.app = app, .arena = arena, .detail = detail, .err = err};
    *detail = (struct session_detail){0};
    if (!rights_check(app, RIGHT_SEE, err) || !db_begin_read(app->db, err)) {
        return false;
    }
    bool ok = read_all(&reading, id);
    db_rollback(app->db);
    shot_list_free(&reading.all);
    return ok;
}
