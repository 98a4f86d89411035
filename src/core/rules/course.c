#include "core/rules/course.h"

#include <math.h>

#include "core/rules/stats_group.h"

void rolling_read(const struct shot *shots, int count, double *values, struct rolling *rolling)
{
    int tenths[SESSION_SHOTS_MAX] = {0};
    int64_t weakest = INT64_MAX;
    *rolling = (struct rolling){.values = values};
    for (int i = 0; i < count && rolling->count < SESSION_SHOTS_MAX; i++) {
        if (stats_counts(&shots[i])) {
            tenths[rolling->count++] = shots[i].value_tenths;
        }
    }
    int64_t sum = 0;
    for (int i = 0; i < rolling->count; i++) {
        sum += tenths[i] - (i >= ROLLING_SHOTS ? tenths[i - ROLLING_SHOTS] : 0);
        bool is_whole = i + 1 >= ROLLING_SHOTS;
        values[i] = is_whole ? (double)sum / ROLLING_SHOTS / 10 : (double)NAN;
        if (is_whole && sum < weakest) {
            weakest = sum;
            rolling->weak_first = i + 2 - ROLLING_SHOTS;
            rolling->weak_last = i + 1;
            rolling->weak_average = values[i];
        }
    }
    if (rolling->count <= ROLLING_SHOTS) { /* one window only: nothing to compare it with */
        rolling->weak_first = rolling->weak_last = 0;
    }
}

int series_groups_read(const struct shot *shots, int count, struct series_group groups[SERIES_MAX])
{
    int highest = 0;
    for (int i = 0; i < count; i++) {
        if (stats_counts(&shots[i]) && shots[i].series > highest) {
            highest = shots[i].series;
        }
    }
    for (int series = 1; series <= highest; series++) {
        struct shot own[SHOTS_PER_SERIES_MAX];
        struct session_stats stats;
        int room = 0;
        for (int i = 0; i < count && room < SHOTS_PER_SERIES_MAX; i++) {
            if (stats_counts(&shots[i]) && shots[i].series == series) {
                own[room++] = shots[i];
            }
        }
        stats_session(own, room, NULL, &stats);
        groups[series - 1] = (struct series_group){.number = series,
                                                   .shots = stats.shots,
                                                   .plotted = stats.plotted,
                                                   .average = stats.average,
                                                   .mpi_x = stats.mpi_x,
                                                   .mpi_y = stats.mpi_y,
                                                   .sigma = stats.sigma};
    }
    return highest;
}
