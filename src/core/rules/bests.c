#include "core/rules/bests.h"

#include <string.h>

#include "base/text.h"

static void keep(struct best *best, int64_t tenths, int number, record_id session_id,
                 const char *date)
{
    bool is_first = best->date[0] == '\0';
    if (is_first || tenths > best->tenths ||
        (tenths == best->tenths && strcmp(date, best->date) >= 0)) {
        *best = (struct best){.tenths = tenths, .number = number, .session_id = session_id};
        text_copy(best->date, sizeof best->date, date);
    }
}

void bests_add(struct bests *bests, const struct programme *programme, record_id session_id,
               const char *date, const int *series_tenths, const int *series_shots, int count)
{
    int64_t total = 0;
    bool is_whole = true;
    int series = 0;
    if (programme == NULL || programme->is_open_ended) {
        return;
    }
    bests->stage_count = programme->stage_count > 1 ? programme->stage_count : 0;
    for (int stage = 0; stage < programme->stage_count; stage++) {
        int64_t sum = 0;
        bool is_stage_whole = true;
        for (int i = 0; i < programme->stages[stage].series; i++, series++) {
            bool is_series_whole =
                series < count && series_shots[series] >= programme->stages[stage].shots;
            if (is_series_whole) {
                sum += series_tenths[series];
                keep(&bests->series, series_tenths[series], series + 1, session_id, date);
            }
            is_stage_whole = is_stage_whole && is_series_whole;
        }
        if (is_stage_whole && bests->stage_count > 0) {
            keep(&bests->stages[stage], sum, stage + 1, session_id, date);
        }
        total += sum;
        is_whole = is_whole && is_stage_whole;
    }
    if (is_whole) {
        keep(&bests->total, total, 0, session_id, date);
    }
}
