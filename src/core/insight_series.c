/* One number of each session over time, with its trend and its smoothed line. */
#include <math.h>

#include "base/time.h"
#include "core/insight.h"

enum { SIGMA_SHOTS_MIN = 5 };

/* Whether that line has the number. */
static bool value_of(const struct app *app, const struct insight_line *line,
                     enum insight_number number, double *value)
{
    struct tally tally = {0};
    const struct programme *programme = NULL;
    switch (number) {
    case NUMBER_AVERAGE:
        *value = line->sums.shots > 0 ? (double)line->sums.total_tenths / line->sums.shots / 10 : 0;
        return line->sums.shots > 0;
    case NUMBER_TOTAL:
        programme = programme_find(&app->programmes, line->programme_id);
        *value = (double)line->sums.total_tenths / 10;
        return programme != NULL && !programme->is_open_ended &&
               line->sums.shots == programme_shot_count(programme);
    case NUMBER_SIGMA:
        if (line->sums.plotted < SIGMA_SHOTS_MIN) {
            return false;
        }
        tally_add(&tally, &line->sums);
        *value = tally_sigma(&tally).value;
        return true;
    case NUMBER_CENTRE_X:
    case NUMBER_CENTRE_Y:
        if (line->sums.plotted > 0) {
            int64_t sum = number == NUMBER_CENTRE_X ? line->sums.sum_x_um : line->sums.sum_y_um;
            *value = (double)sum / line->sums.plotted / 1000;
        }
        return line->sums.plotted > 0;
    case INSIGHT_NUMBER_COUNT:
        break;
    }
    return false;
}

void insight_series_read(const struct app *app, struct arena *arena,
                         const struct insight_lines *lines, const struct insight_choice *choice,
                         enum insight_number number, struct insight_series *series)
{
    size_t room = (size_t)lines->count + 1;
    *series = (struct insight_series){
        .points = arena_array(arena, room, sizeof *series->points),
        .session_ids = arena_array(arena, room, sizeof *series->session_ids),
    };
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        double value = 0;
        if (insight_is_chosen(line, choice) && value_of(app, line, number, &value)) {
            series->points[series->count] = (struct trend_point){
                .day = (double)time_date_days(line->sums.local_date), .value = value};
            series->session_ids[series->count] = line->session_id;
            series->count++;
        }
    }
    room = (size_t)series->count + 1;
    series->line = arena_array(arena, room, sizeof *series->line);
    series->low = arena_array(arena, room, sizeof *series->low);
    series->high = arena_array(arena, room, sizeof *series->high);
    series->has_band =
        trend_smooth(series->points, series->count, series->line, series->low, series->high);
    trend_read(series->points, series->count, &series->trend);
}
