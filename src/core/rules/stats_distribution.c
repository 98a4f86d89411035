/* The few distributions the numbers need: c4, chi-squared quantiles, Wilson's interval. */
#include "core/rules/stats.h"

#include <math.h>

static double log_gamma(double x)
{
    int sign = 0;
    return lgamma_r(x, &sign); /* lgamma writes a global */
}

double stats_c4(int n)
{
    return sqrt(2.0 / (n - 1)) * exp(log_gamma(n / 2.0) - log_gamma((n - 1) / 2.0));
}

/* x^a e^-x / gamma(a) */
static double gamma_scale(double a, double x)
{
    return exp(a * log(x) - x - log_gamma(a));
}

static double gamma_series(double a, double x)
{
    double term = 1 / a;
    double sum = term;
    for (int i = 1; i < 10000 && term > sum * 1e-17; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum * gamma_scale(a, x);
}

/* Upper tail by Lentz's continued fraction; x > a + 1. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double product = d;
    for (int i = 1; i < 10000; i++) {
        double factor = -i * (i - a);
        b += 2;
        d = 1 / (factor * d + b);
        c = b + factor / c;
        product *= d * c;
        if (fabs(d * c - 1) < 1e-16) {
            break;
        }
    }
    return product * gamma_scale(a, x);
}

/* P(a, x) minus p, computed on the side where it is small, so that digits survive. */
static double gamma_excess(double a, double x, double p)
{
    return x < a + 1 ? gamma_series(a, x) - p : (1 - p) - gamma_fraction(a, x);
}

double stats_chi2_quantile(double p, double degrees)
{
    double a = degrees / 2;
    double low = 0;
    double high = a + 10;
    while (gamma_excess(a, high, p) < 0) {
        low = high;
        high *= 2;
    }
    double x = (low + high) / 2;
    for (int i = 0; i < 200; i++) { /* Newton where it stays between the bounds, else bisection */
        double excess = gamma_excess(a, x, p);
        if (excess > 0) {
            high = x;
        } else {
            low = x;
        }
        double next = x - excess * x / gamma_scale(a, x);
        if (!(next > low && next < high)) {
            next = (low + high) / 2;
        }
        if (fabs(next - x) <= 1e-14 * next) {
            return 2 * next;
        }
        x = next;
    }
    return 2 * x;
}

void stats_wilson(int hits, int shots, double *low, double *high)
{
    const double z = 1.959963984540054; /* 95 % of a normal distribution lie within */
    double n = shots;
    double share = hits / n;
    double middle = share + z * z / (2 * n);
    double reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    *low = hits == 0 ? 0 : (middle - reach) / scale;
    *high = hits == shots ? 1 : (middle + reach) / scale;
}
