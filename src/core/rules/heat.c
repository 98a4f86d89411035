#include "core/rules/heat.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_shot = N_("from 1 shot with a place");
static const char *const need_ten = N_("from 10 shots outside the ten with a place");

static const double chosen_z = 2.865260238532133; /* normal quantile of 1 - 0.025 / 12 */

void heat_start(struct heat *heat, int64_t cell_um, int cells)
{
    memset(heat, 0, sizeof *heat);
    heat->cell_um = cell_um > 0 ? cell_um : 1;
    heat->cells = cells < 1 ? 1 : cells > HEAT_CELLS_MAX ? HEAT_CELLS_MAX : cells;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

/* The angle between (x, y) and the vertical, |x| against |y|, in steps that begin at 15, 45 and 75
 * degrees: 0..3. tan 15 = 2 - sqrt 3 and tan 75 = 2 + sqrt 3 are not rational, so that whole
 * numbers never lie on those; on 45 degrees `later` says which side. */
static int step_of(int64_t across, int64_t along, bool later)
{
    int64_t left = 2 * along - across; /* across < (2 - sqrt 3) along */
    if (left > 0 && 3 * along * along < left * left) {
        return 0;
    }
    left = 2 * across - along; /* along < (2 - sqrt 3) across */
    if (left > 0 && 3 * across * across < left * left) {
        return 3;
    }
    return across > along || (across == along && later) ? 2 : 1;
}

int heat_hour(int64_t x_um, int64_t y_um)
{
    int64_t across = x_um < 0 ? -x_um : x_um;
    int64_t along = y_um < 0 ? -y_um : y_um;
    if (across == 0 && along == 0) {
        return -1;
    }
    /* where the clock runs away from the vertical a larger angle is later */
    int step = step_of(across, along, (x_um >= 0) == (y_um >= 0));
    if (y_um >= 0) {
        return x_um >= 0 ? step : (HEAT_HOURS - step) % HEAT_HOURS;
    }
    return x_um >= 0 ? 6 - step : 6 + step;
}

static void add_cell(struct heat *heat, const struct shot *shot)
{
    int64_t column = floor_divide(shot->x_um, heat->cell_um) + heat->cells;
    int64_t row = floor_divide(shot->y_um, heat->cell_um) + heat->cells;
    if (column < 0 || row < 0 || column >= 2 * heat->cells || row >= 2 * heat->cells) {
        heat->beyond++;
    } else {
        heat->counts[row][column]++;
    }
}

void heat_add(struct heat *heat, const struct shot *shot)
{
    if (!stats_counts(shot) || !shot->is_plotted) {
        return;
    }
    int hour = heat_hour(shot->x_um, shot->y_um);
    heat->shots++;
    heat->rings[shot->ring]++;
    add_cell(heat, shot);
    if (hour < 0) {
        heat->centre++;
        return;
    }
    heat->hours[hour]++;
    heat->outside_hours[hour] += shot->ring < 10;
}

struct measure heat_share(const struct heat *heat, int64_t count)
{
    return heat->shots == 0 ? stat_absent(need_shot) : stat_of((double)count / (double)heat->shots);
}

int64_t heat_cell(const struct heat *heat, int column, int row)
{
    bool is_in =
        column >= -heat->cells && column < heat->cells && row >= -heat->cells && row < heat->cells;
    return is_in ? heat->counts[row + heat->cells][column + heat->cells] : 0;
}

static void wilson(struct heat_deviation *deviation)
{
    double n = (double)deviation->shots;
    double p = (double)deviation->hits / n;
    double z = chosen_z;
    double middle = p + z * z / (2 * n);
    double reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    deviation->share = stat_of(p);
    deviation->low = stat_of((middle - reach) / scale);
    deviation->high = stat_of(deviation->hits == deviation->shots ? 1 : (middle + reach) / scale);
}

void heat_deviation(const struct heat *heat, struct heat_deviation *deviation)
{
    int most = 0;
    *deviation = (struct heat_deviation){.verdict = VERDICT_NO_DATA,
                                         .share = stat_absent(need_ten),
                                         .low = stat_absent(need_ten),
                                         .high = stat_absent(need_ten)};
    for (int hour = 0; hour < HEAT_HOURS; hour++) {
        deviation->shots += heat->outside_hours[hour];
        most = heat->outside_hours[hour] > heat->outside_hours[most] ? hour : most;
    }
    if (deviation->shots < HEAT_DEVIATION_SHOTS_MIN) {
        return;
    }
    deviation->hour = most == 0 ? HEAT_HOURS : most;
    deviation->hits = heat->outside_hours[most];
    wilson(deviation);
    deviation->verdict = deviation->low.value > 1.0 / HEAT_HOURS ? VERDICT_HIGHER : VERDICT_NOISE;
}
