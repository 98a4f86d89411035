#include "export/stick.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libmount/libmount.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "export/stick_bus.h"

/* --- which mounts are sticks --------------------------------------------------------------------
 */
static bool is_file_system(const char *kind)
{
    static const char *const kinds[] = {"vfat", "exfat", "ntfs",   "ntfs3", "fuseblk",
                                        "ext4", "ext3",  "ext2",   "btrfs", "xfs",
                                        "udf",  "f2fs",  "hfsplus"};
    for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/' &&
           path[length + 1] != '\0';
}

/* By the kernel: a disk that can be taken out, or one on USB. */
static bool is_removable(const char *device)
{
    char link[PATH_MAX];
    char real[PATH_MAX];
    const char *name = strrchr(device, '/');
    if (name == NULL || strncmp(device, "/dev/", 5) != 0) {
        return false;
    }
    snprintf(link, sizeof link, "/sys/class/block/%s", name + 1);
    if (realpath(link, real) == NULL) {
        return false;
    }
    if (strstr(real, "/usb") != NULL) {
        return true;
    }
    for (int level = 0; level < 2; level++) { /* the partition, then its disk */
        char path[PATH_MAX + 16];
        char value = '0';
        snprintf(path, sizeof path, "%s/removable", real);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            ssize_t got = read(file, &value, 1);
            close(file);
            return got == 1 && value == '1';
        }
        char *slash = strrchr(real, '/');
        if (slash == NULL) {
            return false;
        }
        *slash = '\0';
    }
    return false;
}

/* Something is mounted there now, seen from the folder above it. */
static bool is_mounted_at(const char *folder)
{
    char above[PATH_MAX];
    struct stat here;
    struct stat there;
    snprintf(above, sizeof above, "%s/..", folder);
    return stat(folder, &here) == 0 && stat(above, &there) == 0 && here.st_dev != there.st_dev;
}

static void measure(struct stick *stick)
{
    struct statvfs room;
    if (statvfs(stick->folder, &room) == 0) {
        stick->free_bytes = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
        stick->size_bytes = (int64_t)room.f_blocks * (int64_t)room.f_frsize;
        stick->is_read_only = (room.f_flag & ST_RDONLY) != 0;
    }
}

static bool take_mount(struct libmnt_fs *mount, const char *media, struct stick *stick)
{
    const char *target = mnt_fs_get_target(mount);
    const char *source = mnt_fs_get_source(mount);
    const char *kind = mnt_fs_get_fstype(mount);
    if (target == NULL || source == NULL || kind == NULL) {
        return false;
    }
    bool is_media = is_below(target, "/media") || is_below(target, "/run/media") ||
                    (media[0] != '\0' && is_below(target, media));
    bool is_wanted = is_media ? is_file_system(kind) || strcmp(kind, "tmpfs") == 0
                              : is_file_system(kind) && is_removable(source);
    *stick = (struct stick){0};
    if (!is_wanted || !text_copy(stick->folder, sizeof stick->folder, target) ||
        !is_mounted_at(target)) {
        return false;
    }
    const char *slash = strrchr(target, '/');
    text_copy(stick->device, sizeof stick->device, source);
    text_copy(stick->kind, sizeof stick->kind, kind);
    sanitize_screen(stick->label, sizeof stick->label, slash != NULL ? slash + 1 : target);
    measure(stick);
    return true;
}

static int mounted(const char *media, struct stick *sticks, int room)
{
    struct libmnt_table *table = mnt_new_table_from_file("/proc/self/mountinfo");
    struct libmnt_iter *iterator = mnt_new_iter(MNT_ITER_FORWARD);
    struct libmnt_fs *mount = NULL;
    int count = 0;
    while (table != NULL && iterator != NULL && count < room &&
           mnt_table_next_fs(table, iterator, &mount) == 0) {
        count += take_mount(mount, media, &sticks[count]) ? 1 : 0;
    }
    mnt_free_iter(iterator);
    mnt_unref_table(table);
    return count;
}

int stick_list(const char *media, struct stick *sticks, int room)
{
    return stick_bus_add(sticks, mounted(media, sticks, room), room);
}

