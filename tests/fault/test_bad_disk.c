/* A disk that fails once, at every place: a write that stops halfway because there is no room or
 * because the medium gives an error, and bytes that change in the log beside the database. What a
 * disk does for longer (full, locked, failing syncs, damaged pages) is in test_disk.c. */
#include "fault/crash_vfs.h"
#include "fault/disk.h"

#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "core/member.h"
#include "core/range.h"
#include "core/verify.h"

enum { SHOTS = 12, SHOTS_BEFORE = 3, WRITES_MAX = 1000 };

struct club_at {
    char folder[512];
    record_id session_id;
};

static void copy_files(const char *from, const char *name, const char *to)
{
    char command[1200];
    snprintf(command, sizeof command, "cp -a '%s'/%s '%s'", from, name, to);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folders */
}

static bool open_folder(struct app *app, const char *folder, struct err *err)
{
    return app_open(app, &(struct app_options){.folder = folder, .must_exist = true}, err);
}

/* Every shot has its own place's value, so that a mixed up one is seen. */
static int value_at(int index)
{
    return 10 * (index % 11);
}

static int shoot(struct app *app, struct lane *lane, int until, struct err *err)
{
    while (lane->shot_count < until &&
           range_shot_value(app, lane, value_at(lane->shot_count), false, err)) {
    }
    return lane->shot_count;
}

static void make_club(struct club_at *club)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    struct range_start start = {.programme_id = "LP60", .lane = 1};
    test_club(&app);
    assert_ok(member_add(&app, &member, &start.member_id, &err), err);
    assert_ok(range_open(&app, &start, &club->session_id, &err), err);
    assert_ok(range_load_lane(&app, club->session_id, &lane, &err), err);
    assert_int_equal(shoot(&app, &lane, SHOTS_BEFORE, &err), SHOTS_BEFORE);
    lane_free(&lane);
    text_copy(club->folder, sizeof club->folder, app.folder);
    app_close(&app);
}

