/* Clocks that jump while the program runs (an hour, a year, to 1970, both nights on which the clock
 * of the Netherlands changes): shots stay in order, sessions get the right local date, a wait is
 * neither shortened nor endless. The program sees another clock (shim_disk.c); ours goes on. */
#include "fault/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "core/demo.h"
#include "core/range.h"

enum { HOUR_MS = 3600 * 1000 };
static const int64_t year_ms = INT64_C(365) * 24 * HOUR_MS;

static int64_t real_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The program's clock shows that moment (UTC) from now on. */
static void set_clock(struct fault_control *faults, int64_t utc_ms)
{
    faults->clock_ahead_ms = utc_ms - real_now_ms();
}

static void shots_stay_in_order_whatever_the_clock_does(void **state)
{
    (void)state;
    const int64_t jumps[] = {HOUR_MS, -HOUR_MS, year_ms, -year_ms, -real_now_ms(), 0};
    char folder[512];
    char stored[32];
    struct app app;
    struct err err = {0};
    struct lane *lanes = NULL;
    int count = 0;
    tui_demo_folder(folder);
    struct fault_control *faults = fault_control();
    struct tui *tui = fault_entry(folder);
    for (int i = 0; i < 6; i++) {
        faults->clock_ahead_ms = jumps[i];
        char key[2] = {(char)('1' + i), '\0'};
        tui_type(tui, key);
        snprintf(stored, sizeof stored, "Shot %d: %d stored", i + 1, i + 1);
        tui_expect(tui, stored);
    }
    tui_type(tui, "<BS>7"); /* taken back and shot again */
    tui_expect(tui, "Shot 6: 7 stored");
    tui_stop(tui);
    fault_open(&app, folder);
    assert_ok(range_load(&app, &lanes, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(lanes[0].shot_count, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(lanes[0].shots[i].value_tenths, 10 * (i < 5 ? i + 1 : 7));
        assert_int_equal(lanes[0].shots[i].number, i + 1);
    }
    lane_free(&lanes[0]);
    free(lanes);
    app_close(&app);
    fault_assert_whole(folder);
}

/* --- nights on which the clock changes ---------------------------------------------------------
 */

/* Runs a command of the program under its clock; its output stays in FOLDER/../said. */
static int command_at(const char *folder, const char *words)
{
    char line[2400] = "";
    for (const char *const *env = fault_env(NULL); *env != NULL; env++) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "'%s' ", *env);
    }
    return fault_status(
        "env %s LANGUAGE=en TZ=Europe/Amsterdam '%s' %s --data '%s' > '%s.said' 2>&1", line,
        TEST_PROGRAM, words, folder, folder);
}

static const struct {
    const char *what;
    int64_t utc_s;
    const char *date; /* local, of a session that begins then */
    const char *clock;
} nights[] = {
    {"before midnight, winter", 1774738740, "2026-03-28", "23:59"},      /* 2026-03-28 22:59 UTC */
    {"before the hour is left out", 1774745940, "2026-03-29", "01:59"},  /* 00:59 UTC */
    {"after the hour was left out", 1774746000, "2026-03-29", "03:00"},  /* 01:00:00 UTC */
    {"the hour for the first time", 1792888200, "2026-10-25", "02:30"},  /* 00:30 UTC */
    {"the hour for the second time", 1792891800, "2026-10-25", "02:30"}, /* 01:30 UTC */
    {"the last minute of that long day", 1792969140, "2026-10-25", "23:59"}, /* 22:59 UTC */
    {"the first of the next", 1792969200, "2026-10-26", "00:00"},
    {"new year", 1798757940, "2026-12-31", "23:59"}, /* 22:59 UTC */
};

static void sessions_of_the_nights_on_which_the_clock_changes_have_the_right_date(void **state)
{
    (void)state;
    size_t step = fault_is_full_run() ? 1 : 2;
    for (size_t i = 0; i < sizeof nights / sizeof nights[0]; i += step) {
        char folder[512];
        tui_demo_folder(folder);
        struct fault_control *faults = fault_control();
        set_clock(faults, nights[i].utc_s * 1000);
        struct tui *tui = fault_entry(folder);
        tui_expect(tui, nights[i].clock); /* in the header */
        tui_type(tui, "9");
        tui_expect(tui, "Shot 1: 9 stored");
        tui_stop(tui);
        char words[200];
        snprintf(words, sizeof words, "session list --from %s --to %s --find visser",
                 nights[i].date, nights[i].date);
        set_clock(faults, nights[i].utc_s * 1000);
        assert_int_equal(command_at(folder, words), 0);
        if (fault_status("grep -q Visser '%s.said'", folder) != 0) {
            fault_status("cat '%s.said'; '%s' session list --limit 3 --data '%s'", folder,
                         TEST_PROGRAM, folder);
            fail_msg("%s: not on %s", nights[i].what, nights[i].date);
        }
        fault_assert_whole(folder);
    }
}

