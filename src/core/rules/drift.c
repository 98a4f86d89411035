#include "core/rules/drift.h"

#include <math.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_sessions = N_("from 2 sessions of 20 shots");
static const char *const need_difference = N_("some 10 shots in a row that are weaker");
static const char *const need_three = N_("from 3 sessions that have those shots and others");

static int length_of(const struct drift_session *session)
{
    return session->count < SESSION_SHOTS_MAX ? session->count : SESSION_SHOTS_MAX;
}

static void add_up(const struct drift_session *sessions, int count, struct drift *drift,
                   int64_t sums[SESSION_SHOTS_MAX])
{
    for (int i = 0; i < count; i++) {
        int length = length_of(&sessions[i]);
        drift->sessions += length > 0;
        drift->positions = length > drift->positions ? length : drift->positions;
        for (int k = 0; k < length; k++) {
            sums[k] += sessions[i].tenths[k];
            drift->counts[k]++;
        }
    }
    for (int k = 0; k < drift->positions; k++) {
        drift->averages[k] = (double)sums[k] / drift->counts[k] / 10;
        drift->covered += drift->counts[k] >= DRIFT_SESSIONS_MIN;
    }
}

struct window {
    int64_t sum, shots;
};

static struct window window_at(const struct drift *drift, const int64_t *sums, int first)
{
    struct window window = {0};
    for (int k = first; k < first + DRIFT_WINDOW; k++) {
        window.sum += sums[k];
        window.shots += drift->counts[k];
    }
    return window;
}

static bool is_weaker(struct window one, struct window other)
{
    return one.sum * other.shots < other.sum * one.shots;
}

static void find_window(struct drift *drift, const int64_t *sums)
{
    struct window weakest = window_at(drift, sums, 0);
    int first = 0;
    bool differ = false;
    for (int k = 1; k + DRIFT_WINDOW <= drift->covered; k++) {
        struct window window = window_at(drift, sums, k);
        differ = differ || is_weaker(weakest, window);
        if (is_weaker(window, weakest)) {
            weakest = window;
            first = k;
            differ = true;
        }
    }
    if (differ) {
        drift->window_first = first + 1;
        drift->window_average = stat_of((double)weakest.sum / (double)weakest.shots / 10);
    }
}

/* Whether the session has the window and more; its difference in rings. */
static bool difference_of(const struct drift_session *session, int first, double *difference)
{
    int length = length_of(session);
    int64_t inside = 0;
    int64_t outside = 0;
    if (length < first + DRIFT_WINDOW || length <= DRIFT_WINDOW) {
        return false;
    }
    for (int k = 0; k < length; k++) {
        bool is_inside = k >= first && k < first + DRIFT_WINDOW;
        inside += is_inside ? session->tenths[k] : 0;
        outside += is_inside ? 0 : session->tenths[k];
    }
    *difference = ((double)inside / DRIFT_WINDOW - (double)outside / (length - DRIFT_WINDOW)) / 10;
    return true;
}

static void judge(const struct drift_session *sessions, int count, struct drift *drift)
{
    double sum = 0;
    double squares = 0;
    double one = 0;
    for (int i = 0; i < count; i++) {
        if (difference_of(&sessions[i], drift->window_first - 1, &one)) {
            drift->paired_sessions++;
            sum += one;
        }
    }
    int k = drift->paired_sessions;
    if (k == 0) {
        return;
    }
    double mean = sum / k;
    drift->difference = stat_of(mean);
    if (k < DRIFT_INTERVAL_SESSIONS_MIN) {
        return;
    }
    for (int i = 0; i < count; i++) {
        if (difference_of(&sessions[i], drift->window_first - 1, &one)) {
            squares += (one - mean) * (one - mean);
        }
    }
    int windows = drift->covered / DRIFT_STEP;
    double margin = stats_t_quantile(1 - 0.025 / windows, k - 1) * sqrt(squares / (k - 1) / k);
    drift->low = stat_of(mean - margin);
    drift->high = stat_of(mean + margin);
    drift->verdict = mean + margin < 0 ? VERDICT_LOWER : VERDICT_NOISE;
}

void drift_read(const struct drift_session *sessions, int count, struct drift *drift)
{
    int64_t sums[SESSION_SHOTS_MAX] = {0};
    *drift = (struct drift){.verdict = VERDICT_NO_DATA};
    add_up(sessions, count, drift, sums);
    bool has_windows = drift->covered >= DRIFT_POSITIONS_MIN;
    drift->window_average = drift->difference =
        stat_absent(has_windows ? need_difference : need_sessions);
    if (has_windows) {
        find_window(drift, sums);
    }
    drift->low = drift->high =
        drift->window_first > 0 ? stat_absent(need_three) : drift->difference;
    if (drift->window_first > 0) {
        drift->difference = stat_absent(need_three);
        judge(sessions, count, drift);
    }
}
