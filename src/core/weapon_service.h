/* A weapon's service log, when the next service is due, and the history of its settings. */
#ifndef CORE_WEAPON_SERVICE_H
#define CORE_WEAPON_SERVICE_H
#include "core/app.h"

enum { SERVICE_ROUNDS_SO_FAR = -1, SERVICE_PACE_DAYS = 90 };

/* rounds: fired in all when it was serviced; SERVICE_ROUNDS_SO_FAR: all that were fired until now.
 * date: "YYYY-MM-DD", not later than today. ERR_INPUT names the field. */
bool service_add(struct app *app, record_id weapon_id, const char *date, const char *what,
                 int64_t rounds, record_id *id, struct err *err);
/* Takes a row out of the log, and puts it back. */
bool service_void(struct app *app, record_id id, struct err *err);
bool service_restore(struct app *app, record_id id, struct err *err);
/* Newest first, at most 500, without what was voided. */
bool service_list(struct app *app, struct arena *arena, record_id weapon_id,
                  struct weapon_service **rows, int *count, struct err *err);

struct weapon_service_state {
    int64_t rounds;            /* fired in all */
    int64_t rounds_at_service; /* at the last service; 0 when there was none */
    int64_t since;             /* fired after it; never less than 0 */
    int interval;              /* rounds between two services; 0: none was set */
    int64_t left;              /* until the next one; negative: overdue; 0 without an interval */
    bool is_due;               /* at or past the interval */
    char last_date[DATE_ROOM]; /* "" when it was never serviced */
    char expected_date[DATE_ROOM]; /* of the next one at the pace of the last 90 days; "" when it
                                      cannot be said (no interval, due already, not used lately) */
};
bool weapon_service_state(struct app *app, record_id weapon_id, struct weapon_service_state *state,
                          struct err *err);

/* Newest first, at most 500. core/weapon.c adds a row whenever the settings change. */
bool weapon_setting_list(struct app *app, struct arena *arena, record_id weapon_id,
                         struct weapon_setting **rows, int *count, struct err *err);

#endif
