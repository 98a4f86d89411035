/* Alerts: raised once when something fails often, quiet for a while, and one word when it works
 * again. Rows in the database, so that a restart neither repeats nor forgets one. The AI's is the
 * first; others use the same functions. */
#ifndef CORE_ALERT_H
#define CORE_ALERT_H
#include "core/ai_settings.h"
#include "core/app.h"

enum alert_change { ALERT_NO_CHANGE, ALERT_RAISED, ALERT_RECOVERED };

struct alert_rule {
    const char *key;             /* "ai" */
    int failures;                /* so many within ... */
    int64_t window_ms, quiet_ms; /* ... this; then nothing for that long */
};

/* Pure: what follows from the moments of failures (newest last), of the last success (0: none) and
 * of the last alert (0: none). */
enum alert_change alert_decide(const struct alert_rule *rule, const int64_t *failures_ms, int count,
                               int64_t success_ms, int64_t alert_ms, bool is_on, int64_t now_ms);

/* Inside the caller's transaction: writes the row when the state changes. */
bool alert_update(struct db *db, const struct alert_rule *rule, const int64_t *failures_ms,
                  int count, int64_t success_ms, const char *detail, int terminal,
                  enum alert_change *change, struct err *err);
/* Log line with its priority, and the command (no shell; JSON on its input; 10 s at most, on a
 * process of its own that is waited for by nobody's screen). After the commit. */
void alert_tell(const char *command, const char *key, enum alert_change change, const char *detail);

struct alert_now {
    bool is_on;
    char key[CODE_ROOM];
    char detail[256];
    int64_t since_ms;
};
/* What stands now. RIGHT_SEE. */
bool alert_read(struct app *app, const char *key, struct alert_now *now, struct err *err);

#endif
