/* Sessions added up: the same few sums stand behind every comparison by distance, ammunition,
 * shooter, programme or period, so that each number is one definition (docs/statistics.md). Pure:
 * integers in, numbers out, whatever the order they came in. */
#ifndef CORE_RULES_TALLY_H
#define CORE_RULES_TALLY_H
#include "core/rules/stats.h"

/* Of the shots of any number of weapon lines; exact integers. Zeroed: nothing added yet. */
struct tally {
    int sessions; /* lines with a match shot */
    int64_t rounds, shots, total_tenths, inner_tens;
    int64_t sum_total_squared, sum_total_shots,
        sum_shots_squared;     /* over lines, for the interval */
    int64_t best_total_tenths; /* of one line */
    char best_date[DATE_ROOM]; /* on ties the latest */
    int64_t plotted, sum_x_um, sum_y_um;
    double group_squares_mm; /* sum over lines of sum r^2, mm^2, r to the line's own centre */
    double square_x_mm, square_y_mm; /* the same by axis */
    int64_t group_degrees;           /* sum over lines of 2 (n - 1) */
};

/* Adds one line that was shot on `local_date`. Lines without a match shot add only rounds. */
void tally_add(struct tally *tally, const struct shot_summary *summary, int rounds,
               const char *local_date);

/* What a tally says. */
struct tally_numbers {
    int sessions;
    int64_t rounds, shots;
    struct measure average;                      /* rings a shot */
    struct measure average_low, average_high;    /* 95 %, sessions as clusters; from 3 sessions */
    struct measure mpi_x, mpi_y;                 /* mm, over all shots with a place */
    struct measure sigma, sigma_low, sigma_high; /* mm; each session around its own centre; from 2
                                                    shots, interval from 10 degrees of freedom */
};
void tally_numbers(const struct tally *tally, struct tally_numbers *numbers);

/* --- is one better than the other? -------------------------------------------------------------
 */
enum verdict {
    VERDICT_NO_DATA,
    VERDICT_NOISE,  /* the interval of the difference holds zero */
    VERDICT_HIGHER, /* the second is certainly higher than the first */
    VERDICT_LOWER
};
struct comparison {
    enum verdict verdict;
    struct measure difference; /* second minus first, rings a shot; sigma: ratio second / first */
    struct measure low, high;  /* its 95 % interval */
    int more_shots;            /* within noise: about how many more shots, both together, until a
                                  difference that stays the same would show; 0: cannot be said */
};
void tally_compare_average(const struct tally *first, const struct tally *second,
                           struct comparison *comparison);
void tally_compare_sigma(const struct tally *first, const struct tally *second,
                         struct comparison *comparison);

#endif
