/* A restore gives the same club back, on this machine and on another one; its test, and what is
 * due. */
#include "backup_support.h"

#include <poll.h>

#include "core/backup_parts.h"
#include "core/upkeep.h"

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

/* Two restores, two ways back or two salvages in one second: nothing is in the place of another. */
static void two_in_one_second_are_kept_apart(void **state)
{
    char folder[512];
    char first[RESTORE_MARK_ROOM];
    char next[RESTORE_MARK_ROOM];
    char name[128];
    (void)state;
    test_folder(folder);
    for (int i = 0; i < 4; i++) {
        club_kept_name(folder, "before-restore", next, sizeof next);
        assert_true(i == 0 || strcmp(first, next) < 0);
        snprintf(name, sizeof name, i % 2 == 0 ? "aimtrack.db.%s" : "%s", next);
        write_text(folder, name, "an old club");
        text_copy(first, sizeof first, next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(on_another_machine_a_sealed_backup_and_its_key_are_enough),
        BACKUP_TEST(on_another_machine_a_plain_backup_has_the_club_but_no_pins),
        BACKUP_TEST(what_was_there_is_kept_and_its_wal_with_it),
        cmocka_unit_test(two_in_one_second_are_kept_apart),
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
