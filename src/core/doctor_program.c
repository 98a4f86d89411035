/* The program: its settings, and the libraries it runs with. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "core/config_check.h"
#include "core/doctor_parts.h"

/* --- the settings -------------------------------------------------------------------------------
 */
static void check_settings(struct doctor *doctor)
{
    struct config_report *report = mem_alloc(sizeof *report);
    struct err err = {0};
    if (!config_check(doctor->folder, report, &err)) {
        doctor_add(doctor, HEALTH_FAILED, "settings", err.what,
                   _("Make the settings file readable for its owner."));
    } else if (report->problem_count == 0) {
        doctor_well(doctor, "settings",
                    report->has_file ? _("The settings file has no mistake.")
                                     : _("There is no settings file: the defaults are in force."));
    }
    int shown =
        report->problem_count < CONFIG_PROBLEMS_MAX ? report->problem_count : CONFIG_PROBLEMS_MAX;
    for (int i = 0; i < shown; i++) {
        doctor_format(doctor, HEALTH_FAILED, "settings",
                      _("Change that line; \"aimtrack config check\" looks again."),
                      _("aimtrack.conf, line %d: %s"), report->problems[i].line,
                      report->problems[i].text);
    }
    free(report);
}

static void check_zone(struct doctor *doctor)
{
    char path[128];
    const char *zone = doctor->health.zone;
    if (zone[0] == '\0') {
        return;
    }
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    if (file_exists(path)) {
        doctor_well(doctor, "zone", _("The time zone of the club is known here."));
    } else {
        doctor_format(doctor, HEALTH_WARN, "zone", _("Install the package tzdata."),
                      _("The time zone %s is not known here: local dates are those of UTC."), zone);
    }
}

/* --- the libraries ------------------------------------------------------------------------------
 */
/* What Debian 12 ships with every security fix that concerned us; newer releases have higher
 * versions. */
static const struct {
    const char *package, *fixed;
} libraries[] = {
    {"libcurl4", "7.88.1-10+deb12u15"},   {"libcjson1", "1.7.15-1+deb12u4"},
    {"libsqlite3-0", "3.40.1-2+deb12u2"}, {"libncursesw6", "6.4-4"},
    {"libsodium23", "1.0.18-1+deb12u1"},  {"libmicrohttpd12", "0.9.75-6"},
};
enum { LIBRARIES = sizeof libraries / sizeof libraries[0], OUTPUT_MAX = 16384 };

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
static bool query_packages(struct buf *text)
{
    const char *words[LIBRARIES + 4] = {"dpkg-query", "-W", "-f=${Package} ${Version}\\n"};
    int pipe_of[2];
    char chunk[1024];
    ssize_t got = 0;
    for (int i = 0; i < LIBRARIES; i++) {
        words[3 + i] = libraries[i].package;
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

static void check_libraries(struct doctor *doctor)
{
    struct buf text = {0};
    bool is_well = true;
    bool is_known = query_packages(&text);
    for (int i = 0; is_known && i < LIBRARIES; i++) {
        char version[96];
        find_version(buf_text(&text), libraries[i].package, version, sizeof version);
        if (version[0] != '\0' && doctor_compare_versions(version, libraries[i].fixed) < 0) {
            doctor_format(doctor, HEALTH_WARN, "library",
                          _("Install the security updates: apt update, then apt upgrade."),
                          _("%s %s is older than %s, which mended security holes."),
                          libraries[i].package, version, libraries[i].fixed);
            is_well = false;
        }
    }
    buf_free(&text);
    if (!is_known) {
        doctor_well(doctor, "library", _("Not looked at: this system has no dpkg."));
    } else if (is_well) {
        doctor_well(doctor, "library", _("The libraries have the known security fixes."));
    }
}

void doctor_program(struct doctor *doctor)
{
    check_settings(doctor);
    check_zone(doctor);
    check_libraries(doctor);
}
