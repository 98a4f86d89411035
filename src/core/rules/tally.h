/* Sessions added up: the same few sums stand behind every comparison by distance, ammunition,
 * shooter, programme or period, so that each number is one definition (docs/statistics.md). Pure:
 * integers in, numbers out, whatever the order they came in. */
#ifndef CORE_RULES_TALLY_H
#define CORE_RULES_TALLY_H
#include "core/rules/stats.h"

/* One weapon line of a session: the part of its summary row that is added up. */
struct tally_line {
    char local_date[DATE_ROOM];
    int rounds, shots, inner_tens;
    int64_t total_tenths;
    int plotted; /* of the shots: those with a place; sums in micrometres and their squares */
    int64_t sum_x_um, sum_y_um, sum_xx, sum_yy;
};

/* Any number of lines; exact integers. Zeroed: nothing added yet. */
struct tally {
    int sessions; /* lines with a match shot */
    int64_t rounds, shots, total_tenths, inner_tens;
    int64_t sum_total_squared, sum_total_shots, sum_shots_squared; /* over lines: tally_numbers */
    int64_t best_total_tenths;                                     /* of one line */
    char best_date[DATE_ROOM];                                     /* on ties the latest */
    int64_t plotted, sum_x_um, sum_y_um;
    double sum_xx, sum_yy;       /* micrometres squared */
    double squares_x, squares_y; /* the same around each line's own centre */
    int64_t group_degrees;       /* sum over lines of 2 (n - 1) */
};

/* Lines without a match shot add only rounds. */
void tally_add(struct tally *tally, const struct tally_line *line);
/* The same line of a summary row. */
struct tally_line tally_line_of(const struct shot_summary *summary, int rounds,
                                const char *local_date);

/* What a tally says. */
struct tally_numbers {
    int sessions;
    int64_t rounds, shots;
    struct measure average;                      /* rings a shot */
    struct measure average_low, average_high;    /* 95 %, sessions as clusters; from 3 sessions */
    struct measure mpi_x, mpi_y;                 /* mm, over all shots with a place */
    struct measure sd_x, sd_y;                   /* mm, of all shots around that centre */
    struct measure sigma, sigma_low, sigma_high; /* mm; each session around its own centre; from 2
                                                    shots, interval from 10 degrees of freedom */
};
void tally_numbers(const struct tally *tally, struct tally_numbers *numbers);
/* Sigma alone, without its interval. */
struct measure tally_sigma(const struct tally *tally);

/* Sight advice over all shots of a tally (stats.h, the same rule). */
void tally_sight_advice(const struct tally *tally, double distance_m, double click_mm_at_10m,
                        struct sight_advice *advice);

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
