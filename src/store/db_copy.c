#include "store/db_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "store/db_backup.h"
#include "store/db_sqlite.h"

enum { PATH_ROOM = 1100 };

static bool fail(const char *path, int reason, struct err *err)
{
    return err_errno(err, reason,
                     err_is_no_room(reason)
                         ? _("The disk is full: the copy \"%s\" could not be made. Nothing was"
                             " changed. Free some space and try again.")
                         : _("The copy \"%s\" could not be written. Nothing was changed."),
                     path);
}

/* One view of the database, whatever others write meanwhile; a failure in words of files. */
static bool make_part(struct db *from, const char *part, const char *path, struct err *err)
{
    if (db_snapshot(from, part, NULL, NULL, err)) {
        return true;
    }
    struct err found = *err;
    if (found.kind == ERR_FULL || found.kind == ERR_IO || found.kind == ERR_READONLY) {
        fail(path, found.kind == ERR_FULL ? ENOSPC : EIO, err);
        err->kind = found.kind;
        err_detail(err, "copy: %s", found.detail);
    }
    return false;
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
