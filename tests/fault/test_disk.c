/* Disks that are full, fail, cannot be written or hold damage: one clear sentence each, what was
 * stored before is kept, and it goes on when the cause is gone. */
#include "fault/crash_vfs.h"
#include "fault/disk.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "core/account.h"
#include "core/audit_trail.h"
#include "core/member.h"
#include "core/range.h"
#include "core/session.h"
#include "core/verify.h"
#include "core/weapon.h"

enum { SHOTS_STORED = 30 };

static record_id session_id;

static void open_folder(struct app *app, const char *folder)
{
    struct err err = {0};
    assert_ok(app_open(app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
}

static void copy_club(const char *from, const char *to)
{
    char command[1200];
    snprintf(command, sizeof command, "cp -a '%s/.' '%s'", from, to);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folders */
}

/* A club with one open lane and some shots on it, closed. */
static void make_club(char folder[512], int shots)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    struct range_start start = {.programme_id = "LP60", .lane = 1};
    test_club(&app);
    assert_ok(member_add(&app, &member, &start.member_id, &err), err);
    assert_ok(range_open(&app, &start, &session_id, &err), err);
    assert_ok(range_load_lane(&app, session_id, &lane, &err), err);
    for (int i = 0; i < shots; i++) {
        assert_ok(range_shot_plot(&app, &lane, 1000 * i, -700 * i, &err), err);
    }
    lane_free(&lane);
    text_copy(folder, 512, app.folder);
    app_close(&app);
}

static int count_shots(struct app *app)
{
    struct err err = {0};
    struct lane lane = {0};
    assert_ok(range_load_lane(app, session_id, &lane, &err), err);
    int count = lane.shot_count;
    lane_free(&lane);
    return count;
}

static void assert_whole(struct app *app)
{
    struct err err = {0};
    struct verify_report report;
    assert_ok(verify_run(app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("%s", report.problems[0]);
    }
}

/* Shoots until it is refused; gives how many were stored. At most 400. */
static int shoot_until_refused(struct app *app, struct err *err)
{
    struct lane lane = {0};
    int stored = 0;
    assert_ok(range_load_lane(app, session_id, &lane, err), *err);
    while (stored < 400) {
        if (lane.shot_count >= 60 ? !range_take_back(app, &lane, err)
                                  : !range_shot_value(app, &lane, 90, false, err)) {
            break;
        }
        stored++;
    }
    lane_free(&lane);
    return stored;
}

/* --- full --------------------------------------------------------------------------------------
 */

static void assert_full_then_goes_on(struct app *app, void (*make_room)(void *), void *context)
{
    struct err err = {0};
    int stored = shoot_until_refused(app, &err);
    assert_true(stored > 0 && stored < 400);
    assert_int_equal(err.kind, ERR_FULL);
    assert_int_equal(err_exit_code(&err), 74);
    assert_non_null(strstr(err.what, "full"));
    assert_non_null(strstr(err.what, "kept"));
    assert_false(db_in_transaction(app->db));
    assert_false(db_is_broken(app->db));
    assert_whole(app); /* reading works without any room */
    make_room(context);
    struct lane lane = {0};
    assert_ok(range_load_lane(app, session_id, &lane, &err), err);
    int before = lane.shot_count;
    assert_ok(range_shot_value(app, &lane, 90, false, &err), err);
    assert_int_equal(lane.shot_count, before + 1);
    lane_free(&lane);
    assert_whole(app);
}

static void room_by_vfs(void *context)
{
    (void)context;
    crash_make_room();
}

static void a_full_disk_is_said_and_nothing_stored_is_lost(void **state)
{
    (void)state;
    char folder[512];
    struct app app;
    char path[600];
    make_club(folder, 0);
    file_join(path, sizeof path, folder, "aimtrack.db");
    crash_start(&(struct crash_plan){.bytes_limit = disk_file_size(path) + 300000}, true);
    open_folder(&app, folder);
    assert_full_then_goes_on(&app, room_by_vfs, NULL);
    app_close(&app);
    crash_end();
}

static void remove_ballast(void *context)
{
    assert_int_equal(unlink(context), 0);
}

static void a_really_full_file_system_is_said_too(void **state)
{
    (void)state;
    char club[512];
    char folder[512];
    char ballast[600];
    struct app app;
    make_club(club, 0);
    test_folder(folder);
    if (!disk_mount(folder, "size=1m,mode=0700")) {
        return;
    }
    copy_club(club, folder);
    file_join(ballast, sizeof ballast, folder, "ballast");
    disk_fill(ballast, 400 * 1024);
    open_folder(&app, folder);
    assert_full_then_goes_on(&app, remove_ballast, ballast);
    app_close(&app);
    open_folder(&app, folder);
    assert_whole(&app);
    app_close(&app);
    disk_unmount(folder);
}

/* A fuller disk than that: SQLite has no room even for the shared memory that it reads with. */
static void a_full_disk_can_be_looked_at_by_commands(void **state)
{
    (void)state;
    char club[512];
    char folder[512];
    char command[700];
    struct app app;
    struct err err = {0};
    struct app_options how = {.folder = folder, .must_exist = true, .is_read_only_ok = true};
    struct member member = {.family_name = "Bakker"};
    record_id id = 0;
    make_club(club, 5);
    test_folder(folder);
    if (!disk_mount(folder, "size=1m,mode=0700")) {
        return;
    }
    copy_club(club, folder);
    snprintf(command, sizeof command, "cat /dev/zero > '%s/ballast' 2>/dev/null", folder);
    (void)!system(command); /* NOLINT(cert-env33-c): a test's own folder */
    assert_ok(app_open(&app, &how, &err), err);
    assert_true(app.is_view_only);
    assert_int_equal(count_shots(&app), 5);
    assert_whole(&app);
    assert_false(member_add(&app, &member, &id, &err));
    assert_int_equal(err.kind, ERR_FULL);
    app_close(&app);
    how.is_kiosk = true;
    assert_false(app_open(&app, &how, &err));
    assert_int_equal(err.kind, ERR_FULL);
    disk_unmount(folder);
}

/* --- a sync that fails -------------------------------------------------------------------------
 */

/* The n-th sync fails, for every n: the shot is not called stored, nothing more is written on that
 * connection, and what was called stored is there after opening again. */
static void a_failed_sync_is_final(void **state)
{
    (void)state;
    char club[512];
    make_club(club, 3);
    int failures = 0;
    for (int sync = 1; sync <= 14; sync++) {
        char survivors[512];
        struct app app;
        struct err err = {0};
        crash_start(&(struct crash_plan){.fail_sync_at = sync, .seed = (uint64_t)sync}, true);
        if (!app_open(&app, &(struct app_options){.folder = club, .must_exist = true}, &err)) {
            crash_end();
            continue;
        }
        struct lane lane = {0};
        assert_ok(range_load_lane(&app, session_id, &lane, &err), err);
        int stored = 3;
        while (stored < 12 && range_shot_value(&app, &lane, 90, false, &err)) {
            stored++;
        }
        if (stored < 12) {
            failures++;
            assert_int_equal(err.kind, ERR_IO);
            assert_int_equal(lane.shot_count, stored);
            assert_true(db_is_broken(app.db));
            assert_false(range_shot_value(&app, &lane, 90, false, &err)); /* no second try */
            assert_int_equal(err.kind, ERR_IO);
        }
        lane_free(&lane);
        test_folder(survivors);
        copy_club(club, survivors);
        crash_leave(survivors);
        app_close(&app);
        crash_end();
        open_folder(&app, survivors);
        assert_true(count_shots(&app) >= stored && count_shots(&app) <= stored + 1);
        assert_whole(&app);
        app_close(&app);
    }
    assert_true(failures >= 8);
}

/* --- read-only ---------------------------------------------------------------------------------
 */

static void assert_view_only(const char *folder)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_false(app_open(&app, &options, &err)); /* a command that means to write */
    assert_int_equal(err.kind, ERR_READONLY);
    assert_int_equal(err_exit_code(&err), 73);
    options.is_read_only_ok = true;
    options.is_kiosk = true;
    assert_ok(app_open(&app, &options, &err), err);
    assert_true(app.is_view_only);
    app.actor = (struct actor){.role = ROLE_OFFICER, .is_present = true, .name = "x"};
    assert_int_equal(count_shots(&app), SHOTS_STORED);
    assert_ok(range_load_lane(&app, session_id, &lane, &err), err);
    assert_false(range_shot_value(&app, &lane, 90, false, &err));
    assert_int_equal(err.kind, ERR_READONLY);
    assert_int_equal(lane.shot_count, SHOTS_STORED);
    struct db *second = app_second_connection(&app, &err);
    assert_non_null(second);
    db_close(second);
    lane_free(&lane);
    app_close(&app);
}

static void a_read_only_medium_is_shown_and_not_written(void **state)
{
    (void)state;
    char club[512];
    char folder[512];
    make_club(club, SHOTS_STORED);
    test_folder(folder);
    if (!disk_mount(folder, "size=4m,mode=0700")) {
        return;
    }
    copy_club(club, folder);
    disk_lock(folder);
    assert_view_only(folder);
    disk_unmount(folder);
}

/* The newest shots wait in the WAL of a kiosk that was switched off; the stick is locked. */
static void entries_that_cannot_be_reached_are_not_hidden(void **state)
{
    (void)state;
    char club[512];
    char folder[512];
    struct app app;
    struct err err = {0};
    make_club(club, SHOTS_STORED - 1);
    test_folder(folder);
    if (!disk_mount(folder, "size=4m,mode=0700")) {
        return;
    }
    open_folder(&app, club);
    struct lane lane = {0};
    assert_ok(range_load_lane(&app, session_id, &lane, &err), err);
    assert_ok(range_shot_value(&app, &lane, 90, false, &err), err);
    lane_free(&lane);
    char command[1600];
    snprintf(command, sizeof command,
             "cp -a '%s/aimtrack.db' '%s/aimtrack.db-wal' '%s/pepper' '%s'", club, club, club,
             folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
    app_close(&app);
    disk_lock(folder);
    struct app_options options = {.folder = folder, .is_kiosk = true, .is_read_only_ok = true};
    if (app_open(&app, &options, &err)) { /* all of them, or none with the reason */
        assert_int_equal(count_shots(&app), SHOTS_STORED);
        app_close(&app);
    } else {
        assert_int_equal(err.kind, ERR_READONLY);
        assert_non_null(strstr(err.what, "newest entries"));
    }
    disk_unmount(folder);
}

/* --- damage ------------------------------------------------------------------------------------
 */

/* What must be right when nothing complains: every value and place of every shot, as text. */
static bool read_scores(struct app *app, struct buf *text)
{
    struct err err = {0};
    struct lane lane = {0};
    buf_clear(text);
    if (!range_load_lane(app, session_id, &lane, &err)) {
        return false;
    }
    for (int i = 0; i < lane.shot_count; i++) {
        const struct shot *shot = &lane.shots[i];
        buf_printf(text, "%d.%d %d %d %lld %lld\n", shot->series, shot->number, shot->value_tenths,
                   shot->ring, (long long)shot->x_um, (long long)shot->y_um);
    }
    lane_free(&lane);
    return true;
}

/* Everything a screen would read: right, wrong or refused, but never a crash (sanitizers watch). */
static void read_everything(struct app *app)
{
    struct err err = {0};
    struct arena arena = {0};
    struct lane *lanes = NULL;
    struct session_line *sessions = NULL;
    struct session_detail detail;
    struct member *members = NULL;
    struct weapon *weapons = NULL;
    struct account *accounts = NULL;
    struct audit_row *rows = NULL;
    struct range_likely likely;
    bool more = false;
    int count = 0;
    if (range_load(app, &lanes, &count, &err)) {
        for (int i = 0; i < count; i++) {
            range_likely(app, lanes[i].member.id, &likely, &err);
            lane_free(&lanes[i]);
        }
        free(lanes);
    }
    session_list(app, &arena, &(struct session_query){.find = "", .limit = 50}, &sessions, &count,
                 &more, &err);
    session_get(app, &arena, session_id, &detail, &err);
    member_list(app, &arena, &(struct member_query){.find = "", .limit = 50}, &members, &count,
                &err);
    weapon_list(app, &arena, &(struct weapon_query){.find = "", .limit = 50}, &weapons, &count,
                &err);
    account_list(app, &arena, true, &accounts, &count, &err);
    audit_trail_list(app, &arena, 0, 50, &rows, &count, &err);
    arena_free(&arena);
}

enum damage_outcome { DAMAGE_REFUSED, DAMAGE_FOUND, DAMAGE_HARMLESS, DAMAGE_OUTCOMES };

static enum damage_outcome open_damaged(const char *folder, const struct buf *right,
                                        uint64_t number)
{
    struct app app;
    struct err err = {0};
    struct buf text = {0};
    struct verify_report report;
    if (!app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err)) {
        assert_true(err.kind != ERR_OK && err.what[0] != '\0');
        return DAMAGE_REFUSED;
    }
    read_everything(&app);
    bool could_read = read_scores(&app, &text);
    bool could_verify = verify_run(&app, NULL, NULL, &report, &err);
    bool is_right = could_read && strcmp(buf_text(&text), buf_text(right)) == 0;
    bool is_found = !could_read || !could_verify || report.problem_count > 0;
    if (!is_right && !is_found) {
        fail_msg("seed %llu: wrong scores and verify says all is well:\n%s",
                 (unsigned long long)number, buf_text(&text));
    }
    buf_free(&text);
    app_close(&app);
    return is_found ? DAMAGE_FOUND : DAMAGE_HARMLESS;
}

static void damaged_pages_are_never_taken_for_scores(void **state)
{
    (void)state;
    char club[512];
    char folder[512];
    char path[600];
    struct app app;
    struct buf right = {0};
    struct test_random random;
    int outcomes[DAMAGE_OUTCOMES] = {0};
    make_club(club, SHOTS_STORED);
    open_folder(&app, club);
    assert_true(read_scores(&app, &right));
    app_close(&app);
    test_folder(folder);
    file_join(path, sizeof path, folder, "aimtrack.db");
    test_random_start(&random);
    int rounds = getenv("AIMTRACK_FULL") != NULL ? 1000 : 200;
    for (int i = 0; i < rounds; i++) {
        uint64_t number = random.state;
        char command[1200];
        snprintf(command, sizeof command, "rm -f '%s'/*; cp -a '%s/.' '%s'", folder, club, folder);
        assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
        disk_damage(path, &random);
        outcomes[open_damaged(folder, &right, number)]++;
    }
    print_message("  %d files: %d refused, %d found by reading or verify, %d harmless\n", rounds,
                  outcomes[DAMAGE_REFUSED], outcomes[DAMAGE_FOUND], outcomes[DAMAGE_HARMLESS]);
    buf_free(&right);
    assert_true(outcomes[DAMAGE_REFUSED] > rounds / 20 && outcomes[DAMAGE_FOUND] > rounds / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_said_and_nothing_stored_is_lost),
        cmocka_unit_test(a_really_full_file_system_is_said_too),
        cmocka_unit_test(a_full_disk_can_be_looked_at_by_commands),
        cmocka_unit_test(a_failed_sync_is_final),
        cmocka_unit_test(a_read_only_medium_is_shown_and_not_written),
        cmocka_unit_test(entries_that_cannot_be_reached_are_not_hidden),
        cmocka_unit_test(damaged_pages_are_never_taken_for_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
