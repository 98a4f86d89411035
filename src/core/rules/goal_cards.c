#include "core/rules/goal_cards.h"

#include "core/rules/stats_group.h"

/* The first stage with the same length and time as that one. */
static int kind_of(const struct programme *programme, int stage)
{
    for (int i = 0; i < stage; i++) {
        if (programme->stages[i].shots == programme->stages[stage].shots &&
            programme->stages[i].seconds == programme->stages[stage].seconds) {
            return i;
        }
    }
    return stage;
}

void card_sums_read(const struct shot *shots, int count, const struct programme *programme,
                    struct card_sums *sums)
{
    int fired[SERIES_MAX] = {0};
    *sums = (struct card_sums){0};
    for (int i = 0; i < count; i++) {
        if (stats_counts(&shots[i])) {
            sums->total_tenths += shots[i].value_tenths;
            sums->series[shots[i].series - 1].total_tenths += shots[i].value_tenths;
            fired[shots[i].series - 1]++;
        }
    }
    if (programme == NULL || programme->is_open_ended) {
        return;
    }
    sums->series_count = programme_series_count(programme);
    sums->series_count = sums->series_count < SERIES_MAX ? sums->series_count : SERIES_MAX;
    sums->is_complete = sums->series_count > 0;
    for (int i = 0; i < sums->series_count; i++) {
        int stage = programme_stage_of(programme, i + 1);
        sums->series[i].kind = stage < 0 ? 0 : kind_of(programme, stage);
        sums->series[i].is_complete = fired[i] >= programme_series_shots(programme, i + 1);
        sums->is_complete &= sums->series[i].is_complete;
    }
}
