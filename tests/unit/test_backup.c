/* Backups on a real club: what is made, what is found when it was changed, and that a restore gives
 * the same club back, on this machine and on another one. */
#include "range_support.h"

#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "core/attachment.h"
#include "core/attachment_file.h"
#include "core/auth.h"
#include "core/backup_parts.h"
#include "core/club_lock.h"
#include "core/restore.h"
#include "core/session.h"
#include "core/upkeep.h"
#include "core/verify.h"
#include "store/maintenance.h"

struct scene {
    struct app app;
    record_id session_id;
    char outside[512]; /* a folder beside the club */
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    struct lane lane;
    test_club(&scene->app);
    test_folder(scene->outside);
    record_id mo = make_member(&scene->app, "Visser", "Mo");
    record_id pistol = make_weapon(&scene->app, "Morini CM162", WEAPON_AIR_PISTOL);
    for (int i = 0; i < 3; i++) {
        open_lane(&scene->app, mo, pistol, "LP60", 1, &lane);
        type_shots(&scene->app, &lane, 20, 80 + 10 * i);
        assert_ok(range_finish(&scene->app, &lane, &err), err);
        scene->session_id = lane.session.id;
        lane_free(&lane);
    }
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    app_close(&scene->app);
    free(scene);
    return 0;
}

static void make_backup(struct app *app, const struct backup_order *order,
                        struct backup_result *result)
{
    struct err err = {0};
    static const struct backup_order usual;
    assert_ok(backup_make(app, order != NULL ? order : &usual, result, &err), err);
}

static void path_of(const struct backup_result *result, char path[BACKUP_PATH_ROOM])
{
    assert_true(file_join(path, BACKUP_PATH_ROOM, result->folder, result->name));
}

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[700];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, name));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

/* Makes a pair; the public key goes into the settings, the private one stays outside. */
static void encrypt_from_now_on(struct scene *scene, char key_path[700])
{
    char public_text[SEAL_TEXT_ROOM];
    char settings[300];
    struct err err = {0};
    assert_true(file_join(key_path, 700, scene->outside, "private.key"));
    assert_ok(backup_key_make(scene->app.folder, key_path, public_text, &err), err);
    snprintf(settings, sizeof settings, "[backup]\nencrypt_to = %s\n", public_text);
    write_text(scene->app.folder, "aimtrack.conf", settings);
}

static void newest_row(struct app *app, enum maintenance_kind kind, struct maintenance *row)
{
    struct err err = {0};
    assert_ok(maintenance_newest(app->db, kind, false, row, &err), err);
}

static void restore_into(const char *folder, const char *path, const struct backup_key *key,
                         struct restore_result *result)
{
    struct arena arena = {0};
    struct err err = {0};
    struct restore_order order = {.data_folder = folder, .path = path};
    if (key != NULL) {
        order.key = *key;
    }
    assert_ok(restore_run(&order, &arena, result, &err), err);
    arena_free(&arena);
}

static bool can_log_in(struct app *app)
{
    struct err err = {0};
    struct auth_attempt attempt;
    if (!auth_begin(app, "admin", "correct horse", &attempt, &err)) {
        return false;
    }
    auth_compare(&attempt);
    return auth_end(app, &attempt, &err);
}

static void check_same_club(struct scene *scene, const char *folder, bool logs_in)
{
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct verify_report report;
    struct session_detail *detail = calloc(1, sizeof *detail);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&app, &options, &err), err);
    assert_int_equal(app.club.id, scene->app.club.id);
    assert_ok(session_get(&app, &arena, scene->session_id, detail, &err), err);
    assert_int_equal(detail->parts[0].shot_count, 20);
    assert_int_equal(detail->parts[0].stats.total_tenths, 20 * 100);
    assert_string_equal(detail->parts[0].arm.name, "Morini CM162");
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 0);
    assert_int_equal(can_log_in(&app), logs_in);
    arena_free(&arena);
    free(detail);
    app_close(&app);
}

/* --- what is made --- */

