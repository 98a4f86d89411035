#include "core/config.h"

#include "base/conf.h"
#include "base/file.h"
#include "base/i18n.h"

struct file { /* seconds, as a person writes them */
    struct config config;
    int connect_timeout_s, timeout_s;
};

#define IN(field)   offsetof(struct file, config.field)
#define ROOM(field) sizeof(((struct file *)0)->config.field)

/* A new key: its field in config.h, a row here, a default below, its line in aimtrack.conf.5. */
static const struct conf_key keys[] = {
    {"ai", "provider", CONF_TEXT, IN(coach.ai.provider), ROOM(coach.ai.provider), 0, 0},
    {"ai", "model", CONF_TEXT, IN(coach.ai.model), ROOM(coach.ai.model), 0, 0},
    {"ai", "base_url", CONF_TEXT, IN(coach.ai.base_url), ROOM(coach.ai.base_url), 0, 0},
    {"ai", "connect_timeout", CONF_INT, offsetof(struct file, connect_timeout_s), 0, 1, 60},
    {"ai", "timeout", CONF_INT, offsetof(struct file, timeout_s), 0, 1, 600},
    {"ai", "max_tokens", CONF_INT, IN(coach.ai.max_tokens), 0, 64, 32768},
    {"ai", "temperature", CONF_HUNDREDTHS, IN(coach.ai.temperature_hundredths), 0, 0, 200},
    {"ai", "structured", CONF_BOOL, IN(coach.ai.is_structured), 0, 0, 0},
    {"ai", "completion_tokens", CONF_BOOL, IN(coach.ai.has_completion_tokens), 0, 0, 0},
    {"ai", "ca_file", CONF_TEXT, IN(coach.ai.ca_file), ROOM(coach.ai.ca_file), 0, 0},
    {"ai", "proxy", CONF_TEXT, IN(coach.ai.proxy), ROOM(coach.ai.proxy), 0, 0},
    {"ai", "key_file", CONF_TEXT, IN(coach.key_file), ROOM(coach.key_file), 0, 0},
    {"ai", "backoff", CONF_INT, IN(coach.backoff_s), 0, 0, 600},
    {"ai", "daily_question_limit", CONF_INT, IN(coach.daily_question_limit), 0, 0, 100000},
    {"ai", "daily_request_limit", CONF_INT, IN(coach.daily_request_limit), 0, 0, 100000},
    {"alert", "failures", CONF_INT, IN(coach.alert_failures), 0, 1, 60},
    {"alert", "window", CONF_INT, IN(coach.alert_window_s), 0, 60, 86400},
    {"alert", "quiet", CONF_INT, IN(coach.alert_quiet_s), 0, 60, 86400},
    {"alert", "command", CONF_TEXT, IN(coach.alert_command), ROOM(coach.alert_command), 0, 0},
    {"stick", "folder", CONF_TEXT, IN(coach.stick_folder), ROOM(coach.stick_folder), 0, 0},
    {"backup", "folder", CONF_TEXT, IN(backup.folder), ROOM(backup.folder), 0, 0},
    {"backup", "encrypt_to", CONF_TEXT, IN(backup.encrypt_to), ROOM(backup.encrypt_to), 0, 0},
    {"backup", "automatic", CONF_BOOL, IN(backup.is_automatic), 0, 0, 0},
    {"backup", "hour", CONF_INT, IN(backup.hour), 0, 0, 23},
    {"backup", "keep_daily", CONF_INT, IN(backup.keep_daily), 0, 1, 366},
    {"backup", "keep_weekly", CONF_INT, IN(backup.keep_weekly), 0, 0, 520},
    {"backup", "keep_monthly", CONF_INT, IN(backup.keep_monthly), 0, 0, 240},
    {"health", "listen", CONF_TEXT, IN(health.listen), ROOM(health.listen), 0, 0},
    {"health", "free_percent", CONF_INT, IN(health.free_percent), 0, 0, 90},
    {"health", "free_mib", CONF_INT, IN(health.free_mib), 0, 0, 1000000},
    {"health", "backup_hours", CONF_INT, IN(health.backup_hours), 0, 1, 8760},
    {"health", "restore_test_days", CONF_INT, IN(health.restore_test_days), 0, 1, 3660},
    {"log", "level", CONF_TEXT, IN(log.level), ROOM(log.level), 0, 0},
    {"log", "format", CONF_TEXT, IN(log.format), ROOM(log.format), 0, 0},
    {0},
};

static const struct file defaults = {
    .config = {.coach = {.ai = {.provider = "calculated",
                                .max_tokens = 1024,
                                .temperature_hundredths = -1,
                                .is_structured = true},
                         .backoff_s = 5,
                         .daily_question_limit = 10,
                         .daily_request_limit = 500,
                         .alert_failures = 3,
                         .alert_window_s = 15 * 60,
                         .alert_quiet_s = 15 * 60},
               .backup = {.is_automatic = true,
                          .hour = 3,
                          .keep_daily = 7,
                          .keep_weekly = 4,
                          .keep_monthly = 3},
               .health = {.free_percent = 15,
                          .free_mib = 200,
                          .backup_hours = 26,
                          .restore_test_days = 35},
               .log = {.level = "info", .format = "plain"}},
    .connect_timeout_s = 5,
    .timeout_s = 60,
};

static void take(const struct file *file, struct config *config)
{
    *config = file->config;
    config->coach.ai.connect_timeout_ms = file->connect_timeout_s * 1000;
    config->coach.ai.timeout_ms = file->timeout_s * 1000;
}

bool config_path(const char *data_folder, char *dst, size_t size)
{
    return file_join(dst, size, data_folder, "aimtrack.conf");
}

bool config_read(const char *data_folder, struct config *config, struct err *err)
{
    char path[600];
    struct file file = defaults;
    take(&defaults, config);
    if (!config_path(data_folder, path, sizeof path)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (!conf_read(path, keys, &file, err)) {
        return false;
    }
    take(&file, config);
    return true;
}

static int write_entries(const struct file *file, const int *lines, struct config_entry *entries)
{
    int count = 0;
    for (; keys[count].key != NULL && count < CONFIG_ENTRIES_MAX; count++) {
        struct config_entry *entry = &entries[count];
        *entry = (struct config_entry){
            .section = keys[count].section, .key = keys[count].key, .line = lines[count]};
        conf_value_text(&keys[count], file, entry->value, sizeof entry->value);
        conf_value_text(&keys[count], &defaults, entry->fallback, sizeof entry->fallback);
    }
    return count;
}

bool config_read_telling(const char *data_folder, struct config *config,
                         void (*told)(void *context, int line, const char *sentence), void *context,
                         struct config_entry entries[CONFIG_ENTRIES_MAX], int *count,
                         struct err *err)
{
    _Static_assert(sizeof keys / sizeof keys[0] <= CONFIG_ENTRIES_MAX, "room for each key");
    char path[600];
    int lines[CONFIG_ENTRIES_MAX] = {0};
    struct file file = defaults;
    struct conf_watch watch = {.told = told, .context = context, .lines = lines};
    if (!config_path(data_folder, path, sizeof path)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    bool ok = conf_check(path, keys, &file, &watch, err);
    take(&file, config);
    *count = write_entries(&file, lines, entries);
    return ok;
}
