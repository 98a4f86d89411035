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

/* The share of t above a positive value. */
static double t_tail(double t, double degrees)
{
    double whole = degrees + t * t;
    return beta_share(degrees / 2, 0.5, degrees / whole, t * t / whole) / 2;
}

double stats_t_quantile(double p, double degrees)
{
    if (p == 0.5) {
        return 0;
    }
    double tail = p < 0.5 ? p : 1 - p;
    double low = 0;
    double high = 1;
    while (t_tail(high, degrees) > tail) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 200 && high - low > high * 1e-15; i++) {
        double middle = (low + high) / 2;
        *(t_tail(middle, degrees) > tail ? &low : &high) = middle;
    }
    return p < 0.5 ? -(low + high) / 2 : (low + high) / 2;
}

static double f_below(double f, double first, double second)
{
    double whole = first * f + second;
    return beta_share(first / 2, second / 2, first * f / whole, second / whole);
}

double stats_f_quantile(double p, double first_degrees, double second_degrees)
{
    double low = 0;
    double high = 1;
    while (f_below(high, first_degrees, second_degrees) < p) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 200 && high - low > high * 1e-15; i++) {
        double middle = (low + high) / 2;
        *(f_below(middle, first_degrees, second_degrees) < p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}
