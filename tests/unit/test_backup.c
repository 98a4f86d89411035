/* Backups on a real club: what is made, and what comes along. */
#include "backup_support.h"

#include <sys/stat.h>

#include "core/attachment.h"
#include "core/attachment_file.h"
#include "core/backup_parts.h"

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

/* 11:00 UTC of that day of June 2026. */
static void clock_at_day(int day)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", 1780311600000LL + (day - 1) * 86400000LL);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

static void backups_by_hand_on_one_day_take_no_other_day(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    int count = 0;
    int days = 0;
    for (int i = 0; i < 3; i++) {
        clock_at_day(1 + i);
        make_backup(&scene->app, NULL, &result);
    }
    for (int i = 0; i < 8; i++) {
        clock_at_day(4);
        make_backup(&scene->app, NULL, &result);
        assert_int_equal(result.removed, i == 0 ? 0 : 1); /* the one before it, of the same day */
    }
    unsetenv("AIMTRACK_CLOCK_MS");
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    for (int i = 0; i < count; i++) {
        days += files[i].what.class_ == BACKUP_DAILY;
    }
    assert_int_equal(days, 4);
    assert_string_equal(files[0].name, result.name);
    arena_free(&arena);
}

/* Under one inode one bad sector would take all three. */
static void the_weeks_and_the_months_are_files_of_their_own(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    char path[BACKUP_PATH_ROOM];
    char command[700];
    struct stat status;
    make_backup(&scene->app, NULL, &result);
    for (int i = 0; i < 2; i++) {
        assert_true(file_join(path, sizeof path, result.folder, result.also[i]));
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_nlink, 1);
        assert_int_equal(status.st_size, result.bytes);
    }
    snprintf(command, sizeof command, "cd '%s' && sha256sum --quiet -c SHA256SUMS", result.folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
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
        clock_at_day(1 + i); /* of June 2026: two weeks, one month */
        make_backup(&scene->app, NULL, &result);
        assert_int_equal(result.removed, i < 7 ? 0 : 1);
    }
    unsetenv("AIMTRACK_CLOCK_MS");
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    assert_int_equal(count, 7 + 2 + 1);
    path_of(&result, path);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(a_backup_is_one_file_that_sha256sum_and_tar_read),
        BACKUP_TEST(what_was_done_stands_in_a_row_and_in_the_trail),
        BACKUP_TEST(two_backups_of_the_same_records_have_the_same_digests),
        BACKUP_TEST(backups_by_hand_on_one_day_take_no_other_day),
        BACKUP_TEST(the_weeks_and_the_months_are_files_of_their_own),
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
        BACKUP_TEST(papers_come_along_and_a_missing_one_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
