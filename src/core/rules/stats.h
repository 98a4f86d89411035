/* The numbers of one session, pure: shots in, numbers out (docs/statistics.md has every
 * definition). Coordinates in mm here. A number whose minimum is not reached is absent: `has` false
 * and `why` says so; it is never shown as zero. */
#ifndef CORE_RULES_STATS_H
#define CORE_RULES_STATS_H
#include "store/records.h"
#include <stddef.h>

struct measure {
    bool has;
    double value;
    const char *why; /* untranslated msgid: why it is absent; NULL when it is there */
};

struct series_stats {
    int number;
    int shots;
    int expected; /* by the programme; 0: open-ended */
    int64_t total_tenths;
    int inner_tens;
    bool is_complete;
};

struct hit_rate { /* share of shots in ring >= r, Wilson 95 % */
    int hits, shots;
    struct measure share, low, high;
};

struct session_stats {
    int shots, sighters, plotted;
    int64_t total_tenths, total_rings;
    struct measure average; /* tenths per shot / 10: rings */
    int inner_tens, tens, nines, misses;
    int ring_counts[11];
    int series_count;
    struct series_stats series[SERIES_MAX];
    int best_series, weakest_series; /* numbers; 0: none */
    int dip_first, dip_last; /* shot numbers (from 1 over the session) of the weakest series; 0 */
    struct measure cadence_s;
    /* group, mm */
    struct measure mpi_x, mpi_y, mpi_length, mpi_clock; /* clock: 0 < h <= 12 */
    struct measure sd_x, sd_y, width, height, fom, diagonal;
    struct measure extreme_spread, mean_radius;
    struct measure sigma, sigma_low, sigma_high, cep, r95;
    int flier_count;
    int fliers[8];               /* shot numbers over the session */
    struct measure flier_reason; /* has = enough shots to say */
    struct hit_rate nine_or_better;
};

struct stats_options {
    const int *expected_shots; /* per series [0] = series 1; NULL: no programme */
    int expected_series;
};

/* Over current shots in order; sighters and voided ones are skipped. */
void stats_session(const struct shot *shots, int count, const struct stats_options *options,
                   struct session_stats *stats);

/* The summary row of those shots (exact integers). */
void stats_summary(const struct shot *shots, int count, struct shot_summary *summary);

/* Text form of a summary's series columns: "940,960". */
void stats_series_write(char *dst, size_t size, const int *values, int count);
int stats_series_read(const char *text, int *values, int room);

/* Sight advice in clicks (statistics.md): only when the offset beats its own noise. */
enum sight_verdict { SIGHT_NO_DATA, SIGHT_WITHIN_NOISE, SIGHT_MOVE };
struct sight_axis {
    enum sight_verdict verdict;
    double offset_mm, noise_mm; /* noise = 2 SD / sqrt(n) */
    int clicks;     /* sign of the offset: turn the other way; 0 when the click is not known */
    int more_shots; /* about how many more to know, when within noise */
};
struct sight_advice {
    struct sight_axis x, y;
};
void stats_sight_advice(const struct session_stats *stats, double distance_m,
                        double click_mm_at_10m, struct sight_advice *advice);

/* Rings above (below: negative) the mean of the other totals; absent without others. */
struct measure stats_versus(int64_t total_tenths, const int64_t *others, int count);

/* Share of the member's other totals below this one, equal ones counting half, 0..100; needs 10
 * sessions, this one included. */
struct measure stats_percentile(int64_t total_tenths, const int64_t *others, int count);

double stats_c4(int n);                               /* unbiasing constant */
double stats_chi2_quantile(double p, double degrees); /* 1e-12 relative */
double stats_t_quantile(double p, double degrees);    /* 0 < p < 1; Student; real degrees > 0 */
double stats_f_quantile(double p, double first_degrees, double second_degrees);
void stats_wilson(int hits, int shots, double *low, double *high);

#endif
