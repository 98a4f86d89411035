/* Making a stick safe to remove: written out, unmounted, seen to be gone, switched off. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "export/mount_calls.h"
#include "export/stick_parts.h"

/* --- who holds it ------------------------------------------------------------------------------
 */
static bool points_into(int folder_fd, const char *name, const char *folder)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(folder_fd, name, target, sizeof target - 1);
    size_t wanted = strlen(folder);
    if (length <= 0) {
        return false;
    }
    target[length] = '\0';
    return strncmp(target, folder, wanted) == 0 &&
           (target[wanted] == '/' || target[wanted] == '\0' || target[wanted] == ' ');
}

static bool opens_into(int process, const char *folder)
{
    int fds = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fds >= 0 ? fdopendir(fds) : NULL;
    bool is_found = false;
    if (dir == NULL) {
        if (fds >= 0) {
            close(fds);
        }
        return false;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL && !is_found; entry = readdir(dir)) {
        is_found = entry->d_name[0] != '.' && points_into(dirfd(dir), entry->d_name, folder);
    }
    closedir(dir);
    return is_found;
}

static bool holds(int process, const char *folder)
{
    return points_into(process, "cwd", folder) || points_into(process, "root", folder) ||
           points_into(process, "exe", folder) || opens_into(process, folder);
}

static void name_process(int process, const char *number, char *dst, size_t size)
{
    char raw[32] = "";
    char clean[48];
    int file = openat(process, "comm", O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, raw, sizeof raw - 1) : 0;
    if (file >= 0) {
        close(file);
    }
    raw[length > 0 ? length : 0] = '\0';
    raw[strcspn(raw, "\n")] = '\0';
    sanitize_screen(clean, sizeof clean, raw);
    snprintf(dst, size, "%s (%s)", clean, number);
}

/* The first process that holds something below the folder: "nautilus (1234)"; "": none that we may
 * see. */
static void find_holder(const char *folder, char *dst, size_t size)
{
    DIR *dir = opendir("/proc");
    dst[0] = '\0';
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL && dst[0] == '\0';
         entry = readdir(dir)) {
        int process = isdigit((unsigned char)entry->d_name[0])
                          ? openat(dirfd(dir), entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC)
                          : -1;
        if (process >= 0) {
            if (holds(process, folder)) {
                name_process(process, entry->d_name, dst, size);
            }
            close(process);
        }
    }
    closedir(dir);
}

/* --- the steps ---------------------------------------------------------------------------------
 */
static bool write_out(const char *folder, struct err *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(err, errno,
                         _("The stick cannot be reached, so nothing was done. If it was pulled out,"
                           " check the files on it."));
    }
    bool ok = syncfs(fd) == 0;
    int error_number = errno;
    close(fd);
    return ok || err_errno(err, error_number,
                           _("The stick did not take everything. Do not trust the newest files on"
                             " it: put them on another stick."));
}

/* By the system's own program, which may do it for a person when /etc/fstab says so. It does not
 * say why it did not. */
