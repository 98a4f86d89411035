/* DATA/aimtrack.conf: everything about this machine that is no matter of the club (that is in the
 * database: settings.h). docs/man/aimtrack.conf.5 says what each key means. Without the file: the
 * defaults. */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H
#include "base/log.h"
#include "core/ai_settings.h"

struct backup_config {
    char folder[256];    /* "": DATA/backups */
    char encrypt_to[96]; /* the club's public key as "aimtrack keypair" printed it; "": not
                            encrypted */
    bool is_automatic;   /* a kiosk makes one a day by itself, and a restore test a month */
    int hour;            /* local, 0..23: not before that hour; a missed day is made up at start */
    int keep_daily, keep_weekly, keep_monthly;
};

struct health_config {
    char listen[128];           /* "": off; "127.0.0.1:9180", "[::1]:9180", "unix:/run/..." */
    int free_percent, free_mib; /* less than either on the data's disk is a warning */
    int backup_hours;           /* a newest backup older than this is a warning */
    int restore_test_days;      /* the same for the newest restore test */
};

struct log_config {
    char level[16];  /* "error", "warning", "info", "debug" */
    char format[16]; /* "plain", "logfmt", "json" */
};

struct config {
    struct ai_settings coach;
    struct backup_config backup;
    struct health_config health;
    struct log_config log;
};

/* ERR_CONFIG with the line of the first mistake; *config then holds the defaults. */
bool config_read(const char *data_folder, struct config *config, struct err *err);
bool config_path(const char *data_folder, char *dst, size_t size);

/* Every key of the file: what is in force, and where that comes from. */
enum { CONFIG_ENTRIES_MAX = 64, CONFIG_VALUE_ROOM = ALERT_COMMAND_ROOM };
struct config_entry {
    const char *section, *key;
    char value[CONFIG_VALUE_ROOM], fallback[CONFIG_VALUE_ROOM];
    int line; /* of the file; 0: the default */
};
/* As config_read, but tells every mistake (base/conf.h) and goes on; the entries may be NULL. Made
 * for config_check.h. */
bool config_read_telling(const char *data_folder, struct config *config,
                         void (*told)(void *context, int line, const char *sentence), void *context,
                         struct config_entry entries[CONFIG_ENTRIES_MAX], int *count,
                         struct err *err);

#endif
