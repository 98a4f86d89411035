#include "core/turns.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

void turns_count(const struct insight_lines *lines, const char *today, struct turns *turns)
{
    char from[DATE_ROOM];
    bool has_competition = false;
    *turns = (struct turns){0};
    time_days_date(from, time_date_days(today) - TURNS_DAYS + 1);
    for (int i = 0; i < lines->count; i++) {
        const char *date = lines->rows[i].sums.local_date;
        if (strcmp(date, from) < 0 || strcmp(date, today) > 0) {
            continue;
        }
        if (strcmp(date, turns->last) != 0) {
            turns->days++;
            has_competition = false;
            text_copy(turns->last, sizeof turns->last, date);
        }
        if (lines->rows[i].is_competition && !has_competition) {
            has_competition = true;
            turns->competitions++;
        }
    }
}
