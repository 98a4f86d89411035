/* A number over time: points, the smoothed line with its band, both axes labelled. */
#ifndef UI_PLOT_TREND_H
#define UI_PLOT_TREND_H
#include "core/insight.h"
#include "ui/draw.h"

struct plot_trend {
    const struct insight_series *series;
    int decimals;  /* of the labels; the unit stands in the owner's heading */
    bool has_zero; /* a line at 0: offsets */
    int cursor;    /* index of a marked point; -1: none */
};
/* At least 8 x 30 cells; smaller paints nothing. */
void plot_trend(struct area area, const struct plot_trend *trend);

#endif
