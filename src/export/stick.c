#include "export/stick.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "export/mount_calls.h"
#include "export/stick_parts.h"

static const char mount_file[] = "/proc/self/mountinfo";

/* --- what counts as a stick --------------------------------------------------------------------
 */
static bool is_kind(const char *kind)
{
    static const char *const kinds[] = {"vfat", "exfat", "ntfs",  "ntfs3", "fuseblk", "ext4",
                                        "ext3", "ext2",  "btrfs", "xfs",   "udf",     "f2fs"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_in_media(const char *folder)
{
    return is_below(folder, "/media") || is_below(folder, "/run/media");
}

/* A computer may itself run from a USB disk: what it lives on is no stick. */
static bool is_of_the_system(const char *folder)
{
    static const char *const own[] = {"/boot", "/efi", "/usr", "/etc", "/opt", "/var", "/srv"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (is_below(folder, own[i])) {
            return true;
        }
    }
    return strcmp(folder, "/") == 0 || strcmp(folder, "/home") == 0 || strcmp(folder, "/tmp") == 0;
}

/* The folder in /sys of the whole disk that a block device, or a partition, is of. */
static bool find_disk(dev_t device, char dst[512])
{
    char link[64];
    char path[PATH_MAX];
    char mark[PATH_MAX + 16];
    snprintf(link, sizeof link, "/sys/dev/block/%u:%u", major(device), minor(device));
    if (realpath(link, path) == NULL) {
        return false;
    }
    snprintf(mark, sizeof mark, "%s/partition", path);
    char *last = strrchr(path, '/');
    if (file_exists(mark) && last != NULL) {
        *last = '\0';
    }
    return text_copy(dst, 512, path);
}

/* By the device where it can be seen (btrfs numbers its mounts itself), else by the mount. */
static bool disk_of(struct libmnt_fs *fs, char dst[512])
{
    struct stat node;
    const char *source = mnt()->fs_get_srcpath(fs);
    dst[0] = '\0';
    if (source != NULL && source[0] == '/' && stat(source, &node) == 0 && S_ISBLK(node.st_mode)) {
        return find_disk(node.st_rdev, dst);
    }
    return find_disk(mnt()->fs_get_devno(fs), dst);
}

static bool is_on_removable(struct libmnt_fs *fs)
{
    char disk[512];
    char path[600];
    char first = '0';
    if (!disk_of(fs, disk)) {
        return false;
    }
    snprintf(path, sizeof path, "%s/removable", disk);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        first = read(file, &first, 1) == 1 ? first : '0';
        close(file);
    }
    return first == '1' || strstr(disk, "/usb") != NULL;
}

static bool is_on_root_disk(struct libmnt_table *table, struct libmnt_fs *fs)
{
    char disk[512];
    char root[512];
    struct libmnt_fs *top = mnt()->table_find_target(table, "/", MNT_ITER_BACKWARD);
    return top != NULL && disk_of(fs, disk) && disk_of(top, root) && strcmp(disk, root) == 0;
}

/* Whether something is really mounted there that can be seen: not hidden by a later mount. */
static bool is_own_device(const char *folder)
{
    struct stat here;
    struct stat above;
    char parent[600];
    snprintf(parent, sizeof parent, "%s/..", folder);
    return stat(folder, &here) == 0 && stat(parent, &above) == 0 && here.st_dev != above.st_dev;
}

static bool lies_in(const char *folder, const char *chosen)
{
    char real[PATH_MAX];
    return chosen != NULL && chosen[0] == '/' && realpath(chosen, real) != NULL &&
           strcmp(real, "/") != 0 && is_below(folder, real);
}

static bool is_stick(struct libmnt_table *table, struct libmnt_fs *fs, const char *chosen,
                     bool *was_chosen)
{
    const char *folder = mnt()->fs_get_target(fs);
    const char *kind = mnt()->fs_get_fstype(fs);
    if (folder == NULL || kind == NULL || strlen(folder) >= sizeof((struct stick *)0)->folder) {
        return false;
    }
    /* Where the administrator pointed, a share or a disk in memory is as good; looking at what
     * mounts itself would mount it. */
    *was_chosen = lies_in(folder, chosen) && strcmp(kind, "autofs") != 0;
    bool is_for_sticks = is_in_media(folder) || is_on_removable(fs);
    return (*was_chosen || (is_kind(kind) && is_for_sticks && !is_of_the_system(folder))) &&
           !is_on_root_disk(table, fs) &&
           mnt()->table_find_target(table, folder, MNT_ITER_BACKWARD) == fs &&
           is_own_device(folder);
}

/* --- describing one -----------------------------------------------------------------------------
 */
static int hex_digit(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit != '\0' ? strchr(digits, tolower((unsigned char)digit)) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* As udev writes names: "\x20" is a space. */
static void decode(char *dst, size_t size, const char *name)
{
    size_t used = 0;
    while (*name != '\0' && used + 1 < size) {
        int high = strncmp(name, "\\x", 2) == 0 ? hex_digit(name[2]) : -1;
        int low = high >= 0 ? hex_digit(name[3]) : -1;
        if (low >= 0 && high * 16 + low != 0) {
            dst[used++] = (char)(high * 16 + low);
            name += 4;
        } else {
            dst[used++] = *name++;
        }
    }
    dst[used] = '\0';
}

static bool find_label(const char *device, char *dst, size_t size)
{
    static const char folder[] = "/dev/disk/by-label";
    struct stat node;
    struct stat named;
    bool is_found = false;
    DIR *dir = stat(device, &node) == 0 && S_ISBLK(node.st_mode) ? opendir(folder) : NULL;
    if (dir == NULL) {
        return false;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL && !is_found; entry = readdir(dir)) {
        char name[256];
        is_found = entry->d_name[0] != '.' && fstatat(dirfd(dir), entry->d_name, &named, 0) == 0 &&
                   S_ISBLK(named.st_mode) && named.st_rdev == node.st_rdev;
        if (is_found) {
            decode(name, sizeof name, entry->d_name);
            sanitize_screen(dst, size, name);
        }
    }
    closedir(dir);
    return is_found;
}

static void describe(struct libmnt_fs *fs, struct stick *stick)
{
    struct statvfs room;
    const char *source = mnt()->fs_get_srcpath(fs);
    *stick = (struct stick){.is_mounted = true, .free_bytes = -1};
    text_copy(stick->folder, sizeof stick->folder, mnt()->fs_get_target(fs));
    text_copy(stick->device, sizeof stick->device, source != NULL ? source : "");
    sanitize_screen(stick->kind, sizeof stick->kind, mnt()->fs_get_fstype(fs));
    if (!find_label(stick->device, stick->label, sizeof stick->label)) {
        const char *last = strrchr(stick->folder, '/');
        sanitize_screen(stick->label, sizeof stick->label, last != NULL ? last + 1 : stick->folder);
    }
    if (statvfs(stick->folder, &room) == 0) {
        stick->free_bytes = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
        stick->size_bytes = (int64_t)room.f_blocks * (int64_t)room.f_frsize;
        stick->is_read_only = (room.f_flag & ST_RDONLY) != 0;
    }
}

/* --- the mount table ---------------------------------------------------------------------------
 */
static struct libmnt_table *read_table(void)
{
    struct libmnt_table *table = mnt() != NULL ? mnt()->new_table() : NULL;
    if (table != NULL && mnt()->table_parse_file(table, mount_file) != 0) {
        mnt()->unref_table(table);
        return NULL;
    }
    return table;
}

static struct libmnt_iter *new_iter(void)
{
    return mnt() != NULL ? mnt()->new_iter(MNT_ITER_BACKWARD) : NULL;
}

static void forget(struct libmnt_table *table, struct libmnt_iter *iter)
{
    if (mnt() != NULL) {
        mnt()->free_iter(iter);
        mnt()->unref_table(table);
    }
}

/* From the newest mount to the oldest; false at the end. */
static bool next(struct libmnt_table *table, struct libmnt_iter *iter, struct libmnt_fs **fs)
{
    return table != NULL && iter != NULL && mnt()->table_next_fs(table, iter, fs) == 0;
}

int sticks_find(const char *chosen, struct stick *list, int room)
{
    int count = 0;
    struct libmnt_fs *fs = NULL;
    struct libmnt_table *table = read_table();
    struct libmnt_iter *iter = new_iter();
    while (count < room && next(table, iter, &fs)) {
        bool was_chosen = false;
        if (is_stick(table, fs, chosen, &was_chosen)) {
            describe(fs, &list[count]);
            list[count++].was_chosen = was_chosen;
        }
    }
    forget(table, iter);
    return stick_bus_find(list, count, room);
}

bool stick_of_folder(const char *chosen, const char *folder, struct stick *stick)
{
    char real[PATH_MAX];
    bool was_chosen = false;
    if (realpath(folder, real) == NULL) {
        return false;
    }
    struct libmnt_table *table = read_table();
    struct libmnt_fs *fs =
        table != NULL ? mnt()->table_find_mountpoint(table, real, MNT_ITER_BACKWARD) : NULL;
    bool ok = fs != NULL && is_stick(table, fs, chosen, &was_chosen);
    if (ok) {
        describe(fs, stick);
        stick->was_chosen = was_chosen;
    }
    forget(table, NULL);
    return ok;
}

bool stick_is_missing(const char *folder)
{
    char real[PATH_MAX];
    if (realpath(folder, real) == NULL || !is_in_media(real)) {
        return false;
    }
    struct libmnt_table *table = read_table();
    struct libmnt_fs *fs =
        table != NULL ? mnt()->table_find_mountpoint(table, real, MNT_ITER_BACKWARD) : NULL;
    const char *target = fs != NULL ? mnt()->fs_get_target(fs) : NULL;
    bool is_missing = target != NULL && !is_in_media(target);
    forget(table, NULL);
    return is_missing;
}

bool stick_of_device(const char *device, struct stick *stick)
{
    struct libmnt_table *table = read_table();
    struct libmnt_fs *fs =
        table != NULL ? mnt()->table_find_srcpath(table, device, MNT_ITER_BACKWARD) : NULL;
    bool ok = fs != NULL && mnt()->fs_get_target(fs) != NULL;
    if (ok) {
        describe(fs, stick);
    }
    forget(table, NULL);
    return ok;
}

void stick_pause(void)
{
    nanosleep(&(struct timespec){.tv_nsec = STICK_LOOK_MS * 1000000L}, NULL);
}

/* --- gone or not -------------------------------------------------------------------------------
 */
void stick_trace(const struct stick *stick, struct stick_trace *trace)
{
    struct stat node;
    *trace = (struct stick_trace){0};
    text_copy(trace->folder, sizeof trace->folder, stick->folder);
    text_copy(trace->source, sizeof trace->source, stick->device);
    if (stat(stick->device, &node) == 0 && S_ISBLK(node.st_mode) &&
        !find_disk(node.st_rdev, trace->disk)) {
        trace->disk[0] = '\0';
    }
}

static bool is_part(struct libmnt_fs *fs, const struct stick_trace *trace)
{
    char disk[512];
    const char *target = mnt()->fs_get_target(fs);
    const char *source = mnt()->fs_get_srcpath(fs);
    if (trace->disk[0] != '\0' && disk_of(fs, disk) && strcmp(disk, trace->disk) == 0) {
        return true;
    }
    /* A folder that is a mount again, of something else, is not ours. */
    return target != NULL && source != NULL && strcmp(source, trace->source) == 0 &&
           (source[0] == '/' || strcmp(target, trace->folder) == 0);
}

bool stick_is_mounted(const struct stick_trace *trace, char *where, size_t size)
{
    struct libmnt_fs *fs = NULL;
    struct libmnt_table *table = read_table();
    struct libmnt_iter *iter = new_iter();
    bool is_found = table == NULL || iter == NULL;
    text_copy(where, size, trace->folder);
    while (!is_found && next(table, iter, &fs)) {
        is_found = is_part(fs, trace);
        if (is_found && mnt()->fs_get_target(fs) != NULL) {
            text_copy(where, size, mnt()->fs_get_target(fs));
        }
    }
    forget(table, iter);
    return is_found;
}

/* --- noticing ----------------------------------------------------------------------------------
 */
int sticks_watch_fd(void)
{
    return open(mount_file, O_RDONLY | O_CLOEXEC);
}

bool sticks_changed(int fd)
{
    struct pollfd watched = {.fd = fd, .events = POLLPRI};
    return fd >= 0 && poll(&watched, 1, 0) > 0 && (watched.revents & (POLLPRI | POLLERR)) != 0;
}
