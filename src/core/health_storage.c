/* The disk: can every folder of the club be written, and for how long still. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "core/health_parts.h"

enum { INODES_LOW = 1000, MIB = 1024 * 1024, WAL_LARGE_MIB = 64, PATH_ROOM = 640 };

static enum health_error error_of(int reason)
{
    return err_is_no_room(reason) ? HEALTH_STORAGE_FULL
           : reason == EROFS      ? HEALTH_STORAGE_READ_ONLY
                                  : HEALTH_STORAGE_UNWRITABLE;
}

/* A file is made, written to the disk and taken away again. errno; 0: all of it worked. */
static int try_to_write(const char *folder)
{
    char name[64];
    char path[PATH_ROOM + 64];
    char block[512];
    snprintf(name, sizeof name, ".health-%ld", (long)gettid());
    if (!file_join(path, sizeof path, folder, name)) {
        return ENAMETOOLONG;
    }
    unlink(path); /* of one that was killed here */
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno;
    }
    memset(block, 'h', sizeof block);
    errno = 0;
    bool is_written = write(file, block, sizeof block) == (ssize_t)sizeof block && fsync(file) == 0;
    int reason = is_written ? 0 : errno != 0 ? errno : ENOSPC;
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    if (unlink(path) != 0 && reason == 0) {
        reason = errno;
    }
    return reason;
}

static int write_probe(const struct health_run *run, const char *folder)
{
    if (run->is_looking) {
        return access(folder, W_OK) == 0 ? 0 : errno;
    }
    return try_to_write(folder);
}

static bool check_folder(struct health_run *run, const char *folder)
{
    int reason = write_probe(run, folder);
    if (reason != 0) {
        health_judge(run, HEALTH_STORAGE, HEALTH_FAILED, error_of(reason));
    }
    return reason == 0;
}

static void check_space(struct health_run *run, const struct statvfs *medium)
{
    const struct health_config *limits = &run->config.health;
    int64_t free_bytes = (int64_t)medium->f_bavail * (int64_t)medium->f_frsize;
    int64_t percent =
        medium->f_blocks > 0 ? (int64_t)(medium->f_bavail * 100 / medium->f_blocks) : 0;
    health_note(run, FACT_FREE_BYTES, free_bytes);
    health_note(run, FACT_FREE_PERCENT, percent);
    health_note(run, FACT_USED_PERCENT, 100 - percent);
    if (medium->f_files > 0) { /* some file systems have no fixed number of them */
        health_note(run, FACT_FREE_INODES, (int64_t)medium->f_favail);
    }
    if ((medium->f_flag & ST_RDONLY) != 0) {
        health_judge(run, HEALTH_STORAGE, HEALTH_FAILED, HEALTH_STORAGE_READ_ONLY);
    }
    if (percent < limits->free_percent || free_bytes / MIB < limits->free_mib) {
        health_judge(run, HEALTH_STORAGE, HEALTH_WARN, HEALTH_STORAGE_LOW);
    }
    if (medium->f_files > 0 && medium->f_favail < INODES_LOW) {
        health_judge(run, HEALTH_STORAGE, HEALTH_WARN, HEALTH_INODES_LOW);
    }
}

/* Bytes of a file in the data folder; -1: there is none. */
static int64_t bytes_of(const struct health_run *run, const char *name)
{
    char path[PATH_ROOM];
    struct stat status;
    bool has = file_join(path, sizeof path, run->health->folder, name) && stat(path, &status) == 0;
    return has ? (int64_t)status.st_size : -1;
}

static void check_wal(struct health_run *run)
{
    int64_t wal = bytes_of(run, "aimtrack.db-wal");
    int64_t database = bytes_of(run, "aimtrack.db");
    health_note(run, FACT_WAL_BYTES, wal > 0 ? wal : 0);
    if (database >= 0) {
        health_note(run, FACT_DATABASE_BYTES, database);
    }
    if (wal / MIB >= WAL_LARGE_MIB) {
        health_judge(run, HEALTH_STORAGE, HEALTH_WARN, HEALTH_WAL_LARGE);
    }
}

static bool check_below(struct health_run *run, const char *name)
{
    char path[PATH_ROOM];
    return !file_join(path, sizeof path, run->health->folder, name) || !file_exists(path) ||
           check_folder(run, path);
}

/* A folder of backups elsewhere may be a disk that is away: a warning, the club goes on. */
static bool check_backups(struct health_run *run)
{
    const char *elsewhere = run->config.backup.folder;
    if (elsewhere[0] == '\0') {
        return check_below(run, "backups");
    }
    if (write_probe(run, elsewhere) != 0) {
        health_judge(run, HEALTH_STORAGE, HEALTH_WARN, HEALTH_BACKUP_FOLDER_MISSING);
    }
    return true;
}

/* file_private_folder refuses it at the next start, whoever works in it now. */
static void check_others(struct health_run *run)
{
    struct stat status;
    if (stat(run->health->folder, &status) == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        health_judge(run, HEALTH_STORAGE, HEALTH_FAILED, HEALTH_STORAGE_SHARED);
    }
}

void health_check_storage(struct health_run *run)
{
    struct statvfs medium;
    check_others(run);
    bool is_writable = check_folder(run, run->health->folder);
    is_writable = check_below(run, "attachments") && is_writable;
    is_writable = check_backups(run) && is_writable;
    health_note(run, FACT_WRITABLE, is_writable);
    if (statvfs(run->health->folder, &medium) == 0) {
        check_space(run, &medium);
    }
    check_wal(run);
}
