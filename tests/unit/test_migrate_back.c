/* The way back from an upgrade: only its own copy, only when it is needed, nothing in silence. */
#include "schema_club.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "core/member.h"
#include "core/migrate_app.h"
#include "core/migrate_back.h"
#include "store/db.h"

static char said[TEST_SAID_ROOM];

static void database_of(const char *folder, char path[600])
{
    assert_true(file_join(path, 600, folder, "aimtrack.db"));
}

static int schema_of(const char *folder)
{
    char path[600];
    struct err err = {0};
    database_of(folder, path);
    struct db *db = db_open(path, &(struct db_options){.read_only = true}, &err);
    assert_ok(db != NULL, err);
    int version = migrate_version(db, &err);
    db_close(db);
    return version;
}

static void run_sql(const char *folder, const char *sql)
{
    char path[600];
    struct err err = {0};
    database_of(folder, path);
    struct db *db = db_open(path, &(struct db_options){0}, &err);
    assert_ok(db != NULL && db_script(db, sql, &err), err);
    db_close(db);
}

/* A club of schema `from`, upgraded. */
static void upgraded_club(int from, char folder[512], struct upgrade *done)
{
    struct err err = {0};
    schema_club(from, folder);
    assert_ok(migrate_app_run(folder, done, &err), err);
}

static void add_member_since(const char *folder)
{
    struct app app;
    struct err err = {0};
    record_id id = 0;
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    assert_ok(member_add(&app, &member, &id, &err), err);
    app_close(&app);
}

static void copy_path(const char *folder, const struct upgrade *done, char path[900])
{
    snprintf(path, 900, "%s/backups/%s", folder, done->copy_name);
}

static bool has_kept(const char *folder, const char *kept)
{
    char path[900];
    snprintf(path, sizeof path, "%s/aimtrack.db.%s", folder, kept);
    return kept[0] != '\0' && file_exists(path);
}

static void assert_refused(const char *folder, int code)
{
    int before = schema_of(folder);
    if (test_command(folder, said, "migrate --back --yes") != code) {
        fail_msg("not %d: %s", code, said);
    }
    assert_int_equal(schema_of(folder), before);
}

/* --- what works --- */

static void the_club_of_before_comes_back_and_the_one_of_now_is_kept(void **state)
{
    (void)state;
    for (int version = 1; version < migrate_newest(); version++) {
        char folder[512];
        char path[600];
        struct upgrade done;
        struct migrate_back back;
        struct holdings holdings;
        struct buf before = {0};
        struct buf after = {0};
        struct err err = {0};
        schema_club(version, folder);
        database_of(folder, path);
        run_sql(folder, "SELECT 1");
        holdings_read(path, &holdings);
        holdings_text(path, &holdings, &before);
        assert_ok(migrate_app_run(folder, &done, &err), err);
        add_member_since(folder);
        assert_ok(migrate_back_look(folder, &back, &err), err);
        assert_true(back.is_needed);
        assert_int_equal(back.to, version);
        assert_int_equal(back.members, 1);
        assert_int_equal(back.sessions, 0);
        assert_int_equal(back.shots, 0);
        assert_true(back.changes >= 1);
        assert_int_equal(schema_of(folder), migrate_newest());
        assert_ok(migrate_back_run(folder, &back, &err), err);
        assert_int_equal(schema_of(folder), version);
        assert_true(has_kept(folder, back.kept));
        holdings_text(path, &holdings, &after);
        assert_string_equal(buf_text(&after), buf_text(&before));
        assert_ok(migrate_app_run(folder, &done, &err), err); /* and forward again */
        assert_int_equal(schema_of(folder), migrate_newest());
        assert_int_equal(test_command(folder, said, "verify"), 0);
        buf_free(&before);
        buf_free(&after);
    }
}

