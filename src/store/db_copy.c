#include "store/db_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "store/db_sqlite.h"

enum { PAGES_A_STEP = 2000, PATH_ROOM = 1100 };

static bool fail(const char *path, int reason, struct err *err)
{
    return err_errno(err, reason,
                     err_is_no_room(reason)
                         ? _("The disk is full: the copy \"%s\" could not be made. Nothing was"
                             " changed. Free some space and try again.")
                         : _("The copy \"%s\" could not be written. Nothing was changed."),
                     path);
}

/* The failure of SQLite at the copy, in words of files. */
static bool fail_at(sqlite3 *handle, int code, const char *path, struct err *err)
{
    int reason = handle != NULL ? sqlite3_system_errno(handle) : 0;
    if ((code & 0xFF) == SQLITE_FULL) {
        reason = ENOSPC;
    }
    fail(path, reason != 0 ? reason : EIO, err);
    return err_detail(err, "copy: sqlite %d: %s", code, sqlite3_errstr(code));
}

static int copy_pages(struct db *from, sqlite3 *into)
{
    sqlite3_backup *backup = sqlite3_backup_init(into, "main", from->handle, "main");
    if (backup == NULL) {
        return sqlite3_errcode(into);
    }
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup, PAGES_A_STEP);
    }
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* No journal and no sync by SQLite: a copy that is not finished is thrown away. */
static bool make_part(struct db *from, const char *part, const char *path, struct err *err)
{
    sqlite3 *into = NULL;
    mode_t before = umask(077);
    int code = sqlite3_open_v2(part, &into,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW |
                                   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                               NULL);
    umask(before);
    if (code == SQLITE_OK) {
        code =
            sqlite3_exec(into, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", NULL, NULL, NULL);
    }
    if (code == SQLITE_OK) {
        code = copy_pages(from, into);
    }
    bool ok = code == SQLITE_OK || fail_at(into, code, path, err);
    sqlite3_close_v2(into);
    return ok;
}

/* Read as it lies there, without a WAL of its own. */
static bool check_part(const char *part, struct err *err)
{
    struct db copy = {0};
    struct buf uri = {0};
    buf_add_text(&uri, "file:");
    for (const char *at = part; *at != '\0'; at++) {
        buf_printf(&uri, strchr("%?#", *at) != NULL ? "%%%02X" : "%c", (unsigned char)*at);
    }
    buf_add_text(&uri, "?immutable=1");
    int code = sqlite3_open_v2(buf_text(&uri), &copy.handle,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    bool ok = code == SQLITE_OK ? db_check(&copy, err) : db_fail(&copy, code, err);
    for (int i = 0; i < DB_SLOTS; i++) {
        sqlite3_finalize(copy.slots[i].handle);
    }
    sqlite3_close_v2(copy.handle);
    buf_free(&uri);
    return ok;
}

/* The digest of what is on disk, and the sync. Returns errno, 0 when done. */
static int finish_part(const char *part, struct db_copied *copied)
{
    static const int size = 1 << 16;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    int file = open(part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) {
        return errno;
    }
    unsigned char *bytes = mem_alloc((size_t)size);
    ssize_t got = 0;
    crypto_hash_sha256_init(&state);
    copied->bytes = 0;
    while ((got = read(file, bytes, (size_t)size)) > 0) {
        crypto_hash_sha256_update(&state, bytes, (unsigned long long)got);
        copied->bytes += got;
    }
    int reason = got < 0 || fsync(file) != 0 ? errno : 0;
    close(file);
    free(bytes);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(copied->digest, sizeof copied->digest, digest, sizeof digest);
    return reason;
}

bool db_copy(struct db *from, const char *path, struct db_copied *copied, struct err *err)
{
    char part[PATH_ROOM];
    *copied = (struct db_copied){0};
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part) {
        return err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), path);
    }
    db_copy_remove(part); /* of a process that was killed here */
    bool ok = make_part(from, part, path, err) && check_part(part, err);
    int reason = ok ? finish_part(part, copied) : 0;
    if (ok && reason == 0 && rename(part, path) != 0) {
        reason = errno;
    }
    if (ok && reason == 0 && !file_sync_folder_of(path)) {
        reason = errno;
    }
    if (!ok || reason != 0) {
        db_copy_remove(part);
    }
    return ok && (reason == 0 || fail(path, reason, err));
}

void db_copy_remove(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[PATH_ROOM];
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) < (int)sizeof name) {
            unlink(name);
        }
    }
}