static int unmount_by_program(const char *folder)
{
    static char *const nothing[] = {NULL};
    char path[512];
    char *const words[] = {(char[]){"umount"}, (char[]){"--"}, path, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int status = 1;
    text_copy(path, sizeof path, folder);
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return EPERM;
    }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawn(&child, "/bin/umount", &actions, NULL, words, nothing);
    posix_spawn_file_actions_destroy(&actions);
    while (failed == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return failed == 0 && status == 0 ? 0 : EPERM;
}

/* 0, or errno. */
static int unmount_directly(const char *folder)
{
    if (mnt() == NULL) {
        return unmount_by_program(folder);
    }
    struct libmnt_context *context = mnt()->new_context();
    int error_number = ENOMEM;
    if (context != NULL && mnt()->context_set_target(context, folder) == 0) {
        int failed = mnt()->context_umount(context);
        error_number = mnt()->context_syscall_called(context)
                           ? abs(mnt()->context_get_syscall_errno(context))
                           : EPERM;
        if (mnt()->context_get_status(context) == 1 && failed == 0) {
            error_number = 0;
        }
    }
    mnt()->free_context(context);
    return error_number == EPERM && geteuid() != 0 ? unmount_by_program(folder) : error_number;
}

/* 0, or why it is still there. */
static int unmount(const struct stick *stick, bool *is_silent)
{
    enum stick_bus_answer answer = stick_bus_unmount(stick->device);
    *is_silent = answer == STICK_BUS_SILENT;
    switch (answer) {
    case STICK_BUS_DONE:
        return 0;
    case STICK_BUS_BUSY:
        return EBUSY;
    case STICK_BUS_NONE:
    case STICK_BUS_REFUSED:
    case STICK_BUS_SILENT:
        break;
    }
    int error_number = unmount_directly(stick->folder);
    return *is_silent && error_number == EPERM ? ETIMEDOUT : error_number;
}

/* --- what a person reads -----------------------------------------------------------------------
 */
static bool say_busy(const char *holder, struct err *err)
{
    if (holder[0] == '\0') {
        return err_set(err, ERR_BUSY,
                       _("A program still uses the stick. Everything on it is written. Close that"
                         " program and try again; do not pull it out yet."));
    }
    return err_set(err, ERR_BUSY,
                   _("%s still uses the stick. Everything on it is written. Close that program and"
                     " try again; do not pull it out yet."),
                   holder);
}

static bool say_denied(struct err *err)
{
    return err_set(err, ERR_DENIED,
                   _("The system does not let AimTrack unmount the stick, or a program of someone"
                     " else uses it. Everything on it is written. Eject it from the desktop, or ask"
                     " the administrator."));
}

static bool say_why(const struct stick *stick, int error_number, char *holder, size_t size,
                    struct err *err)
{
    switch (error_number) {
    case EBUSY:
        find_holder(stick->folder, holder, size);
        return say_busy(holder, err);
    case EPERM:
    case EACCES:
        find_holder(stick->folder, holder, size);
        return holder[0] != '\0' ? say_busy(holder, err) : say_denied(err);
    case ETIMEDOUT:
        return err_set(err, ERR_BUSY,
                       _("The system has not let go of the stick yet. Everything on it is written."
                         " Wait a moment and try again; do not pull it out yet."));
    default:
        return err_errno(err, error_number,
                         _("The stick could not be unmounted. Everything on it is written. Try"
                           " again; do not pull it out yet."));
    }
}

static bool say_mounted(const char *where, struct err *err)
{
    char clean[128];
    sanitize_screen(clean, sizeof clean, where);
    return err_set(
        err, ERR_BUSY,
        _("The stick is still in use, as %s. Everything is written. Try again, or unmount"
          " that as well; do not pull it out yet."),
        clean);
}

bool stick_unmount(const struct stick *stick, char *holder, size_t holder_size, struct err *err)
{
    char found[STICK_HOLDER_ROOM] = "";
    char where[512];
    bool is_silent = false;
    struct stick_trace trace;
    stick_trace(stick, &trace);
    if (holder != NULL && holder_size > 0) {
        holder[0] = '\0';
    }
    if (!stick->is_mounted || !stick_is_mounted(&trace, where, sizeof where)) {
        return err_set(err, ERR_NOT_FOUND,
                       _("The stick is not mounted any more. If it was pulled out, check the files"
                         " on it."));
    }
    if (!write_out(stick->folder, err)) {
        return false;
    }
    int error_number = unmount(stick, &is_silent);
    for (int look = 0; is_silent && error_number == ETIMEDOUT && look < STICK_LOOKS &&
                       stick_is_mounted(&trace, where, sizeof where);
         look++) {
        stick_pause(); /* it may still do it */
    }
    /* The table has the last word, whoever said what. */
    if (!stick_is_mounted(&trace, where, sizeof where)) {
        if (!is_silent) {
            stick_bus_power_off(stick->device);
        }
        return true;
    }
    if (error_number == 0) {
        return say_mounted(where, err);
    }
    (void)say_why(stick, error_number, found, sizeof found, err);
    return holder != NULL ? text_copy(holder, holder_size, found) && false : false;
}
