/* Several processes on one club: nobody loses what another wrote, nobody waits longer than two
 * seconds, nothing is half. The kiosk and commands, two of them and four. */
#include "fault/fault.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/app.h"
#include "core/member.h"
#include "core/range.h"
#include "core/session.h"
#include "core/verify.h"

enum { WRITERS_MAX = 4, SHOTS_MAX = 60 };

/* --- writers in this program's image -----------------------------------------------------------
 */

/* One process: its own lane, its own member edited again and again. Its exit code: 0, or 1 when
 * something was refused or what it read was not what it had written. */
static int write_for_a_while(const char *folder, int number, int rounds)
{
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    record_id session_id = 0;
    char given[32];
    struct member member = {.family_name = "Writer", .given_name = "0"};
    struct app_options options = {.folder = folder, .must_exist = true};
    if (!app_open(&app, &options, &err)) {
        return 1;
    }
    bool ok = member_add(&app, &member, &member.id, &err);
    struct range_start start = {.member_id = member.id, .programme_id = "LP60", .lane = number + 1};
    ok = ok && range_open(&app, &start, &session_id, &err) &&
         range_load_lane(&app, session_id, &lane, &err);
    for (int i = 0; ok && i < rounds; i++) {
        ok = range_shot_value(&app, &lane, 10 * (i % 11), false, &err) &&
             member_get(&app, member.id, &member, &err);
        snprintf(given, sizeof given, "%d", i);
        ok = ok && strcmp(member.given_name, given) == 0; /* what it wrote itself before */
        snprintf(given, sizeof given, "%d", i + 1);
        snprintf(member.given_name, sizeof member.given_name, "%s", given);
        ok = ok && member_edit(&app, &member, &err);
    }
    if (!ok) {
        fprintf(stderr, "writer %d: %s (%s)\n", number, err.what, err.detail);
    }
    lane_free(&lane);
    app_close(&app);
    return ok ? 0 : 1;
}

static void check_lanes(const char *folder, int writers, int rounds)
{
    struct app app;
    struct err err = {0};
    struct lane *lanes = NULL;
    int count = 0;
    fault_open(&app, folder);
    assert_ok(range_load(&app, &lanes, &count, &err), err);
    assert_int_equal(count, writers);
    for (int i = 0; i < count; i++) {
        assert_int_equal(lanes[i].shot_count, rounds);
        for (int j = 0; j < rounds; j++) {
            assert_int_equal(lanes[i].shots[j].value_tenths, 10 * (j % 11));
        }
        char given[32];
        snprintf(given, sizeof given, "%d", rounds);
        assert_string_equal(lanes[i].member.given_name, given);
        lane_free(&lanes[i]);
    }
    free(lanes);
    app_close(&app);
    fault_assert_whole(folder);
}

static void write_together(int writers)
{
    struct app app;
    char folder[512];
    pid_t children[WRITERS_MAX];
    int rounds = fault_is_full_run() ? SHOTS_MAX : 25;
    test_club(&app);
    snprintf(folder, sizeof folder, "%s", app.folder);
    app_close(&app);
    for (int i = 0; i < writers; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit(write_for_a_while(folder, i, rounds));
        }
    }
    int failed = 0;
    for (int i = 0; i < writers; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    assert_int_equal(failed, 0);
    check_lanes(folder, writers, rounds);
}

static void two_processes_lose_nothing_of_each_other(void **state)
{
    (void)state;
    write_together(2);
}

static void four_processes_lose_nothing_of_each_other(void **state)
{
    (void)state;
    write_together(4);
}

/* --- the kiosk beside commands -----------------------------------------------------------------
 */

static void the_kiosk_scores_while_commands_write(void **state)
{
    (void)state;
    char folder[512];
    char stored[32];
    tui_demo_folder(folder);
    fault_control();
    struct tui *tui = fault_entry(folder);
    pid_t other = fork();
    if (other == 0) {
        for (int i = 0; i < 15; i++) {
            if (fault_status("'%s' member add --family 'Beside%d' --data '%s' >/dev/null 2>&1",
                             TEST_PROGRAM, i, folder) != 0) {
                _exit(1);
            }
        }
        _exit(0);
    }
    for (int i = 0; i < 40; i++) {
        tui_type(tui, "9");
        snprintf(stored, sizeof stored, "Shot %d: 9 stored", i + 1);
        tui_expect(tui, stored);
    }
    int status = 0;
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), 40);
    fault_run("test \"$('%s' member list --find beside --limit 50 --data '%s' | grep -c Beside)\" "
              "= 15",
              TEST_PROGRAM, folder);
    fault_assert_whole(folder);
}

/* Another program holds the database for longer than anybody waits. */
static void
a_database_that_is_held_is_said_after_two_seconds_and_the_shot_is_not_there(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    fault_control();
    struct tui *tui = fault_entry(folder);
    tui_type(tui, "9");
    tui_expect(tui, "Shot 1: 9 stored");
    fault_run("mkfifo '%s/../go'; (sleep 60 > '%s/../go' & echo $! > '%s/../pid'; printf 'BEGIN "
              "IMMEDIATE;\\nSELECT 1;\\n' | cat - '%s/../go' | sqlite3 '%s/aimtrack.db' > "
              "'%s/../held' 2>&1) & while ! grep -q 1 '%s/../held' 2>/dev/null; do :; done",
              folder, folder, folder, folder, folder, folder, folder);
    int64_t since = fault_now_ms();
    tui_keys(tui, "8");
    tui_expect(tui, "Another program is writing");
    int64_t waited = fault_now_ms() - since;
    assert_true(waited >= 1000 && waited < 6000);
    tui_expect_not(tui, "8 stored");
    int status =
        fault_status("LANGUAGE=en '%s' member add --family Busy --data '%s' >/dev/null 2>&1",
                     TEST_PROGRAM, folder);
    assert_int_equal(status, 75);
    fault_run("kill $(cat '%s/../pid')", folder);
    tui_type(tui, "7");
    tui_expect(tui, "Shot 2: 7 stored");
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), 2);
}

static void a_second_kiosk_ends_with_75_and_the_first_goes_on(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    fault_control();
    struct tui *first = fault_entry(folder);
    const char *argv[] = {"--data", folder, NULL};
    for (int i = 0; i < 3; i++) {
        struct tui *second = tui_start(&(struct tui_options){.argv = argv});
        tui_expect(second, "already running on this seat");
        assert_int_equal(tui_wait_exit(second, TEST_PATIENCE_MS), 75);
        tui_stop(second);
    }
    tui_type(first, "9");
    tui_expect(first, "Shot 1: 9 stored");
    tui_signal(first, SIGKILL); /* the lock goes with it: no file is left that keeps others out */
    tui_stop(first);
    struct tui *next = fault_range(folder);
    tui_expect(next, "series 1, shot 2");
    tui_stop(next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_processes_lose_nothing_of_each_other),
        cmocka_unit_test(four_processes_lose_nothing_of_each_other),
        cmocka_unit_test(the_kiosk_scores_while_commands_write),
        cmocka_unit_test(
            a_database_that_is_held_is_said_after_two_seconds_and_the_shot_is_not_there),
        cmocka_unit_test(a_second_kiosk_ends_with_75_and_the_first_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
