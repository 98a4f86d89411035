/* Where the shots lie: mean point of impact, spread, sigma, fliers. Sums are exact integers in
 * micrometres; only their roots and quotients are floating point. */
#include "core/rules/stats_group.h"

#include "base/i18n.h"

#include <math.h>
#include <stddef.h>

__extension__ typedef __int128 wide;

static const char *const need_one = N_("from 1 shot with its place");
static const char *const need_two = N_("from 2 shots with their places");
static const char *const need_five = N_("from 5 shots with their places");
static const char *const need_ten = N_("from 10 shots with their places");
static const char *const no_direction = N_("the group lies on the centre");

enum { FLIER_SHOTS_MIN = 5, INTERVAL_SHOTS_MIN = 10 };

struct group {
    int count;
    int64_t x_um[SESSION_SHOTS_MAX], y_um[SESSION_SHOTS_MAX];
    int number[SESSION_SHOTS_MAX]; /* over the session's match shots, from 1 */
    int64_t sum_x, sum_y;
    int64_t min_x, max_x, min_y, max_y;
};

static void group_add(struct group *group, const struct shot *shot, int number)
{
    bool is_first = group->count == 0;
    group->x_um[group->count] = shot->x_um;
    group->y_um[group->count] = shot->y_um;
    group->number[group->count] = number;
    group->count++;
    group->sum_x += shot->x_um;
    group->sum_y += shot->y_um;
    group->min_x = is_first || shot->x_um < group->min_x ? shot->x_um : group->min_x;
    group->max_x = is_first || shot->x_um > group->max_x ? shot->x_um : group->max_x;
    group->min_y = is_first || shot->y_um < group->min_y ? shot->y_um : group->min_y;
    group->max_y = is_first || shot->y_um > group->max_y ? shot->y_um : group->max_y;
}

/* count times the sum of squared distances to the mean, exactly. */
static wide scaled_squares(const int64_t *um, int count, int64_t sum)
{
    wide squares = 0;
    for (int i = 0; i < count; i++) {
        squares += (wide)um[i] * um[i];
    }
    return squares * count - (wide)sum * sum;
}

int64_t stats_spread_squared(const int64_t *x_um, const int64_t *y_um, int count)
{
    int64_t largest = 0;
    for (int i = 1; i < count; i++) {
        for (int j = 0; j < i; j++) {
            int64_t x = x_um[i] - x_um[j];
            int64_t y = y_um[i] - y_um[j];
            int64_t squared = x * x + y * y;
            largest = squared > largest ? squared : largest;
        }
    }
    return largest;
}

static void group_centre(const struct group *group, struct session_stats *stats)
{
    if (group->count < 1) {
        stats->mpi_x = stats->mpi_y = stats->mpi_length = stats->mpi_clock = stat_absent(need_one);
        return;
    }
    double x = (double)group->sum_x / group->count / 1000;
    double y = (double)group->sum_y / group->count / 1000;
    double hour = atan2(x, y) * 6 / M_PI; /* 12 is up, 3 is right */
    bool is_centred = group->sum_x == 0 && group->sum_y == 0;
    stats->mpi_x = stat_of(x);
    stats->mpi_y = stat_of(y);
    stats->mpi_length = stat_of(hypot(x, y));
    stats->mpi_clock =
        is_centred ? stat_absent(no_direction) : stat_of(hour > 0 ? hour : hour + 12);
}

static double mean_radius_mm(const struct group *group)
{
    double sum = 0;
    double x = (double)group->sum_x / group->count;
    double y = (double)group->sum_y / group->count;
    for (int i = 0; i < group->count; i++) {
        double dx = (double)group->x_um[i] - x;
        double dy = (double)group->y_um[i] - y;
        sum += sqrt(dx * dx + dy * dy);
    }
    return sum / group->count / 1000;
}

