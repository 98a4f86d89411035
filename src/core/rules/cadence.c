#include "core/rules/cadence.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_gap = N_("from 2 shots with time between them");
static const char *const need_pairs = N_("from 3 shots with time before them");
static const char *const need_change = N_("gaps and values that are not all equal");
static const char *const need_thirty = N_("from 30 shots with time before them");

struct pair {
    int64_t gap_ms; /* as it is */
    int tenths;
    int order;
    double gap_rank, value_rank;
};

struct pairs {
    int count, room;
    struct pair *rows;
};

static void add_pair(struct pairs *pairs, int64_t gap_ms, int tenths)
{
    if (pairs->count == pairs->room) {
        pairs->room = pairs->room == 0 ? 256 : pairs->room * 2;
        pairs->rows = mem_grow(pairs->rows, (size_t)pairs->room, sizeof *pairs->rows);
    }
    pairs->rows[pairs->count] =
        (struct pair){.gap_ms = gap_ms, .tenths = tenths, .order = pairs->count};
    pairs->count++;
}

static void add_session(struct pairs *pairs, const struct cadence_session *session)
{
    const struct shot *previous = NULL;
    for (int i = 0; i < session->count; i++) {
        const struct shot *shot = &session->shots[i];
        if (!stats_counts(shot)) {
            continue;
        }
        int64_t gap_ms = previous == NULL ? 0 : shot->entered_at_ms - previous->entered_at_ms;
        if (gap_ms > 0) {
            add_pair(pairs, gap_ms, shot->value_tenths);
        }
        previous = shot;
    }
}

static int64_t cut(const struct pair *pair)
{
    return pair->gap_ms < CADENCE_GAP_MOST_MS ? pair->gap_ms : CADENCE_GAP_MOST_MS;
}

static int by_value(const void *a, const void *b)
{
    const struct pair *one = a;
    const struct pair *other = b;
    return (one->tenths > other->tenths) - (one->tenths < other->tenths);
}

/* By gap as it is: cut gaps that are equal then stand together. */
static int by_gap(const void *a, const void *b)
{
    const struct pair *one = a;
    const struct pair *other = b;
    return one->gap_ms != other->gap_ms ? (one->gap_ms > other->gap_ms ? 1 : -1)
                                        : one->order - other->order;
}

/* By gap as it counts, then in the order they were shot. */
static int by_cut_gap(const void *a, const void *b)
{
    const struct pair *one = a;
    const struct pair *other = b;
    int64_t first = cut(one);
    int64_t second = cut(other);
    return first != second ? (first > second ? 1 : -1) : one->order - other->order;
}

/* --- gaps --------------------------------------------------------------------------------------
 */
static void read_gaps(struct pairs *pairs, struct cadence *cadence)
{
    double sum = 0;
    int middle = pairs->count / 2;
    qsort(pairs->rows, (size_t)pairs->count, sizeof *pairs->rows, by_gap);
    for (int i = 0; i < pairs->count; i++) {
        sum += (double)pairs->rows[i].gap_ms;
    }
    double median = (double)pairs->rows[middle].gap_ms;
    if (pairs->count % 2 == 0) {
        median = (median + (double)pairs->rows[middle - 1].gap_ms) / 2;
    }
    cadence->mean_s = stat_of(sum / pairs->count / 1000);
    cadence->median_s = stat_of(median / 1000);
}

/* --- the correlation ---------------------------------------------------------------------------
 */

/* rows are sorted by what is ranked; first..after hold equal ones. */
static double shared_rank(int first, int after)
{
    return (first + 1 + after) / 2.0;
}

static void rank_values(struct pairs *pairs)
{
    struct pair *rows = pairs->rows;
    qsort(rows, (size_t)pairs->count, sizeof *rows, by_value);
    for (int first = 0, after = 0; first < pairs->count; first = after) {
        for (after = first; after < pairs->count && rows[after].tenths == rows[first].tenths;) {
            after++;
        }
        for (int i = first; i < after; i++) {
            rows[i].value_rank = shared_rank(first, after);
        }
    }
}

