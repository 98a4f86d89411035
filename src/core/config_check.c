#include "core/config_check.h"

#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/health_server.h"
#include "export/seal.h"

enum { FILE_MAX = 64 * 1024, SOCKET_PATH_MAX = 107 };

static void tell(void *context, int line, const char *sentence)
{
    struct config_report *report = context;
    if (report->problem_count < CONFIG_PROBLEMS_MAX) {
        struct config_problem *problem = &report->problems[report->problem_count];
        problem->line = line;
        text_copy(problem->text, sizeof problem->text, sentence);
    }
    report->problem_count++;
}

/* The entry; never NULL for a key of config.c. */
static const struct config_entry *entry_of(const struct config_report *report, const char *section,
                                           const char *key)
{
    for (int i = 0; i < report->entry_count; i++) {
        const struct config_entry *entry = &report->entries[i];
        if (strcmp(entry->section, section) == 0 && strcmp(entry->key, key) == 0) {
            return entry;
        }
    }
    return NULL;
}

/* Where a sentence about the key belongs; its name stands before it. */
static void tell_of(struct config_report *report, const char *section, const char *key,
                    const char *sentence)
{
    char text[sizeof report->problems[0].text];
    const struct config_entry *entry = entry_of(report, section, key);
    snprintf(text, sizeof text, "[%s] %s: %s", section, key, sentence);
    tell(report, entry != NULL ? entry->line : 0, text);
}

/* --- secrets -------------------------------------------------------------------------------------
 */
/* What no settings file should hold: keys of providers, a private key of backups, a password in an
 * address. */
static bool find_secret(const char *text, regmatch_t *match)
{
    static const char pattern[] =
        "sk-[A-Za-z0-9_-]{12,}|Bearer +[A-Za-z0-9._-]{12,}|aimtrack-private-[A-Za-z0-9_-]+|"
        "-----BEGIN [A-Z ]*PRIVATE KEY|://[^/ @]+:[^/ @]+@";
    regex_t compiled;
    if (regcomp(&compiled, pattern, REG_EXTENDED) != 0) {
        return false;
    }
    bool has = regexec(&compiled, text, 1, match, 0) == 0;
    regfree(&compiled);
    return has;
}

void config_masked(const char *value, char *dst, size_t size)
{
    regmatch_t match;
    struct buf text = {0};
    for (; find_secret(value, &match); value += match.rm_eo) {
        buf_printf(&text, "%.*s***", (int)match.rm_so, value);
    }
    buf_add_text(&text, value);
    text_copy(dst, size, buf_text(&text));
    buf_free(&text);
}

/* In remarks too: whoever reads the file reads them. */
static void check_secrets(struct config_report *report)
{
    size_t size = 0;
    struct err ignored = {0};
    regmatch_t match;
    char *text = file_read(report->path, FILE_MAX, &size, &ignored);
    char *rest = text;
    for (int line = 1; rest != NULL; line++) {
        char *one = strsep(&rest, "\n");
        if (find_secret(one, &match)) {
            tell(report, line,
                 _("this looks like a key or a password: it does not belong in this file. Take it"
                   " out and make a new one"));
        }
    }
    free(text);
}

/* --- files and folders ---------------------------------------------------------------------------
 */
static void check_file_itself(struct config_report *report)
{
    struct stat status;
    if (stat(report->path, &status) == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        tell(report, 0, _("others may write in this file: make it yours alone (chmod 600)"));
    }
}

static void check_readable(struct config_report *report, const char *section, const char *key,
                           const char *path)
{
    if (path[0] != '\0' && access(path, R_OK) != 0) {
        tell_of(report, section, key, _("this file is not there or cannot be read"));
    }
}

static void check_key_file(struct config_report *report)
{
    struct ai_key *key = NULL;
    struct err err = {0};
    if (report->config.coach.key_file[0] != '\0' &&
        !ai_key_read(&report->config.coach, &key, &err)) {
        tell_of(report, "ai", "key_file", err.what);
    }
    ai_key_free(key);
}

static void check_backup_folder(struct config_report *report)
{
    struct stat status;
    const char *path = report->config.backup.folder;
    if (path[0] == '\0') {
        return;
    }
    if (path[0] != '/') {
        tell_of(report, "backup", "folder", _("a folder here begins with /"));
    } else if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        tell_of(report, "backup", "folder", _("this folder is not there"));
    } else if (access(path, W_OK | X_OK) != 0) {
        tell_of(report, "backup", "folder", _("this folder cannot be written"));
    } else if ((status.st_mode & S_IWOTH) != 0) {
        tell_of(report, "backup", "folder", _("everybody may write in this folder (chmod 700)"));
    }
}

