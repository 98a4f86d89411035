/* The list beside the backups is an aid: what each of them is, its own manifest says. Here it is
 * written again when it is lost, and told about until then. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_parts.h"

enum proof { PROOF_WHOLE, PROOF_DAMAGED, PROOF_NONE, PROOF_STOPPED };

static enum proof proof_of(bool ok, const struct err *err)
{
    if (ok) {
        return PROOF_WHOLE;
    }
    if (err->kind == ERR_BUSY) {
        return PROOF_STOPPED;
    }
    return err->kind == ERR_CORRUPT ? PROOF_DAMAGED : PROOF_NONE;
}

/* Every byte of it is read. known: what its digest was; "": not known, then its own manifest
 * says. Of a sealed one nothing can be known without either that or the key. */
static enum proof prove(const struct backup_file *file, const char *known,
                        const struct backup_watch *watch, char sha256[65], struct err *err)
{
    struct arena arena = {0};
    struct backup_manifest manifest;
    int64_t bytes = 0;
    struct backup_stage stage = {watch, _("reading the backups that no list names"), 0, 0};
    struct backup_unpacking unpacking = {.path = file->path, .stage = stage};
    if (!backup_hash_path(file->path, sha256, &bytes, &stage, err)) {
        return proof_of(false, err);
    }
    if (known[0] != '\0') {
        return proof_of(strcmp(known, sha256) == 0 || backup_say_damaged(err, "digest"), err);
    }
    if (file->what.is_sealed) {
        return PROOF_NONE;
    }
    bool ok = backup_unpack(&unpacking, &arena, &manifest, err);
    arena_free(&arena);
    return proof_of(ok, err);
}

bool backup_newest_sound(const char *data_folder, struct backup_file *file)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    char sha256[65];
    int count = 0;
    bool has = false;
    (void)backup_list_folder(data_folder, &arena, &files, &count, &err);
    for (int i = 0; i < count && !has; i++) {
        err_clear(&err);
        has = files[i].is_verified &&
              prove(&files[i], files[i].sha256, NULL, sha256, &err) != PROOF_DAMAGED;
        *file = files[i];
    }
    arena_free(&arena);
    return has;
}

/* --- writing it again --- */

struct mending {
    struct app *app;
    const struct backup_watch *watch;
    struct backup_file *files;
    int count;
    struct maintenance *rows; /* what was found of each before, the newest first */
    int row_count;
};

