/* Student's t and Fisher's F by the regularised incomplete beta function. */
#include "core/rules/stats.h"

#include <math.h>

static double log_gamma(double x)
{
    int sign = 0;
    return lgamma_r(x, &sign); /* lgamma writes a global */
}

static double away_from_zero(double x)
{
    return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of I_x(a, b), by the modified method of Lentz. */
static double beta_fraction(double a, double b, double x)
{
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int i = 1; i < 100000; i++) {
        double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        value *= d * c;
        double odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        value *= d * c;
        if (fabs(d * c - 1) < 1e-16) {
            break;
        }
    }
    return value;
}

/* I_x(a, b); y = 1 - x is given too, because it may be too small to be had from x. */
static double beta_share(double a, double b, double x, double y)
{
    if (x <= 0 || y <= 0) {
        return x <= 0 ? 0 : 1;
    }
    double scale = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
    return x < (a + 1) / (a + b + 2) ? scale * beta_fraction(a, b, x) / a
                                     : 1 - scale * beta_fraction(b, a, y) / b;
}

/* A distribution over x > 0: the share below x, and its density there. */
struct shape {
    double first, second; /* degrees of freedom; Student's: `first` only */
    double (*below)(const struct shape *shape, double x);
    double (*density)(const struct shape *shape, double x);
};

/* Newton's steps, held between two points that enclose the answer. */
static double quantile(const struct shape *shape, double p)
{
    double low = 0;
    double high = 1;
    while (shape->below(shape, high) < p) {
        low = high;
        high *= 2;
    }
    double x = (low + high) / 2;
    for (int i = 0; i < 200; i++) {
        double rest = shape->below(shape, x) - p;
        *(rest < 0 ? &low : &high) = x;
        double next = x - rest / shape->density(shape, x);
        if (!(next > low && next < high)) {
            next = (low + high) / 2;
        }
        if (fabs(next - x) <= 1e-15 * x) {
            return next;
        }
        x = next;
    }
    return x;
}

/* --- Student's t, its size only ------------------------------------------------------------- */
static double t_below(const struct shape *shape, double t)
{
    double whole = shape->first + t * t;
    return 1 - beta_share(shape->first / 2, 0.5, shape->first / whole, t * t / whole);
}

static double t_density(const struct shape *shape, double t)
{
    double v = shape->first;
    double scale = exp(log_gamma((v + 1) / 2) - log_gamma(v / 2)) / sqrt(v * M_PI);
    return 2 * scale * pow(1 + t * t / v, -(v + 1) / 2);
}

double stats_t_quantile(double p, double degrees)
{
    struct shape shape = {.first = degrees, .below = t_below, .density = t_density};
    if (p == 0.5) {
        return 0;
    }
    return p < 0.5 ? -quantile(&shape, 1 - 2 * p) : quantile(&shape, 2 * p - 1);
}

/* --- Fisher's F ------------------------------------------------------------------------------ */
static double f_below(const struct shape *shape, double f)
{
    double whole = shape->first * f + shape->second;
    return beta_share(shape->first / 2, shape->second / 2, shape->first * f / whole,
                      shape->second / whole);
}

static double f_density(const struct shape *shape, double f)
{
    double a = shape->first / 2;
    double b = shape->second / 2;
    double ratio = shape->first / shape->second;
    return exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(ratio) + (a - 1) * log(f) -
               (a + b) * log1p(ratio * f));
}

double stats_f_quantile(double p, double first_degrees, double second_degrees)
{
    struct shape shape = {
        .first = first_degrees, .second = second_degrees, .below = f_below, .density = f_density};
    return quantile(&shape, p);
}
