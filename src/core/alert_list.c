#include "core/alert_list.h"

#include "base/time.h"
#include "core/ai_settings.h"
#include "core/rights.h"
#include "core/rules/retry.h"
#include "store/attempt.h"

enum { FAILURES_MAX = 64 };

bool alert_history(struct app *app, struct arena *arena, struct alert_row **rows, int *count,
                   struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && alert_rows(app->db, arena, rows, count, err);
}

/* What the attempts say now. */
static bool read_facts(struct app *app, const struct ai_settings *settings,
                       const struct alert_rule *rule, int64_t moments[FAILURES_MAX],
                       struct alert_facts *facts, struct err *err)
{
    facts->failures_ms = moments;
    const struct ai_provider *provider = ai_provider_find(settings->ai.provider);
    if (provider != NULL && ai_provider_is_local(provider)) { /* nothing can fail any more */
        facts->success_ms = facts->now_ms;
        return true;
    }
    return attempt_failures(app->db, facts->now_ms - rule->window_ms, facts->now_ms,
                            retry_alert_classes(), moments, FAILURES_MAX, &facts->failure_count,
                            &facts->success_ms, err);
}

/* In one transaction with the look at the newest attempts, so that a failure in between counts. */
static bool write_end(struct app *app, const struct ai_settings *settings,
                      const struct alert_rule *rule, int64_t moments[FAILURES_MAX],
                      struct alert_facts *facts, bool *ended, struct err *err)
{
    enum alert_change change = ALERT_NO_CHANGE;
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = read_facts(app, settings, rule, moments, facts, err) &&
              alert_update(app->db, rule, facts, app->club.terminal, &change, err);
    if (!ok || change != ALERT_RECOVERED) {
        app_abort(app); /* what raises it is the end of a request */
        return ok;
    }
    if (!app_commit(app, err)) {
        return app_abort(app);
    }
    *ended = true;
    alert_tell(settings->alert_command, rule->key, change, facts->detail, facts->now_ms);
    return true;
}

/* With a slip in the settings file the coach does not work: what stands is still true. */
static bool read_settings(struct app *app, struct ai_settings *settings)
{
    struct err ignored = {0};
    return ai_settings_read(app, settings, &ignored);
}

bool alert_expire(struct app *app, bool *ended, struct err *err)
{
    struct ai_settings settings;
    struct alert_row last;
    int64_t moments[FAILURES_MAX];
    bool ignored = false;
    struct alert_facts facts = {.now_ms = time_now_ms(), .detail = "no failure any more"};
    ended = ended != NULL ? ended : &ignored;
    *ended = false;
    if (!alert_newest(app->db, "ai", &last, err)) {
        return false;
    }
    if (!last.is_on || !read_settings(app, &settings)) {
        return true;
    }
    const struct alert_rule rule = {.key = "ai",
                                    .failures = settings.alert_failures,
                                    .window_ms = (int64_t)settings.alert_window_s * 1000,
                                    .quiet_ms = (int64_t)settings.alert_quiet_s * 1000};
    int64_t since_ms = last.at_ms > facts.now_ms ? 0 : last.at_ms; /* the clock was ahead */
    if (!read_facts(app, &settings, &rule, moments, &facts, err)) {
        return false;
    }
    return alert_decide(&rule, &facts, true, since_ms) != ALERT_RECOVERED ||
           write_end(app, &settings, &rule, moments, &facts, ended, err);
}
