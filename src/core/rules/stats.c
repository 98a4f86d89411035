/* What was scored: totals, series, the dip, the rhythm, the hit rate. The group: stats_group.c. */
#include "core/rules/stats.h"

#include "base/i18n.h"
#include "core/rules/stats_group.h"

#include <string.h>

static const char *const need_shot = N_("from 1 shot");
static const char *const need_ten_shots = N_("from 10 shots");
static const char *const need_gap = N_("from 2 shots with time between them");
static const char *const need_session = N_("from 1 other session");
static const char *const need_ten_sessions = N_("from 10 sessions");

enum { HIT_RATE_SHOTS_MIN = 10, PERCENTILE_SESSIONS_MIN = 10 };

static void count_shot(struct session_stats *stats, const struct shot *shot)
{
    struct series_stats *series = &stats->series[shot->series - 1];
    stats->shots++;
    stats->total_tenths += shot->value_tenths;
    stats->total_rings += shot->ring;
    stats->inner_tens += shot->is_inner_ten;
    stats->ring_counts[shot->ring]++;
    series->shots++;
    series->total_tenths += shot->value_tenths;
    series->inner_tens += shot->is_inner_ten;
    if (shot->series > stats->series_count) {
        stats->series_count = shot->series;
    }
}

static void count_shots(const struct shot *shots, int count, struct session_stats *stats)
{
    for (int i = 0; i < count; i++) {
        if (stats_counts(&shots[i])) {
            count_shot(stats, &shots[i]);
        } else if (shots[i].series == 0 && shots[i].voided_at_ms == 0) {
            stats->sighters++;
        }
    }
    stats->tens = stats->ring_counts[10];
    stats->nines = stats->ring_counts[9];
    stats->misses = stats->ring_counts[0];
    stats->average = stats->shots == 0 ? stat_absent(need_shot)
                                       : stat_of((double)stats->total_tenths / stats->shots / 10);
}

/* Best and weakest of the complete series, the first of equals; no weakest when all are equal. */
static void judge_series(struct session_stats *stats, const struct stats_options *options)
{
    int complete = 0;
    const struct series_stats *best = NULL;
    const struct series_stats *weakest = NULL;
    for (int i = 0; i < stats->series_count; i++) {
        struct series_stats *series = &stats->series[i];
        bool is_planned =
            options != NULL && options->expected_shots != NULL && i < options->expected_series;
        series->number = i + 1;
        series->expected = is_planned ? options->expected_shots[i] : 0;
        series->is_complete = series->expected > 0 && series->shots >= series->expected;
        if (series->is_complete) {
            complete++;
            best = best == NULL || series->total_tenths > best->total_tenths ? series : best;
            weakest =
                weakest == NULL || series->total_tenths < weakest->total_tenths ? series : weakest;
        }
    }
    if (complete < 2) {
        return;
    }
    stats->best_series = best->number;
    stats->weakest_series = weakest->total_tenths < best->total_tenths ? weakest->number : 0;
}

static void find_dip(const struct shot *shots, int count, struct session_stats *stats)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (!stats_counts(&shots[i])) {
            continue;
        }
        number++;
        if (shots[i].series == stats->weakest_series) {
            stats->dip_first = stats->dip_first == 0 ? number : stats->dip_first;
            stats->dip_last = number;
        }
    }
}

static void find_cadence(const struct shot *shots, int count, struct session_stats *stats)
{
    const struct shot *previous = NULL;
    int64_t sum_ms = 0;
    int gaps = 0;
    for (int i = 0; i < count; i++) {
        if (!stats_counts(&shots[i])) {
            continue;
        }
        int64_t gap_ms = previous == NULL ? 0 : shots[i].entered_at_ms - previous->entered_at_ms;
        if (gap_ms > 0) {
            sum_ms += gap_ms;
            gaps++;
        }
        previous = &shots[i];
    }
    stats->cadence_s = gaps == 0 ? stat_absent(need_gap) : stat_of((double)sum_ms / gaps / 1000);
}

static void find_hit_rate(struct session_stats *stats)
{
    struct hit_rate *rate = &stats->nine_or_better;
    double low = 0;
    double high = 0;
    rate->hits = stats->tens + stats->nines;
    rate->shots = stats->shots;
    if (stats->shots < HIT_RATE_SHOTS_MIN) {
        rate->share = rate->low = rate->high = stat_absent(need_ten_shots);
        return;
    }
    stats_wilson(rate->hits, rate->shots, &low, &high);
    rate->share = stat_of((double)rate->hits / rate->shots);
    rate->low = stat_of(low);
    rate->high = stat_of(high);
}

void stats_session(const struct shot *shots, int count, const struct stats_options *options,
                   struct session_stats *stats)
{
    memset(stats, 0, sizeof *stats);
    count_shots(shots, count, stats);
    judge_series(stats, options);
    if (stats->weakest_series > 0) {
        find_dip(shots, count, stats);
    }
    find_cadence(shots, count, stats);
    find_hit_rate(stats);
    stats_group(shots, count, stats);
}

struct measure stats_versus(int64_t total_tenths, const int64_t *others, int count)
{
    double sum = 0;
    if (count < 1) {
        return stat_absent(need_session);
    }
    for (int i = 0; i < count; i++) {
        sum += (double)others[i];
    }
    return stat_of(((double)total_tenths - sum / count) / 10);
}

struct measure stats_percentile(int64_t total_tenths, const int64_t *others, int count)
{
    int halves = 0;
    if (count + 1 < PERCENTILE_SESSIONS_MIN) {
        return stat_absent(need_ten_sessions);
    }
    for (int i = 0; i < count; i++) {
        halves += others[i] < total_tenths ? 2 : others[i] == total_tenths;
    }
    return stat_of(100.0 * halves / (2.0 * count));
}
