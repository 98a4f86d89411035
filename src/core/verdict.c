#include "core/verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"

/* From there on a count of what is missing says nothing any more. */
enum { NUMBER_TEXT = 48, TOO_MANY = 9999, TOO_MANY_POINTS = 999 };

char *verdict_signed(char *dst, size_t size, double value, int decimals, char point)
{
    char text[NUMBER_TEXT];
    int64_t scaled = decimal_round(value, decimals);
    decimal_write(text, sizeof text, scaled, decimals, decimals, point);
    snprintf(dst, size, "%s%s", scaled > 0 ? "+" : "", text);
    return dst;
}

static char *because(char *dst, size_t size, const char *why)
{
    snprintf(dst, size, "- (%s)", why != NULL ? _(why) : "");
    return dst;
}

/* ": higher" or ": within noise, about 40 more shots to know" */
static void add_conclusion(char *dst, size_t size, const char *found, bool is_noise,
                           const char *more)
{
    size_t used = strlen(dst);
    if (!is_noise) {
        snprintf(dst + used, size - used, ": %s", found);
    } else if (more[0] == '\0') {
        snprintf(dst + used, size - used, ": %s", _("within noise"));
    } else {
        snprintf(dst + used, size - used, ": %s", more);
    }
}

static void more_shots_text(char *dst, size_t size, int more)
{
    dst[0] = '\0';
    if (more > 0 && more < TOO_MANY) {
        snprintf(dst, size,
                 P_("within noise, about %d more shot to know",
                    "within noise, about %d more shots to know", more),
                 more);
    }
}

char *verdict_of_average(char *dst, size_t size, const struct comparison *comparison, char point)
{
    char value[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT], more[VERDICT_ROOM];
    if (comparison->verdict == VERDICT_NO_DATA) {
        return because(dst, size, comparison->difference.why);
    }
    verdict_signed(value, sizeof value, comparison->difference.value, 2, point);
    verdict_signed(low, sizeof low, comparison->low.value, 2, point);
    verdict_signed(high, sizeof high, comparison->high.value, 2, point);
    snprintf(dst, size, _("%s (%s to %s) rings a shot"), value, low, high);
    more_shots_text(more, sizeof more, comparison->more_shots);
    add_conclusion(dst, size, comparison->verdict == VERDICT_HIGHER ? _("higher") : _("lower"),
                   comparison->verdict == VERDICT_NOISE, more);
    return dst;
}

static double percent(const struct measure *ratio)
{
    return (ratio->value - 1) * 100;
}

char *verdict_of_sigma(char *dst, size_t size, const struct comparison *comparison, char point)
{
    char value[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT], more[VERDICT_ROOM];
    if (comparison->verdict == VERDICT_NO_DATA) {
        return because(dst, size, comparison->difference.why);
    }
    verdict_signed(value, sizeof value, percent(&comparison->difference), 0, point);
    verdict_signed(low, sizeof low, percent(&comparison->low), 0, point);
    verdict_signed(high, sizeof high, percent(&comparison->high), 0, point);
    snprintf(dst, size, _("group %s %% (%s to %s %%)"), value, low, high);
    more_shots_text(more, sizeof more, comparison->more_shots);
    add_conclusion(dst, size, comparison->verdict == VERDICT_HIGHER ? _("larger") : _("smaller"),
                   comparison->verdict == VERDICT_NOISE, more);
    return dst;
}

char *verdict_of_trend(char *dst, size_t size, const struct trend *trend, const char *unit,
                       char point)
{
    char value[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT], more[VERDICT_ROOM] = "";
    if (trend->verdict == VERDICT_NO_DATA) {
        return because(dst, size, trend->slope.why);
    }
    verdict_signed(value, sizeof value, trend->slope.value, 2, point);
    verdict_signed(low, sizeof low, trend->low.value, 2, point);
    verdict_signed(high, sizeof high, trend->high.value, 2, point);
    snprintf(dst, size, _("%s (%s to %s) %s per 30 days"), value, low, high, unit);
    if (trend->more_points > 0 && trend->more_points < TOO_MANY_POINTS) {
        snprintf(more, sizeof more,
                 P_("within noise, about %d more session to know",
                    "within noise, about %d more sessions to know", trend->more_points),
                 trend->more_points);
    }
    add_conclusion(dst, size, trend->verdict == VERDICT_HIGHER ? _("rising") : _("falling"),
                   trend->verdict == VERDICT_NOISE, more);
    return dst;
}

const char *verdict_word(enum verdict verdict, bool higher_is_better)
{
    switch (verdict) {
    case VERDICT_HIGHER:
        return higher_is_better ? _("better") : _("worse");
    case VERDICT_LOWER:
        return higher_is_better ? _("worse") : _("better");
    case VERDICT_NOISE:
        return _("noise");
    case VERDICT_NO_DATA:
        break;
    }
    return "-";
}
