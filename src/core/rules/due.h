/* When the care of the data is due: a backup a day, a restore test a month, a check a night. A day
 * that was missed is made up; what failed is tried again an hour later. Pure. */
#ifndef CORE_RULES_DUE_H
#define CORE_RULES_DUE_H
#include <stdbool.h>
#include <stdint.h>

enum due_work { DUE_BACKUP, DUE_CHECK, DUE_RESTORE_TEST, DUE_COUNT };

struct due_facts {
    int64_t now_ms;
    int64_t today_ms, yesterday_ms, tomorrow_ms; /* those days at the hour of the settings */
    int64_t club_since_ms; /* a club that is younger than the last such hour waits for the next */
    bool is_automatic;     /* backups and tests of them */
    bool has_backup;       /* there is one that can be tested */
    int64_t good_ms[DUE_COUNT];  /* its last good end; 0: never */
    int64_t tried_ms[DUE_COUNT]; /* its last try, good or not; 0: never */
};

/* Whether that work is due now. */
bool due_now(const struct due_facts *facts, enum due_work work);
/* When the next work is due, never in the past: the moment to wake up. */
int64_t due_next_ms(const struct due_facts *facts);

#endif
