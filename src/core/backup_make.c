/* Making a backup: a copy of the database that was checked, everything written to one file, that
 * file read back, and only then it counts. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/backup_parts.h"
#include "core/rights.h"
#include "export/deliver.h"
#include "export/tar.h"
#include "store/attachment.h"
#include "store/migrate.h"

enum { READ_BLOCK = 64 * 1024, SMALL_FILE = 1024 * 1024, SETTINGS_MAX = 64 * 1024 };

struct making {
    struct app *app;
    const struct backup_order *order;
    struct backup_config config;
    struct backup_result *result;
    struct arena arena;
    char work[BACKUP_PATH_ROOM], database[BACKUP_PATH_ROOM];
    bool is_sealed;
    unsigned char public_key[SEAL_KEY_SIZE], session_key[SEAL_KEY_SIZE];
    struct backup_manifest manifest;
    char *settings; /* of this machine, when it is sealed; NULL: none */
    size_t settings_size;
    struct delivery *delivery;
    struct seal_writer *seal; /* NULL: not encrypted */
    struct err *err;
};

static bool say_too_long(struct err *err)
{
    return err_set(err, ERR_CONFIG, _("The name of the folder for backups is too long."));
}

/* --- before anything is written --- */

static bool read_settings(struct making *making)
{
    struct config config;
    if (!config_read(making->app->folder, &config, making->err)) {
        return false;
    }
    making->config = config.backup;
    making->is_sealed = config.backup.encrypt_to[0] != '\0';
    if (making->is_sealed) {
        return seal_public_read(config.backup.encrypt_to, making->public_key, making->err);
    }
    return !making->order->must_encrypt ||
           err_set(making->err, ERR_CONFIG,
                   _("There is no key to encrypt to. Make one with \"aimtrack keypair FILE\" and"
                     " put the public key in aimtrack.conf: [backup] encrypt_to. Nothing was"
                     " written."));
}

static bool choose_folder(struct making *making)
{
    struct backup_result *result = making->result;
    const char *to = making->order->to;
    if (to == NULL) {
        return backup_folder(making->app->folder, true, result->folder, making->err);
    }
    if (backup_is_same_folder(to, making->app->folder)) {
        return err_set(making->err, ERR_INPUT,
                       _("That is the data folder itself. Leave --to out for the folder of the"
                         " backups, or name one on another disk."));
    }
    return text_copy(result->folder, sizeof result->folder, to) || say_too_long(making->err);
}

/* A name that nothing there has: a second later as long as one does. */
static bool choose_name(struct making *making, struct backup_name *name)
{
    char path[BACKUP_PATH_ROOM];
    struct backup_result *result = making->result;
    for (int64_t at_ms = time_now_ms();; at_ms += 1000) {
        char date[DATE_ROOM];
        char clock[6];
        time_local_date(date, at_ms);
        time_local_clock(clock, at_ms);
        *name = (struct backup_name){.class_ = BACKUP_DAILY, .is_sealed = making->is_sealed};
        snprintf(name->period, sizeof name->period, "%.4s%.2s%.2s-%.2s%.2s%02d", date, date + 5,
                 date + 8, clock, clock + 3,
                 (int)((at_ms / 1000 % 60 + 60) % 60)); /* before 1970 too */
        backup_name_write(result->name, name);
        if (!file_join(path, sizeof path, result->folder, result->name)) {
            return say_too_long(making->err);
        }
        if (!file_exists(path)) {
            return true;
        }
    }
}

/* ".daily-...part" and "SHA256SUMS.123.part" of one that was killed while it wrote. */
static bool is_left_behind(const char *name)
{
    static const char part[] = ".part";
    size_t length = strlen(name);
    bool is_part = length > sizeof part && strcmp(name + length - (sizeof part - 1), part) == 0;
    return is_part && (strncmp(name, ".daily-", 7) == 0 || strncmp(name, ".weekly-", 8) == 0 ||
                       strncmp(name, ".monthly-", 9) == 0 || strncmp(name, "SHA256SUMS.", 11) == 0);
}

