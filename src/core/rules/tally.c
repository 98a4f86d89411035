#include "core/rules/tally.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/stats_group.h"

__extension__ typedef __int128 wide;

static const char *const need_shot = N_("from 1 shot");
static const char *const need_place = N_("from 1 shot with its place");
static const char *const need_two = N_("from 2 shots of one session with their places");
static const char *const need_sessions = N_("from 3 sessions");
static const char *const need_nine = N_("from 10 shots with their places");
static const char *const need_sessions_each = N_("from 3 sessions on each side");
static const char *const need_nine_each = N_("from 10 shots with their places on each side");

enum { INTERVAL_SESSIONS_MIN = 3, INTERVAL_DEGREES_MIN = 18, MORE_SHOTS_MAX = 9999 };
static const double confidence = 0.975; /* of one side: intervals of 95 % */

struct tally_line tally_line_of(const struct shot_summary *summary, int rounds,
                                const char *local_date)
{
    struct tally_line line = {.rounds = rounds,
                              .shots = summary->shots,
                              .inner_tens = summary->inner_tens,
                              .total_tenths = summary->total_tenths,
                              .plotted = summary->plotted,
                              .sum_x_um = summary->sum_x_um,
                              .sum_y_um = summary->sum_y_um,
                              .sum_xx = summary->sum_xx,
                              .sum_yy = summary->sum_yy};
    text_copy(line.local_date, sizeof line.local_date, local_date);
    return line;
}

/* Sum of the squared distances to the mean, from exact sums. */
static double squares_around_mean(int64_t count, int64_t sum, int64_t squares)
{
    wide scaled = (wide)squares * count - (wide)sum * sum;
    return (double)scaled / (double)count;
}

static void add_group(struct tally *tally, const struct tally_line *line)
{
    tally->plotted += line->plotted;
    tally->sum_x_um += line->sum_x_um;
    tally->sum_y_um += line->sum_y_um;
    tally->sum_xx += (double)line->sum_xx;
    tally->sum_yy += (double)line->sum_yy;
    tally->squares_x += squares_around_mean(line->plotted, line->sum_x_um, line->sum_xx);
    tally->squares_y += squares_around_mean(line->plotted, line->sum_y_um, line->sum_yy);
    tally->group_degrees += 2 * ((int64_t)line->plotted - 1);
}

void tally_add(struct tally *tally, const struct tally_line *line)
{
    tally->rounds += line->rounds;
    if (line->shots == 0) {
        return;
    }
    tally->sessions++;
    tally->shots += line->shots;
    tally->inner_tens += line->inner_tens;
    tally->total_tenths += line->total_tenths;
    tally->sum_total_squared += line->total_tenths * line->total_tenths;
    tally->sum_total_shots += line->total_tenths * line->shots;
    tally->sum_shots_squared += (int64_t)line->shots * line->shots;
    if (line->total_tenths > tally->best_total_tenths || tally->best_date[0] == '\0' ||
        (line->total_tenths == tally->best_total_tenths &&
         strcmp(line->local_date, tally->best_date) > 0)) {
        tally->best_total_tenths = line->total_tenths;
        text_copy(tally->best_date, sizeof tally->best_date, line->local_date);
    }
    if (line->plotted > 0) {
        add_group(tally, line);
    }
}

/* --- the average, with whole sessions as the unit of chance --------------------------------------
 */

/* Standard error of total / shots, rings. The shots of one session hang together, so the residuals
 * are those of sessions: e = total - average * shots (ratio estimator). From 2 sessions. */
static double average_error(const struct tally *tally)
{
    wide shots = tally->shots;
    wide total = tally->total_tenths;
    wide scaled = (wide)tally->sum_total_squared * shots * shots -
                  2 * total * shots * tally->sum_total_shots +
                  total * total * tally->sum_shots_squared;
    double squares = (double)scaled / ((double)shots * (double)shots);
    double k = tally->sessions;
    return sqrt(k / (k - 1) * squares) / (double)shots / 10;
}

static void average_numbers(const struct tally *tally, struct tally_numbers *numbers)
{
    numbers->average = stat_absent(need_shot);
    numbers->average_low = numbers->average_high = stat_absent(need_sessions);
    if (tally->shots == 0) {
        return;
    }
    double average = (double)tally->total_tenths / (double)tally->shots / 10;
    numbers->average = stat_of(average);
    if (tally->sessions >= INTERVAL_SESSIONS_MIN) {
        double margin = stats_t_quantile(confidence, tally->sessions - 1) * average_error(tally);
        numbers->average_low = stat_of(average - margin);
        numbers->average_high = stat_of(average + margin);
    }
}

static double deviation_mm(double squares, double sum, double count)
{
    double around = squares - sum * sum / count;
    return around > 0 ? sqrt(around / (count - 1)) / 1000 : 0;
}

static void centre_numbers(const struct tally *tally, struct tally_numbers *numbers)
{
    double n = (double)tally->plotted;
    numbers->mpi_x = numbers->mpi_y = stat_absent(need_place);
    numbers->sd_x = numbers->sd_y = stat_absent(need_two);
    if (tally->plotted > 0) {
        numbers->mpi_x = stat_of((double)tally->sum_x_um / n / 1000);
        numbers->mpi_y = stat_of((double)tally->sum_y_um / n / 1000);
    }
    if (tally->plotted > 1) {
        numbers->sd_x = stat_of(deviation_mm(tally->sum_xx, (double)tally->sum_x_um, n));
        numbers->sd_y = stat_of(deviation_mm(tally->sum_yy, (double)tally->sum_y_um, n));
    }
}

