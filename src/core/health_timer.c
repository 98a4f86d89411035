/* The timers of the package, by what systemd leaves on the disk: that can be read by everybody,
 * inside the walls of every unit, and says nothing where there is no systemd or no package. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "core/health_parts.h"

enum { HOUR_MS = 60 * 60 * 1000, MONTH_HOURS = 33 * 24, PATH_ROOM = 256 };

static const char club_folder[] = "/var/lib/aimtrack"; /* of the units */

/* It is touched each time the timer elapses; one that was missed is made up for within minutes of
 * the start. */
static const struct {
    const char *name;
    int hours; /* without one: it does not run */
} timers[] = {{"aimtrack-backup.timer", 3}, {"aimtrack-restore-test.timer", MONTH_HOURS}};

static bool is_off(const char *root, const char *name, int hours, int64_t now_ms)
{
    char enabled[PATH_ROOM];
    char stamp[PATH_ROOM];
    struct stat status;
    snprintf(enabled, sizeof enabled, "%s/etc/systemd/system/timers.target.wants/%s", root, name);
    snprintf(stamp, sizeof stamp, "%s/var/lib/systemd/timers/stamp-%s", root, name);
    return file_exists(enabled) && stat(stamp, &status) == 0 &&
           now_ms - (int64_t)status.st_mtim.tv_sec * 1000 > (int64_t)hours * HOUR_MS;
}

bool health_timer_is_off(const char *root, const char *folder, int64_t now_ms, int64_t up_ms)
{
    char running[PATH_ROOM];
    snprintf(running, sizeof running, "%s/run/systemd/system", root);
    if (strcmp(folder, club_folder) != 0 || !file_exists(running) || up_ms < HOUR_MS) {
        return false;
    }
    for (size_t i = 0; i < sizeof timers / sizeof timers[0]; i++) {
        if (is_off(root, timers[i].name, timers[i].hours, now_ms)) {
            return true;
        }
    }
    return false;
}
