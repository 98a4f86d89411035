#include "core/log_setup.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/text.h"
#include "core/config.h"

/* Said once, at the start of the process. */
static struct {
    const char *from; /* NULL: nobody said it */
    char level[16];
} override;

static bool take(const char *word, const char *from)
{
    enum log_level level = LOG_LEVEL_INFO;
    if (!log_level_find(word, &level)) {
        return false;
    }
    log_set_level(level);
    log_set_level_at_terminal(level);
    override.from = from;
    text_copy(override.level, sizeof override.level, word);
    return true;
}

bool log_setup_level(const char *option)
{
    const char *environment = getenv("AIMTRACK_LOG");
    if (option != NULL) {
        return take(option, "--log-level");
    }
    if (environment != NULL && environment[0] != '\0' && !take(environment, "AIMTRACK_LOG")) {
        log_event(LOG_LEVEL_WARNING, "AIMTRACK_LOG is no level: error, warning, info or debug");
    }
    return true;
}

void log_setup_read(const char *data_folder)
{
    struct config config;
    struct err err = {0};
    enum log_level level = LOG_LEVEL_INFO;
    enum log_format format = LOG_PLAIN;
    if (!config_read(data_folder, &config, &err)) {
        log_err("settings file", &err);
    }
    if (!log_format_find(config.log.format, &format) || !log_level_find(config.log.level, &level)) {
        log_event(LOG_LEVEL_WARNING, "the settings file has no such level or format of the log");
    }
    log_set_format(format);
    if (override.from == NULL) {
        log_set_level(level);
    }
}

const char *log_setup_override(const char **level)
{
    *level = override.level;
    return override.from;
}