static void check_stick_folder(struct config_report *report)
{
    const char *path = report->config.coach.stick_folder;
    if (path[0] != '\0' && path[0] != '/') {
        tell_of(report, "stick", "folder", _("a folder here begins with /"));
    }
}

/* The first word, as it would be started. */
static bool is_program(const char *command)
{
    char word[300];
    char path[700];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(command, " \t"), command);
    if (strchr(word, '/') != NULL) {
        return access(word, X_OK) == 0;
    }
    const char *folders = getenv("PATH");
    for (const char *at = folders; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)length, at, word);
        if (access(path, X_OK) == 0) {
            return true;
        }
        at += length + (at[length] == ':' ? 1 : 0);
    }
    return false;
}

/* --- words ---------------------------------------------------------------------------------------
 */
static void check_coach(struct config_report *report)
{
    struct err err = {0};
    const struct ai_config *ai = &report->config.coach.ai;
    bool is_of_address = ai_provider_find(ai->provider) != NULL && ai->base_url[0] != '\0';
    if (!ai_config_check(ai, &err)) {
        tell_of(report, "ai", is_of_address ? "base_url" : "provider", err.what);
    }
    check_readable(report, "ai", "ca_file", ai->ca_file);
    if (ai->proxy[0] != '\0' && strncmp(ai->proxy, "http://", 7) != 0 &&
        strncmp(ai->proxy, "https://", 8) != 0) {
        tell_of(report, "ai", "proxy", _("this is no address of a proxy: http://HOST:PORT"));
    }
    const char *command = report->config.coach.alert_command;
    if (command[0] != '\0' && !is_program(command)) {
        tell_of(report, "alert", "command",
                _("there is no such program; its words are separated by spaces, without a shell"));
    }
}

static bool is_socket_path(const char *path)
{
    char folder[128];
    struct stat status;
    const char *slash = strrchr(path, '/');
    if (path[0] != '/' || strlen(path) > SOCKET_PATH_MAX || slash[1] == '\0') {
        return false;
    }
    snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return stat(folder, &status) == 0 && S_ISDIR(status.st_mode);
}

static void check_listen(struct config_report *report)
{
    struct err err = {0};
    const char *listen = report->config.health.listen;
    if (!health_listen_check(listen, &err)) {
        tell_of(report, "health", "listen", err.what);
    } else if (strncmp(listen, "unix:", 5) == 0 && !is_socket_path(listen + 5)) {
        tell_of(report, "health", "listen", _("a socket needs a name in a folder that is there"));
    }
}

static void check_public_key(struct config_report *report)
{
    unsigned char key[SEAL_KEY_SIZE];
    struct err err = {0};
    const char *text = report->config.backup.encrypt_to;
    if (text[0] != '\0' && !seal_public_read(text, key, &err)) {
        tell_of(report, "backup", "encrypt_to", err.what);
    }
}

static void check_words(struct config_report *report)
{
    const struct config *config = &report->config;
    enum log_level level = LOG_LEVEL_INFO;
    enum log_format format = LOG_PLAIN;
    if (!log_level_find(config->log.level, &level)) {
        tell_of(report, "log", "level", _("the level is error, warning, info or debug"));
    }
    if (!log_format_find(config->log.format, &format)) {
        tell_of(report, "log", "format", _("the format is plain, logfmt or json"));
    }
    check_listen(report);
    check_public_key(report);
}

static int by_line(const void *a, const void *b)
{
    return ((const struct config_problem *)a)->line - ((const struct config_problem *)b)->line;
}

bool config_check(const char *data_folder, struct config_report *report, struct err *err)
{
    *report = (struct config_report){0};
    if (!config_path(data_folder, report->path, sizeof report->path)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    report->has_file = file_exists(report->path);
    if (!config_read_telling(data_folder, &report->config, tell, report, report->entries,
                             &report->entry_count, err)) {
        return false;
    }
    if (report->has_file) {
        check_file_itself(report);
        check_secrets(report);
    }
    check_coach(report);
    check_key_file(report);
    check_backup_folder(report);
    check_stick_folder(report);
    check_words(report);
    int kept =
        report->problem_count < CONFIG_PROBLEMS_MAX ? report->problem_count : CONFIG_PROBLEMS_MAX;
    qsort(report->problems, (size_t)kept, sizeof report->problems[0], by_line);
    return true;
}
