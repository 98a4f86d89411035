#include "core/attachment.h"

#include <errno.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/audit_json.h"
#include "core/media.h"
#include "core/rights.h"
#include "store/attachment.h"
#include "store/session.h"
#include "store/weapon.h"

/* --- names and places --------------------------------------------------------------------------
 */

bool attachment_folder(const struct app *app, char dst[ATTACHMENT_PATH_ROOM], struct err *err)
{
    return file_join(dst, ATTACHMENT_PATH_ROOM, app->folder, "attachments") ||
           err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
}

bool attachment_name_is_ours(const char *stored_name)
{
    size_t digits = strspn(stored_name, "0123456789");
    size_t letters = strspn(stored_name + digits + (digits > 0 && stored_name[digits] == '.'),
                            "abcdefghijklmnopqrstuvwxyz");
    return digits > 0 && letters > 0 && stored_name[digits] == '.' &&
           stored_name[digits + 1 + letters] == '\0';
}

bool attachment_file(const struct app *app, const char *stored_name, char dst[ATTACHMENT_PATH_ROOM],
                     struct err *err)
{
    char folder[ATTACHMENT_PATH_ROOM];
    if (!attachment_name_is_ours(stored_name)) {
        return err_set(err, ERR_CORRUPT,
                       _("The name of a stored file is damaged: nothing was read or written."));
    }
    return attachment_folder(app, folder, err) &&
           (file_join(dst, ATTACHMENT_PATH_ROOM, folder, stored_name) ||
            err_set(err, ERR_INPUT, _("The name of the data folder is too long.")));
}

void attachment_hash(const void *bytes, size_t size, char hex[65])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, bytes, size);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
}

bool attachment_path(char *dst, size_t size, const char *typed)
{
    const char *home = getenv("HOME");
    bool is_home = typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0');
    if (!is_home || home == NULL || *home == '\0') {
        return text_copy(dst, size, typed);
    }
    int length = snprintf(dst, size, "%s%s", home, typed + 1);
    return length > 0 && (size_t)length < size;
}

/* Our own folder is never read from or written to by name. Who sits at the kiosk does not own its
 * account either: keys and settings of that account lie in hidden folders. */
static bool check_place(const struct app *app, const char *path, struct err *err)
{
    bool ok = true;
    size_t length = strlen(app->folder);
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return true; /* opening it will say why */
    }
    if (strncmp(real, app->folder, length) == 0 && (real[length] == '/' || real[length] == '\0')) {
        ok = err_set(err, ERR_INPUT, _("\"%s\" belongs to AimTrack itself. Choose another place."),
                     path);
    } else if (app->actor.account_id != 0 && strstr(real, "/.") != NULL) {
        ok = err_set(err, ERR_DENIED,
                     _("\"%s\" is hidden. Files are taken from and given to open folders only."),
                     path);
    }
    free(real);
    return ok;
}

/* --- adding ------------------------------------------------------------------------------------
 */

static bool check_right(const struct app *app, const struct attachment_subject *subject,
                        enum right of_session, enum right of_weapon, struct err *err)
{
    return rights_check(app, subject->session_id != 0 ? of_session : of_weapon, err);
}

static bool subject_exists(struct app *app, const struct attachment_subject *subject,
                           struct err *err)
{
    enum session_state state = SESSION_OPEN;
    struct weapon weapon;
    if ((subject->session_id == 0) == (subject->weapon_id == 0)) {
        return err_set(err, ERR_INPUT, _("An attachment belongs to a session or to a weapon."));
    }
    return subject->session_id != 0 ? session_row_state(app->db, subject->session_id, &state, err)
                                    : weapon_read(app->db, subject->weapon_id, &weapon, err);
}

/* Reads the file and says what it is; the caller frees the bytes. */
static char *take_file(struct app *app, const char *path, struct attachment *attachment,
                       struct err *err)
{
    size_t size = 0;
    if (!check_place(app, path, err)) {
        return NULL;
    }
    char *bytes = file_read_regular(path, ATTACHMENT_BYTES_MAX, &size, err);
    if (bytes == NULL) {
        return NULL;
    }
    const struct media *media = media_of(bytes, size);
    if (media == NULL) {
        free(bytes);
        err_set(err, ERR_INPUT,
                _("Kept are PDF, JPEG, PNG, WebP, HEIC and plain text. This file is none of them:"
                  " nothing was stored."));
        return NULL;
    }
    attachment->size = (int64_t)size;
    text_copy(attachment->media_type, sizeof attachment->media_type, media->type);
    media_clean_name(attachment->file_name, sizeof attachment->file_name, path);
    snprintf(attachment->stored_name, sizeof attachment->stored_name, "%lld.%s",
             (long long)attachment->id, media->ending);
    attachment_hash(bytes, size, attachment->sha256);
    return bytes;
}

static bool audit_attachment(struct app *app, const char *action,
                             const struct attachment *attachment, struct err *err)
{
    char after[512];
    char size[24];
    char subject_id[24];
    bool of_session = attachment->session_id != 0;
    snprintf(size, sizeof size, "%lld", (long long)attachment->size);
    snprintf(subject_id, sizeof subject_id, "%lld",
             (long long)(of_session ? attachment->session_id : attachment->weapon_id));
    const char *const pairs[] = {of_session ? "session" : "weapon",
                                 subject_id,
                                 "name",
                                 attachment->file_name,
                                 "size",
                                 size,
                                 "sha256",
                                 attachment->sha256,
                                 NULL};
    audit_json(after, sizeof after, pairs);
    return app_audit(app, action, "attachment", attachment->id, "", after, err);
}

