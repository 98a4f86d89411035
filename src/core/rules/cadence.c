#include "core/rules/cadence.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_gap = N_("from 2 shots with time between them");
static const char *const need_pairs = N_("from 30 shots with time between them");
static const char *const all_equal = N_("all shots are worth the same");

int cadence_pairs(const struct shot *shots, int count, struct cadence_pair *pairs)
{
    const struct shot *before = NULL;
    int found = 0;
    for (int i = 0; i < count; i++) {
        if (!stats_counts(&shots[i])) {
            continue;
        }
        int64_t gap_ms = before != NULL ? shots[i].entered_at_ms - before->entered_at_ms : 0;
        if (gap_ms > 0) {
            pairs[found++] = (struct cadence_pair){
                .gap_ms = gap_ms < CADENCE_GAP_MOST_MS ? gap_ms : CADENCE_GAP_MOST_MS,
                .tenths = shots[i].value_tenths};
        }
        before = &shots[i];
    }
    return found;
}

/* One pair while it is ranked. */
struct ranked {
    int64_t key;
    int index;
    double rank;
};

static int by_key(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    return x->key != y->key ? (x->key > y->key ? 1 : -1) : x->index - y->index;
}

/* Ranks from 1; equals share the mean of theirs. */
static void rank_all(struct ranked *rows, int count)
{
    qsort(rows, (size_t)count, sizeof *rows, by_key);
    for (int first = 0, next = 0; first < count; first = next) {
        while (next < count && rows[next].key == rows[first].key) {
            next++;
        }
        for (int i = first; i < next; i++) {
            rows[i].rank = (first + 1 + next) / 2.0;
        }
    }
}

/* Pearson's correlation of the ranks; NaN when one side is all equal. */
static double correlation_of(const struct cadence_pair *pairs, int count)
{
    struct ranked *gaps = mem_array((size_t)count, sizeof *gaps);
    struct ranked *values = mem_array((size_t)count, sizeof *values);
    double *rank_of_gap = mem_array((size_t)count, sizeof *rank_of_gap);
    for (int i = 0; i < count; i++) {
        gaps[i] = (struct ranked){.key = pairs[i].gap_ms, .index = i};
        values[i] = (struct ranked){.key = pairs[i].tenths, .index = i};
    }
    rank_all(gaps, count);
    rank_all(values, count);
    double middle = (count + 1) / 2.0;
    double gap_squares = 0;
    double value_squares = 0;
    double products = 0;
    for (int i = 0; i < count; i++) {
        rank_of_gap[gaps[i].index] = gaps[i].rank - middle;
    }
    for (int i = 0; i < count; i++) {
        double value = values[i].rank - middle;
        double gap = rank_of_gap[values[i].index];
        products += gap * value;
        gap_squares += gap * gap;
        value_squares += value * value;
    }
    free(gaps);
    free(values);
    free(rank_of_gap);
    return gap_squares > 0 && value_squares > 0 ? products / sqrt(gap_squares * value_squares)
                                                : (double)NAN;
}

static void relate(const struct cadence_pair *pairs, int count, struct cadence *cadence)
{
    double r = correlation_of(pairs, count);
    if (isnan(r)) {
        cadence->correlation = cadence->low = cadence->high = stat_absent(all_equal);
        return;
    }
    double held = r > 0.999999 ? 0.999999 : r < -0.999999 ? -0.999999 : r; /* z is finite */
    double z = atanh(held);
    double margin = 1.959963984540054 * sqrt(1.06 / (count - 3));
    cadence->correlation = stat_of(r);
    cadence->low = stat_of(tanh(z - margin));
    cadence->high = stat_of(tanh(z + margin));
    cadence->verdict = z - margin > 0   ? VERDICT_HIGHER
                       : z + margin < 0 ? VERDICT_LOWER
                                        : VERDICT_NOISE;
}

static struct measure average_of(const struct cadence_pair *pairs, int first, int last)
{
    int64_t sum = 0;
    for (int i = first; i < last; i++) {
        sum += pairs[i].tenths;
    }
    return stat_of((double)sum / (last - first) / 10);
}

static void sort_by_gap(struct cadence_pair *pairs, int count)
{
    struct ranked *order = mem_array((size_t)count + 1, sizeof *order);
    struct cadence_pair *sorted = mem_array((size_t)count + 1, sizeof *sorted);
    for (int i = 0; i < count; i++) {
        order[i] = (struct ranked){.key = pairs[i].gap_ms, .index = i};
    }
    qsort(order, (size_t)count, sizeof *order, by_key);
    for (int i = 0; i < count; i++) {
        sorted[i] = pairs[order[i].index];
    }
    for (int i = 0; i < count; i++) {
        pairs[i] = sorted[i];
    }
    free(order);
    free(sorted);
}

void cadence_read(struct cadence_pair *pairs, int count, struct cadence *cadence)
{
    *cadence = (struct cadence){.pairs = count};
    cadence->mean_s = cadence->median_s = stat_absent(need_gap);
    cadence->correlation = cadence->low = cadence->high = stat_absent(need_pairs);
    cadence->quick = cadence->middle = cadence->slow = stat_absent(need_pairs);
    if (count < 1) {
        return;
    }
    int64_t sum_ms = 0;
    for (int i = 0; i < count; i++) {
        sum_ms += pairs[i].gap_ms;
    }
    if (count >= CADENCE_PAIRS_MIN) {
        relate(pairs, count, cadence);
    }
    sort_by_gap(pairs, count);
    int half = count / 2;
    int64_t middle =
        count % 2 == 1 ? 2 * pairs[half].gap_ms : pairs[half - 1].gap_ms + pairs[half].gap_ms;
    cadence->mean_s = stat_of((double)sum_ms / count / 1000);
    cadence->median_s = stat_of((double)middle / 2000);
    if (count >= CADENCE_PAIRS_MIN) {
        int third = count / 3;
        cadence->quick = average_of(pairs, 0, third);
        cadence->middle = average_of(pairs, third, count - third);
        cadence->slow = average_of(pairs, count - third, count);
    }
}
