#include "core/rules/calls.h"

#include <math.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_calls = N_("from 5 called shots with their places");

static double deviation(double sum, double squares, int count)
{
    double around = squares - sum * sum / count;
    return around > 0 ? sqrt(around / (count - 1)) : 0;
}

void calls_read(const struct shot *shots, int count, struct calls *calls)
{
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double distance = 0;
    *calls = (struct calls){0};
    for (int i = 0; i < count; i++) {
        const struct shot *shot = &shots[i];
        if (!stats_counts(shot) || !shot->is_plotted || !shot->is_called) {
            continue;
        }
        double dx = (double)(shot->x_um - shot->call_x_um) / 1000;
        double dy = (double)(shot->y_um - shot->call_y_um) / 1000;
        calls->count++;
        x += dx;
        y += dy;
        xx += dx * dx;
        yy += dy * dy;
        distance += hypot(dx, dy);
    }
    if (calls->count < CALLS_MIN) {
        calls->x = calls->y = calls->sd_x = calls->sd_y = calls->distance = stat_absent(need_calls);
        return;
    }
    calls->x = stat_of(x / calls->count);
    calls->y = stat_of(y / calls->count);
    calls->sd_x = stat_of(deviation(x, xx, calls->count));
    calls->sd_y = stat_of(deviation(y, yy, calls->count));
    calls->distance = stat_of(distance / calls->count);
}
