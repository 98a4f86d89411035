/* Sight advice: clicks only when the group is farther off than its own noise. */
#include "core/rules/stats.h"

#include <math.h>

enum { ADVICE_SHOTS_MIN = 20, MORE_SHOTS_MAX = 999, CLICKS_MAX = 9999 };

static struct sight_axis axis_advice(struct measure offset, struct measure sd, int shots,
                                     double click_mm)
{
    struct sight_axis axis = {.verdict = SIGHT_NO_DATA};
    if (shots < ADVICE_SHOTS_MIN || !offset.has || !sd.has) {
        return axis;
    }
    axis.offset_mm = offset.value;
    axis.noise_mm = 2 * sd.value / sqrt(shots);
    if (fabs(axis.offset_mm) > axis.noise_mm) {
        axis.verdict = SIGHT_MOVE;
        double clicks = click_mm > 0 ? axis.offset_mm / click_mm : 0;
        axis.clicks = (int)lround(fmax(-CLICKS_MAX, fmin(CLICKS_MAX, clicks)));
        return axis;
    }
    axis.verdict = SIGHT_WITHIN_NOISE;
    /* The offset would beat 2 SD / sqrt(n) at this n, were both to stay as they are. */
    double ratio = 2 * sd.value / fabs(axis.offset_mm);
    double needed = floor(ratio * ratio) + 1 - shots; /* infinite at offset 0 */
    axis.more_shots = (int)fmax(1, fmin(MORE_SHOTS_MAX, needed));
    return axis;
}

void stats_sight_advice(const struct session_stats *stats, double distance_m,
                        double click_mm_at_10m, struct sight_advice *advice)
{
    double click_mm = click_mm_at_10m * distance_m / 10;
    advice->x = axis_advice(stats->mpi_x, stats->sd_x, stats->plotted, click_mm);
    advice->y = axis_advice(stats->mpi_y, stats->sd_y, stats->plotted, click_mm);
}
