/* Alerts: raised once, and one word when it is well again. Rows in the database, so that a restart
 * neither repeats nor forgets one. The coach's ("ai") counts failures; what is simply bad or good
 * (a backup that is overdue, a disk that runs full: core/health_watch.h) has no rule but that. */
#ifndef CORE_ALERT_H
#define CORE_ALERT_H
#include "core/app.h"

enum alert_change { ALERT_NO_CHANGE, ALERT_RAISED, ALERT_RECOVERED };

struct alert_rule {
    const char *key;             /* "ai" */
    int failures;                /* so many within ... */
    int64_t window_ms, quiet_ms; /* ... this; then nothing for that long */
};
struct alert_facts {
    const int64_t *failures_ms; /* oldest first */
    int failure_count;
    int64_t success_ms; /* the newest; 0: none */
    int64_t now_ms;
    const char *detail; /* for the administrator: English, cleaned */
};

/* What follows, when the last alert (is_on: raised; else recovered) was at alert_ms (0: never one).
 * Failures before that moment were told already. */
enum alert_change alert_decide(const struct alert_rule *rule, const struct alert_facts *facts,
                               bool is_on, int64_t alert_ms);

/* Inside the caller's transaction: writes the row when the state changes. */
bool alert_update(struct db *db, const struct alert_rule *rule, const struct alert_facts *facts,
                  int terminal, enum alert_change *change, struct err *err);

/* The same for what is bad or good now: raised when it is bad and was not, recovered when it is
 * good and was bad. `detail`: English, cleaned. */
bool alert_set(struct db *db, const char *key, bool is_bad, const char *detail, int64_t now_ms,
               int terminal, enum alert_change *change, struct err *err);

/* After the commit: a line in the log with its priority, and the command (its words separated by
 * spaces, no shell) with JSON on its input; it is ended after 10 seconds and nobody waits for it.
 */
void alert_tell(const char *command, const char *key, enum alert_change change, const char *detail,
                int64_t at_ms);

struct alert_now {
    bool is_on;
    char detail[256];
    int64_t since_ms;
};
/* What stands now. RIGHT_SEE. */
bool alert_read(struct app *app, const char *key, struct alert_now *now, struct err *err);

/* Every alert that stands, for the banner; the gravest first, in the arena. Every role sees what is
 * the matter (alert_says), the administrator also the detail. RIGHT_SEE. */
struct alert_standing {
    char key[CODE_ROOM];
    char detail[256]; /* English, cleaned; from outside: the screen cleans it again */
    int64_t since_ms;
};
bool alerts_standing(struct app *app, struct arena *arena, struct alert_standing **rows, int *count,
                     struct err *err);
/* "The disk of the data folder is nearly full": a short sentence, translated. Never NULL. */
const char *alert_says(const char *key);

#endif
