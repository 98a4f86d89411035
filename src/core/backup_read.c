/* Reading a backup back: every file in it against the manifest, the database against its own checks
 * and the digests of the manifest. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_parts.h"
#include "core/rights.h"
#include "export/tar.h"
#include "store/migrate.h"

enum { READ_BLOCK = 64 * 1024, MANIFEST_MAX = 256 * 1024 * 1024 };

/* --- plain or sealed --- */

struct source {
    int file;
    struct seal_reader *seal; /* NULL: not sealed */
    struct backup_stage *stage;
    int64_t done, total;
    bool is_stopped;
};

static bool read_plain(int file, void *dst, size_t size, size_t *got, struct err *err)
{
    *got = 0;
    while (*got < size) {
        ssize_t part = read(file, (char *)dst + *got, size - *got);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return err_errno(err, errno, _("The backup could not be read."));
        }
        if (part == 0) {
            break;
        }
        *got += (size_t)part;
    }
    return true;
}

static bool read_source(void *context, void *dst, size_t size, size_t *got, struct err *err)
{
    struct source *source = context;
    if (!backup_stage_go_on(source->stage, source->done, source->total)) {
        return backup_say_stopped(err);
    }
    bool ok = source->seal != NULL ? seal_read(source->seal, dst, size, got, err)
                                   : read_plain(source->file, dst, size, got, err);
    source->done += (int64_t)*got;
    return ok;
}

static bool open_source(const struct backup_unpacking *unpacking, struct source *source,
                        struct err *err)
{
    struct stat status;
    const struct backup_key *key = unpacking->key;
    source->file = backup_open(unpacking->path, err);
    if (source->file < 0) {
        return false;
    }
    if (fstat(source->file, &status) == 0) {
        source->total = status.st_size;
    }
    if (!seal_is_sealed(source->file)) {
        return true;
    }
    if (key == NULL || (key->pair == NULL && key->session_key == NULL)) {
        return err_set(err, ERR_DENIED,
                       _("This backup is encrypted. Give the file of the private key with --key."));
    }
    source->seal = seal_reader_open(source->file, key->pair, key->session_key, err);
    return source->seal != NULL;
}

static void close_source(struct source *source)
{
    seal_reader_free(source->seal);
    if (source->file >= 0) {
        close(source->file);
    }
}

/* --- unpacking --- */

static bool read_manifest(struct tar_reader *reader, struct arena *arena,
                          struct backup_manifest *manifest, struct err *err)
{
    struct tar_entry entry;
    size_t got = 0;
    enum tar_step step = tar_next(reader, &entry, err);
    if (step != TAR_ENTRY || strcmp(entry.name, BACKUP_MANIFEST) != 0 || entry.size < 1 ||
        entry.size > MANIFEST_MAX) {
        return step == TAR_FAILED ? false : backup_say_damaged(err, "no manifest");
    }
    char *bytes = mem_alloc((size_t)entry.size + 1);
    bool ok = tar_read(reader, bytes, (size_t)entry.size, &got, err) &&
              backup_manifest_read(bytes, (size_t)entry.size, arena, manifest, err);
    free(bytes);
    return ok;
}

