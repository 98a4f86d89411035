/* Limits that the system sets to the program, while it runs: the largest file, open files, a quota.
 * None of them ends it; a shot that could not be stored is said, and taken when there is room. */
#include "fault/fault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/file.h"

static struct tui *shoot_three(const char *folder)
{
    fault_control();
    struct tui *tui = fault_entry(folder);
    tui_type(tui, "998");
    tui_expect(tui, "Shot 3: 8 stored");
    return tui;
}

static void set_limit(struct tui *tui, int which, rlim_t most)
{
    struct rlimit limit;
    assert_int_equal(prlimit(tui_pid(tui), (__rlimit_resource_t)which, NULL, &limit), 0);
    limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
    assert_int_equal(prlimit(tui_pid(tui), (__rlimit_resource_t)which, &limit, NULL), 0);
}

/* A shot is refused with a full disk's sentence, and the next one is stored after `lift`. */
static void expect_refused_until(struct tui *tui, const char *folder, void (*lift)(struct tui *tui))
{
    tui_type(tui, "7");
    tui_expect(tui, "disk is full");
    tui_expect_not(tui, "Shot 4: 7 stored");
    lift(tui);
    tui_type(tui, "6");
    tui_expect(tui, "Shot 4: 6 stored");
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), 4);
    fault_assert_whole(folder);
}

static void lift_file_size(struct tui *tui)
{
    set_limit(tui, RLIMIT_FSIZE, RLIM_INFINITY);
}

static void a_file_that_may_not_grow_refuses_the_shot_and_ends_nothing(void **state)
{
    (void)state;
    char folder[512];
    char wal[600];
    struct stat status;
    tui_demo_folder(folder);
    struct tui *tui = shoot_three(folder);
    snprintf(wal, sizeof wal, "%s/aimtrack.db-wal", folder);
    assert_int_equal(stat(wal, &status), 0);
    set_limit(tui, RLIMIT_FSIZE, (rlim_t)status.st_size);
    expect_refused_until(tui, folder, lift_file_size);
}

static void lift_quota(struct tui *tui)
{
    (void)tui;
    fault_control();
}

static void a_quota_that_is_used_up_refuses_the_shot_and_takes_it_when_there_is_room(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = shoot_three(folder);
    struct fault_control *control = fault_control();
    snprintf(control->path_part, sizeof control->path_part, "aimtrack.db");
    control->write_errno = EDQUOT;
    expect_refused_until(tui, folder, lift_quota);
}

static void the_kiosk_scores_without_another_open_file(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = shoot_three(folder);
    set_limit(tui, RLIMIT_NOFILE, 12); /* what is open stays open; no other one is given */
    tui_type(tui, "6");
    tui_expect(tui, "Shot 4: 6 stored");
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), 4);
    fault_assert_whole(folder);
}

/* The status of a command under that limit of prlimit(1); the sentence in `said`. */
static int run_limited(const char *limit, const char *words, const char *folder, char **said)
{
    char path[700];
    size_t length = 0;
    struct err err = {0};
    snprintf(path, sizeof path, "%.500s.said", folder);
    int status =
        fault_status("cd '%s/..' && LANGUAGE=en timeout 60 prlimit --%s '%s' %s --data '%s'"
                     " >/dev/null 2>'%s'",
                     folder, limit, TEST_PROGRAM, words, folder, path);
    *said = file_read(path, 65536, &length, &err);
    assert_non_null(*said);
    return status;
}

static const struct {
    const char *limit, *words;
    int status;
    const char *sentence;
} commands[] = {
    {"fsize=4096", "member list", 0, ""}, /* looked at, as on a full disk */
    {"fsize=4096", "member add --family Limit", 74, "disk is full"},
    {"fsize=65536", "backup", 74, "disk is full"},
    {"fsize=65536", "export sessions --format json --out .", 74, "too little room"},
    {"nofile=6", "member list", 75, "Too many files are open"},
};

static void commands_under_a_limit_end_with_a_sentence(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char *said = NULL;
        int status = run_limited(commands[i].limit, commands[i].words, folder, &said);
        if (status != commands[i].status || strstr(said, commands[i].sentence) == NULL) {
            fail_msg("%s, %s: ended with %d, said: %s", commands[i].limit, commands[i].words,
                     status, said);
        }
        free(said);
    }
    fault_assert_whole(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_may_not_grow_refuses_the_shot_and_ends_nothing),
        cmocka_unit_test(a_quota_that_is_used_up_refuses_the_shot_and_takes_it_when_there_is_room),
        cmocka_unit_test(the_kiosk_scores_without_another_open_file),
        cmocka_unit_test(commands_under_a_limit_end_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