/* --- waits -------------------------------------------------------------------------------------
 */

static void a_wait_after_wrong_pins_is_neither_shortened_nor_endless(void **state)
{
    (void)state;
    const int64_t jumps[] = {year_ms, -year_ms, HOUR_MS, -HOUR_MS};
    for (int i = 0; i < (fault_is_full_run() ? 4 : 2); i++) {
        char folder[512];
        tui_demo_folder(folder);
        struct fault_control *faults = fault_control();
        const char *argv[] = {"--data", folder, NULL};
        struct tui *tui = tui_start(&(struct tui_options){.argv = argv, .env = fault_env(NULL)});
        tui_expect(tui, "Who are you?");
        tui_type(tui, "<Enter>");
        for (int j = 0; j < 3; j++) {
            tui_type(tui, "111111<Enter>");
            tui_expect(tui, j < 2 ? "That is not right." : "Try again in");
        }
        tui_expect(tui, "You can try again now.");
        tui_type(tui, "111111<Enter>");
        tui_expect(tui, "Try again in 2");
        int64_t since = fault_now_ms();
        faults->clock_ahead_ms = jumps[i];
        tui_expect(tui, "You can try again now.");
        int64_t waited = fault_now_ms() - since;
        if (waited < 1500 || waited > 15000) {
            fail_msg("jump %lld h: it waited %lld ms of 2000", (long long)(jumps[i] / HOUR_MS),
                     (long long)waited);
        }
        tui_stop(tui);
    }
}

static void requests_are_done_whatever_the_clock_did_meanwhile(void **state)
{
    (void)state;
    static const int64_t hours[] = {1, -1, 365 * 24, -365 * 24};
    for (int i = 0; i < 4; i++) {
        char folder[512];
        tui_demo_folder(folder);
        struct fault_control *faults = fault_control();
        fault_run("'%s' ask session \"$('%s' session list --limit 1 --json --data '%s' | grep -o "
                  "'\"id\":[^,]*' | grep -o '[0-9]*' | head -1)\" --data '%s' > /dev/null",
                  TEST_PROGRAM, TEST_PROGRAM, folder, folder);
        /* a worker took it and is gone; its lease is one of now */
        fault_run("sqlite3 '%s/aimtrack.db' \"UPDATE job SET state = 1, worker = 'gone', "
                  "lease_token = 1, attempts = 1, lease_until_ms = %lld\"",
                  folder, (long long)real_now_ms() + 90000);
        faults->clock_ahead_ms = hours[i] * HOUR_MS;
        int status = command_at(folder, "queue work --stop-when-empty");
        if (status != 0) {
            fail_msg("%lld h: ended with %d", (long long)hours[i], status);
        }
        faults->clock_ahead_ms = 0; /* and back */
        assert_int_equal(command_at(folder, "queue work --stop-when-empty"), 0);
        fault_run("test \"$(sqlite3 '%s/aimtrack.db' 'SELECT count(*), min(state), max(state) FROM "
                  "job')\" = '1|2|2'",
                  folder);
        fault_run("test \"$(sqlite3 '%s/aimtrack.db' 'SELECT count(*) FROM answer WHERE job_id IN "
                  "(SELECT id FROM job)')\" = 1",
                  folder);
    }
}

/* Asked while the clock was a year ahead: not done a year later. */
static void a_request_of_a_clock_that_was_ahead_does_not_wait_for_it(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct fault_control *faults = fault_control();
    faults->clock_ahead_ms = year_ms;
    fault_run("'%s' session list --limit 1 --json --data '%s' | grep -o '\"id\":[^,]*' | grep -o "
              "'[0-9]*' | head -1 > '%s.id'",
              TEST_PROGRAM, folder, folder);
    char words[64] = "ask session ";
    char path[600];
    size_t size = 0;
    struct err err = {0};
    snprintf(path, sizeof path, "%s.id", folder);
    char *id = file_read(path, 40, &size, &err);
    assert_non_null(id);
    snprintf(words, sizeof words, "ask session %.*s", (int)strcspn(id, "\n"), id);
    free(id);
    assert_int_equal(command_at(folder, words), 0);
    faults->clock_ahead_ms = 0;
    assert_int_equal(command_at(folder, "queue work --stop-when-empty"), 0);
    fault_run("test \"$(sqlite3 '%s/aimtrack.db' 'SELECT state FROM job')\" = 2", folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shots_stay_in_order_whatever_the_clock_does),
        cmocka_unit_test(sessions_of_the_nights_on_which_the_clock_changes_have_the_right_date),
        cmocka_unit_test(a_wait_after_wrong_pins_is_neither_shortened_nor_endless),
        cmocka_unit_test(requests_are_done_whatever_the_clock_did_meanwhile),
        cmocka_unit_test(a_request_of_a_clock_that_was_ahead_does_not_wait_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