static double group_squares_mm(const struct tally *tally)
{
    return (tally->squares_x + tally->squares_y) / 1e6;
}

struct measure tally_sigma(const struct tally *tally)
{
    if (tally->group_degrees < 2) {
        return stat_absent(need_two);
    }
    double bias = tally->group_degrees < 1000000 ? stats_c4((int)tally->group_degrees + 1) : 1;
    return stat_of(sqrt(group_squares_mm(tally) / (double)tally->group_degrees) / bias);
}

static void sigma_numbers(const struct tally *tally, struct tally_numbers *numbers)
{
    double degrees = (double)tally->group_degrees;
    double squares = group_squares_mm(tally);
    numbers->sigma = tally_sigma(tally);
    numbers->sigma_low = numbers->sigma_high = stat_absent(need_nine);
    if (tally->group_degrees >= INTERVAL_DEGREES_MIN) {
        numbers->sigma_low = stat_of(sqrt(squares / stats_chi2_quantile(confidence, degrees)));
        numbers->sigma_high = stat_of(sqrt(squares / stats_chi2_quantile(1 - confidence, degrees)));
    }
}

void tally_numbers(const struct tally *tally, struct tally_numbers *numbers)
{
    *numbers = (struct tally_numbers){
        .sessions = tally->sessions, .rounds = tally->rounds, .shots = tally->shots};
    average_numbers(tally, numbers);
    centre_numbers(tally, numbers);
    sigma_numbers(tally, numbers);
}

void tally_sight_advice(const struct tally *tally, double distance_m, double click_mm_at_10m,
                        struct sight_advice *advice)
{
    struct tally_numbers numbers;
    tally_numbers(tally, &numbers);
    struct session_stats stats = {.plotted = (int)tally->plotted,
                                  .mpi_x = numbers.mpi_x,
                                  .mpi_y = numbers.mpi_y,
                                  .sd_x = numbers.sd_x,
                                  .sd_y = numbers.sd_y};
    stats_sight_advice(&stats, distance_m, click_mm_at_10m, advice);
}

/* --- comparisons --------------------------------------------------------------------------------
 */

/* How many more shots, when the error shrinks with the root of their number, until `effect` is
 * larger than `margin`. */
static int more_shots(double effect, double margin, int64_t shots)
{
    if (effect == 0) {
        return 0;
    }
    double more = ceil((margin * margin / (effect * effect) - 1) * (double)shots);
    return more < 1 ? 1 : more > MORE_SHOTS_MAX ? MORE_SHOTS_MAX : (int)more;
}

static enum verdict verdict_of(double low, double high, double same)
{
    return low > same ? VERDICT_HIGHER : high < same ? VERDICT_LOWER : VERDICT_NOISE;
}

static void compare_nothing(struct comparison *comparison, const char *why)
{
    *comparison = (struct comparison){.verdict = VERDICT_NO_DATA,
                                      .difference = stat_absent(why),
                                      .low = stat_absent(why),
                                      .high = stat_absent(why)};
}

void tally_compare_average(const struct tally *first, const struct tally *second,
                           struct comparison *comparison)
{
    compare_nothing(comparison, need_sessions_each);
    if (first->sessions < INTERVAL_SESSIONS_MIN || second->sessions < INTERVAL_SESSIONS_MIN) {
        return;
    }
    double difference = ((double)second->total_tenths / (double)second->shots -
                         (double)first->total_tenths / (double)first->shots) /
                        10;
    double one = average_error(first) * average_error(first);
    double two = average_error(second) * average_error(second);
    double margin = 0;
    if (one + two > 0) { /* degrees of freedom after Welch and Satterthwaite */
        double degrees = (one + two) * (one + two) /
                         (one * one / (first->sessions - 1) + two * two / (second->sessions - 1));
        margin = stats_t_quantile(confidence, degrees) * sqrt(one + two);
    }
    comparison->difference = stat_of(difference);
    comparison->low = stat_of(difference - margin);
    comparison->high = stat_of(difference + margin);
    comparison->verdict = verdict_of(difference - margin, difference + margin, 0);
    if (comparison->verdict == VERDICT_NOISE) {
        comparison->more_shots = more_shots(difference, margin, first->shots + second->shots);
    }
}

void tally_compare_sigma(const struct tally *first, const struct tally *second,
                         struct comparison *comparison)
{
    double one = group_squares_mm(first);
    double two = group_squares_mm(second);
    compare_nothing(comparison, need_nine_each);
    if (first->group_degrees < INTERVAL_DEGREES_MIN ||
        second->group_degrees < INTERVAL_DEGREES_MIN || one <= 0 || two <= 0) {
        return;
    }
    double degrees_one = (double)first->group_degrees;
    double degrees_two = (double)second->group_degrees;
    double variance = (two / degrees_two) / (one / degrees_one);
    double low = sqrt(variance / stats_f_quantile(confidence, degrees_two, degrees_one));
    double high = sqrt(variance / stats_f_quantile(1 - confidence, degrees_two, degrees_one));
    comparison->difference = stat_of(sqrt(variance));
    comparison->low = stat_of(low);
    comparison->high = stat_of(high);
    comparison->verdict = verdict_of(low, high, 1);
    if (comparison->verdict == VERDICT_NOISE) {
        double margin = 1.959963984540054 * sqrt(1 / (2 * degrees_one) + 1 / (2 * degrees_two));
        comparison->more_shots =
            more_shots(log(variance) / 2, margin, first->plotted + second->plotted);
    }
}