static void remove_parts(const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (is_left_behind(entry->d_name)) {
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    closedir(dir);
}

/* --- what goes in --- */

static struct backup_item *add_item(struct making *making, int room)
{
    struct backup_manifest *manifest = &making->manifest;
    if (manifest->items == NULL) {
        manifest->items = arena_array(&making->arena, (size_t)room, sizeof *manifest->items);
    }
    return &manifest->items[manifest->item_count++];
}

static void add_bytes(struct making *making, const char *name, const void *bytes, size_t size)
{
    struct backup_item *item = add_item(making, 0);
    text_copy(item->name, sizeof item->name, name);
    item->bytes = (int64_t)size;
    attachment_hash(bytes, size, item->sha256);
}

/* A paper whose file is not the one that was stored is counted and left out: no reason to have no
 * backup of everything else. */
static bool add_paper(struct making *making, const struct attachment *paper)
{
    char path[ATTACHMENT_PATH_ROOM];
    char sha256[65];
    int64_t bytes = 0;
    struct err err = {0};
    if (!attachment_file(making->app, paper->stored_name, path, &err) ||
        !backup_hash_path(path, sha256, &bytes, NULL, &err) || bytes != paper->size ||
        strcmp(sha256, paper->sha256) != 0) {
        log_event(LOG_LEVEL_WARNING, "not in the backup: %s", paper->stored_name);
        making->manifest.missing_count++;
        return true;
    }
    struct backup_item *item = add_item(making, 0);
    snprintf(item->name, sizeof item->name, BACKUP_PAPERS "/%.80s", paper->stored_name);
    item->bytes = bytes;
    text_copy(item->sha256, sizeof item->sha256, sha256);
    making->result->paper_count++;
    return backup_tell(&making->order->watch, _("looking at the papers"), 600) ||
           backup_say_stopped(making->err);
}

static bool add_papers(struct making *making, struct db *copy)
{
    struct attachment paper;
    struct db_stmt *stmt = attachment_scan_start(copy);
    enum db_step step = DB_DONE;
    bool ok = true;
    while (ok && (step = attachment_scan_next(stmt, &paper, making->err)) == DB_ROW) {
        ok = add_paper(making, &paper);
    }
    db_reset(stmt);
    return ok && step == DB_DONE;
}

/* Only into an encrypted one: with the pepper and a copy of the database, PINs can be guessed. */
static void add_secrets(struct making *making)
{
    char path[BACKUP_PATH_ROOM];
    struct err ignored = {0};
    if (!making->is_sealed) {
        return;
    }
    add_bytes(making, BACKUP_PEPPER, making->app->pepper, sizeof making->app->pepper);
    making->manifest.has_login = true;
    if (file_join(path, sizeof path, making->app->folder, BACKUP_SETTINGS) && file_exists(path)) {
        making->settings = file_read(path, SETTINGS_MAX, &making->settings_size, &ignored);
    }
    if (making->settings != NULL) {
        add_bytes(making, BACKUP_SETTINGS, making->settings, making->settings_size);
    }
}

static bool describe_copy(struct making *making, struct db *copy)
{
    const struct backup_watch *watch = &making->order->watch;
    struct backup_manifest *manifest = &making->manifest;
    struct backup_stage checks = {watch, _("checking the copy"), 300, 450};
    struct backup_stage digests = {watch, _("counting every table"), 450, 600};
    int64_t papers = 0;
    manifest->schema = migrate_version(copy, making->err);
    if (manifest->schema < 0 || !db_check_whole(copy, backup_stage_go_on, &checks, making->err) ||
        !db_schema_digest(copy, manifest->schema_sha256, making->err) ||
        !db_digest(copy, &making->arena, &manifest->tables, &manifest->table_count,
                   backup_stage_go_on, &digests, making->err) ||
        !attachment_count(copy, &papers, making->err)) {
        return false;
    }
    for (int i = 0; i < manifest->table_count; i++) {
        manifest->rows += manifest->tables[i].rows;
    }
    struct backup_item *database = add_item(making, (int)papers + 3);
    text_copy(database->name, sizeof database->name, BACKUP_DATABASE);
    return backup_hash_path(making->database, database->sha256, &database->bytes, NULL,
                            making->err) &&
           add_papers(making, copy);
}

static bool make_copy(struct making *making)
{
    struct backup_stage stage = {&making->order->watch, _("copying the database"), 0, 300};
    struct app *app = making->app;
    struct backup_manifest *manifest = &making->manifest;
    if (!file_join(making->database, sizeof making->database, making->work, BACKUP_DATABASE)) {
        return say_too_long(making->err);
    }
    if (!db_snapshot(app->db, making->database, backup_stage_go_on, &stage, making->err)) {
        return false;
    }
    struct db *copy =
        db_open(making->database, &(struct db_options){.read_only = true}, making->err);
    if (copy == NULL) {
        return false;
    }
    bool ok = describe_copy(making, copy);
    db_close(copy);
    manifest->created_at_ms = time_now_ms();
    text_copy(manifest->program, sizeof manifest->program, AIMTRACK_VERSION);
    text_copy(manifest->club, sizeof manifest->club, app->club.name);
    backup_pepper_check(app->pepper, manifest->pepper_check);
    add_secrets(making);
    return ok;
}

/* --- writing it --- */

static bool deliver_sealed(void *context, const void *bytes, size_t size, struct err *err)
{
    struct making *making = context;
    return delivery_write(making->delivery, bytes, size, err);
}

static bool put(struct making *making, const void *bytes, size_t size)
{
    return making->seal != NULL ? seal_write(making->seal, bytes, size, making->err)
                                : delivery_write(making->delivery, bytes, size, making->err);
}

static bool put_padding(struct making *making, int64_t size)
{
    static const char zeros[TAR_BLOCK];
    return put(making, zeros, tar_padding(size));
}

static bool put_header(struct making *making, const char *name, int64_t size)
{
    unsigned char block[TAR_BLOCK];
    return (tar_header(block, name, size, making->manifest.created_at_ms) ||
            err_set(
                making->err, ERR_INPUT,
                _("The database is larger than 8 GiB: a backup in one file cannot hold it."))) &&
           put(making, block, sizeof block);
}

static bool put_bytes(struct making *making, const char *name, const void *bytes, size_t size)
{
    return put_header(making, name, (int64_t)size) && put(making, bytes, size) &&
           put_padding(making, (int64_t)size);
}

/* Exactly as many bytes as the manifest says; that they are the right ones is seen when the file is
 * read back. */
static bool put_open_file(struct making *making, int file, const struct backup_item *item,
                          struct backup_stage *stage)
{
    char *block = mem_alloc(READ_BLOCK);
    int64_t done = 0;
    bool ok = put_header(making, item->name, item->bytes);
    while (ok && done < item->bytes) {
        int64_t left = item->bytes - done;
        ssize_t got = read(file, block, left < READ_BLOCK ? (size_t)left : READ_BLOCK);
        if (got <= 0) {
            ok = err_errno(making->err, got < 0 ? errno : EIO, _("The backup could not be read."));
        } else {
            done += got;
            ok = put(making, block, (size_t)got) &&
                 (backup_stage_go_on(stage, done, item->bytes) || backup_say_stopped(making->err));
        }
    }
    free(block);
    return ok && put_padding(making, item->bytes);
}

static bool put_file(struct making *making, const char *folder, const struct backup_item *item,
                     struct backup_stage *stage)
{
    char path[BACKUP_PATH_ROOM + BACKUP_ITEM_ROOM];
    if (!file_join(path, sizeof path, folder, item->name)) {
        return say_too_long(making->err);
    }
    int file = backup_open(path, making->err);
    bool ok = file >= 0 && put_open_file(making, file, item, stage);
    if (file >= 0) {
        close(file);
    }
    return ok;
}

static bool put_item(struct making *making, const struct backup_item *item)
{
    struct backup_stage stage = {&making->order->watch, _("writing the backup"), 650, 850};
    struct backup_stage paper = {&making->order->watch, _("writing the papers"), 850, 850};
    if (strcmp(item->name, BACKUP_DATABASE) == 0) {
        return put_file(making, making->work, item, &stage);
    }
    if (strcmp(item->name, BACKUP_PEPPER) == 0) {
        return put_bytes(making, item->name, making->app->pepper, sizeof making->app->pepper);
    }
    if (strcmp(item->name, BACKUP_SETTINGS) == 0) {
        return put_bytes(making, item->name, making->settings, making->settings_size);
    }
    return put_file(making, making->app->folder, item, &paper);
}

static bool put_everything(struct making *making)
{
    static const char end[2 * TAR_BLOCK];
    struct buf json = {0};
    const struct backup_manifest *manifest = &making->manifest;
    backup_manifest_write(manifest, &json);
    bool ok = put_bytes(making, BACKUP_MANIFEST, buf_text(&json), json.size);
    buf_free(&json);
    for (int i = 0; ok && i < manifest->item_count; i++) {
        ok = put_item(making, &manifest->items[i]);
    }
    return ok && put(making, end, sizeof end) &&
           (making->seal == NULL || seal_finish(making->seal, making->err));
}

static int64_t expected_bytes(const struct backup_manifest *manifest)
{
    int64_t bytes = INT64_C(64) * 1024;
    for (int i = 0; i < manifest->item_count; i++) {
        bytes += manifest->items[i].bytes + (int64_t)2 * TAR_BLOCK;
    }
    return bytes + bytes / 1000; /* sealing adds 17 bytes to 64 KiB */
}

/* What a delivery says is about exports and sticks: of a backup other things must be known. */
static bool about_writing(struct making *making, enum deliver_step step)
{
    struct err *err = making->err;
    const char *folder = making->result->folder;
    enum err_kind kind = err->kind;
    if (kind == ERR_FULL) {
        return err_set(err, kind,
                       _("There is too little room for a backup in \"%.90s\". Those that are there"
                         " are kept. Make room, or choose another folder."),
                       folder);
    }
    if (kind == ERR_READONLY) {
        return err_set(err, kind,
                       _("The folder \"%.90s\" is not there or cannot be written: no backup was"
                         " made."),
                       folder);
    }
    if (step == DELIVER_VERIFY) {
        return err_set(err, ERR_CORRUPT,
                       _("What was read back differs from what was written: this backup was taken"
                         " away. Do not trust the disk of \"%.90s\"."),
                       folder);
    }
    return err_set(err, kind,
                   _("The disk of \"%.90s\" failed, or was pulled out: this backup is not complete"
                     " and was taken away. Those made before are kept."),
                   folder);
}

static void forget_file(const char *folder, const char *name)
{
    char path[BACKUP_PATH_ROOM];
    struct err err = {0};
    if (!file_join(path, sizeof path, folder, name) || unlink(path) != 0) {
        log_event(LOG_LEVEL_WARNING, "left behind: %s", name);
    }
    if (!backup_sums_put(folder, name, NULL, &err)) {
        log_err("checksums", &err);
    }
}

static bool reads_on(void *context, enum deliver_step step, int64_t bytes)
{
    struct making *making = context;
    int64_t total = expected_bytes(&making->manifest);
    struct backup_stage stage = {&making->order->watch, _("reading it back"), 850, 900};
    (void)step;
    return backup_stage_go_on(&stage, bytes, total);
}

static bool finish_file(struct making *making)
{
    const struct deliver_watch watch = {.go_on = reads_on, .context = making};
    struct deliver_result file;
    struct backup_result *result = making->result;
    bool ok = delivery_finish(making->delivery, &watch, &file, making->err);
    making->delivery = NULL;
    if (!ok && file.step == DELIVER_CANCELLED) {
        return backup_say_stopped(making->err);
    }
    if (!ok) {
        about_writing(making, file.step);
        if (file.step == DELIVER_SUMS) {
            forget_file(result->folder, file.name);
        }
        return false;
    }
    text_copy(result->name, sizeof result->name, file.name);
    text_copy(result->sha256, sizeof result->sha256, file.sha256);
    result->bytes = file.bytes;
    return true;
}

static bool write_file(struct making *making)
{
    struct deliver_result file;
    struct backup_result *result = making->result;
    making->delivery = delivery_open(result->folder, result->name,
                                     expected_bytes(&making->manifest), NULL, &file, making->err);
    if (making->delivery == NULL) {
        return about_writing(making, file.step);
    }
    if (making->is_sealed) {
        making->seal = seal_writer_open(making->public_key, deliver_sealed, making, making->err);
    }
    bool ok = (!making->is_sealed || making->seal != NULL) && put_everything(making);
    if (!ok) {
        bool is_writing = making->err->kind == ERR_IO || making->err->kind == ERR_FULL;
        delivery_cancel(making->delivery, &file);
        making->delivery = NULL;
        return is_writing && file.step != DELIVER_CANCELLED ? about_writing(making, file.step)
                                                            : false;
    }
    if (making->seal != NULL) {
        seal_session_key(making->seal, making->session_key);
    }
    return finish_file(making);
}

/* The delivery compared every byte with what it was given; this compares what it was given with the
 * manifest, opened as a restore would open it. */
static bool read_back(struct making *making)
{
    struct arena arena = {0};
    struct backup_manifest manifest;
    char path[BACKUP_PATH_ROOM];
    struct backup_result *result = making->result;
    const struct backup_key key = {.session_key = making->is_sealed ? making->session_key : NULL};
    struct backup_unpacking unpacking = {
        .path = path,
        .key = &key,
        .stage = {&making->order->watch, _("comparing what was written"), 900, 980}};
    bool ok =
        (file_join(path, sizeof path, result->folder, result->name) || say_too_long(making->err)) &&
        backup_unpack(&unpacking, &arena, &manifest, making->err);
    arena_free(&arena);
    if (!ok) {
        forget_file(result->folder, result->name);
    }
    return ok;
}

/* --- all of it --- */

/* While its key is known, which nobody here has afterwards. */
static bool test_restoring(struct making *making)
{
    char path[BACKUP_PATH_ROOM];
    char work[BACKUP_PATH_ROOM];
    struct arena arena = {0};
    struct backup_test test;
    struct err err = {0};
    int64_t started_ms = time_monotonic_ms();
    struct backup_result *result = making->result;
    const struct backup_key key = {.session_key = making->is_sealed ? making->session_key : NULL};
    if (!making->order->tests_restore) {
        return true;
    }
    struct maintenance row = {.kind = MAINTENANCE_RESTORE_TEST};
    text_copy(row.file_name, sizeof row.file_name, result->name);
    row.is_good =
        backup_room_start(making->app->folder, work, &err) &&
        file_join(path, sizeof path, result->folder, result->name) &&
        backup_test_in(making->app, path, &key, work, &making->order->watch, &arena, &test, &err);
    arena_free(&arena);
    result->is_tested = row.is_good;
    if (!row.is_good && err.kind == ERR_BUSY) {
        return true; /* stopped: the backup stands, the test is still due */
    }
    if (row.is_good) {
        snprintf(row.detail, sizeof row.detail, "%d tables", result->table_count);
    }
    backup_note(making->app, &row, started_ms, row.is_good ? NULL : &err);
    if (!row.is_good) {
        *making->err = err;
    }
    return row.is_good;
}

static bool make_all(struct making *making)
{
    struct backup_result *result = making->result;
    struct backup_name name;
    bool ok = choose_folder(making) && choose_name(making, &name);
    if (ok && making->order->to == NULL) {
        remove_parts(result->folder);
        ok = backup_mend_list(making->app, result->folder, &making->order->watch, making->err);
    }
    ok = ok && backup_room_start(making->app->folder, making->work, making->err) &&
         make_copy(making) && write_file(making) && read_back(making);
    result->is_sealed = making->is_sealed;
    result->table_count = making->manifest.table_count;
    result->rows = making->manifest.rows;
    result->missing_count = making->manifest.missing_count;
    return ok;
}

static bool was_stopped(const struct making *making)
{
    return making->err->kind == ERR_BUSY;
}

static void keep_row(struct making *making, bool ok, int64_t started_ms)
{
    const struct backup_result *result = making->result;
    struct maintenance row = {
        .kind = MAINTENANCE_BACKUP, .is_good = ok, .bytes = ok ? result->bytes : 0};
    text_copy(row.file_name, sizeof row.file_name, result->name);
    if (ok) {
        text_copy(row.digest, sizeof row.digest, result->sha256);
        snprintf(row.detail, sizeof row.detail, "%d tables, %lld rows, %d papers%s%s",
                 result->table_count, (long long)result->rows, result->paper_count,
                 making->order->to != NULL ? ", to another folder" : "",
                 result->is_sealed ? ", encrypted" : "");
    }
    backup_note(making->app, &row, started_ms, ok ? NULL : making->err);
}

/* The copy is the database page by page: what its check says, it says of the database. */
static void keep_check(struct making *making, bool ok, int64_t started_ms)
{
    bool is_damage = !ok && making->err->kind == ERR_CORRUPT && making->manifest.rows == 0;
    if (!ok && !is_damage) {
        return;
    }
    struct maintenance row = {.kind = MAINTENANCE_CHECK, .is_good = ok};
    text_copy(row.detail, sizeof row.detail, "integrity_check and foreign_key_check of a copy");
    backup_note(making->app, &row, started_ms, ok ? NULL : making->err);
}

bool backup_make(struct app *app, const struct backup_order *order, struct backup_result *result,
                 struct err *err)
{
    struct making making = {.app = app, .order = order, .result = result, .err = err};
    int64_t started_ms = time_monotonic_ms();
    *result = (struct backup_result){0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err)) {
        return false;
    }
    int lock = backup_lock(app->folder, err);
    if (lock < 0) {
        return false;
    }
    bool ok = read_settings(&making) && make_all(&making);
    if (ok || !was_stopped(&making)) {
        keep_check(&making, ok, started_ms);
        keep_row(&making, ok, started_ms);
    }
    if (ok && order->to == NULL) {
        backup_rotate(app, &making.config, result);
    }
    ok = ok && test_restoring(&making);
    if (making.work[0] != '\0') {
        backup_room_end(making.work);
    }
    seal_writer_free(making.seal);
    sodium_memzero(making.session_key, sizeof making.session_key);
    free(making.settings);
    arena_free(&making.arena);
    close(lock);
    return ok;
}

