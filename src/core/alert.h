/* Alerts: raised once when something fails often, quiet for a while, and one word when it works
 * again. Rows in the database, so that a restart neither repeats nor forgets one. The coach's is
 * the first ("ai"); others bring a rule and their moments. */
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

#endif
