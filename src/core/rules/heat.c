#include "core/rules/heat.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_ten = N_("from 10 shots below the ten with their places");

enum { LEAN_SHOTS_MIN = 10 };

void heat_start(struct heat *heat, int64_t radius_um)
{
    *heat = (struct heat){.cell_um = (2 * radius_um + HEAT_CELLS - 1) / HEAT_CELLS};
    if (heat->cell_um < 1) {
        heat->cell_um = 1;
    }
}

/* The cell from the middle one; half a cell each side of the centre is the middle. */
static int64_t cell_of(int64_t um, int64_t cell_um)
{
    int64_t doubled = 2 * um + cell_um;
    int64_t width = 2 * cell_um;
    return doubled >= 0 ? doubled / width : -((-doubled + width - 1) / width);
}

static int hour_of(int64_t x_um, int64_t y_um)
{
    if (x_um == 0 && y_um == 0) {
        return 0;
    }
    if (llabs(x_um) == llabs(y_um)) { /* half past: the only boundary that whole numbers hit */
        return x_um > 0 ? (y_um > 0 ? 2 : 5) : (y_um < 0 ? 8 : 11);
    }
    int hour = (int)lround(atan2((double)x_um, (double)y_um) * 6 / M_PI);
    return hour <= 0 ? hour + 12 : hour;
}

void heat_add(struct heat *heat, const struct shot *shot)
{
    if (!stats_counts(shot) || !shot->is_plotted) {
        return;
    }
    int hour = hour_of(shot->x_um, shot->y_um);
    int64_t column = HEAT_HALF + cell_of(shot->x_um, heat->cell_um);
    int64_t line = HEAT_HALF - cell_of(shot->y_um, heat->cell_um);
    heat->shots++;
    heat->rings[shot->ring]++;
    heat->hours[hour]++;
    heat->missed_hours[hour] += shot->ring < 10;
    if (column < 0 || column >= HEAT_CELLS || line < 0 || line >= HEAT_CELLS) {
        heat->outside++;
        return;
    }
    int64_t count = ++heat->cells[line][column];
    heat->most = count > heat->most ? count : heat->most;
}

/* Wilson's interval with the quantile for the largest of twelve: z(1 - 0.025 / 12). */
static void wilson(double hits, double shots, double *low, double *high)
{
    static const double z = 2.865260238532133; /* of 1 - 0.025 / 12 */
    double share = hits / shots;
    double scale = 1 + z * z / shots;
    double middle = (share + z * z / (2 * shots)) / scale;
    double reach = z * sqrt(share * (1 - share) / shots + z * z / (4 * shots * shots)) / scale;
    *low = middle - reach;
    *high = middle + reach;
}

void heat_lean(const struct heat *heat, struct heat_lean *lean)
{
    double low = 0;
    double high = 0;
    *lean = (struct heat_lean){.share = stat_absent(need_ten),
                               .low = stat_absent(need_ten),
                               .high = stat_absent(need_ten)};
    for (int hour = 1; hour <= 12; hour++) {
        lean->shots += heat->missed_hours[hour];
        if (lean->hour == 0 || heat->missed_hours[hour] > heat->missed_hours[lean->hour]) {
            lean->hour = hour;
        }
    }
    if (lean->shots < LEAN_SHOTS_MIN) {
        lean->hour = 0;
        return;
    }
    wilson((double)heat->missed_hours[lean->hour], (double)lean->shots, &low, &high);
    lean->share = stat_of((double)heat->missed_hours[lean->hour] / (double)lean->shots);
    lean->low = stat_of(low);
    lean->high = stat_of(high);
    lean->verdict = low > 1.0 / 12 ? VERDICT_HIGHER : VERDICT_NOISE;
}
