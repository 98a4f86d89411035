/* The timers of the package: one that is enabled and does not run is noticed, nothing else is. */
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "core/health_parts.h"

enum { HOUR_MS = 60 * 60 * 1000 };

static const char club[] = "/var/lib/aimtrack";
static const int64_t now_ms = INT64_C(1796120000000);

static void make_file(const char *root, const char *folder, const char *name, int64_t at_ms)
{
    char path[900];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/%s", root, folder);
    assert_ok(file_private_folder(path, &err), err);
    snprintf(path, sizeof path, "%s/%s/%s", root, folder, name);
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    struct timespec when[2] = {{.tv_sec = at_ms / 1000}, {.tv_sec = at_ms / 1000}};
    assert_true(file >= 0 && futimens(file, when) == 0);
    close(file);
}

/* A machine with the package, whose timers ran that long ago. */
static void make_machine(char root[512], int backup_hours, int test_hours)
{
    static const char wants[] = "etc/systemd/system/timers.target.wants";
    static const char stamps[] = "var/lib/systemd/timers";
    test_folder(root);
    make_file(root, "run/systemd/system", "x", now_ms);
    make_file(root, wants, "aimtrack-backup.timer", now_ms);
    make_file(root, wants, "aimtrack-restore-test.timer", now_ms);
    make_file(root, stamps, "stamp-aimtrack-backup.timer",
              now_ms - (int64_t)backup_hours * HOUR_MS);
    make_file(root, stamps, "stamp-aimtrack-restore-test.timer",
              now_ms - (int64_t)test_hours * HOUR_MS);
}

static void timers_that_run_are_well(void **state)
{
    char root[512];
    (void)state;
    make_machine(root, 1, 31 * 24);
    assert_false(health_timer_is_off(root, club, now_ms, 9 * HOUR_MS));
}

static void one_that_was_stopped_is_noticed(void **state)
{
    char root[512];
    (void)state;
    make_machine(root, 4, 1);
    assert_true(health_timer_is_off(root, club, now_ms, 9 * HOUR_MS));
    make_machine(root, 1, 34 * 24);
    assert_true(health_timer_is_off(root, club, now_ms, 9 * HOUR_MS));
}

static void a_machine_that_just_started_has_time_to_catch_up(void **state)
{
    char root[512];
    (void)state;
    make_machine(root, 60, 1);
    assert_false(health_timer_is_off(root, club, now_ms, HOUR_MS / 2));
}

static void one_that_a_person_switched_off_is_no_finding(void **state)
{
    char root[512];
    char path[900];
    (void)state;
    make_machine(root, 60, 1);
    snprintf(path, sizeof path, "%s/etc/systemd/system/timers.target.wants/aimtrack-backup.timer",
             root);
    assert_int_equal(unlink(path), 0);
    assert_false(health_timer_is_off(root, club, now_ms, 9 * HOUR_MS));
}

static void without_systemd_or_for_another_club_nothing_is_said(void **state)
{
    char root[512];
    char nothing[512];
    (void)state;
    make_machine(root, 60, 60);
    test_folder(nothing);
    assert_false(health_timer_is_off(root, "/home/jan/club", now_ms, 9 * HOUR_MS));
    assert_false(health_timer_is_off(nothing, club, now_ms, 9 * HOUR_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timers_that_run_are_well),
        cmocka_unit_test(one_that_was_stopped_is_noticed),
        cmocka_unit_test(a_machine_that_just_started_has_time_to_catch_up),
        cmocka_unit_test(one_that_a_person_switched_off_is_no_finding),
        cmocka_unit_test(without_systemd_or_for_another_club_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