static void what_would_be_lost_is_counted_and_confirmed(void **state)
{
    char folder[512];
    struct upgrade done;
    (void)state;
    upgraded_club(8, folder, &done);
    assert_int_equal(test_command(folder, said, "migrate --back --dry-run"), 0);
    assert_non_null(strstr(said, "nothing is lost"));
    add_member_since(folder);
    assert_int_equal(test_command(folder, said, "migrate --back --dry-run"), 0);
    assert_non_null(strstr(said, "sessions 0, shots 0, members 1;"));
    assert_int_equal(test_command(folder, said, "migrate --back </dev/null"), 64);
    assert_non_null(strstr(said, "members 1;"));
    assert_non_null(strstr(said, "--yes"));
    assert_int_equal(schema_of(folder), migrate_newest());
    assert_int_equal(test_command(folder, said, "migrate --back --yes"), 0);
    assert_non_null(strstr(said, "is kept as"));
    assert_int_equal(schema_of(folder), 8);
    assert_int_equal(test_command(folder, said, "migrate --back --yes --force"), 64);
    assert_int_equal(test_command(folder, said, "migrate --yes"), 64);
}

static void sessions_and_shots_since_are_counted(void **state)
{
    char folder[512];
    struct upgrade done;
    struct migrate_back back;
    struct err err = {0};
    (void)state;
    upgraded_club(8, folder, &done);
    run_sql(folder, "CREATE TEMP TABLE c AS SELECT * FROM session ORDER BY id LIMIT 1;"
                    " UPDATE c SET id = id + 5; INSERT INTO session SELECT * FROM c;"
                    " CREATE TEMP TABLE s AS SELECT * FROM shot ORDER BY session_weapon_id LIMIT 3;"
                    " UPDATE s SET revision = revision + 900; INSERT INTO shot SELECT * FROM s");
    assert_ok(migrate_back_look(folder, &back, &err), err);
    assert_int_equal(back.sessions, 1);
    assert_int_equal(back.shots, 3);
    assert_int_equal(back.members, 0);
}

/* --- when it is not needed --- */

static void a_club_that_this_version_did_not_change_stays(void **state)
{
    char folder[512];
    struct app app;
    struct upgrade done;
    (void)state;
    test_club(&app); /* made with this schema */
    snprintf(folder, sizeof folder, "%s", app.folder);
    app_close(&app);
    assert_int_equal(test_command(folder, said, "migrate --back --yes"), 0);
    assert_non_null(strstr(said, "the club stays as it is"));
    upgraded_club(8, folder, &done); /* by another version than the one that is asked */
    run_sql(folder, "DROP TRIGGER IF EXISTS maintenance_no_update;"
                    " UPDATE maintenance SET detail = 'schema 8 to 9, AimTrack 0.4.99'"
                    " WHERE detail LIKE 'schema %'");
    add_member_since(folder);
    assert_int_equal(test_command(folder, said, "migrate --back --yes"), 0);
    assert_non_null(strstr(said, "the club stays as it is"));
    assert_int_equal(schema_of(folder), migrate_newest());
}

static void after_it_there_is_nothing_to_go_back_from(void **state)
{
    char folder[512];
    struct upgrade done;
    (void)state;
    upgraded_club(8, folder, &done);
    assert_int_equal(test_command(folder, said, "migrate --back --yes"), 0);
    assert_int_equal(test_command(folder, said, "migrate --back --yes"), 0);
    assert_non_null(strstr(said, "the club stays as it is"));
    assert_int_equal(schema_of(folder), 8);
}

/* --- what is refused --- */

static void a_damaged_copy_is_refused(void **state)
{
    char folder[512];
    char path[900];
    struct upgrade done;
    (void)state;
    upgraded_club(8, folder, &done);
    copy_path(folder, &done, path);
    int file = open(path, O_WRONLY);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, "x", 1, 30000), 1);
    close(file);
    assert_refused(folder, 65);
    assert_non_null(strstr(said, "damaged or not the one"));
    assert_int_equal(unlink(path), 0);
    assert_refused(folder, 66);
}

