#include "core/reports.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "core/card.h"
#include "store/session_log.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const struct report *const reports[] = {&report_sessions, &report_shots, &report_permit};

const struct report *report_at(int index)
{
    return index >= 0 && index < (int)(sizeof reports / sizeof reports[0]) ? reports[index] : NULL;
}

const struct report *report_find(const char *id)
{
    for (int i = 0; report_at(i) != NULL; i++) {
        if (strcmp(reports[i]->id, id) == 0) {
            return reports[i];
        }
    }
    return NULL;
}

/* Bounds a day wider than the dates: the zone may have moved since. */
void report_log_filter(const struct report_filter *filter, struct session_log_filter *log)
{
    *log = (struct session_log_filter){.from = filter->from,
                                       .to = filter->to,
                                       .until_ms = INT64_MAX,
                                       .member_id = filter->member_id,
                                       .weapon_id = filter->weapon_id};
    if (filter->from[0] != '\0') {
        log->from_ms = time_from_local(filter->from, 0, 0, 0) - DAY_MS;
    }
    if (filter->to[0] != '\0') {
        log->until_ms = time_from_local(filter->to, 0, 0, 0) + INT64_C(3) * DAY_MS;
    }
}

void report_score(const struct app *app, const struct session_log_line *line, int64_t tenths,
                  char *dst, size_t size)
{
    const struct programme *programme = programme_find(&app->programmes, line->programme_id);
    if (card_has_decimals(programme, face_find(&app->faces, line->face_id))) {
        snprintf(dst, size, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    } else {
        snprintf(dst, size, "%lld", (long long)(tenths / 10));
    }
}