static const struct maintenance *row_of(const struct mending *mending, const char *name)
{
    for (int i = 0; i < mending->row_count; i++) {
        const struct maintenance *row = &mending->rows[i];
        if (row->kind == MAINTENANCE_BACKUP && strcmp(row->file_name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

/* Its sum, when it is whole. False: stopped. */
static bool list_file(const struct mending *mending, struct backup_file *file)
{
    char sha256[65];
    struct err err = {0};
    int64_t started_ms = time_monotonic_ms();
    const struct maintenance *row = row_of(mending, file->name);
    bool was_sealed_here = file->what.is_sealed && row != NULL && row->is_good;
    enum proof proof =
        prove(file, was_sealed_here ? row->digest : "", mending->watch, sha256, &err);
    if (proof == PROOF_WHOLE) {
        text_copy(file->sha256, sizeof file->sha256, sha256);
    }
    if (proof == PROOF_DAMAGED) {
        struct maintenance found = {.kind = MAINTENANCE_BACKUP};
        text_copy(found.file_name, sizeof found.file_name, file->name);
        backup_note(mending->app, &found, started_ms, &err);
    }
    return proof != PROOF_STOPPED; /* without any proof it stays unlisted: its key can say more */
}

/* A folder or a link of that name: whoever adds a line would fail on it. */
static void put_aside(const char *folder)
{
    char path[BACKUP_PATH_ROOM];
    char aside[BACKUP_PATH_ROOM];
    struct stat status;
    if (file_join(path, sizeof path, folder, "SHA256SUMS") && lstat(path, &status) == 0 &&
        !S_ISREG(status.st_mode) &&
        (!file_join(aside, sizeof aside, folder, "SHA256SUMS.no-list") ||
         rename(path, aside) != 0)) {
        log_event(LOG_LEVEL_WARNING, "SHA256SUMS is no file, and could not be put aside");
    }
}

bool backup_mend_list(struct app *app, const char *folder, const struct backup_watch *watch,
                      struct err *err)
{
    struct mending mending = {.app = app, .watch = watch};
    struct arena arena = {0};
    struct err failed = {0};
    bool goes_on = true;
    put_aside(folder);
    bool ok = backup_list(app, &arena, &mending.files, &mending.count, &failed) &&
              maintenance_rows(app->db, &arena, -1, &mending.rows, &mending.row_count, &failed);
    for (int i = 0; ok && goes_on && i < mending.count; i++) {
        if (mending.files[i].sha256[0] == '\0' && mending.files[i].is_verified) {
            goes_on = list_file(&mending, &mending.files[i]);
        }
    }
    if (!ok || (goes_on && !backup_sums_write(folder, mending.files, mending.count, &failed))) {
        log_err("checksums", &failed); /* no reason to have no backup */
    }
    arena_free(&arena);
    return goes_on || backup_say_stopped(err);
}

/* --- until then --- */

static bool is_there(const struct backup_file *files, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(files[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int count_gone(const char *folder, const struct backup_file *files, int count)
{
    struct arena arena = {0};
    struct backup_sum *sums = NULL;
    struct backup_name name;
    struct err ignored = {0};
    int sum_count = 0;
    int gone = 0;
    if (backup_sums_read(folder, &arena, &sums, &sum_count, &ignored)) {
        for (int i = 0; i < sum_count; i++) {
            gone += backup_name_read(sums[i].name, &name) && !is_there(files, count, sums[i].name);
        }
    }
    arena_free(&arena);
    return gone;
}

struct unlisted {
    int listed, plain, sealed, gone;
};

static void count_unlisted(const char *data_folder, struct unlisted *counts)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err ignored = {0};
    char folder[BACKUP_FOLDER_ROOM];
    int count = 0;
    *counts = (struct unlisted){0};
    if (backup_folder(data_folder, false, folder, &ignored) &&
        backup_list_folder(data_folder, &arena, &files, &count, &ignored)) {
        counts->gone = count_gone(folder, files, count);
    }
    for (int i = 0; i < count; i++) {
        bool is_listed = files[i].sha256[0] != '\0';
        counts->listed += is_listed;
        counts->plain += !is_listed && files[i].is_verified && !files[i].what.is_sealed;
        counts->sealed += !is_listed && files[i].is_verified && files[i].what.is_sealed;
    }
    arena_free(&arena);
}

bool backup_list_says(const char *data_folder, char *dst, size_t size)
{
    struct unlisted counts;
    count_unlisted(data_folder, &counts);
    dst[0] = '\0';
    if (counts.listed == 0 && counts.plain + counts.sealed > 0) {
        text_copy(dst, size,
                  _("SHA256SUMS, the list beside the backups, is gone or cannot be read. Nothing is"
                    " lost: each backup proves itself, and the next one writes the list again."));
    } else if (counts.plain > 0) {
        snprintf(dst, size,
                 P_("SHA256SUMS beside the backups does not name %d of them. Nothing is lost: it"
                    " proves itself, and the next backup puts it in the list.",
                    "SHA256SUMS beside the backups does not name %d of them. Nothing is lost: they"
                    " prove themselves, and the next backup puts them in the list.",
                    counts.plain),
                 counts.plain);
    } else if (counts.sealed > 0) {
        snprintf(dst, size,
                 P_("SHA256SUMS beside the backups does not name %d encrypted one: whether it is"
                    " whole shows only with the private key (--key FILE).",
                    "SHA256SUMS beside the backups does not name %d encrypted ones: whether they"
                    " are whole shows only with the private key (--key FILE).",
                    counts.sealed),
                 counts.sealed);
    } else if (counts.gone > 0) {
        snprintf(dst, size,
                 P_("SHA256SUMS names %d backup that is not there any more; the next backup takes"
                    " it out of the list.",
                    "SHA256SUMS names %d backups that are not there any more; the next backup"
                    " takes them out of the list.",
                    counts.gone),
                 counts.gone);
    }
    return dst[0] != '\0';
}
