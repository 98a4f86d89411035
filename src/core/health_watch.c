#include "core/health_watch.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "core/alert.h"
#include "core/config.h"
#include "core/health.h"

enum { DETAIL_ROOM = 200, MEGABYTE = 1000 * 1000 };

/* One alert: the key of core/alert.h, and the findings that raise it. */
static const struct watched {
    const char *key;
    enum health_key check;
    enum health_error errors[6]; /* ends with HEALTH_FINE */
} table[] = {
    {"integrity", HEALTH_INTEGRITY, {HEALTH_INTEGRITY_FAILED}},
    {"space", HEALTH_STORAGE, {HEALTH_STORAGE_LOW, HEALTH_STORAGE_FULL, HEALTH_INODES_LOW}},
    {"backup_failed", HEALTH_BACKUP, {HEALTH_BACKUP_FAILED, HEALTH_BACKUP_FOLDER_MISSING}},
    {"backup", HEALTH_BACKUP, {HEALTH_BACKUP_OVERDUE, HEALTH_BACKUP_NEVER, HEALTH_BACKUP_GONE}},
    {"restore_test_failed", HEALTH_BACKUP, {HEALTH_RESTORE_TEST_FAILED}},
    {"restore_test", HEALTH_BACKUP, {HEALTH_RESTORE_TEST_OVERDUE}},
    {"clock", HEALTH_CLOCK, {HEALTH_CLOCK_BACK, HEALTH_CLOCK_WRONG}},
    {"worker", HEALTH_QUEUE, {HEALTH_WORKER_STALLED}},
};
enum { WATCHED = sizeof table / sizeof table[0] };

static enum health_error found_of(const struct health *health, const struct watched *watched)
{
    int i = 0;
    while (watched->errors[i] != HEALTH_FINE && !health_has(health, watched->errors[i])) {
        i++;
    }
    return watched->errors[i];
}

/* What could not be looked at neither raises nor clears. */
static bool is_known(const struct health *health, enum health_key check)
{
    uint64_t errors = health->rows[check].errors;
    return (errors >> HEALTH_NOT_KNOWN & 1U) == 0 && (errors >> HEALTH_QUEUE_UNAVAILABLE & 1U) == 0;
}

/* English, for the log, the command and the administrator. */
static void write_detail(const struct health *health, const struct watched *watched,
                         enum health_error error, char dst[DETAIL_ROOM])
{
    const char *code = error != HEALTH_FINE ? health_error_code(error) : "well again";
    int64_t age_s = health_value(health, FACT_BACKUP_AGE_S)->number;
    switch (watched->check) {
    case HEALTH_STORAGE:
        snprintf(dst, DETAIL_ROOM, "%s: %" PRId64 " MB free, %" PRId64 " %%", code,
                 health_value(health, FACT_FREE_BYTES)->number / MEGABYTE,
                 health_value(health, FACT_FREE_PERCENT)->number);
        break;
    case HEALTH_BACKUP:
        snprintf(dst, DETAIL_ROOM, "%s: newest good backup %" PRId64 " hours old", code,
                 age_s / 3600);
        if (!health_value(health, FACT_BACKUP_AGE_S)->is_known) {
            snprintf(dst, DETAIL_ROOM, "%s: no good backup yet", code);
        }
        break;
    case HEALTH_CLOCK:
        snprintf(dst, DETAIL_ROOM, "%s: newest record %" PRId64 " s ahead", code,
                 health_value(health, FACT_CLOCK_AHEAD_S)->number);
        break;
    case HEALTH_QUEUE:
        snprintf(dst, DETAIL_ROOM, "%s: %" PRId64 " of %" PRId64 " workers silent", code,
                 health_value(health, FACT_WORKERS_SILENT)->number,
                 health_value(health, FACT_WORKERS)->number);
        break;
    default:
        snprintf(dst, DETAIL_ROOM, "%s", code);
        break;
    }
}

struct told {
    enum alert_change change;
    char detail[DETAIL_ROOM];
};

static bool update_all(struct app *app, const struct health *health, struct told told[WATCHED],
                       struct err *err)
{
    for (int i = 0; i < WATCHED; i++) {
        enum health_error error = found_of(health, &table[i]);
        told[i].change = ALERT_NO_CHANGE;
        if (!is_known(health, table[i].check)) {
            continue;
        }
        write_detail(health, &table[i], error, told[i].detail);
        if (!alert_set(app->db, table[i].key, error != HEALTH_FINE, told[i].detail, health->at_ms,
                       app->club.terminal, &told[i].change, err)) {
            return false;
        }
    }
    return true;
}

bool health_watch(struct app *app, struct err *err)
{
    struct health health;
    struct config config;
    struct told told[WATCHED];
    struct err ignored = {0}; /* without settings there is no command to tell */
    health_look(app->folder, &health);
    if (!app_begin(app, err)) { /* a transaction without a change writes nothing */
        return false;
    }
    if (!update_all(app, &health, told, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    (void)config_read(app->folder, &config, &ignored);
    for (int i = 0; i < WATCHED; i++) {
        if (told[i].change != ALERT_NO_CHANGE) {
            alert_tell(config.coach.alert_command, table[i].key, told[i].change, told[i].detail,
                       health.at_ms);
        }
    }
    return true;
}
