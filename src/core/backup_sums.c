/* The list beside the backups, as sha256sum -c reads it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/backup_parts.h"

enum { SUMS_BYTES_MAX = 16 * 1024 * 1024, HEX = 64, FILE_NAME_ROOM = 256 };

/* Only a file itself, as who adds the next line will have it. Without one: empty. */
static char *read_list(const char *folder, char path[BACKUP_PATH_ROOM], struct err *err)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* an editor's, before the first line */
    struct stat status;
    if (!file_join(path, BACKUP_PATH_ROOM, folder, "SHA256SUMS")) {
        err_set(err, ERR_CONFIG, _("The name of the folder for backups is too long."));
        return NULL;
    }
    if (lstat(path, &status) != 0 || status.st_size == 0) {
        return mem_text("");
    }
    char *text = file_read_regular(path, SUMS_BYTES_MAX, NULL, err);
    if (text != NULL && strncmp(text, mark, sizeof mark - 1) == 0) {
        memmove(text, text + sizeof mark - 1, strlen(text + sizeof mark - 1) + 1);
    }
    return text;
}

/* One line, "HASH  NAME", of any system; false: it is none. */
static bool read_line(const char *line, struct backup_sum *sum)
{
    size_t length = strcspn(line, "\r\n");
    if (length <= HEX + 2 || strspn(line, "0123456789abcdef") != HEX || line[HEX] != ' ' ||
        length - HEX - 2 >= sizeof sum->name) {
        return false;
    }
    snprintf(sum->sha256, sizeof sum->sha256, "%.*s", HEX, line);
    snprintf(sum->name, sizeof sum->name, "%.*s", (int)(length - HEX - 2), line + HEX + 2);
    return true;
}

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

bool backup_sums_read(const char *folder, struct arena *arena, struct backup_sum **sums, int *count,
                      struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    char *text = read_list(folder, path, err);
    size_t lines = 1;
    *count = 0;
    if (text == NULL) {
        return false;
    }
    for (const char *at = text; *at != '\0'; at++) {
        lines += *at == '\n';
    }
    *sums = arena_array(arena, lines, sizeof **sums);
    for (const char *line = text; *line != '\0'; line = next_line(line)) {
        *count += read_line(line, &(*sums)[*count]);
    }
    free(text);
    return true;
}

const struct backup_sum *backup_sums_find(const struct backup_sum *sums, int count,
                                          const char *name)
{
    for (int i = count - 1; i >= 0; i--) {
        if (strcmp(sums[i].name, name) == 0) {
            return &sums[i];
        }
    }
    return NULL;
}

bool backup_sums_put(const char *folder, const char *name, const char *sha256, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    struct backup_sum sum;
    struct buf kept = {0};
    char *text = read_list(folder, path, err);
    if (text == NULL) {
        return false;
    }
    for (const char *line = text; *line != '\0'; line = next_line(line)) {
        bool is_it = read_line(line, &sum) && strcmp(sum.name, name) == 0;
        if (!is_it) {
            buf_add(&kept, line, strcspn(line, "\n"));
            buf_add_text(&kept, "\n");
        }
    }
    if (sha256 != NULL) {
        buf_printf(&kept, "%s  %s\n", sha256, name);
    }
    bool ok = file_write_durable(path, buf_text(&kept), kept.size, err);
    buf_free(&kept);
    free(text);
    return ok;
}

/* Of another file that is there: an export that was put in the same folder. */
static bool is_of_another(const char *folder, const char *line)
{
    char name[FILE_NAME_ROOM];
    char path[BACKUP_PATH_ROOM];
    struct backup_name ignored;
    size_t length = strcspn(line, "\r\n");
    if (length <= HEX + 2 || strspn(line, "0123456789abcdef") != HEX || line[HEX] != ' ' ||
        length - HEX - 2 >= sizeof name) {
        return false;
    }
    snprintf(name, sizeof name, "%.*s", (int)(length - HEX - 2), line + HEX + 2);
    return strchr(name, '/') == NULL && !backup_name_read(name, &ignored) &&
           file_join(path, sizeof path, folder, name) && file_exists(path);
}

bool backup_sums_write(const char *folder, const struct backup_file *files, int count,
                       struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    struct buf lines = {0};
    struct err unreadable = {0};
    char *text = read_list(folder, path, &unreadable);
    for (const char *line = text; line != NULL && *line != '\0'; line = next_line(line)) {
        if (is_of_another(folder, line)) {
            buf_add(&lines, line, strcspn(line, "\r\n"));
            buf_add_text(&lines, "\n");
        }
    }
    for (int i = count - 1; i >= 0; i--) { /* the oldest first, as they were added */
        if (files[i].sha256[0] != '\0') {
            buf_printf(&lines, "%s  %s\n", files[i].sha256, files[i].name);
        }
    }
    bool is_same = text != NULL && strcmp(buf_text(&lines), text) == 0;
    bool ok = is_same || file_write_durable(path, buf_text(&lines), lines.size, err);
    buf_free(&lines);
    free(text);
    return ok;
}