static void group_size(const struct group *group, struct session_stats *stats)
{
    if (group->count < 2) {
        stats->sd_x = stats->sd_y = stats->width = stats->height = stats->fom = stats->diagonal =
            stats->extreme_spread = stats->mean_radius = stat_absent(need_two);
        return;
    }
    int n = group->count;
    double width = (double)(group->max_x - group->min_x) / 1000;
    double height = (double)(group->max_y - group->min_y) / 1000;
    double pairs = (double)n * (n - 1);
    double square_x = (double)scaled_squares(group->x_um, n, group->sum_x);
    double square_y = (double)scaled_squares(group->y_um, n, group->sum_y);
    stats->sd_x = stat_of(sqrt(square_x / pairs) / 1000);
    stats->sd_y = stat_of(sqrt(square_y / pairs) / 1000);
    stats->width = stat_of(width);
    stats->height = stat_of(height);
    stats->fom = stat_of((width + height) / 2);
    stats->diagonal = stat_of(hypot(width, height));
    stats->extreme_spread =
        stat_of(sqrt((double)stats_spread_squared(group->x_um, group->y_um, n)) / 1000);
    stats->mean_radius = stat_of(mean_radius_mm(group));
}

/* Rayleigh: circular normal scatter around an unknown centre. */
static void group_sigma(const struct group *group, struct session_stats *stats)
{
    int n = group->count;
    if (n < 2) {
        stats->sigma = stats->cep = stats->r95 = stat_absent(need_two);
        stats->sigma_low = stats->sigma_high = stat_absent(need_ten);
        return;
    }
    wide scaled =
        scaled_squares(group->x_um, n, group->sum_x) + scaled_squares(group->y_um, n, group->sum_y);
    double squares = (double)scaled / n / 1e6; /* mm^2 */
    int degrees = 2 * (n - 1);
    double sigma = sqrt(squares / degrees) / stats_c4(degrees + 1);
    stats->sigma = stat_of(sigma);
    stats->cep = stat_of(sigma * sqrt(2 * log(2)));  /* 1.1774 */
    stats->r95 = stat_of(sigma * sqrt(2 * log(20))); /* 2.4477 */
    if (n < INTERVAL_SHOTS_MIN) {
        stats->sigma_low = stats->sigma_high = stat_absent(need_ten);
        return;
    }
    stats->sigma_low = stat_of(sqrt(squares / stats_chi2_quantile(0.975, degrees)));
    stats->sigma_high = stat_of(sqrt(squares / stats_chi2_quantile(0.025, degrees)));
}

/* Squared distance of shot j from the centre of all but shot i, both scaled by count - 1. Below
 * 2^64: coordinates are within 3 m and there are at most 400 shots. */
static uint64_t leave_one_out(const struct group *group, int i, int j)
{
    int64_t others = group->count - 1;
    int64_t x = others * group->x_um[j] - (group->sum_x - group->x_um[i]);
    int64_t y = others * group->y_um[j] - (group->sum_y - group->y_um[i]);
    return (uint64_t)(x * x) + (uint64_t)(y * y);
}

static bool is_flier(const struct group *group, int i)
{
    uint64_t own = leave_one_out(group, i, i);
    uint64_t farthest = 0;
    for (int j = 0; j < group->count; j++) {
        uint64_t other = j == i ? 0 : leave_one_out(group, i, j);
        farthest = other > farthest ? other : farthest;
    }
    return own > 0 && (wide)own * 4 >= (wide)farthest * 25; /* 2.5 times as far */
}

static void group_fliers(const struct group *group, struct session_stats *stats)
{
    const int room = (int)(sizeof stats->fliers / sizeof stats->fliers[0]);
    stats->flier_reason = stat_absent(need_five);
    if (group->count < FLIER_SHOTS_MIN) {
        return;
    }
    for (int i = 0; i < group->count; i++) {
        if (is_flier(group, i)) {
            if (stats->flier_count < room) {
                stats->fliers[stats->flier_count] = group->number[i];
            }
            stats->flier_count++;
        }
    }
    stats->flier_reason = stat_of(stats->flier_count);
}

void stats_group(const struct shot *shots, int count, struct session_stats *stats)
{
    struct group group;
    int number = 0;
    group.count = 0;
    group.sum_x = group.sum_y = 0;
    for (int i = 0; i < count; i++) {
        number += stats_counts(&shots[i]);
        if (stats_counts(&shots[i]) && shots[i].is_plotted && group.count < SESSION_SHOTS_MAX) {
            group_add(&group, &shots[i], number);
        }
    }
    stats->plotted = group.count;
    group_centre(&group, stats);
    group_size(&group, stats);
    group_sigma(&group, stats);
    group_fliers(&group, stats);
}
