/* The care of the data without anybody thinking of it: the day's backup, the month's restore test,
 * the night's check. Beside the kiosk it is one thread with a connection of its own that sleeps
 * until something is due (core/rules/due.h); for the system's timers the same is done once. */
#ifndef CORE_UPKEEP_H
#define CORE_UPKEEP_H
#include "core/app.h"
#include "core/rules/rotation.h"

enum upkeep_event {
    UPKEEP_BACKUP_MADE,
    UPKEEP_BACKUP_FAILED,
    UPKEEP_TEST_PASSED,
    UPKEEP_TEST_FAILED,
    UPKEEP_CHECKED,
    UPKEEP_DAMAGED /* the database is: nothing should be written any more */
};
struct upkeep_news {
    enum upkeep_event event;
    char file[BACKUP_NAME_ROOM];
    struct err err; /* of what failed */
};

struct upkeep;
/* Starts the thread; app must outlive it. Soon after the start it looks at the database file, when
 * that is small, was not closed cleanly, or was not checked for a day. */
struct upkeep *upkeep_start(const struct app *app, struct err *err);
int upkeep_fd(const struct upkeep *upkeep); /* readable (eventfd) when there is news */
bool upkeep_take(struct upkeep *upkeep, struct upkeep_news *news); /* false: nothing more */
/* Soon, at any point; a backup under way leaves nothing behind. NULL: nothing. */
void upkeep_stop(struct upkeep *upkeep);

enum { UPKEEP_NEWS_MAX = 8 };
/* What is due now, on this thread. *count of news; false when the first thing failed, with why. */
bool upkeep_run(struct app *app, struct upkeep_news news[UPKEEP_NEWS_MAX], int *count,
                struct err *err);
bool upkeep_backup_is_due(struct app *app);

#endif
