#include "core/rules/trend.h"

#include <math.h>

#include "base/i18n.h"
#include "core/rules/stats_group.h"

static const char *const need_five = N_("from 5 sessions");
static const char *const need_days = N_("from sessions on 2 days");

enum { TREND_POINTS_MIN = 5, MORE_POINTS_MAX = 999 };
static const double per_days = 30;
static const double weight = 0.3; /* of the newest point in the smoothed line */

static struct trend trend_absent(int count, const char *why)
{
    return (struct trend){.count = count,
                          .slope = stat_absent(why),
                          .low = stat_absent(why),
                          .high = stat_absent(why),
                          .error = stat_absent(why)};
}

static void judge(struct trend *trend, double slope, double margin)
{
    trend->verdict = slope - margin > 0   ? VERDICT_HIGHER
                     : slope + margin < 0 ? VERDICT_LOWER
                                          : VERDICT_NOISE;
    if (trend->verdict == VERDICT_NOISE && slope != 0) {
        double more = ceil(trend->count * (margin * margin / (slope * slope) - 1));
        trend->more_points = more > MORE_POINTS_MAX ? MORE_POINTS_MAX : more < 1 ? 1 : (int)more;
    }
}

void trend_read(const struct trend_point *points, int count, struct trend *trend)
{
    double mean_day = 0;
    double mean = 0;
    double day_squares = 0;
    double products = 0;
    double squares = 0;
    if (count < TREND_POINTS_MIN) {
        *trend = trend_absent(count, need_five);
        return;
    }
    for (int i = 0; i < count; i++) {
        mean_day += points[i].day / count;
        mean += points[i].value / count;
    }
    for (int i = 0; i < count; i++) {
        double day = points[i].day - mean_day;
        day_squares += day * day;
        products += day * (points[i].value - mean);
    }
    if (day_squares <= 0) {
        *trend = trend_absent(count, need_days);
        return;
    }
    double slope = products / day_squares;
    for (int i = 0; i < count; i++) {
        double rest = points[i].value - mean - slope * (points[i].day - mean_day);
        squares += rest * rest;
    }
    double error = sqrt(squares / (count - 2) / day_squares);
    double margin = stats_t_quantile(0.975, count - 2) * error;
    *trend = (struct trend){.count = count,
                            .slope = stat_of(slope * per_days),
                            .error = stat_of(error * per_days),
                            .low = stat_of((slope - margin) * per_days),
                            .high = stat_of((slope + margin) * per_days)};
    judge(trend, slope, margin);
}

static double step_deviation(const struct trend_point *points, const double *line, int count)
{
    double squares = 0;
    for (int i = 1; i < count; i++) {
        double rest = points[i].value - line[i - 1];
        squares += rest * rest;
    }
    return sqrt(squares / (count - 1));
}

bool trend_smooth(const struct trend_point *points, int count, double *line, double *low,
                  double *high)
{
    for (int i = 0; i < count; i++) {
        line[i] = i == 0 ? points[0].value : weight * points[i].value + (1 - weight) * line[i - 1];
    }
    bool has_band = count >= TREND_POINTS_MIN;
    double deviation = has_band ? step_deviation(points, line, count) : 0;
    double squared_weights = 1;
    for (int i = 0; i < count && low != NULL && high != NULL; i++) {
        double margin = 1.959963984540054 * deviation * sqrt(squared_weights);
        low[i] = line[i] - margin;
        high[i] = line[i] + margin;
        squared_weights = weight * weight + (1 - weight) * (1 - weight) * squared_weights;
    }
    return has_band;
}
