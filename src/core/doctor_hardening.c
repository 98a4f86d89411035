/* The checklist of an installation that others can come near. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "core/doctor_parts.h"
#include "core/health_server.h"

static void check_user(struct doctor *doctor)
{
    if (geteuid() == 0) {
        doctor_add(doctor, HEALTH_WARN, "user", _("AimTrack runs as root."),
                   _("Give the club a user of its own; the package makes \"aimtrack\"."));
    } else {
        doctor_well(doctor, "user", _("AimTrack does not run as root."));
    }
}

/* Secrets pass through the memory: it must not land in a file when the program falls. */
static void check_core_dumps(struct doctor *doctor)
{
    struct rlimit limit = {0};
    bool is_limited = getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
    if (prctl(PR_GET_DUMPABLE) == 0 || is_limited) {
        doctor_well(doctor, "core_dumps", _("No file of the memory is left after a fall."));
    } else {
        doctor_add(doctor, HEALTH_FAILED, "core_dumps",
                   _("After a fall the system may write the memory to a file."),
                   _("Set LimitCORE=0 in the unit, or ulimit -H -c 0 before the start."));
    }
}

static void check_program(struct doctor *doctor)
{
    struct stat status;
    if (stat("/proc/self/exe", &status) != 0) {
        return;
    }
    if ((status.st_mode & (S_ISUID | S_ISGID)) != 0) {
        doctor_add(doctor, HEALTH_FAILED, "setuid",
                   _("The program runs with the rights of its owner, whoever starts it."),
                   _("Take that away: chmod ug-s on the program."));
    } else if ((status.st_mode & S_IWOTH) != 0) {
        doctor_add(doctor, HEALTH_FAILED, "program_mode",
                   _("Anybody may change the program itself."),
                   _("Install the package again, or: chmod go-w on the program."));
    } else {
        doctor_well(doctor, "program_mode", _("Only its owner can change the program."));
    }
}

/* What would let another file speak in the program's name. */
static void check_environment(struct doctor *doctor)
{
    static const char *const names[] = {"LD_PRELOAD", "LD_LIBRARY_PATH", "TERMINFO",
                                        "TERMINFO_DIRS", "TERMCAP"};
    bool is_well = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (getenv(names[i]) != NULL) {
            doctor_format(doctor, HEALTH_WARN, "environment",
                          _("Take it out of the unit or the profile that starts AimTrack."),
                          _("%s is set: other files are loaded than those of the system."),
                          names[i]);
            is_well = false;
        }
    }
    if (is_well) {
        doctor_well(doctor, "environment", _("The environment loads nothing of its own."));
    }
}

/* --- the key of the provider --------------------------------------------------------------------
 */
static void check_key_file(struct doctor *doctor, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        doctor_format(doctor, HEALTH_FAILED, "key_file",
                      _("Put the key there with mode 600, or take key_file out of the settings."),
                      _("The file of the key \"%s\" is not there."), path);
    } else if (!S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
               (status.st_mode & 077) != 0) {
        doctor_format(doctor, HEALTH_FAILED, "key_file",
                      _("Make it a plain file of AimTrack's own user with mode 600."),
                      _("Others can come at the file of the key \"%s\"."), path);
    } else {
        doctor_well(doctor, "key_file", _("Only AimTrack reads the file of the key."));
    }
}

static void check_key(struct doctor *doctor)
{
    struct ai_key *key = NULL;
    struct err ignored = {0};
    if (doctor->config.coach.key_file[0] != '\0') {
        check_key_file(doctor, doctor->config.coach.key_file);
        return;
    }
    if (ai_key_read(&doctor->config.coach, &key, &ignored) && key != NULL &&
        strcmp(ai_key_where(key), "environment") == 0) {
        doctor_add(doctor, HEALTH_WARN, "key_environment",
                   _("The key of the provider stands in the environment, where other programs of"
                     " this user can read it."),
                   _("Put it in a file with mode 600 ([ai] key_file), or in LoadCredential= of the"
                     " unit."));
    }
    ai_key_free(key);
}

/* --- what leaves the machine --------------------------------------------------------------------
 */
static void check_listening(struct doctor *doctor)
{
    struct err err = {0};
    const char *listen = doctor->config.health.listen;
    if (!health_listen_check(listen, &err)) {
        doctor_add(doctor, HEALTH_FAILED, "listen", err.what,
                   _("Change [health] listen in the settings file."));
    } else if (listen[0] == '\0') {
        doctor_well(doctor, "listen", _("No page is served."));
    } else {
        doctor_well(doctor, "listen", _("The page of health is served to this machine only."));
    }
}

static void check_provider(struct doctor *doctor)
{
    struct err err = {0};
    if (ai_config_check(&doctor->config.coach.ai, &err)) {
        doctor_well(doctor, "provider",
                    _("What is sent to the coach goes encrypted, or stays"
                      " here."));
    } else {
        doctor_add(doctor, HEALTH_FAILED, "provider", err.what,
                   _("Change [ai] in the settings file; \"aimtrack ai check\" looks again."));
    }
}

static void check_backups(struct doctor *doctor)
{
    const struct backup_config *backup = &doctor->config.backup;
    if (backup->folder[0] != '\0' && backup->encrypt_to[0] == '\0') {
        doctor_add(doctor, HEALTH_WARN, "backup_encryption",
                   _("Backups go to another disk without being encrypted."),
                   _("Make a key (\"aimtrack keypair\") and set [backup] encrypt_to."));
    } else {
        doctor_well(doctor, "backup_encryption",
                    _("Backups are encrypted, or stay in the data folder."));
    }
}

void doctor_hardening(struct doctor *doctor)
{
    check_user(doctor);
    check_core_dumps(doctor);
    check_program(doctor);
    check_environment(doctor);
    check_key(doctor);
    check_listening(doctor);
    check_provider(doctor);
    check_backups(doctor);
    doctor_accounts(doctor);
}