static int make_target(const char *into, const char *name, struct err *err)
{
    char path[BACKUP_PATH_ROOM + BACKUP_ITEM_ROOM];
    if (strncmp(name, BACKUP_PAPERS "/", strlen(BACKUP_PAPERS) + 1) == 0 &&
        file_join(path, sizeof path, into, BACKUP_PAPERS) && mkdir(path, 0700) != 0 &&
        errno != EEXIST) {
        err_errno(err, errno, _("The folder \"%s\" could not be made. Nothing was changed."), path);
        return -1;
    }
    int file = -1;
    if (file_join(path, sizeof path, into, name)) {
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    if (file < 0) {
        err_errno(err, errno, _("The file \"%s\" could not be written."), path);
    }
    return file;
}

static bool write_whole(int file, const char *bytes, size_t size, struct err *err)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return err_errno(err, errno,
                             _("There is too little room, or the disk failed, while the backup was"
                               " unpacked. Nothing was changed."));
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* target -1: only compared. */
static bool take_bytes(struct tar_reader *reader, int target, char sha256[65], struct err *err)
{
    crypto_hash_sha256_state hash;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *block = mem_alloc(READ_BLOCK);
    size_t got = 1;
    bool ok = true;
    crypto_hash_sha256_init(&hash);
    while (ok && got > 0) {
        ok = tar_read(reader, block, READ_BLOCK, &got, err);
        if (ok && got > 0) {
            crypto_hash_sha256_update(&hash, (unsigned char *)block, got);
            ok = target < 0 || write_whole(target, block, got, err);
        }
    }
    free(block);
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(sha256, 65, digest, sizeof digest);
    return ok;
}

static bool take_item(const struct backup_unpacking *unpacking, struct tar_reader *reader,
                      const struct backup_item *item, struct err *err)
{
    struct tar_entry entry;
    char sha256[65];
    int target = -1;
    enum tar_step step = tar_next(reader, &entry, err);
    if (step != TAR_ENTRY || strcmp(entry.name, item->name) != 0 || entry.size != item->bytes) {
        return step == TAR_FAILED ? false : backup_say_damaged(err, item->name);
    }
    if (unpacking->into != NULL) {
        target = make_target(unpacking->into, item->name, err);
        if (target < 0) {
            return false;
        }
    }
    bool ok = take_bytes(reader, target, sha256, err);
    if (target >= 0) {
        bool is_synced = !ok || fsync(target) == 0;
        ok = ok && (is_synced || err_errno(err, errno,
                                           _("The disk reported a failure while \"%s\""
                                             " was stored."),
                                           item->name));
        close(target);
    }
    return ok && (strcmp(sha256, item->sha256) == 0 || backup_say_damaged(err, item->name));
}

static bool take_all(const struct backup_unpacking *unpacking, struct tar_reader *reader,
                     struct arena *arena, struct backup_manifest *manifest, struct err *err)
{
    struct tar_entry entry;
    if (!read_manifest(reader, arena, manifest, err)) {
        return false;
    }
    for (int i = 0; i < manifest->item_count; i++) {
        if (!take_item(unpacking, reader, &manifest->items[i], err)) {
            return false;
        }
    }
    enum tar_step step = tar_next(reader, &entry, err);
    return step == TAR_END || (step == TAR_ENTRY && backup_say_damaged(err, entry.name));
}

bool backup_unpack(const struct backup_unpacking *unpacking, struct arena *arena,
                   struct backup_manifest *manifest, struct err *err)
{
    struct backup_stage stage = unpacking->stage;
    struct source source = {.file = -1, .stage = &stage};
    struct tar_reader reader = {.source = read_source, .context = &source};
    bool ok =
        open_source(unpacking, &source, err) && take_all(unpacking, &reader, arena, manifest, err);
    close_source(&source);
    return ok;
}

static bool check_frame(const char *path, struct backup_check *check, struct err *err)
{
    int file = backup_open(path, err);
    if (file < 0) {
        return false;
    }
    check->is_sealed = seal_is_sealed(file);
    bool ok = !check->is_sealed || seal_check_frame(file, err);
    close(file);
    return ok;
}

/* From where the reader stands, behind the manifest, to the end. */
static bool has_all_bytes(const struct source *source, const struct backup_manifest *manifest)
{
    int64_t left = source->total - source->done - (int64_t)tar_padding(source->done);
    for (int i = 0; i < manifest->item_count && left > 0; i++) {
        int64_t bytes = manifest->items[i].bytes;
        left -= TAR_BLOCK + bytes + (int64_t)tar_padding(bytes);
    }
    return left == (int64_t)2 * TAR_BLOCK;
}

bool backup_is_complete(const char *path, int64_t *made_ms)
{
    struct backup_stage stage = {0};
    struct source source = {.file = -1, .stage = &stage};
    struct tar_reader reader = {.source = read_source, .context = &source};
    const struct backup_unpacking unpacking = {.path = path};
    struct backup_manifest manifest = {0};
    struct backup_check check = {0};
    struct arena arena = {0};
    struct err ignored = {0};
    bool ok = check_frame(path, &check, &ignored) &&
              (check.is_sealed || (open_source(&unpacking, &source, &ignored) &&
                                   read_manifest(&reader, &arena, &manifest, &ignored) &&
                                   has_all_bytes(&source, &manifest)));
    *made_ms = manifest.created_at_ms;
    close_source(&source);
    arena_free(&arena);
    return ok;
}

/* --- comparing --- */

static bool say_differs(const char *table, struct err *err)
{
    err_set(
        err, ERR_CORRUPT,
        _("The backup is damaged: the table \"%s\" is not what was backed up. Take another one."),
        table);
    return err_detail(err, "table %s", table);
}

static bool compare_tables(const struct db_table *found, int count,
                           const struct backup_manifest *manifest, struct err *err)
{
    for (int i = 0; i < count && i < manifest->table_count; i++) {
        const struct db_table *wanted = &manifest->tables[i];
        if (strcmp(found[i].name, wanted->name) != 0 || found[i].rows != wanted->rows ||
            strcmp(found[i].sha256, wanted->sha256) != 0) {
            return say_differs(wanted->name, err);
        }
    }
    return count == manifest->table_count || say_differs("*", err);
}

static bool compare_schema(struct db *db, const struct backup_manifest *manifest, struct err *err)
{
    char digest[65];
    int version = migrate_version(db, err);
    if (version < 0 || !db_schema_digest(db, digest, err)) {
        return false;
    }
    if (version > migrate_newest()) {
        return err_set(err, ERR_NEWER,
                       _("This backup was made by a newer AimTrack. Nothing was changed. Install"
                         " the newer version."));
    }
    return (version == manifest->schema && strcmp(digest, manifest->schema_sha256) == 0) ||
           backup_say_damaged(err, "schema");
}

/* What SQLite says of a damaged file is about the club's own database: here it is a backup. */
static bool about_backup(struct err *err)
{
    if (err->kind == ERR_CORRUPT && strstr(err->detail, "sqlite ") == err->detail) {
        err_set(err, ERR_CORRUPT,
                _("The backup is damaged: it is not whole, or it is no backup of AimTrack."));
    }
    return false;
}

bool backup_compare(const char *path, const struct backup_manifest *manifest,
                    const struct backup_watch *watch, int from, int to, struct err *err)
{
    struct arena arena = {0};
    struct db_table *tables = NULL;
    int count = 0;
    int middle = (from + to) / 2;
    struct backup_stage checks = {watch, _("checking the database in it"), from, middle};
    struct backup_stage digests = {watch, _("comparing every table"), middle, to};
    struct db *db = db_open(path, &(struct db_options){.read_only = true}, err);
    if (db == NULL) {
        return about_backup(err);
    }
    bool ok = db_check_whole(db, backup_stage_go_on, &checks, err) &&
              compare_schema(db, manifest, err) &&
              db_digest(db, &arena, &tables, &count, backup_stage_go_on, &digests, err) &&
              compare_tables(tables, count, manifest, err);
    db_close(db);
    arena_free(&arena);
    return ok || about_backup(err);
}

/* --- the whole check --- */

/* Against the list beside it, when it stands in one. */
static bool check_sum(const char *path, struct backup_stage *stage, struct backup_check *check,
                      struct err *err)
{
    char folder[BACKUP_PATH_ROOM];
    char sha256[65];
    struct arena arena = {0};
    struct backup_sum *sums = NULL;
    int count = 0;
    int64_t bytes = 0;
    text_copy(folder, sizeof folder, path);
    char *slash = strrchr(folder, '/');
    const char *name = slash != NULL ? path + (slash - folder) + 1 : path;
    if (slash != NULL) {
        slash[slash == folder] = '\0';
    }
    struct err no_list = {0};
    bool ok = backup_hash_path(path, sha256, &bytes, stage, err);
    bool has_list = backup_sums_read(slash != NULL ? folder : ".", &arena, &sums, &count, &no_list);
    const struct backup_sum *sum = ok && has_list ? backup_sums_find(sums, count, name) : NULL;
    if (sum != NULL) {
        check->has_sum = true;
        ok = strcmp(sum->sha256, sha256) == 0 ||
             err_set(err, ERR_CORRUPT,
                     _("The backup is not what was written: SHA256SUMS beside it says otherwise."
                       " Take another one."));
    }
    arena_free(&arena);
    return ok;
}

bool backup_examine(const char *path, const struct backup_key *key, const char *work,
                    const struct backup_watch *watch, struct arena *arena,
                    struct backup_check *check, struct err *err)
{
    char database[BACKUP_PATH_ROOM];
    struct backup_stage sum = {watch, _("reading the backup"), 0, 200};
    struct backup_unpacking unpacking = {.path = path,
                                         .key = key,
                                         .into = work,
                                         .stage = {watch, _("unpacking the backup"), 200, 500}};
    *check = (struct backup_check){0};
    bool has_key = key != NULL && (key->pair != NULL || key->session_key != NULL);
    if (!check_frame(path, check, err) || !check_sum(path, &sum, check, err)) {
        return false;
    }
    if (check->is_sealed && !has_key) { /* of its pieces only the key says whether all are there */
        return check->has_sum ||
               err_set(err, ERR_DENIED,
                       _("This backup is encrypted and no SHA256SUMS beside it names it: whether it"
                         " is whole shows only with the private key (--key FILE)."));
    }
    check->is_whole = backup_unpack(&unpacking, arena, &check->manifest, err) &&
                      (file_join(database, sizeof database, work, BACKUP_DATABASE) ||
                       err_set(err, ERR_INPUT, _("The name of the data folder is too long."))) &&
                      backup_compare(database, &check->manifest, watch, 500, 1000, err);
    return check->is_whole;
}

static void name_of(const char *path, char *dst, size_t size)
{
    const char *slash = strrchr(path, '/');
    text_copy(dst, size, slash != NULL ? slash + 1 : path);
}

bool backup_verify(struct app *app, const char *data_folder, const char *path,
                   const struct backup_key *key, const struct backup_watch *watch,
                   struct arena *arena, struct backup_check *check, struct err *err)
{
    char work[BACKUP_PATH_ROOM];
    int64_t started_ms = time_monotonic_ms();
    if (app != NULL && !rights_check(app, RIGHT_MANAGE_SYSTEM, err)) {
        return false;
    }
    int lock = backup_lock(data_folder, err);
    if (lock < 0) {
        return false;
    }
    bool ok = backup_room_start(data_folder, work, err) &&
              backup_examine(path, key, work, watch, arena, check, err);
    backup_room_end(work);
    close(lock);
    if (!ok && app != NULL && err->kind == ERR_CORRUPT && backup_is_own(data_folder, path)) {
        struct maintenance row = {.kind = MAINTENANCE_BACKUP};
        name_of(path, row.file_name, sizeof row.file_name);
        backup_note(app, &row, started_ms, err);
    }
    return ok;
}
