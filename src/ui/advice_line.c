#include "ui/advice_line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/figure.h"

static const char *turn_of(const struct sight_axis *axis, enum advice_axis which)
{
    bool is_plus = axis->offset_mm > 0;
    if (which == ADVICE_SIDEWAYS) {
        return is_plus ? _("to the left") : _("to the right");
    }
    return is_plus ? _("down") : _("up");
}

bool advice_line(char *dst, size_t size, const struct sight_axis *axis, enum advice_axis which)
{
    char offset[48];
    int clicks = abs(axis->clicks);
    if (axis->verdict == SIGHT_NO_DATA) {
        text_copy(dst, size, _("needs 20 plotted shots"));
        return false;
    }
    if (axis->verdict == SIGHT_WITHIN_NOISE) {
        snprintf(dst, size,
                 P_("within noise, about %d more shot to know",
                    "within noise, about %d more shots to know", axis->more_shots),
                 axis->more_shots);
    } else if (clicks > 0) {
        snprintf(dst, size, P_("%d click %s", "%d clicks %s", clicks), clicks,
                 turn_of(axis, which));
    } else {
        figure_number(offset, sizeof offset, fabs(axis->offset_mm), 1);
        snprintf(dst, size, _("%s mm %s"), offset, turn_of(axis, which));
    }
    return true;
}
