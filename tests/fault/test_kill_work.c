/* kill -9 at random moments of what an officer does besides typing shots: corrections, taking back,
 * finishing. What the screen called stored is stored, the rest is as it was, nothing is half.
 * Commands are killed by tests/check/kill_fault_check.py, shots by test_kill.c. */
#include "fault/fault.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/range.h"
#include "core/session.h"

enum { SHOTS = 10 };

/* The lane of Visser with ten nines, closed again. */
static void make_lane(char folder[512])
{
    tui_demo_folder(folder);
    fault_control();
    struct tui *tui = fault_entry(folder);
    tui_keys(tui, "9999999999");
    tui_expect(tui, "Shot 10: 9 stored");
    tui_stop(tui);
}

static void load_lane(struct app *app, const char *folder, struct lane *lane)
{
    struct err err = {0};
    struct lane *lanes = NULL;
    int count = 0;
    fault_open(app, folder);
    assert_ok(range_load(app, &lanes, &count, &err), err);
    *lane = (struct lane){0};
    if (count > 0) {
        *lane = lanes[0];
    }
    free(lanes);
}

/* Shots get their numbers as values, one correction after another, until it is killed. */
static int correct_until_killed(const char *folder, struct test_random *random)
{
    char keys[64];
    char said[64];
    int shown = 0;
    struct tui *tui = fault_range(folder);
    tui_expect(tui, "Lane 1");
    tui_type(tui, "<Enter>");
    int until = test_random_below(random, SHOTS - 1) + 1;
    for (int i = 1; i <= until; i++) {
        int value = i % 9 == 0 ? 8 : i % 9;
        snprintf(keys, sizeof keys, "g%d<Enter>", i);
        tui_type(tui, keys);
        snprintf(keys, sizeof keys, "%d<Enter>", value);
        tui_keys(tui, keys);
        snprintf(said, sizeof said, "is now %d, stored", value);
        if (i == until) {
            usleep((unsigned)test_random_below(random, 30000));
            tui_signal(tui, SIGKILL);
            shown = strstr(tui_text_now(tui), said) != NULL ? i : i - 1;
        } else {
            tui_expect(tui, said);
        }
    }
    tui_stop(tui);
    return shown;
}

static void a_correction_is_there_or_not_never_half(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    int rounds = fault_is_full_run() ? 60 : 4;
    char original[512];
    make_lane(original);
    for (int round = 0; round < rounds; round++) {
        char folder[512];
        struct app app;
        struct lane lane;
        test_folder(folder);
        fault_run("cp -a '%s/.' '%s'", original, folder);
        int shown = correct_until_killed(folder, &random);
        load_lane(&app, folder, &lane);
        assert_int_equal(lane.shot_count, SHOTS);
        for (int i = 1; i <= SHOTS; i++) {
            int corrected = 10 * (i % 9 == 0 ? 8 : i % 9);
            int value = lane.shots[i - 1].value_tenths;
            if (i <= shown ? value != corrected
                           : value != 90 && (i != shown + 1 || value != corrected)) {
                fail_msg("shot %d is %d, %d corrections were shown", i, value, shown);
            }
        }
        lane_free(&lane);
        app_close(&app);
        fault_assert_whole(folder);
    }
}

static void taking_back_is_done_or_not(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    int rounds = fault_is_full_run() ? 60 : 4;
    char original[512];
    make_lane(original);
    for (int round = 0; round < rounds; round++) {
        char folder[512];
        test_folder(folder);
        fault_run("cp -a '%s/.' '%s'", original, folder);
        struct tui *tui = fault_range(folder);
        tui_expect(tui, "Lane 1");
        tui_type(tui, "<Enter>");
        int times = 1 + test_random_below(&random, 4);
        for (int i = 1; i < times; i++) {
            char next[32];
            tui_type(tui, "<BS>");
            snprintf(next, sizeof next, "series 1, shot %d", SHOTS + 1 - i);
            tui_expect(tui, next);
        }
        tui_keys(tui, "<BS>");
        usleep((unsigned)test_random_below(&random, 30000));
        tui_signal(tui, SIGKILL);
        tui_stop(tui);
        int there = fault_count_shots(folder);
        assert_true(there == SHOTS - times || there == SHOTS - times + 1);
        fault_assert_whole(folder);
    }
}

static void a_lane_is_finished_or_open(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    int rounds = fault_is_full_run() ? 60 : 4;
    char original[512];
    int finished = 0;
    make_lane(original);
    for (int round = 0; round < rounds; round++) {
        char folder[512];
        struct app app;
        struct lane lane;
        test_folder(folder);
        fault_run("cp -a '%s/.' '%s'", original, folder);
        struct tui *tui = fault_range(folder);
        tui_expect(tui, "Lane 1");
        tui_type(tui, "<Enter>");
        tui_keys(tui, "fy"); /* not all shots are in: it asks */
        /* some soon, some late: a busy machine needs more than a quiet one */
        usleep((unsigned)test_random_below(&random, round % 3 == 0 ? 400000 : 40000));
        tui_signal(tui, SIGKILL);
        bool shown = strstr(tui_text_now(tui), "finished and stored") != NULL;
        tui_stop(tui);
        load_lane(&app, folder, &lane);
        bool is_open = lane.session.id != 0;
        assert_true(!shown || !is_open);
        assert_true(!is_open || lane.shot_count == SHOTS);
        finished += !is_open;
        lane_free(&lane);
        app_close(&app);
        fault_assert_whole(folder);
    }
    print_message("  %d of %d were finished\n", finished, rounds);
    assert_true(!fault_is_full_run() || (finished > 0 && finished < rounds));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_correction_is_there_or_not_never_half),
        cmocka_unit_test(taking_back_is_done_or_not),
        cmocka_unit_test(a_lane_is_finished_or_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