/* The copy of another club lies under the name of ours, and even the sum was made to fit. */
static void the_copy_of_another_club_is_refused(void **state)
{
    char folder[512];
    char other[512];
    char from[900];
    char to[900];
    char sql[300];
    struct upgrade done;
    struct upgrade others;
    (void)state;
    upgraded_club(8, folder, &done);
    upgraded_club(7, other, &others);
    copy_path(folder, &done, to);
    copy_path(other, &others, from);
    assert_int_equal(rename(from, to), 0);
    assert_refused(folder, 65);
    snprintf(sql, sizeof sql,
             "DROP TRIGGER IF EXISTS maintenance_no_update; UPDATE maintenance SET digest = '%s',"
             " detail = replace(detail, 'schema 8', 'schema 7') WHERE detail LIKE 'schema %%'",
             others.copy_digest);
    run_sql(folder, sql);
    run_sql(folder, "UPDATE club SET id = id + 1");
    assert_refused(folder, 65);
}

static void an_older_copy_that_lies_there_is_never_taken(void **state)
{
    char folder[512];
    struct upgrade done;
    (void)state;
    upgraded_club(8, folder, &done);
    char older[900];
    char newest[900];
    char command[2000];
    copy_path(folder, &done, newest);
    snprintf(older, sizeof older, "%s/backups/aimtrack.db.before-migration-0003-20991231T000000Z",
             folder);
    snprintf(command, sizeof command, "cp '%s' '%s' && touch '%s'", newest, older, older);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folders */
    assert_int_equal(unlink(newest), 0);
    assert_refused(folder, 66);
}

static void a_club_of_a_newer_program_is_left_to_that(void **state)
{
    char folder[512];
    struct upgrade done;
    (void)state;
    upgraded_club(8, folder, &done);
    run_sql(folder, "INSERT INTO schema_migration VALUES (99, 'later.sql', 5, 'y')");
    assert_refused(folder, 78);
}

static void whoever_has_the_club_open_is_named(void **state)
{
    char folder[512];
    char mine[64];
    struct app app;
    struct upgrade done;
    struct err err = {0};
    (void)state;
    upgraded_club(8, folder, &done);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .is_kiosk = true}, &err), err);
    assert_refused(folder, 75);
    snprintf(mine, sizeof mine, "pid %ld", (long)getpid());
    assert_non_null(strstr(said, mine));
    assert_int_equal(test_command(folder, said, "migrate --back --dry-run"), 0); /* looking may */
    app_close(&app);
}

static void what_was_stored_after_the_look_is_not_lost_unseen(void **state)
{
    char folder[512];
    struct upgrade done;
    struct migrate_back back;
    struct err err = {0};
    (void)state;
    upgraded_club(8, folder, &done);
    assert_ok(migrate_back_look(folder, &back, &err), err);
    add_member_since(folder);
    assert_false(migrate_back_run(folder, &back, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_int_equal(schema_of(folder), migrate_newest());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_club_of_before_comes_back_and_the_one_of_now_is_kept),
        cmocka_unit_test(what_would_be_lost_is_counted_and_confirmed),
        cmocka_unit_test(sessions_and_shots_since_are_counted),
        cmocka_unit_test(a_club_that_this_version_did_not_change_stays),
        cmocka_unit_test(after_it_there_is_nothing_to_go_back_from),
        cmocka_unit_test(a_damaged_copy_is_refused),
        cmocka_unit_test(the_copy_of_another_club_is_refused),
        cmocka_unit_test(an_older_copy_that_lies_there_is_never_taken),
        cmocka_unit_test(a_club_of_a_newer_program_is_left_to_that),
        cmocka_unit_test(whoever_has_the_club_open_is_named),
        cmocka_unit_test(what_was_stored_after_the_look_is_not_lost_unseen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
