#include "ui/figure.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"

enum { NUMBER_TEXT_ROOM = 48 };

char *figure_number(char *dst, size_t size, double value, int decimals)
{
    char text[NUMBER_TEXT_ROOM];
    decimal_write_rounded(text, sizeof text, value, decimals, i18n_decimal_point());
    text_copy(dst, size, text);
    return dst;
}

char *figure_signed(char *dst, size_t size, double value, int decimals)
{
    char text[NUMBER_TEXT_ROOM];
    figure_number(text, sizeof text, value, decimals);
    bool is_positive = decimal_round(value, decimals) > 0;
    snprintf(dst, size, "%s%s", is_positive ? "+" : "", text);
    return dst;
}

char *figure_stat(char *dst, size_t size, const struct measure *stat, int decimals,
                  const char *unit)
{
    char text[NUMBER_TEXT_ROOM];
    if (!stat->has) {
        text_copy(dst, size, "-");
        return dst;
    }
    figure_number(text, sizeof text, stat->value, decimals);
    snprintf(dst, size, "%s%s%s", text, unit[0] != '\0' ? " " : "", unit);
    return dst;
}

char *figure_interval(char *dst, size_t size, const struct measure *value,
                      const struct measure *low, const struct measure *high, int decimals)
{
    char a[NUMBER_TEXT_ROOM];
    char b[NUMBER_TEXT_ROOM];
    char c[NUMBER_TEXT_ROOM];
    figure_stat(a, sizeof a, value, decimals, "");
    if (!value->has || !low->has) {
        text_copy(dst, size, a);
        return dst;
    }
    figure_stat(b, sizeof b, low, decimals, "");
    figure_stat(c, sizeof c, high, decimals, "");
    snprintf(dst, size, _("%s (%s-%s)"), a, b, c);
    return dst;
}

char *figure_bytes(char *dst, size_t size, int64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    double value = (double)bytes / 1000;
    size_t unit = 0;
    while (value >= 1000 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1000;
        unit++;
    }
    char text[NUMBER_TEXT_ROOM];
    figure_number(text, sizeof text, value, value < 100 ? 1 : 0);
    snprintf(dst, size, "%s %s", text, units[unit]);
    return dst;
}
