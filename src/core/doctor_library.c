/* The libraries that this program runs with: do they have the mends that concern it? What Debian 12
 * and 13 ship with each stands in data/libraries.csv: a row has a package that AimTrack calls, and
 * whose mend lies in what it calls (a changelog of Debian names it, or the version came by the
 * archive of security updates). A release of Debian has its own row: the last one whose `from` is
 * not above the version that is installed. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/data.h"
#include "base/i18n.h"
#include "core/doctor_parts.h"

enum { FIXES_MAX = 32, OUTPUT_MAX = 16384 };

struct fix {
    const char *package, *from, *fixed, *mends;
};
struct fixes {
    struct arena arena;
    struct fix rows[FIXES_MAX];
    int count;
};

static void read_fixes(struct fixes *fixes)
{
    struct csv_table table = {0};
    struct err ignored = {0}; /* our own file: tests read it */
    const struct data_file *file = data_find("libraries.csv");
    *fixes = (struct fixes){0};
    if (file == NULL || !csv_read(&fixes->arena, file->bytes, file->size, ',', &table, &ignored)) {
        return;
    }
    for (int i = 1; i < table.count && fixes->count < FIXES_MAX; i++) {
        fixes->rows[fixes->count++] =
            (struct fix){csv_cell(&table.rows[i], csv_column(&table, "package")),
                         csv_cell(&table.rows[i], csv_column(&table, "from")),
                         csv_cell(&table.rows[i], csv_column(&table, "fixed")),
                         csv_cell(&table.rows[i], csv_column(&table, "mends"))};
    }
}

static pid_t start_query(const char *const words[], int output)
{
    extern char **environ;
    posix_spawn_file_actions_t files;
    pid_t pid = -1;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error =
        posix_spawnp(&pid, words[0], &files, NULL, (char *const *)(uintptr_t)words, environ);
    posix_spawn_file_actions_destroy(&files);
    return error == 0 ? pid : -1;
}

/* "package version" a line; false: this system has no dpkg. */
static bool query_packages(const struct fixes *fixes, struct buf *text)
{
    const char *words[FIXES_MAX + 4] = {"dpkg-query", "-W", "-f=${Package} ${Version}\\n"};
    int pipe_of[2];
    char chunk[1024];
    ssize_t got = 0;
    for (int i = 0; i < fixes->count; i++) {
        words[3 + i] = fixes->rows[i].package;
    }
    if (pipe2(pipe_of, O_CLOEXEC) != 0) {
        return false;
    }
    pid_t pid = start_query(words, pipe_of[1]);
    close(pipe_of[1]);
    while (pid > 0 && text->size < OUTPUT_MAX &&
           (got = read(pipe_of[0], chunk, sizeof chunk)) > 0) {
        buf_add(text, chunk, (size_t)got);
    }
    close(pipe_of[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    return pid > 0 && text->size > 0;
}

/* The version behind the name at the beginning of a line; "" when it is not installed. */
static void find_version(const char *text, const char *package, char *dst, size_t size)
{
    size_t length = strlen(package);
    *dst = '\0';
    for (const char *line = text; *line != '\0';) {
        size_t end = strcspn(line, "\n");
        if (strncmp(line, package, length) == 0 && line[length] == ' ') {
            snprintf(dst, size, "%.*s", (int)(end - length - 1), line + length + 1);
            return;
        }
        line += end + (line[end] == '\n' ? 1 : 0);
    }
}

/* Rows of a package follow each other, the older release first. */
static bool is_of_this_release(const struct fixes *fixes, int row, const char *version)
{
    const struct fix *fix = &fixes->rows[row];
    bool has_later = row + 1 < fixes->count && strcmp(fix[1].package, fix->package) == 0;
    return version[0] != '\0' &&
           !(has_later && doctor_compare_versions(version, fix[1].from) >= 0) &&
           (doctor_compare_versions(version, fix->from) >= 0 || row == 0 ||
            strcmp(fix[-1].package, fix->package) != 0);
}

static void judge(struct doctor *doctor, const struct fixes *fixes, const char *installed)
{
    bool is_well = true;
    int seen = 0;
    for (int i = 0; i < fixes->count; i++) {
        char version[96];
        const struct fix *fix = &fixes->rows[i];
        find_version(installed, fix->package, version, sizeof version);
        if (!is_of_this_release(fixes, i, version)) {
            continue;
        }
        seen++;
        if (doctor_compare_versions(version, fix->fixed) < 0) {
            doctor_format(doctor, HEALTH_WARN, "library",
                          _("Install the security updates: apt update, then apt upgrade."),
                          _("%s %s is older than %s, which mended security holes (%s)."),
                          fix->package, version, fix->fixed, fix->mends);
            is_well = false;
        }
    }
    if (is_well) {
        doctor_format(doctor, HEALTH_OK, "library", "",
                      P_("%d library was looked at, and has the known security fixes.",
                         "%d libraries were looked at, and have the known security fixes.", seen),
                      seen);
    }
}

void doctor_judge_libraries(struct doctor *doctor, const char *installed)
{
    struct fixes fixes;
    read_fixes(&fixes);
    judge(doctor, &fixes, installed);
    arena_free(&fixes.arena);
}

void doctor_libraries(struct doctor *doctor)
{
    struct buf text = {0};
    struct fixes fixes;
    read_fixes(&fixes);
    if (query_packages(&fixes, &text)) {
        judge(doctor, &fixes, buf_text(&text));
    } else {
        doctor_well(doctor, "library", _("Not looked at: this system has no dpkg."));
    }
    buf_free(&text);
    arena_free(&fixes.arena);
}