bool stick_of_folder(const char *media, const char *folder, struct stick *stick)
{
    struct stick sticks[STICKS_MAX];
    char real[PATH_MAX];
    size_t longest = 0;
    if (realpath(folder, real) == NULL) {
        return false;
    }
    int count = mounted(media, sticks, STICKS_MAX);
    for (int i = 0; i < count; i++) {
        size_t length = strlen(sticks[i].folder);
        bool is_on = strcmp(real, sticks[i].folder) == 0 || is_below(real, sticks[i].folder);
        if (is_on && length > longest) {
            longest = length;
            *stick = sticks[i];
        }
    }
    if (longest > 0) {
        stick_bus_add(stick, 1, 1); /* fills in what udisks2 calls it */
    }
    return longest > 0;
}

bool stick_mount(struct stick *stick, struct err *err)
{
    if (!stick_bus_mount(stick, err)) {
        return false;
    }
    measure(stick);
    return true;
}

/* --- taking one out -----------------------------------------------------------------------------
 */
/* A process with a file or its working folder there: "nano (1234)". */
static bool holds(const char *pid, const char *folder)
{
    char path[PATH_MAX];
    char target[PATH_MAX];
    snprintf(path, sizeof path, "/proc/%s/cwd", pid);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length > 0) {
        target[length] = '\0';
        if (strcmp(target, folder) == 0 || is_below(target, folder)) {
            return true;
        }
    }
    snprintf(path, sizeof path, "/proc/%s/fd", pid);
    DIR *files = opendir(path);
    bool found = false;
    for (struct dirent *entry = files != NULL ? readdir(files) : NULL; entry != NULL && !found;
         entry = readdir(files)) {
        length = readlinkat(dirfd(files), entry->d_name, target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        found = length > 0 && is_below(target, folder);
    }
    if (files != NULL) {
        closedir(files);
    }
    return found;
}

static void name_holder(const char *folder, char *dst, size_t size)
{
    DIR *processes = opendir("/proc");
    text_copy(dst, size, _("another program"));
    for (struct dirent *entry = processes != NULL ? readdir(processes) : NULL; entry != NULL;
         entry = readdir(processes)) {
        char path[300];
        char name[64] = "";
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9' || !holds(entry->d_name, folder)) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = file >= 0 ? read(file, name, sizeof name - 1) : 0;
        if (file >= 0) {
            close(file);
        }
        name[got > 0 ? got - 1 : 0] = '\0'; /* without its newline */
        char clean[64];
        sanitize_screen(clean, sizeof clean, name);
        snprintf(dst, size, "%s (%s)", clean, entry->d_name);
        break;
    }
    if (processes != NULL) {
        closedir(processes);
    }
}

static bool fail_held(const struct stick *stick, struct err *err)
{
    char holder[96];
    name_holder(stick->folder, holder, sizeof holder);
    return err_set(err, ERR_BUSY,
                   _("The files are safe, but the stick is not yet: %s uses it. Close that, then"
                     " press u."),
                   holder);
}

/* Without udisks2: as root, or where /etc/fstab says "user". */
static bool unmount(const struct stick *stick, struct err *err)
{
    struct libmnt_context *context = mnt_new_context();
    int code = context != NULL ? mnt_context_set_target(context, stick->folder) : -ENOMEM;
    code = code == 0 ? mnt_context_umount(context) : code;
    int system_error = context != NULL && mnt_context_syscall_called(context)
                           ? -mnt_context_get_syscall_errno(context)
                           : code;
    mnt_free_context(context);
    if (code == 0) {
        return true;
    }
    if (system_error == -EBUSY || code == -EBUSY || system_error == EBUSY) {
        return fail_held(stick, err);
    }
    err_set(err, ERR_DENIED,
            _("The files are safe, but AimTrack may not unmount the stick here."
              " Eject it as this machine does it, before you take it."));
    return err_detail(err, "umount: %d", code);
}

bool stick_unmount(const struct stick *stick, struct err *err)
{
    struct err bus = {0};
    int folder = open(stick->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = folder >= 0 && syncfs(folder) == 0;
    if (folder >= 0) {
        close(folder);
    }
    if (!is_synced) {
        return err_set(err, ERR_IO,
                       _("The stick was pulled out, or is bad: look at the files on"
                         " another machine before you trust them."));
    }
    bool ok = stick_bus_unmount(stick, &bus);
    if (!ok && bus.kind == ERR_BUSY) {
        return fail_held(stick, err);
    }
    if (!ok && !unmount(stick, err)) {
        return false;
    }
    return !is_mounted_at(stick->folder) || fail_held(stick, err);
}
