#include "core/rules/drift.h"

#include <math.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_sessions = N_("from 2 sessions");
static const char *const need_positions = N_("from 20 shots a session");
static const char *const need_three = N_("from 3 sessions with these shots");

static void count_positions(const struct drift_session *sessions, int count, struct drift *drift,
                            int64_t *sums)
{
    for (int i = 0; i < count; i++) {
        for (int shot = 0; shot < sessions[i].count && shot < SESSION_SHOTS_MAX; shot++) {
            sums[shot] += sessions[i].tenths[shot];
            drift->counts[shot]++;
        }
    }
    for (int shot = 0; shot < SESSION_SHOTS_MAX && drift->counts[shot] > 0; shot++) {
        drift->average[shot] = (double)sums[shot] / drift->counts[shot] / 10;
        drift->positions += drift->positions == shot && drift->counts[shot] >= 2;
    }
}

/* Compared as fractions, so that equals are equal. */
static void find_window(struct drift *drift, const int64_t *sums)
{
    int64_t best_sum = 0;
    int64_t best_count = 0;
    for (int first = 0; first + DRIFT_WINDOW <= drift->positions; first++) {
        int64_t sum = 0;
        int64_t count = 0;
        for (int i = first; i < first + DRIFT_WINDOW; i++) {
            sum += sums[i];
            count += drift->counts[i];
        }
        if (best_count == 0 || sum * best_count < best_sum * count) {
            best_sum = sum;
            best_count = count;
            drift->weak_first = first + 1;
            drift->weak_last = first + DRIFT_WINDOW;
        }
    }
    drift->weak_average = (double)best_sum / (double)best_count / 10;
}

/* Window minus the rest of that session, rings. False: it has not both. */
static bool window_difference(const struct drift_session *session, const struct drift *drift,
                              double *difference)
{
    int64_t inside = 0;
    int64_t outside = 0;
    int others = session->count - DRIFT_WINDOW;
    if (session->count < drift->weak_last || others < 1) {
        return false;
    }
    for (int i = 0; i < session->count; i++) {
        bool is_inside = i + 1 >= drift->weak_first && i + 1 <= drift->weak_last;
        *(is_inside ? &inside : &outside) += session->tenths[i];
    }
    *difference = ((double)inside / DRIFT_WINDOW - (double)outside / others) / 10;
    return true;
}

static void judge_window(const struct drift_session *sessions, int count, struct drift *drift)
{
    int k = 0;
    double mean = 0;
    double squares = 0;
    drift->difference = drift->low = drift->high = stat_absent(need_three);
    for (int i = 0; i < count; i++) { /* Welford's way: one pass, no cancellation */
        double value = 0;
        if (window_difference(&sessions[i], drift, &value)) {
            double step = value - mean;
            k++;
            mean += step / k;
            squares += step * (value - mean);
        }
    }
    if (k < 3) {
        return;
    }
    int windows = drift->positions / DRIFT_STEP;
    double margin = stats_t_quantile(1 - 0.025 / windows, k - 1) * sqrt(squares / (k - 1) / k);
    drift->difference = stat_of(mean);
    drift->low = stat_of(mean - margin);
    drift->high = stat_of(mean + margin);
    drift->verdict = mean + margin < 0   ? VERDICT_LOWER
                     : mean - margin > 0 ? VERDICT_HIGHER
                                         : VERDICT_NOISE;
}

void drift_read(const struct drift_session *sessions, int count, struct drift *drift)
{
    int64_t sums[SESSION_SHOTS_MAX] = {0};
    *drift = (struct drift){.sessions = count};
    drift->difference = drift->low = drift->high = stat_absent(need_three);
    count_positions(sessions, count, drift, sums);
    drift->why = count < 2                                ? need_sessions
                 : drift->positions < DRIFT_POSITIONS_MIN ? need_positions
                                                          : NULL;
    if (drift->why == NULL) {
        find_window(drift, sums);
        judge_window(sessions, count, drift);
    }
}
