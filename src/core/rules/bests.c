#include "core/rules/bests.h"

#include <string.h>

#include "base/text.h"
#include "core/rules/stats_group.h"

/* --- one card ----------------------------------------------------------------------------------
 */

/* The first stage with the same length and time as that one. */
static int kind_of(const struct programme *programme, int stage)
{
    for (int i = 0; i < stage; i++) {
        if (programme->stages[i].shots == programme->stages[stage].shots &&
            programme->stages[i].seconds == programme->stages[stage].seconds) {
            return i;
        }
    }
    return stage;
}

static void read_stages(const struct programme *programme, struct card_sums *sums)
{
    sums->stage_count = programme->stage_count;
    for (int i = 0; i < sums->stage_count; i++) {
        sums->stages[i].is_complete = programme->stages[i].series > 0;
    }
    for (int i = 0; i < sums->series_count; i++) {
        int stage = programme_stage_of(programme, i + 1);
        if (stage >= 0) {
            sums->series[i].kind = kind_of(programme, stage);
            sums->stages[stage].total_tenths += sums->series[i].total_tenths;
            sums->stages[stage].is_complete &= sums->series[i].is_complete;
        }
    }
}

void card_sums_read(const struct shot *shots, int count, const struct programme *programme,
                    struct card_sums *sums)
{
    int fired[SERIES_MAX] = {0};
    bool has_plan = programme != NULL && !programme->is_open_ended;
    *sums = (struct card_sums){0};
    for (int i = 0; i < count; i++) {
        if (stats_counts(&shots[i])) {
            sums->total_tenths += shots[i].value_tenths;
            sums->series[shots[i].series - 1].total_tenths += shots[i].value_tenths;
            fired[shots[i].series - 1]++;
        }
    }
    if (!has_plan) {
        return;
    }
    text_copy(sums->programme_id, sizeof sums->programme_id, programme->id);
    sums->series_count = programme_series_count(programme);
    sums->series_count = sums->series_count < SERIES_MAX ? sums->series_count : SERIES_MAX;
    sums->is_complete = sums->series_count > 0;
    for (int i = 0; i < sums->series_count; i++) {
        sums->series[i].is_complete = fired[i] >= programme_series_shots(programme, i + 1);
        sums->is_complete &= sums->series[i].is_complete;
    }
    read_stages(programme, sums);
}

/* --- many --------------------------------------------------------------------------------------
 */
static void offer(struct best *best, const struct card_sums *session, int index, int64_t total,
                  int number)
{
    int later = best->has ? strcmp(session->local_date, best->date) : 1;
    bool is_better =
        !best->has || total > best->total_tenths ||
        (total == best->total_tenths && (later > 0 || (later == 0 && index != best->session)));
    if (is_better) {
        *best =
            (struct best){.has = true, .total_tenths = total, .number = number, .session = index};
        text_copy(best->date, sizeof best->date, session->local_date);
    }
}

static void offer_session(struct bests *bests, const struct card_sums *session, int index)
{
    if (session->is_complete) {
        offer(&bests->total, session, index, session->total_tenths, 0);
    }
    for (int i = 0; i < session->series_count; i++) {
        if (session->series[i].is_complete) {
            offer(&bests->series, session, index, session->series[i].total_tenths, i + 1);
        }
    }
    for (int i = 0; i < session->stage_count; i++) {
        if (session->stages[i].is_complete) {
            offer(&bests->stage, session, index, session->stages[i].total_tenths, i + 1);
            offer(&bests->stages[i], session, index, session->stages[i].total_tenths, i + 1);
        }
    }
}

void bests_read(const struct card_sums *sessions, int count, const char *programme_id,
                struct bests *bests)
{
    *bests = (struct bests){0};
    for (int i = 0; i < count; i++) {
        if (programme_id == NULL || strcmp(sessions[i].programme_id, programme_id) == 0) {
            offer_session(bests, &sessions[i], i);
        }
    }
}