static void rank_gaps(struct pairs *pairs)
{
    struct pair *rows = pairs->rows;
    qsort(rows, (size_t)pairs->count, sizeof *rows, by_cut_gap);
    for (int first = 0, after = 0; first < pairs->count; first = after) {
        for (after = first; after < pairs->count && cut(&rows[after]) == cut(&rows[first]);) {
            after++;
        }
        for (int i = first; i < after; i++) {
            rows[i].gap_rank = shared_rank(first, after);
        }
    }
}

static struct measure correlation_of(const struct pairs *pairs)
{
    double middle = (pairs->count + 1) / 2.0;
    double products = 0;
    double gap_squares = 0;
    double value_squares = 0;
    for (int i = 0; i < pairs->count; i++) {
        double gap = pairs->rows[i].gap_rank - middle;
        double value = pairs->rows[i].value_rank - middle;
        products += gap * value;
        gap_squares += gap * gap;
        value_squares += value * value;
    }
    if (gap_squares <= 0 || value_squares <= 0) {
        return stat_absent(need_change);
    }
    return stat_of(fmax(-1, fmin(1, products / sqrt(gap_squares * value_squares))));
}

static void judge(struct cadence *cadence)
{
    double r = cadence->correlation.value;
    double margin = 1.959963984540054 * sqrt(1.06 / (cadence->pairs - 3));
    bool is_exact = fabs(r) >= 1;
    cadence->low = stat_of(is_exact ? r : tanh(atanh(r) - margin));
    cadence->high = stat_of(is_exact ? r : tanh(atanh(r) + margin));
    cadence->verdict = cadence->low.value > 0    ? VERDICT_HIGHER
                       : cadence->high.value < 0 ? VERDICT_LOWER
                                                 : VERDICT_NOISE;
}

static void read_thirds(const struct pairs *pairs, struct cadence *cadence)
{
    int64_t sums[CADENCE_THIRDS] = {0};
    int counts[CADENCE_THIRDS] = {0};
    int third = pairs->count / 3;
    for (int i = 0; i < pairs->count; i++) {
        enum cadence_third which = i < third                   ? CADENCE_QUICK
                                   : i >= pairs->count - third ? CADENCE_SLOW
                                                               : CADENCE_MIDDLE;
        sums[which] += pairs->rows[i].tenths;
        counts[which]++;
    }
    for (int i = 0; i < CADENCE_THIRDS; i++) {
        cadence->thirds[i] = stat_of((double)sums[i] / counts[i] / 10);
    }
}

static void read_relation(struct pairs *pairs, struct cadence *cadence)
{
    rank_values(pairs);
    rank_gaps(pairs);
    cadence->correlation = correlation_of(pairs);
    bool is_enough = pairs->count >= CADENCE_INTERVAL_PAIRS_MIN;
    if (is_enough) {
        read_thirds(pairs, cadence);
    }
    if (!cadence->correlation.has) {
        cadence->low = cadence->high = cadence->correlation;
    } else if (is_enough) {
        judge(cadence);
    }
}

void cadence_read(const struct cadence_session *sessions, int count, struct cadence *cadence)
{
    struct pairs pairs = {0};
    for (int i = 0; i < count; i++) {
        add_session(&pairs, &sessions[i]);
    }
    *cadence = (struct cadence){.pairs = pairs.count,
                                .mean_s = stat_absent(need_gap),
                                .median_s = stat_absent(need_gap),
                                .correlation = stat_absent(need_pairs),
                                .low = stat_absent(need_thirty),
                                .high = stat_absent(need_thirty),
                                .verdict = VERDICT_NO_DATA};
    for (int i = 0; i < CADENCE_THIRDS; i++) {
        cadence->thirds[i] = stat_absent(need_thirty);
    }
    if (pairs.count > 0) {
        read_gaps(&pairs, cadence);
    }
    if (pairs.count >= CADENCE_PAIRS_MIN) {
        read_relation(&pairs, cadence);
    }
    free(pairs.rows);
}
