/* The data folder: whose it is, who else could look in, and what it lies on. */
#include <dirent.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "core/doctor_parts.h"
#include "store/account.h"

enum { PATH_ROOM = 1024, FIX_ROOM = PATH_ROOM + 64 };
enum { OTHERS_WRITE = S_IWGRP | S_IWOTH, OTHERS = S_IRWXG | S_IRWXO };

/* A path as a shell takes it: the fix is there to be copied. */
static void write_fix(char *dst, size_t size, const char *command, const char *path)
{
    size_t used = (size_t)snprintf(dst, size, "%s '", command);
    for (const char *at = path; *at != '\0' && used + 6 < size; at++) {
        used += (size_t)snprintf(dst + used, size - used, *at == '\'' ? "'\\''" : "%c", *at);
    }
    snprintf(dst + used, size - used, "'");
}

static const char *name_of(const struct doctor *doctor, const char *path)
{
    size_t length = strlen(doctor->folder);
    bool is_below = strncmp(path, doctor->folder, length) == 0 && path[length] == '/';
    return is_below ? path + length + 1 : path;
}

/* One file or folder. False: something is wrong with it, and said. */
static bool check_one(struct doctor *doctor, const char *path)
{
    struct stat status;
    char fix[FIX_ROOM];
    const char *name = name_of(doctor, path);
    if (lstat(path, &status) != 0) {
        return true; /* not there: not everybody has everything */
    }
    bool is_folder = S_ISDIR(status.st_mode);
    if (S_ISLNK(status.st_mode)) {
        doctor_format(doctor, HEALTH_FAILED, "link",
                      _("Put the file itself there: AimTrack follows no links."),
                      _("\"%s\" is a link."), name);
        return false;
    }
    if (strcmp(name, "backups") == 0 && !is_folder) {
        doctor_format(doctor, HEALTH_FAILED, "no_folder",
                      _("Take it away: AimTrack makes that folder."), _("\"%s\" is no folder."),
                      name);
        return false;
    }
    if (status.st_uid != geteuid()) {
        snprintf(fix, sizeof fix, "chown %ld", (long)geteuid());
        char command[FIX_ROOM];
        write_fix(command, sizeof command, fix, path);
        doctor_format(doctor, HEALTH_FAILED, "owner", command,
                      _("\"%s\" belongs to another user (%ld)."), name, (long)status.st_uid);
        return false;
    }
    mode_t needed = is_folder ? S_IRWXU : S_IRUSR | S_IWUSR;
    if ((status.st_mode & needed) != needed) {
        write_fix(fix, sizeof fix, is_folder ? "chmod 700" : "chmod 600", path);
        doctor_format(doctor, HEALTH_FAILED, "owner_mode", fix,
                      _("Its owner may not write \"%s\" (mode %o)."), name,
                      status.st_mode & 07777U);
        return false;
    }
    if ((status.st_mode & OTHERS) != 0) {
        bool is_written = (status.st_mode & OTHERS_WRITE) != 0;
        bool is_settings = strcmp(name, "aimtrack.conf") == 0; /* holds no secret */
        write_fix(fix, sizeof fix, is_folder ? "chmod 700" : "chmod 600", path);
        doctor_format(doctor, is_settings && !is_written ? HEALTH_WARN : HEALTH_FAILED, "mode", fix,
                      is_written ? _("Others may write \"%s\" (mode %o).")
                                 : _("Others may read \"%s\" (mode %o)."),
                      name, status.st_mode & 07777U);
        return false;
    }
    return true;
}

/* A folder and what lies in it, two levels deep: attachments are kept in folders. */
static bool check_folder(struct doctor *doctor, const char *path, int depth)
{
    bool is_well = check_one(doctor, path);
    DIR *dir = opendir(path);
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL;
         entry = readdir(dir)) {
        char below[PATH_ROOM];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            !file_join(below, sizeof below, path, entry->d_name) || lstat(below, &status) != 0) {
            continue;
        }
        is_well = (S_ISDIR(status.st_mode) && depth > 0 ? check_folder(doctor, below, depth - 1)
                                                        : check_one(doctor, below)) &&
                  is_well;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return is_well;
}

static void check_rights(struct doctor *doctor)
{
    const char *elsewhere = doctor->config.backup.folder;
    bool is_well = check_folder(doctor, doctor->folder, 2);
    if (elsewhere[0] != '\0' && file_exists(elsewhere)) {
        is_well = check_folder(doctor, elsewhere, 1) && is_well;
    }
    if (is_well) {
        doctor_well(doctor, "rights", _("Only its owner can look into the data folder."));
    }
}

/* Where a database is not safe: no locks, no shared memory, or gone with the power. */
static const struct {
    unsigned long magic;
    const char *name;
} unsafe[] = {
    {MSDOS_SUPER_MAGIC, "vfat"}, {0x2011BAB0UL, "exfat"},   {NFS_SUPER_MAGIC, "nfs"},
    {0xFF534D42UL, "cifs"},      {SMB2_SUPER_MAGIC, "smb"}, {FUSE_SUPER_MAGIC, "fuse"},
    {V9FS_MAGIC, "9p"},          {TMPFS_MAGIC, "tmpfs"},    {RAMFS_MAGIC, "ramfs"},
};

static void check_file_system(struct doctor *doctor)
{
    struct statfs medium;
    if (statfs(doctor->folder, &medium) != 0) {
        doctor_format(doctor, HEALTH_FAILED, "file_system",
                      _("Say with --data where the club is, or look at the disk."),
                      _("The data folder cannot be looked at: %s."), strerror(errno));
        return;
    }
    for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
        if (((unsigned long)medium.f_type & 0xFFFFFFFFUL) == unsafe[i].magic) {
            doctor_format(doctor, HEALTH_WARN, "file_system",
                          _("Move the data folder to a local disk (ext4, xfs, btrfs) and say so"
                            " with --data or AIMTRACK_DATA."),
                          _("The data folder lies on %s, where a database is not safe."),
                          unsafe[i].name);
            return;
        }
    }
    doctor_well(doctor, "file_system", _("The file system can hold a database."));
}

/* Without it no PIN is right, and nothing starts. */
static void check_pepper(struct doctor *doctor)
{
    char path[PATH_ROOM];
    struct err ignored = {0};
    int admins = 0;
    if (doctor->db != NULL && account_count_admins(doctor->db, 0, &admins, &ignored) &&
        admins > 0 && file_join(path, sizeof path, doctor->folder, "pepper") &&
        !file_exists(path)) {
        doctor_add(doctor, HEALTH_FAILED, "pepper",
                   _("The file \"pepper\" is gone from the data folder: nobody can log in."),
                   _("Put it back from a copy of the folder; without one, give every account a new"
                     " PIN: aimtrack account secret LOGIN"));
    }
}

void doctor_storage(struct doctor *doctor)
{
    check_rights(doctor);
    check_pepper(doctor);
    check_file_system(doctor);
    doctor_add_health(doctor, HEALTH_STORAGE);
}
