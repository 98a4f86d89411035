/* Every attachment's file against its row, and files that no row knows, or knows no longer. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "core/attachment.h"
#include "core/attachment_file.h"
#include "core/rights.h"
#include "store/attachment.h"

/* A file is on disk before its row is: one that young may have its row in a moment. */
enum { SETTLED_AFTER_S = 60 };

struct checking {
    struct app *app;
    const struct attachment_verify_hooks *hooks;
    int folder; /* descriptor; -1: there is none yet */
    int64_t done, total;
    struct err *err;
};

static void tell(struct checking *checking, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void tell(struct checking *checking, const char *format, ...)
{
    char sentence[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    checking->hooks->found(checking->hooks->context, sentence);
}

/* Hashes an open file piece by piece, at most `size` bytes and one. False: it cannot be read. */
static bool hash_file(int file, int64_t size, char hex[65], int64_t *length)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    unsigned char piece[65536];
    crypto_hash_sha256_state state;
    ssize_t got = 0;
    crypto_hash_sha256_init(&state);
    *length = 0;
    while (*length <= size && (got = read(file, piece, sizeof piece)) > 0) {
        crypto_hash_sha256_update(&state, piece, (unsigned long long)got);
        *length += got;
    }
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
    return got >= 0;
}

static void check_file(struct checking *checking, const struct attachment *attachment)
{
    struct stat status;
    char hash[65];
    int64_t length = 0;
    int file = -1;
    if (attachment_name_is_ours(attachment->stored_name) && checking->folder >= 0) {
        file = openat(checking->folder, attachment->stored_name,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    }
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        tell(checking, _("Attachment \"%.80s\": its file is missing."), attachment->file_name);
    } else if (!hash_file(file, attachment->size, hash, &length)) {
        tell(checking, _("Attachment \"%.80s\": its file cannot be read."), attachment->file_name);
    } else if (length != attachment->size || strcmp(hash, attachment->sha256) != 0) {
        tell(checking, _("Attachment \"%.80s\": its file was changed."), attachment->file_name);
    }
    if (file >= 0) {
        close(file);
    }
}

static bool go_on(struct checking *checking)
{
    const struct attachment_verify_hooks *hooks = checking->hooks;
    return hooks->next == NULL || hooks->next(hooks->context, checking->done, checking->total) ||
           err_set(checking->err, ERR_INPUT,
                   _("The check was stopped before its end. Nothing was changed."));
}

static bool check_rows(struct checking *checking)
{
    struct attachment attachment;
    struct db_stmt *stmt = attachment_scan_start(checking->app->db);
    enum db_step step = DB_DONE;
    while ((step = attachment_scan_next(stmt, &attachment, checking->err)) == DB_ROW) {
        if (!go_on(checking)) {
            db_reset(stmt);
            return false;
        }
        check_file(checking, &attachment);
        checking->done++;
    }
    return step == DB_DONE;
}

static bool is_settled(int folder, const char *name)
{
    struct stat status;
    time_t now = time(NULL);
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           (status.st_mtime > now || now - status.st_mtime >= SETTLED_AFTER_S);
}

static bool check_strays(struct checking *checking, DIR *dir)
{
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        bool is_stored = false;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            !is_settled(checking->folder, entry->d_name)) {
            continue;
        }
        if (!attachment_is_stored(checking->app->db, entry->d_name, &is_stored, checking->err)) {
            return false;
        }
        if (!is_stored) {
            tell(checking,
                 _("The file \"%.60s\" in the folder \"attachments\" belongs to no record. It does"
                   " no harm."),
                 entry->d_name);
        }
    }
    return true;
}

/* The folder is made with the first attachment: until then there is nothing to open. */
static DIR *open_folder(struct checking *checking)
{
    char path[ATTACHMENT_PATH_ROOM];
    if (!attachment_folder(checking->app, path, checking->err)) {
        return NULL;
    }
    DIR *dir = opendir(path);
    if (dir == NULL && errno != ENOENT) {
        err_errno(checking->err, errno, _("The folder \"%s\" could not be read."), path);
    }
    return dir;
}

bool attachment_verify(struct app *app, const struct attachment_verify_hooks *hooks,
                       int64_t *checked, struct err *err)
{
    struct err opening = {0};
    struct checking checking = {.app = app, .hooks = hooks, .folder = -1, .err = &opening};
    *checked = 0;
    if (!rights_check(app, RIGHT_SEE, err) || !attachment_count(app->db, &checking.total, err)) {
        return false;
    }
    DIR *dir = open_folder(&checking);
    if (opening.kind != ERR_OK) {
        *err = opening;
        return false;
    }
    checking.folder = dir != NULL ? dirfd(dir) : -1;
    checking.err = err;
    bool ok = check_rows(&checking) && (dir == NULL || check_strays(&checking, dir));
    if (dir != NULL) {
        closedir(dir);
    }
    *checked = checking.done;
    return ok;
}

/* --- rows that go with the demonstration -------------------------------------------------------
 */

bool attachment_names(struct app *app, int terminal, struct buf *names, struct err *err)
{
    struct attachment attachment;
    struct db_stmt *stmt = attachment_scan_start(app->db);
    enum db_step step = DB_DONE;
    while ((step = attachment_scan_next(stmt, &attachment, err)) == DB_ROW) {
        record_id of = attachment.session_id != 0 ? attachment.session_id : attachment.weapon_id;
        if (id_terminal(of) == terminal && attachment_name_is_ours(attachment.stored_name)) {
            buf_printf(names, "%s\n", attachment.stored_name);
        }
    }
    return step == DB_DONE;
}

void attachment_remove_unlisted(struct app *app, char *names)
{
    char *rest = NULL;
    char path[ATTACHMENT_PATH_ROOM];
    for (char *name = strtok_r(names, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest)) {
        struct err err = {0};
        bool is_stored = true;
        if (!attachment_is_stored(app->db, name, &is_stored, &err) ||
            (!is_stored && attachment_file(app, name, path, &err) && unlink(path) != 0)) {
            log_event(LOG_LEVEL_WARNING, "attachment not removed: %s", name); /* verify names it */
        }
    }
}