static bool store_file(struct app *app, const struct attachment *attachment, const char *bytes,
                       char path[ATTACHMENT_PATH_ROOM], struct err *err)
{
    char folder[ATTACHMENT_PATH_ROOM];
    return attachment_folder(app, folder, err) && file_private_folder(folder, err) &&
           attachment_file(app, attachment->stored_name, path, err) &&
           file_write_new(path, bytes, (size_t)attachment->size, err);
}

/* The row, once the file is on disk. A file whose row was surely not stored goes again; after a
 * commit that failed nobody can know, and the file stays. */
static bool store_row(struct app *app, const struct attachment *attachment, const char *path,
                      struct err *err)
{
    if (!app_begin(app, err)) {
        unlink(path);
        return false;
    }
    if (!attachment_insert(app->db, attachment, err) ||
        !audit_attachment(app, "attachment.add", attachment, err)) {
        unlink(path);
        return app_abort(app);
    }
    return app_commit(app, err) || app_abort(app);
}

bool attachment_add(struct app *app, const struct attachment_subject *subject, const char *path,
                    record_id *id, struct err *err)
{
    char stored[ATTACHMENT_PATH_ROOM];
    struct attachment attachment = {
        .session_id = subject->session_id, .weapon_id = subject->weapon_id, .at_ms = time_now_ms()};
    *id = 0;
    if (!check_right(app, subject, RIGHT_EDIT_NOTES, RIGHT_ADD_MEMBER, err) ||
        !subject_exists(app, subject, err)) {
        return false;
    }
    attachment.id = app_new_id(app);
    text_copy(attachment.by_name, sizeof attachment.by_name, app->actor.name);
    char *bytes = take_file(app, path, &attachment, err);
    if (bytes == NULL) {
        return false;
    }
    bool ok = store_file(app, &attachment, bytes, stored, err) &&
              store_row(app, &attachment, stored, err);
    free(bytes);
    *id = ok ? attachment.id : 0;
    return ok;
}

/* --- the rest ----------------------------------------------------------------------------------
 */

bool attachment_list(struct app *app, struct arena *arena, const struct attachment_subject *subject,
                     struct attachment **rows, int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           attachment_rows(app->db, arena, subject->session_id, subject->weapon_id, rows, count,
                           err);
}

/* The stored bytes, when they are still those that were stored. */
static char *read_stored(struct app *app, const struct attachment *attachment, struct err *err)
{
    char path[ATTACHMENT_PATH_ROOM];
    char hash[65] = "";
    size_t size = 0;
    if (!attachment_file(app, attachment->stored_name, path, err)) {
        return NULL;
    }
    char *bytes = file_read_regular(path, ATTACHMENT_BYTES_MAX, &size, err);
    if (bytes != NULL) {
        attachment_hash(bytes, size, hash);
    }
    if (strcmp(hash, attachment->sha256) == 0) {
        return bytes;
    }
    if (bytes == NULL) {
        log_err("attachment", err);
        err_clear(err);
    }
    free(bytes);
    err_set(err, ERR_CORRUPT,
            _("The stored file of \"%s\" is missing or was changed: nothing was written. Restore"
              " the folder \"attachments\" from a backup."),
            attachment->file_name);
    return NULL;
}

/* Where the file goes: into that folder under its own name, or to that name. */
static bool choose_target(struct app *app, const struct attachment *attachment,
                          const char *destination, char target[ATTACHMENT_PATH_ROOM],
                          struct err *err)
{
    struct stat status;
    char name[NAME_ROOM];
    char folder[ATTACHMENT_PATH_ROOM];
    bool is_folder = stat(destination, &status) == 0 && S_ISDIR(status.st_mode);
    if (!text_copy(folder, sizeof folder, destination)) {
        return err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), destination);
    }
    if (is_folder) {
        media_clean_name(name, sizeof name, attachment->file_name);
        return check_place(app, destination, err) &&
               (file_join(target, ATTACHMENT_PATH_ROOM, destination, name) ||
                err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), destination));
    }
    if (app->actor.account_id != 0) {
        return err_set(err, ERR_NOT_FOUND, _("There is no folder \"%s\"."), destination);
    }
    text_copy(target, ATTACHMENT_PATH_ROOM, destination);
    return check_place(app, dirname(folder), err);
}

bool attachment_export(struct app *app, record_id id, const char *destination, char *written,
                       size_t size, struct err *err)
{
    struct attachment attachment;
    char target[ATTACHMENT_PATH_ROOM];
    if (!rights_check(app, RIGHT_SEE, err) || !attachment_read(app->db, id, &attachment, err) ||
        !choose_target(app, &attachment, destination, target, err)) {
        return false;
    }
    char *bytes = read_stored(app, &attachment, err);
    if (bytes == NULL) {
        return false;
    }
    bool ok = file_write_new(target, bytes, (size_t)attachment.size, err);
    free(bytes);
    if (ok && written != NULL) {
        text_copy(written, size, target);
    }
    return ok;
}

bool attachment_void(struct app *app, record_id id, struct err *err)
{
    struct attachment attachment;
    if (!rights_check(app, RIGHT_SEE, err) || !attachment_read(app->db, id, &attachment, err)) {
        return false;
    }
    struct attachment_subject subject = {attachment.session_id, attachment.weapon_id};
    if (!check_right(app, &subject, RIGHT_VOID_SESSION, RIGHT_EDIT_MEMBER, err) ||
        !app_begin(app, err)) {
        return false;
    }
    bool ok = attachment_set_void(app->db, id, time_now_ms(), err) &&
              audit_attachment(app, "attachment.void", &attachment, err) && app_commit(app, err);
    return ok || app_abort(app);
}
