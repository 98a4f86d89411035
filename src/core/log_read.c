#include "core/log_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"

enum { PATH_ROOM = 700, FILE_LIMIT = 4 * LOG_FILE_MAX };

/* Goes back from the end of the file; fills *lines from `at` downwards. Returns where it stopped.
 * *end: the bytes it has. */
static bool take_lines(const char *path, struct arena *arena, const char **lines, int *at,
                       int64_t *end, struct err *err)
{
    size_t size = 0;
    *end = 0;
    char *text = file_exists(path) ? file_read(path, FILE_LIMIT, &size, err) : NULL;
    if (text == NULL) {
        return err->kind == ERR_OK;
    }
    *end = (int64_t)size;
    while (size > 0 && *at > 0) {
        size -= text[size - 1] == '\n' ? 1 : 0;
        text[size] = '\0';
        const char *newline = size > 0 ? memrchr(text, '\n', size) : NULL;
        size_t begin = newline != NULL ? (size_t)(newline + 1 - text) : 0;
        if (text[begin] != '\0') {
            lines[--*at] = arena_text(arena, text + begin);
        }
        size = begin;
    }
    free(text);
    return true;
}

bool log_read(const char *data_folder, int most, struct arena *arena, const char ***lines,
              int *count, int64_t *end, struct err *err)
{
    int64_t ignored = 0;
    char path[PATH_ROOM];
    char old[PATH_ROOM + 4];
    const char **all = arena_array(arena, (size_t)most + 1, sizeof *all);
    int at = most;
    *count = 0;
    if (!file_join(path, sizeof path, data_folder, "aimtrack.log")) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    snprintf(old, sizeof old, "%s.1", path);
    end = end != NULL ? end : &ignored;
    if (!take_lines(path, arena, all, &at, end, err) ||
        !take_lines(old, arena, all, &at, &(int64_t){0}, err)) {
        return false;
    }
    *lines = all + at;
    *count = most - at;
    return true;
}