static void a_backup_is_one_file_that_sha256sum_and_tar_read(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct stat status;
    char path[BACKUP_PATH_ROOM];
    char command[1400];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(status.st_size, result.bytes);
    assert_int_equal(stat(result.folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    snprintf(command, sizeof command,
             "cd '%s' && sha256sum --quiet -c SHA256SUMS && tar tf %s >list && grep -q"
             " '^aimtrack.db$' list && ! grep -q pepper list && rm list && test -z \"$(ls -A"
             " | grep part)\"",
             result.folder, result.name);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    assert_string_equal(result.also[0] + strlen(result.also[0]) - 4, ".tar");
    assert_memory_equal(result.also[0], "weekly-", 7);
    assert_memory_equal(result.also[1], "monthly-", 8);
}

static void what_was_done_stands_in_a_row_and_in_the_trail(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct maintenance row;
    struct audit_row trail[4];
    struct err err = {0};
    make_backup(&scene->app, NULL, &result);
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_true(row.is_good);
    assert_string_equal(row.file_name, result.name);
    assert_string_equal(row.digest, result.sha256);
    assert_int_equal(row.bytes, result.bytes);
    assert_int_equal(audit_of(scene->app.db, "maintenance", row.id, trail, 4, &err), 1);
    assert_string_equal(trail[0].action, "backup");
    newest_row(&scene->app, MAINTENANCE_CHECK,
               &row); /* the copy was checked: so was the database */
    assert_true(row.is_good);
    assert_non_null(strstr(row.detail, "integrity_check"));
}

static void two_backups_of_the_same_records_have_the_same_digests(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct db_table *before = NULL;
    struct db_table *after = NULL;
    struct err err = {0};
    int count = 0;
    assert_ok(db_digest(scene->app.db, &arena, &before, &count, NULL, NULL, &err), err);
    assert_ok(db_digest(scene->app.db, &arena, &after, &count, NULL, NULL, &err), err);
    for (int i = 0; i < count; i++) {
        assert_string_equal(before[i].sha256, after[i].sha256);
    }
    assert_ok(db_script(scene->app.db, "UPDATE member SET given_name = 'mo'", &err), err);
    assert_ok(db_digest(scene->app.db, &arena, &after, &count, NULL, NULL, &err), err);
    for (int i = 0; i < count; i++) {
        bool is_member = strcmp(before[i].name, "member") == 0;
        assert_int_equal(strcmp(before[i].sha256, after[i].sha256) != 0, is_member);
        assert_int_equal(before[i].rows, after[i].rows);
    }
    arena_free(&arena);
}

static void rotation_keeps_seven_and_takes_them_off_the_list(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    char command[700];
    char path[BACKUP_PATH_ROOM];
    int count = 0;
    for (int i = 0; i < 9; i++) {
        make_backup(&scene->app, NULL, &result);
        assert_int_equal(result.removed, i < 7 ? 0 : 1);
    }
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    assert_int_equal(count, 7 + 1 + 1);
    path_of(&result, path); /* nine in a second take a name again that went: it need not be first */
    assert_true(file_exists(path));
    for (int i = 0; i < count; i++) {
        assert_true(files[i].is_verified);
    }
    arena_free(&arena);
    snprintf(command, sizeof command, "cd '%s' && sha256sum --quiet -c SHA256SUMS", result.folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
}

static void the_one_just_made_stays_also_with_a_clock_that_went_back(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    char path[BACKUP_PATH_ROOM];
    for (int i = 0; i < 7; i++) {
        make_backup(&scene->app, NULL, &result);
    }
    setenv("AIMTRACK_CLOCK_MS", "1700000000000", 1); /* years before the others */
    for (int i = 0; i < 2; i++) {
        make_backup(&scene->app, NULL, &result);
        path_of(&result, path);
        assert_true(file_exists(path));
        for (int j = 0; j < 2 && result.also[j][0] != '\0'; j++) {
            assert_true(file_join(path, sizeof path, result.folder, result.also[j]));
            assert_true(file_exists(path));
        }
    }
    unsetenv("AIMTRACK_CLOCK_MS");
}

static void the_data_folder_itself_is_no_place_for_a_backup(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct err err = {0};
    struct backup_order order = {.to = scene->app.folder};
    char path[700];
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_true(file_join(path, sizeof path, scene->app.folder, "SHA256SUMS"));
    assert_false(file_exists(path));
}

static void a_file_where_the_folder_should_be_is_named(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct err err = {0};
    struct backup_order order = {0};
    write_text(scene->app.folder, "backups", "hello");
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err_exit_code(&err), 73);
    assert_non_null(strstr(err.what, "backups\" should be the folder"));
}

static void a_damaged_file_from_elsewhere_is_no_failure_of_our_backups(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct backup_test test;
    struct arena arena = {0};
    struct maintenance row;
    struct err err = {0};
    char path[700];
    make_backup(&scene->app, NULL, &result);
    write_text(scene->outside, "daily-20200101-030000.tar", "an old stick");
    assert_true(file_join(path, sizeof path, scene->outside, "daily-20200101-030000.tar"));
    assert_false(
        backup_verify(&scene->app, scene->app.folder, path, NULL, NULL, &arena, &check, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_false(backup_test(&scene->app, path, NULL, false, NULL, &arena, &test, &err));
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_true(row.is_good);
    newest_row(&scene->app, MAINTENANCE_RESTORE_TEST, &row);
    assert_int_equal(row.id, 0);
    arena_free(&arena);
}

static void a_sealed_one_that_no_list_names_is_not_called_good_without_its_key(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct arena arena = {0};
    struct err err = {0};
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    char sums[700];
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_ok(backup_verify(&scene->app, scene->app.folder, path, NULL, NULL, &arena, &check, &err),
              err);
    assert_true(file_join(sums, sizeof sums, result.folder, "SHA256SUMS"));
    assert_int_equal(unlink(sums), 0);
    assert_int_equal(truncate(path, result.bytes - 5000), 0);
    assert_false(
        backup_verify(&scene->app, scene->app.folder, path, NULL, NULL, &arena, &check, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    arena_free(&arena);
}

static void a_backup_to_another_folder_rotates_nothing(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {.to = scene->outside};
    for (int i = 0; i < 9; i++) {
        make_backup(&scene->app, &order, &result);
        assert_int_equal(result.removed, 0);
        assert_string_equal(result.folder, scene->outside);
    }
    struct backup_file newest;
    assert_false(backup_newest(scene->app.folder, &newest));
}

static void a_dry_run_writes_nothing_and_says_what_would_be(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {0};
    struct err err = {0};
    struct maintenance row;
    assert_ok(backup_plan(&scene->app, &order, &result, &err), err);
    assert_memory_equal(result.name, "daily-", 6);
    assert_true(result.needed_bytes > 100000 && result.room_bytes > 0);
    assert_false(file_exists(result.folder));
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_int_equal(row.id, 0);
}

static bool stop_at_500(void *context, const char *what, int per_mille)
{
    (void)context;
    (void)what;
    return per_mille < 500;
}

static void one_that_is_stopped_leaves_nothing(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {.watch = {.go_on = stop_at_500}};
    struct err err = {0};
    struct maintenance row;
    char command[700];
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_int_equal(row.id, 0);
    snprintf(command, sizeof command, "test -z \"$(ls -A '%s')\"", result.folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    snprintf(command, sizeof command, "test ! -e '%s/backup-work'", scene->app.folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
}

static void only_one_backup_is_made_at_a_time(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {0};
    struct err err = {0};
    int lock = backup_lock(scene->app.folder, &err);
    assert_true(lock >= 0);
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    close(lock);
    make_backup(&scene->app, NULL, &result);
}

static void a_damaged_database_gives_no_backup_and_a_bad_row(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {0};
    struct maintenance row;
    struct err err = {0};
    assert_ok(db_script(scene->app.db,
                        "PRAGMA foreign_keys = OFF; DELETE FROM member; PRAGMA foreign_keys = ON",
                        &err),
              err);
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_true(row.id != 0 && !row.is_good);
    newest_row(&scene->app, MAINTENANCE_CHECK, &row);
    assert_true(row.id != 0 && !row.is_good);
    struct backup_file newest;
    assert_false(backup_newest(scene->app.folder, &newest));
}

static void an_officer_makes_no_backup(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {0};
    struct err err = {0};
    scene->app.actor.role = ROLE_OFFICER;
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void without_a_key_nothing_is_called_encrypted(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_order order = {.must_encrypt = true};
    struct err err = {0};
    assert_false(backup_make(&scene->app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
    assert_non_null(strstr(err.what, "keypair"));
    write_text(scene->app.folder, "aimtrack.conf", "[backup]\nencrypt_to = aimtrack-public-x\n");
    assert_false(backup_make(&scene->app, &(struct backup_order){0}, &result, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
}

/* --- what is found --- */

static bool verify_file(struct scene *scene, const char *path, const struct backup_key *key,
                        struct backup_check *check, struct err *err)
{
    struct arena arena = {0};
    bool ok = backup_verify(&scene->app, scene->app.folder, path, key, NULL, &arena, check, err);
    arena_free(&arena);
    return ok;
}

static void flip(const char *path, off_t at)
{
    char byte = 0;
    int file = open(path, O_RDWR);
    assert_true(file >= 0);
    assert_int_equal(pread(file, &byte, 1, at), 1);
    byte ^= 0x40;
    assert_int_equal(pwrite(file, &byte, 1, at), 1);
    close(file);
}

/* With the list it is the list that says so; without, what is in the file. */
static void a_changed_byte_anywhere_is_found(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct backup_order order = {.to = scene->outside};
    char path[BACKUP_PATH_ROOM];
    char sums[700];
    struct test_random random;
    test_random_start(&random);
    make_backup(&scene->app, &order, &result);
    path_of(&result, path);
    for (int i = 0; i < 12; i++) {
        struct err err = {0};
        off_t at = i == 0 ? 700 : test_random_below(&random, (int)result.bytes - 1024);
        bool is_padding = false;
        flip(path, at);
        if (i == 6) {
            file_join(sums, sizeof sums, scene->outside, "SHA256SUMS");
            unlink(sums);
        }
        if (verify_file(scene, path, NULL, &check, &err)) {
            is_padding = i >= 6; /* zeros that fill a block up mean nothing */
            assert_true(is_padding);
        } else {
            assert_int_equal(err.kind, ERR_CORRUPT);
        }
        flip(path, at);
    }
    struct err err = {0};
    assert_ok(verify_file(scene, path, NULL, &check, &err), err);
    assert_true(check.is_whole && !check.has_sum);
}

static void a_backup_that_was_found_damaged_is_not_offered(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_check check;
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct maintenance row;
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    int count = 0;
    make_backup(&scene->app, NULL, &first);
    make_backup(&scene->app, NULL, &second);
    path_of(&second, path);
    flip(path, 5000);
    assert_false(verify_file(scene, path, NULL, &check, &err));
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_false(row.is_good);
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    assert_string_equal(files[0].name, second.name);
    assert_false(files[0].is_verified);
    assert_true(files[1].is_verified);
    arena_free(&arena);
}

static void other_files_are_no_backups(void **state)
{
    struct scene *scene = *state;
    struct backup_check check;
    struct err err = {0};
    char path[700];
    write_text(scene->outside, "empty.tar", "");
    write_text(scene->outside, "text.tar", "not a backup at all, but longer than nothing");
    static const char *const names[] = {"empty.tar", "text.tar"};
    for (size_t i = 0; i < 2; i++) {
        file_join(path, sizeof path, scene->outside, names[i]);
        assert_false(verify_file(scene, path, NULL, &check, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    assert_false(verify_file(scene, "/nowhere/daily.tar", NULL, &check, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(verify_file(scene, scene->outside, NULL, &check, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    file_join(path, sizeof path, scene->outside, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(verify_file(scene, path, NULL, &check, &err)); /* and does not wait for it */
}

static void without_its_key_a_sealed_one_is_checked_as_far_as_can_be(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct seal_pair pair;
    struct seal_pair wrong;
    struct err err = {0};
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_true(result.is_sealed);
    assert_ok(verify_file(scene, path, NULL, &check, &err), err);
    assert_true(check.has_sum && check.is_sealed && !check.is_whole);
    assert_ok(backup_key_read(key_path, &pair, &err), err);
    assert_ok(verify_file(scene, path, &(struct backup_key){.pair = &pair}, &check, &err), err);
    assert_true(check.is_whole);
    seal_pair_make(&wrong);
    assert_false(verify_file(scene, path, &(struct backup_key){.pair = &wrong}, &check, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void the_private_key_does_not_go_beside_the_database(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct stat status;
    char path[700];
    char public_text[SEAL_TEXT_ROOM];
    file_join(path, sizeof path, scene->app.folder, "private.key");
    assert_false(backup_key_make(scene->app.folder, path, public_text, &err));
    assert_false(file_exists(path));
    file_join(path, sizeof path, scene->outside, "private.key");
    assert_ok(backup_key_make(scene->app.folder, path, public_text, &err), err);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_false(backup_key_make(scene->app.folder, path, public_text, &err)); /* never over one */
}

static void a_large_file_is_no_key(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct seal_pair pair;
    char path[700];
    char text[9000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    write_text(scene->outside, "photo.jpg", text);
    assert_true(file_join(path, sizeof path, scene->outside, "photo.jpg"));
    assert_false(backup_key_read(path, &pair, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.what, "holds no private key"));
    assert_false(backup_key_read(scene->outside, &pair, &err)); /* a folder is called a folder */
    assert_non_null(strstr(err.what, "a folder"));
}

/* --- papers --- */

static void papers_come_along_and_a_missing_one_is_counted(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    struct err err = {0};
    record_id ids[2];
    char path[700];
    char stored[ATTACHMENT_PATH_ROOM];
    char name[64];
    char other[512];
    write_text(scene->outside, "a.txt", "first paper");
    write_text(scene->outside, "b.txt", "second paper");
    for (int i = 0; i < 2; i++) {
        file_join(path, sizeof path, scene->outside, i == 0 ? "a.txt" : "b.txt");
        assert_ok(attachment_add(&scene->app,
                                 &(struct attachment_subject){.session_id = scene->session_id},
                                 path, &ids[i], &err),
                  err);
    }
    snprintf(name, sizeof name, "%lld.txt", (long long)ids[1]);
    assert_ok(attachment_file(&scene->app, name, stored, &err), err);
    assert_int_equal(unlink(stored), 0);
    make_backup(&scene->app, NULL, &result);
    assert_int_equal(result.paper_count, 1);
    assert_int_equal(result.missing_count, 1);
    char backup[BACKUP_PATH_ROOM];
    path_of(&result, backup);
    test_folder(other);
    restore_into(other, backup, NULL, &restored);
    assert_int_equal(restored.papers, 1);
    snprintf(path, sizeof path, "%s/attachments/%lld.txt", other, (long long)ids[0]);
    size_t size = 0;
    char *bytes = file_read(path, 100, &size, &err);
    assert_string_equal(bytes, "first paper");
    free(bytes);
}

/* --- restoring --- */

static void on_another_machine_a_sealed_backup_and_its_key_are_enough(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    struct seal_pair pair;
    struct err err = {0};
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    char other[512];
    char settings[700];
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_ok(backup_key_read(key_path, &pair, &err), err);
    test_folder(other);
    restore_into(other, path, &(struct backup_key){.pair = &pair}, &restored);
    assert_true(restored.do_pins_work);
    assert_string_equal(restored.kept, ""); /* there was nothing */
    check_same_club(scene, other, true);
    file_join(settings, sizeof settings, other, "aimtrack.conf");
    assert_true(file_exists(settings)); /* so that backups there are encrypted too */
}

static void on_another_machine_a_plain_backup_has_the_club_but_no_pins(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    char path[BACKUP_PATH_ROOM];
    char other[512];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    test_folder(other);
    restore_into(other, path, NULL, &restored);
    assert_false(restored.do_pins_work);
    check_same_club(scene, other, false);
}

static void what_was_there_is_kept_and_its_wal_with_it(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    struct maintenance row;
    struct app app;
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    char folder[512];
    char kept[900];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    make_member(&scene->app, "Later", "Too");
    text_copy(folder, sizeof folder, scene->app.folder);
    app_close(&scene->app);
    snprintf(kept, sizeof kept, "%s/aimtrack.db-wal", folder);
    write_text(folder, "aimtrack.db-wal", "a log of the old database");
    restore_into(folder, path, NULL, &restored);
    assert_true(restored.do_pins_work); /* the same machine: the pepper is the right one */
    assert_memory_equal(restored.kept, "before-restore-", 15);
    assert_false(file_exists(kept));
    snprintf(kept, sizeof kept, "%s/aimtrack.db.%s-wal", folder, restored.kept);
    assert_true(file_exists(kept));
    snprintf(kept, sizeof kept, "%s/aimtrack.db.%s", folder, restored.kept);
    assert_true(file_exists(kept));
    check_same_club(scene, folder, true);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&app, &options, &err), err);
    newest_row(&app, MAINTENANCE_RESTORE, &row);
    assert_true(row.is_good);
    assert_string_equal(row.file_name, result.name);
    scene->app = app; /* tear_down closes it */
}

static void a_club_that_is_open_is_not_restored(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    struct arena arena = {0};
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    struct restore_order order = {.data_folder = scene->app.folder, .path = path};
    assert_false(restore_run(&order, &arena, &restored, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    arena_free(&arena);
    assert_ok(db_check(scene->app.db, &err), err);
}

static void a_damaged_backup_changes_nothing(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    struct arena arena = {0};
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    char folder[512];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    flip(path, result.bytes / 2);
    text_copy(folder, sizeof folder, scene->app.folder);
    app_close(&scene->app);
    struct restore_order order = {.data_folder = folder, .path = path};
    assert_false(restore_run(&order, &arena, &restored, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    arena_free(&arena);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&scene->app, &options, &err), err);
    check_same_club(scene, folder, true);
}

/* Interrupted after the first of its steps: whoever opens the club finishes it. */
static void an_interrupted_change_is_finished_by_who_comes_next(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct restore_result restored;
    char path[BACKUP_PATH_ROOM];
    char folder[512];
    char other[512];
    char command[2000];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    test_folder(other);
    restore_into(other, path, NULL, &restored);
    text_copy(folder, sizeof folder, scene->app.folder);
    make_member(&scene->app, "Later", "Too");
    app_close(&scene->app);
    snprintf(command, sizeof command,
             "cd '%s' && cp '%s/aimtrack.db' aimtrack.db.restored && echo log >aimtrack.db-wal &&"
             " mv aimtrack.db aimtrack.db.before-restore-1 && printf before-restore-1"
             " >restore-pending",
             folder, other);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    check_same_club(scene, folder, true);
    snprintf(
        command, sizeof command,
        "cd '%s' && test -e aimtrack.db.before-restore-1 -a -e aimtrack.db.before-restore-1-wal"
        " -a ! -e restore-pending -a ! -e aimtrack.db.restored",
        folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    struct err err = {0};
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&scene->app, &options, &err), err);
}

static void a_lost_database_is_not_taken_for_a_new_club(void **state)
{
    struct scene *scene = *state;
    struct app app;
    struct err err = {0};
    char folder[512];
    char path[700];
    text_copy(folder, sizeof folder, scene->app.folder);
    app_close(&scene->app);
    file_join(path, sizeof path, folder, "aimtrack.db");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(round == 0 ? truncate(path, 0) : unlink(path), 0);
        assert_false(app_open(&app, &(struct app_options){.folder = folder}, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    test_club(&scene->app); /* tear_down closes it */
}

/* --- the restore test, and what is due --- */

static void a_restore_test_reads_a_session_and_leaves_a_row(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_test test;
    struct maintenance row;
    struct arena arena = {0};
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_ok(backup_test(&scene->app, path, NULL, true, NULL, &arena, &test, &err), err);
    assert_int_equal(test.session_shots, 20);
    assert_non_null(strstr(test.session, "Visser, Mo"));
    check_same_club(scene, test.kept_in, false);
    newest_row(&scene->app, MAINTENANCE_RESTORE_TEST, &row);
    assert_true(row.is_good);
    flip(path, result.bytes / 2);
    assert_false(backup_test(&scene->app, path, NULL, false, NULL, &arena, &test, &err));
    newest_row(&scene->app, MAINTENANCE_RESTORE_TEST, &row);
    assert_false(row.is_good);
    arena_free(&arena);
}

static void a_sealed_backup_is_tested_while_its_key_is_known(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct maintenance row;
    char key_path[700];
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, &(struct backup_order){.tests_restore = true}, &result);
    assert_true(result.is_sealed && result.is_tested);
    newest_row(&scene->app, MAINTENANCE_RESTORE_TEST, &row);
    assert_true(row.is_good);
    assert_string_equal(row.file_name, result.name);
}

static void what_is_due_is_done_once(void **state)
{
    struct scene *scene = *state;
    struct upkeep_news news[UPKEEP_NEWS_MAX];
    struct err err = {0};
    int count = 0;
    assert_ok(upkeep_run(&scene->app, news, &count, &err), err);
    assert_int_equal(count, 0);                     /* made today: the first night has not come */
    assert_true(upkeep_backup_is_due(&scene->app)); /* for who asks, there is none yet */
    assert_ok(db_script(scene->app.db, "UPDATE schema_migration SET applied_at_ms = 1", &err), err);
    assert_ok(upkeep_run(&scene->app, news, &count, &err), err);
    assert_int_equal(count, 2);
    assert_int_equal(news[0].event, UPKEEP_BACKUP_MADE);
    assert_int_equal(news[1].event, UPKEEP_TEST_PASSED);
    assert_false(upkeep_backup_is_due(&scene->app));
    assert_ok(upkeep_run(&scene->app, news, &count, &err), err);
    assert_int_equal(count, 0);
}

static void the_upkeep_of_a_sealed_club_tests_what_it_makes(void **state)
{
    struct scene *scene = *state;
    struct upkeep_news news[UPKEEP_NEWS_MAX];
    struct err err = {0};
    char key_path[700];
    int count = 0;
    encrypt_from_now_on(scene, key_path);
    assert_ok(db_script(scene->app.db, "UPDATE schema_migration SET applied_at_ms = 1", &err), err);
    assert_ok(upkeep_run(&scene->app, news, &count, &err), err);
    assert_int_equal(count, 2);
    assert_int_equal(news[0].event, UPKEEP_BACKUP_MADE);
    assert_int_equal(news[1].event, UPKEEP_TEST_PASSED);
    assert_string_equal(news[0].file, news[1].file);
}

static void the_thread_beside_the_kiosk_makes_it_and_stops_at_once(void **state)
{
    struct scene *scene = *state;
    struct upkeep_news news;
    struct err err = {0};
    assert_ok(db_script(scene->app.db, "UPDATE schema_migration SET applied_at_ms = 1", &err), err);
    struct upkeep *upkeep = upkeep_start(&scene->app, &err);
    assert_non_null(upkeep);
    struct pollfd fd = {.fd = upkeep_fd(upkeep), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 60000), 1);
    assert_true(upkeep_take(upkeep, &news));
    assert_int_equal(news.event, UPKEEP_BACKUP_MADE);
    upkeep_stop(upkeep);
}

int main(void)
{
#define BACKUP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(a_backup_is_one_file_that_sha256sum_and_tar_read),
        BACKUP_TEST(what_was_done_stands_in_a_row_and_in_the_trail),
        BACKUP_TEST(two_backups_of_the_same_records_have_the_same_digests),
        BACKUP_TEST(rotation_keeps_seven_and_takes_them_off_the_list),
        BACKUP_TEST(the_one_just_made_stays_also_with_a_clock_that_went_back),
        BACKUP_TEST(the_data_folder_itself_is_no_place_for_a_backup),
        BACKUP_TEST(a_file_where_the_folder_should_be_is_named),
        BACKUP_TEST(a_damaged_file_from_elsewhere_is_no_failure_of_our_backups),
        BACKUP_TEST(a_sealed_one_that_no_list_names_is_not_called_good_without_its_key),
        BACKUP_TEST(a_backup_to_another_folder_rotates_nothing),
        BACKUP_TEST(a_dry_run_writes_nothing_and_says_what_would_be),
        BACKUP_TEST(one_that_is_stopped_leaves_nothing),
        BACKUP_TEST(only_one_backup_is_made_at_a_time),
        BACKUP_TEST(a_damaged_database_gives_no_backup_and_a_bad_row),
        BACKUP_TEST(an_officer_makes_no_backup),
        BACKUP_TEST(without_a_key_nothing_is_called_encrypted),
        BACKUP_TEST(a_changed_byte_anywhere_is_found),
        BACKUP_TEST(a_backup_that_was_found_damaged_is_not_offered),
        BACKUP_TEST(other_files_are_no_backups),
        BACKUP_TEST(without_its_key_a_sealed_one_is_checked_as_far_as_can_be),
        BACKUP_TEST(the_private_key_does_not_go_beside_the_database),
        BACKUP_TEST(a_large_file_is_no_key),
        BACKUP_TEST(papers_come_along_and_a_missing_one_is_counted),
        BACKUP_TEST(on_another_machine_a_sealed_backup_and_its_key_are_enough),
        BACKUP_TEST(on_another_machine_a_plain_backup_has_the_club_but_no_pins),
        BACKUP_TEST(what_was_there_is_kept_and_its_wal_with_it),
        BACKUP_TEST(a_club_that_is_open_is_not_restored),
        BACKUP_TEST(a_damaged_backup_changes_nothing),
        BACKUP_TEST(an_interrupted_change_is_finished_by_who_comes_next),
        BACKUP_TEST(a_lost_database_is_not_taken_for_a_new_club),
        BACKUP_TEST(a_restore_test_reads_a_session_and_leaves_a_row),
        BACKUP_TEST(a_sealed_backup_is_tested_while_its_key_is_known),
        BACKUP_TEST(what_is_due_is_done_once),
        BACKUP_TEST(the_upkeep_of_a_sealed_club_tests_what_it_makes),
        BACKUP_TEST(the_thread_beside_the_kiosk_makes_it_and_stops_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
