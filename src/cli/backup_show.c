#include "cli/backup_show.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "core/backup_state.h"

static bool show_progress(void *context, const char *what, int per_mille)
{
    (void)context;
    fprintf(stderr, "\r\033[K%3d %% %s", per_mille / 10, what);
    return true;
}

static bool shows(const struct command_options *options)
{
    return !options->json && isatty(STDERR_FILENO);
}

struct backup_watch backup_show_watch(const struct command_options *options)
{
    return (struct backup_watch){.go_on = shows(options) ? show_progress : NULL};
}

void backup_show_end(const struct command_options *options)
{
    if (shows(options)) {
        fputs("\r\033[K", stderr);
    }
}

bool backup_show_key(int *argc, char **argv, struct seal_pair *pair, struct backup_key *key,
                     int *code)
{
    struct err err = {0};
    const char *path = command_option(argc, argv, "--key");
    *key = (struct backup_key){0};
    if (path == NULL) {
        return true;
    }
    if (!backup_key_read(path, pair, &err)) {
        *code = command_fail(&err);
        return false;
    }
    key->pair = pair;
    return true;
}

void backup_json_path(cJSON *json, const char *name, const char *path)
{
    char clean[1200];
    if (text_is_utf8(path, strlen(path))) {
        cJSON_AddStringToObject(json, name, path);
        return;
    }
    sanitize_screen(clean, sizeof clean, path);
    cJSON_AddStringToObject(json, name, clean);
}

void backup_json_manifest(cJSON *json, const struct backup_manifest *manifest)
{
    cJSON_AddStringToObject(json, "program", manifest->program);
    cJSON_AddNumberToObject(json, "schema", manifest->schema);
    cJSON_AddStringToObject(json, "club", manifest->club);
    cJSON_AddNumberToObject(json, "created_at_ms", (double)manifest->created_at_ms);
    cJSON_AddBoolToObject(json, "has_login", manifest->has_login);
    cJSON_AddNumberToObject(json, "missing_papers", manifest->missing_count);
    cJSON_AddNumberToObject(json, "rows", (double)manifest->rows);
    cJSON *tables = cJSON_AddArrayToObject(json, "tables");
    for (int i = 0; i < manifest->table_count; i++) {
        cJSON *table = cJSON_CreateObject();
        cJSON_AddStringToObject(table, "name", manifest->tables[i].name);
        cJSON_AddNumberToObject(table, "rows", (double)manifest->tables[i].rows);
        cJSON_AddStringToObject(table, "sha256", manifest->tables[i].sha256);
        cJSON_AddItemToArray(tables, table);
    }
}

void backup_bytes_text(char *dst, size_t size, int64_t bytes)
{
    if (bytes < 1024L * 1024) {
        snprintf(dst, size, "%lld KiB", (long long)(bytes + 1023) / 1024);
    } else {
        snprintf(dst, size, "%.1f MiB", (double)bytes / (1024.0 * 1024.0));
    }
}

void backup_offer(const struct command_options *options, const struct err *err)
{
    char folder[512];
    char age[48];
    char path[BACKUP_PATH_ROOM];
    struct backup_file file;
    struct err ignored = {0};
    if (err->kind != ERR_CORRUPT || !app_folder(options->folder, folder, sizeof folder, &ignored)) {
        return;
    }
    if (!backup_newest_sound(folder, &file)) {
        fprintf(stderr, "aimtrack: %s\n",
                _("There is no verified backup in the club's folder. What can still be read is"
                  " saved with: aimtrack salvage"));
        return;
    }
    backup_age_text(age, sizeof age, file.at_ms);
    sanitize_screen(path, sizeof path, file.path);
    fprintf(stderr,
            _("aimtrack: The newest verified backup is \"%s\" (%s). Put it back with:"
              " aimtrack restore \"%s\"\n"),
            file.name, age, path);
}