/* --- what it would do --- */

static int64_t size_of(const char *folder, const char *name)
{
    char path[BACKUP_PATH_ROOM];
    struct stat status;
    return file_join(path, sizeof path, folder, name) && stat(path, &status) == 0
               ? (int64_t)status.st_size
               : 0;
}

static bool count_papers(struct making *making, int64_t *bytes)
{
    struct attachment paper;
    struct db_stmt *stmt = attachment_scan_start(making->app->db);
    enum db_step step = DB_DONE;
    while ((step = attachment_scan_next(stmt, &paper, making->err)) == DB_ROW) {
        *bytes += paper.size;
        making->result->paper_count++;
    }
    return step == DB_DONE;
}

bool backup_plan(struct app *app, const struct backup_order *order, struct backup_result *result,
                 struct err *err)
{
    struct making making = {.app = app, .order = order, .result = result, .err = err};
    struct backup_name name;
    struct statvfs room;
    *result = (struct backup_result){0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err) || !read_settings(&making)) {
        return false;
    }
    bool ok = order->to != NULL ? choose_folder(&making)
                                : backup_folder(app->folder, false, result->folder, err);
    if (!ok || !choose_name(&making, &name) || !count_papers(&making, &result->needed_bytes)) {
        return false;
    }
    result->is_sealed = making.is_sealed;
    result->needed_bytes +=
        size_of(app->folder, BACKUP_DATABASE) + size_of(app->folder, BACKUP_DATABASE "-wal");
    result->room_bytes = -1;
    if (statvfs(result->folder, &room) == 0 || statvfs(app->folder, &room) == 0) {
        result->room_bytes = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
    }
    ok = order->to != NULL || backup_rotation_plan(app, &making.config, &name, result, err);
    result->needed_bytes *= 1 + (result->also[0][0] != '\0') + (result->also[1][0] != '\0');
    return ok;
}