/* How many shots are there, each with its value, nothing half. */
static int check_shots(struct app *app, record_id session_id)
{
    struct err err = {0};
    struct lane lane = {0};
    struct verify_report report;
    assert_ok(range_load_lane(app, session_id, &lane, &err), err);
    int count = lane.shot_count;
    for (int i = 0; i < count; i++) {
        assert_int_equal(lane.shots[i].value_tenths, value_at(i));
    }
    lane_free(&lane);
    assert_ok(verify_run(app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("%s", report.problems[0]);
    }
    assert_ok(db_check(app->db, &err), err);
    return count;
}

/* --- one write that stops halfway ---------------------------------------------------------------
 */

struct refusal {
    int failure;
    enum err_kind kind;
    int refused; /* how often a shot was */
};

/* The shot that met the failure was refused: said in words, nothing changed. */
static void check_refused(struct app *app, const struct lane *lane, const struct lane *before,
                          const struct refusal *refusal, const struct err *err)
{
    assert_int_equal(err->kind, refusal->kind);
    assert_non_null(strstr(err->what, "kept"));
    assert_null(strstr(err->what, "sqlite"));
    assert_int_equal(lane->shot_count, before->shot_count);
    assert_int_equal(lane->next_series, before->next_series);
    assert_int_equal(lane->next_number, before->next_number);
    assert_int_equal(lane->stats.total_tenths, before->stats.total_tenths);
    assert_int_equal(lane->weapon.rounds_fired, before->weapon.rounds_fired);
    assert_ptr_equal(lane->shots, before->shots);
    assert_false(db_in_transaction(app->db));
    assert_int_equal(check_shots(app, lane->session.id), before->shot_count);
}

/* Room may come back: the next try stores. An error of the medium is final for the connection. */
static bool try_again(struct app *app, struct lane *lane, const struct refusal *refusal)
{
    struct err err = {0};
    bool is_final = refusal->kind == ERR_IO;
    assert_int_equal(db_is_broken(app->db), is_final);
    bool ok = range_shot_value(app, lane, value_at(lane->shot_count), false, &err);
    if (ok == is_final) {
        fail_msg("tried again: %s (%s)", err.what, err.detail);
    }
    assert_int_equal(err.kind, is_final ? ERR_IO : ERR_OK);
    return ok;
}

static void shoot_through(struct app *app, struct lane *lane, struct refusal *refusal)
{
    bool ok = true;
    while (ok && lane->shot_count < SHOTS) {
        struct err err = {0};
        struct lane before = *lane;
        if (!range_shot_value(app, lane, value_at(lane->shot_count), false, &err)) {
            check_refused(app, lane, &before, refusal, &err);
            refusal->refused++;
            ok = try_again(app, lane, refusal);
        }
    }
}

/* One run; false when there are fewer writes than that. */
static bool fail_at(const struct club_at *club, int number, struct refusal *refusal)
{
    char survivors[512];
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    test_folder(survivors);
    copy_files(club->folder, "pepper", survivors);
    crash_start(&(struct crash_plan){.fail_write_at = number, .write_failure = refusal->failure},
                true);
    int stored = SHOTS_BEFORE;
    if (open_folder(&app, club->folder, &err)) {
        assert_ok(range_load_lane(&app, club->session_id, &lane, &err), err);
        shoot_through(&app, &lane, refusal);
        stored = lane.shot_count;
        lane_free(&lane);
        app_close(&app);
    } else { /* met while opening */
        assert_true(err.kind != ERR_OK && err.what[0] != '\0');
    }
    bool has_failed = crash_failed();
    crash_leave(survivors);
    crash_end();
    assert_ok(open_folder(&app, survivors, &err), err);
    assert_int_equal(check_shots(&app, club->session_id), stored);
    app_close(&app);
    return has_failed;
}

static void fail_everywhere(struct refusal *refusal)
{
    struct club_at club;
    make_club(&club);
    int number = 1;
    int step = getenv("AIMTRACK_FULL") != NULL ? 1 : 3;
    while (number < WRITES_MAX && fail_at(&club, number, refusal)) {
        number += step;
    }
    print_message("  a failure at every %d of %d writes: %d shots refused\n", step, number,
                  refusal->refused);
    assert_true(number > SHOTS && number < WRITES_MAX);
    assert_true(refusal->refused > number / step / 2);
}

static void a_write_without_room_refuses_that_shot_only(void **state)
{
    (void)state;
    fail_everywhere(&(struct refusal){.failure = SQLITE_FULL, .kind = ERR_FULL});
}

static void a_write_that_fails_is_final_until_opened_again(void **state)
{
    (void)state;
    fail_everywhere(&(struct refusal){.failure = SQLITE_IOERR_WRITE, .kind = ERR_IO});
}

/* --- the log beside the database ----------------------------------------------------------------
 */

/* The files as a power cut leaves them: the newest shots are in the WAL only. */
static void leave_with_wal(const struct club_at *club, const char *folder)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    assert_ok(open_folder(&app, club->folder, &err), err);
    assert_ok(range_load_lane(&app, club->session_id, &lane, &err), err);
    assert_int_equal(shoot(&app, &lane, SHOTS, &err), SHOTS);
    copy_files(club->folder, "aimtrack.db", folder);
    copy_files(club->folder, "aimtrack.db-wal", folder);
    copy_files(club->folder, "pepper", folder);
    lane_free(&lane);
    app_close(&app);
}

/* Bytes that changed in the WAL end it there: what comes back is a beginning of what was typed,
 * never a wrong shot, and it goes on from there. */
static void damage_in_the_log_never_changes_a_shot(void **state)
{
    (void)state;
    struct club_at club;
    struct test_random random;
    char left[512];
    int shorter = 0;
    make_club(&club);
    test_folder(left);
    leave_with_wal(&club, left);
    test_random_start(&random);
    int rounds = getenv("AIMTRACK_FULL") != NULL ? 1000 : 60;
    for (int i = 0; i < rounds; i++) {
        char folder[512];
        char path[600];
        struct app app;
        struct err err = {0};
        struct lane lane = {0};
        test_folder(folder);
        copy_files(left, "aimtrack.db*", folder);
        copy_files(left, "pepper", folder);
        file_join(path, sizeof path, folder, "aimtrack.db-wal");
        disk_damage(path, &random);
        assert_ok(open_folder(&app, folder, &err), err);
        int there = check_shots(&app, club.session_id);
        assert_true(there >= SHOTS_BEFORE && there <= SHOTS);
        shorter += there < SHOTS;
        assert_ok(range_load_lane(&app, club.session_id, &lane, &err), err);
        assert_int_equal(shoot(&app, &lane, SHOTS + 1, &err), SHOTS + 1);
        lane_free(&lane);
        assert_int_equal(check_shots(&app, club.session_id), SHOTS + 1);
        app_close(&app);
    }
    print_message("  %d of %d damaged logs gave fewer shots, none gave a wrong one\n", shorter,
                  rounds);
    assert_true(shorter > rounds / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_without_room_refuses_that_shot_only),
        cmocka_unit_test(a_write_that_fails_is_final_until_opened_again),
        cmocka_unit_test(damage_in_the_log_never_changes_a_shot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
