/* The series of a session against each other: which of them differ by more than chance explains. */
#include "core/rules/reflection_view.h"

#include <math.h>

#include "base/i18n.h"

enum { ENDS_SERIES_MIN = 4 }; /* first, last and at least two between */

static bool can_compare(const struct reflection_session *input)
{
    int shots = 0;
    for (int i = 0; i < input->stats->series_count; i++) {
        const struct series_stats *series = &input->stats->series[i];
        if (series->is_complete) {
            shots = shots == 0 ? series->shots : shots;
            if (series->shots != shots) {
                return false;
            }
        }
    }
    return shots > 0 && !input->has_stages;
}

static void find_compared(struct session_view *view)
{
    const struct session_stats *stats = view->stats;
    struct compared *found = &view->series;
    if (!can_compare(view->input)) {
        return;
    }
    for (int i = 0; i < stats->series_count; i++) {
        const struct series_stats *series = &stats->series[i];
        if (!series->is_complete) {
            continue;
        }
        found->count++;
        found->shots = series->shots;
        found->sum_tenths += series->total_tenths;
        found->first = found->first == NULL ? series : found->first;
        found->last = series;
        found->best = series->number == stats->best_series ? series : found->best;
        found->weakest = series->number == stats->weakest_series ? series : found->weakest;
    }
}

double series_above_others(const struct compared *compared, const struct series_stats *series)
{
    double others = (double)(compared->sum_tenths - series->total_tenths) / (compared->count - 1);
    return ((double)series->total_tenths - others) / 10;
}

static double middle_mean(const struct compared *compared)
{
    if (compared->first == NULL || compared->last == NULL) {
        return 0;
    }
    int64_t middle =
        compared->sum_tenths - compared->first->total_tenths - compared->last->total_tenths;
    return (double)middle / (compared->count - 2) / 10;
}

double series_above_middle(const struct compared *compared, const struct series_stats *series)
{
    double own = series != NULL ? (double)series->total_tenths / 10 : 0;
    return own - middle_mean(compared);
}

/* Standard deviation of one shot in rings, from the counts by ring; tenths within a ring lie
 * evenly (variance 1/12). */
static double shot_deviation(const struct session_view *view)
{
    double sum = 0;
    double squares = 0;
    double n = view->stats->shots;
    for (int ring = 0; ring <= 10; ring++) {
        sum += (double)ring * view->stats->ring_counts[ring];
        squares += (double)ring * ring * view->stats->ring_counts[ring];
    }
    double variance = n > 1 ? (squares - sum * sum / n) / (n - 1) : 0;
    return sqrt(fmax(variance, 0) + (view->input->has_decimals ? 1.0 / 12 : 0));
}

double series_noise(const struct session_view *view, int others)
{
    const struct compared *compared = &view->series;
    double chance = 0.025 / compared->count;
    double deviation = shot_deviation(view) * sqrt(compared->shots) * sqrt(1 + 1.0 / others);
    return stats_t_quantile(1 - chance, view->stats->shots - 1) * deviation;
}

static bool is_dip(const struct session_view *view)
{
    const struct compared *compared = &view->series;
    return compared->weakest != NULL && -series_above_others(compared, compared->weakest) >
                                            series_noise(view, compared->count - 1);
}

/* The first or last series against the middle. When a series in the middle was weaker and yet
 * within noise, nothing is said of the ends. */
static bool is_weak_end(const struct session_view *view, const struct series_stats *series)
{
    const struct compared *compared = &view->series;
    return compared->count >= ENDS_SERIES_MIN && (compared->weakest == series || view->has_dip) &&
           -series_above_middle(compared, series) > series_noise(view, compared->count - 2);
}

struct session_view session_view_of(const struct reflection_session *input)
{
    struct session_view view = {.input = input, .stats = input->stats};
    view.is_complete = input->expected_shots > 0 && input->stats->shots >= input->expected_shots;
    find_compared(&view);
    view.has_dip = is_dip(&view);
    view.has_slow_start = is_weak_end(&view, view.series.first);
    view.has_weak_finish = is_weak_end(&view, view.series.last);
    return view;
}

bool series_is_end(const struct session_view *view, const struct series_stats *series)
{
    return (view->has_slow_start && series == view->series.first) ||
           (view->has_weak_finish && series == view->series.last);
}

struct figure series_total(const struct session_view *view, const struct draft *draft,
                           const struct series_stats *series)
{
    return draft_total(draft, series->total_tenths, view->input->has_decimals);
}

void series_end_basis(const struct session_view *view, struct draft *draft,
                      const struct series_stats *series)
{
    const struct compared *compared = &view->series;
    buf_printf(&draft->basis,
               _("series %d: %s; mean of the %d between: %s; difference %s, noise %s"),
               series->number, series_total(view, draft, series).text, compared->count - 2,
               draft_one(draft, middle_mean(compared)).text,
               draft_one(draft, -series_above_middle(compared, series)).text,
               draft_one(draft, series_noise(view, compared->count - 2)).text);
}

void series_dip_basis(const struct session_view *view, struct draft *draft)
{
    const struct compared *compared = &view->series;
    double above = series_above_others(compared, compared->weakest);
    buf_printf(
        &draft->basis,
        _("series %d, shots %d to %d: %s; mean of the other %d: %s; difference %s, noise %s"),
        compared->weakest->number, view->stats->dip_first, view->stats->dip_last,
        series_total(view, draft, compared->weakest).text, compared->count - 1,
        draft_one(draft, (double)compared->weakest->total_tenths / 10 - above).text,
        draft_one(draft, -above).text,
        draft_one(draft, series_noise(view, compared->count - 1)).text);
}
