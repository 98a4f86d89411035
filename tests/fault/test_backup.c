/* Backups and restores while the worst happens: killed at any moment, no room, a writer that does
 * not wait, damaged pages. The real program, a real folder. */
#include "fault/disk.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup.h"
#include "core/member.h"
#include "core/restore.h"
#include "core/salvage.h"
#include "core/verify.h"

enum { PATH_ROOM = 700, MEMBERS_MAX = 200 };

static void run_shell(const char *command)
{
    if (system(command) != 0) { /* NOLINT(cert-env33-c): a test's own folders */
        fail_msg("%s", command);
    }
}

/* Forty sessions: half a megabyte, so that a round takes a fraction of a second. */
static void small_club(char folder[512])
{
    static char original[512]; /* one per test program */
    char command[3 * PATH_ROOM];
    if (original[0] == '\0') {
        char made[512];
        test_folder(made);
        snprintf(original, sizeof original, "%.500s/club", made);
        snprintf(command, sizeof command,
                 "'%s' --data '%s' demo --members 12 --sessions 40 >/dev/null 2>&1", TEST_PROGRAM,
                 original);
        run_shell(command);
    }
    test_folder(folder);
    snprintf(command, sizeof command, "cp -a '%s'/. '%s'", original, folder);
    run_shell(command);
}

static bool open_club(struct app *app, const char *folder, struct err *err)
{
    return app_open(app, &(struct app_options){.folder = folder, .must_exist = true}, err);
}

/* -1: refused because it is damaged. */
static int count_members_if_whole(struct app *app)
{
    struct arena arena = {0};
    struct member *rows = NULL;
    struct err err = {0};
    int count = 0;
    bool ok = member_list(app, &arena, &(struct member_query){.find = "", .limit = MEMBERS_MAX},
                          &rows, &count, &err);
    arena_free(&arena);
    if (!ok && err.kind != ERR_CORRUPT) {
        fail_msg("%s (%s)", err.what, err.detail);
    }
    return ok ? count : -1;
}

static int count_members(struct app *app)
{
    int count = count_members_if_whole(app);
    assert_true(count >= 0);
    return count;
}

static void add_member(struct app *app, const char *family)
{
    struct err err = {0};
    record_id id = 0;
    struct member *member = calloc(1, sizeof *member);
    text_copy(member->family_name, sizeof member->family_name, family);
    text_copy(member->given_name, sizeof member->given_name, "X");
    assert_ok(member_add(app, member, &id, &err), err);
    free(member);
}

/* Runs the program; killed after that many microseconds (negative: never). Its exit status, or
 * -signal. */
static int run_program(const char *folder, const char *command, const char *file, int kill_after_us)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", folder, command, file, (char *)NULL);
        _exit(127);
    }
    if (kill_after_us >= 0) {
        usleep((unsigned)kill_after_us);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int64_t time_of(const char *folder, const char *command, const char *file)
{
    int64_t started_ms = time_monotonic_ms();
    assert_int_equal(run_program(folder, command, file, -1), 0);
    return time_monotonic_ms() - started_ms;
}

static int rounds_of(int quick, int full)
{
    return getenv("AIMTRACK_FULL") != NULL ? full : quick;
}

/* --- killed --- */

/* Every file under a final name that stands in the list is whole. */
static void check_folder(const char *folder)
{
    char command[PATH_ROOM + 100];
    snprintf(command, sizeof command,
             "cd '%s/backups' && { ! test -s SHA256SUMS || sha256sum --quiet -c SHA256SUMS; }",
             folder);
    run_shell(command);
}

static void kill_9_during_a_backup_leaves_the_others_and_no_half_one(void **state)
{
    (void)state;
    char folder[512];
    char command[PATH_ROOM + 200];
    struct test_random random;
    int killed = 0;
    small_club(folder);
    test_random_start(&random);
    int64_t whole_ms = time_of(folder, "backup", NULL);
    for (int i = 0; i < rounds_of(15, 200); i++) {
        int after_us = test_random_below(&random, (int)whole_ms * 1000);
        killed += run_program(folder, "backup", NULL, after_us) == -SIGKILL;
        check_folder(folder);
    }
    assert_true(killed > 3);
    assert_int_equal(run_program(folder, "backup", NULL, -1), 0);
    assert_int_equal(run_program(folder, "backup", "verify", -1), 0);
    snprintf(command, sizeof command,
             "cd '%s' && test ! -e backup-work && test -z \"$(ls -A backups | grep part$)\"",
             folder);
    run_shell(command);
    check_folder(folder);
    print_message("  %d killed\n", killed);
}

/* The old club with one member more, or the one of the backup: never less, never between. */
static void kill_9_during_a_restore_leaves_the_old_or_the_new_club(void **state)
{
    (void)state;
    char folder[512];
    char start[512];
    char command[3 * PATH_ROOM];
    struct app app;
    struct err err = {0};
    struct backup_file file;
    struct test_random random;
    int restored = 0;
    int kept = 0;
    small_club(start);
    assert_int_equal(run_program(start, "backup", NULL, -1), 0);
    assert_true(backup_newest(start, &file));
    assert_ok(open_club(&app, start, &err), err);
    int before = count_members(&app);
    add_member(&app, "Later");
    app_close(&app);
    test_random_start(&random);
    test_folder(folder);
    snprintf(command, sizeof command, "cp -a '%s'/. '%s'", start, folder);
    run_shell(command);
    int64_t whole_ms = time_of(folder, "restore", file.path);
    for (int i = 0; i < rounds_of(20, 300); i++) {
        struct verify_report report;
        test_folder(folder);
        snprintf(command, sizeof command, "cp -a '%s'/. '%s'", start, folder);
        run_shell(command);
        /* The end is where files change: most rounds end there. */
        bool is_early = i % 4 == 0;
        int after_us =
            is_early ? test_random_below(&random, (int)(whole_ms * 250))
                     : (int)(whole_ms * 600) + test_random_below(&random, (int)(whole_ms * 400));
        run_program(folder, "restore", file.path, after_us);
        assert_ok(open_club(&app, folder, &err), err);
        int members = count_members(&app);
        assert_true(members == before || members == before + 1);
        restored += members == before;
        kept += members == before + 1;
        assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
        assert_int_equal(report.problem_count, 0);
        app_close(&app);
    }
    print_message("  %d times the new club, %d times the old one\n", restored, kept);
    assert_true(kept > 0);
}

/* --- no room --- */

static void a_full_disk_keeps_the_backups_that_are_there(void **state)
{
    (void)state;
    char folder[512];
    char disk[512];
    char path[PATH_ROOM];
    char settings[PATH_ROOM];
    struct app app;
    struct backup_result result;
    struct backup_order order = {0};
    struct backup_file newest;
    struct err err = {0};
    small_club(folder);
    test_folder(disk);
    if (!disk_mount(disk, "size=5m,mode=0700")) {
        return;
    }
    snprintf(settings, sizeof settings,
             "[backup]\nfolder = %s\nkeep_weekly = 0\nkeep_monthly = 0\n", disk);
    file_join(path, sizeof path, folder, "aimtrack.conf");
    assert_ok(file_write_durable(path, settings, strlen(settings), &err), err);
    assert_ok(open_club(&app, folder, &err), err);
    bool ok = true;
    int made = 0;
    for (; ok && made < 20; made += ok) {
        ok = backup_make(&app, &order, &result, &err);
        if (ok) {
            snprintf(path, sizeof path, "%s/fill-%d", disk, made);
            disk_fill(path, (size_t)1024 * 1024); /* others fill it, too */
        }
    }
    assert_true(made > 0 && made < 20);
    assert_int_equal(err.kind, ERR_FULL);
    assert_non_null(strstr(err.what, "kept"));
    assert_true(backup_newest(folder, &newest));
    app_close(&app);
    assert_int_equal(run_program(folder, "backup", "verify", -1), 0);
    assert_int_equal(run_program(folder, "backup", NULL, -1), 74);
    snprintf(settings, sizeof settings, "cd '%s' && sha256sum --quiet -c SHA256SUMS", disk);
    run_shell(settings);
    disk_unmount(disk);
}

static void a_disk_that_cannot_be_written_says_so(void **state)
{
    (void)state;
    char folder[512];
    char disk[512];
    struct app app;
    struct backup_result result;
    struct err err = {0};
    small_club(folder);
    test_folder(disk);
    if (!disk_mount(disk, "size=9m,mode=0700")) {
        return;
    }
    disk_lock(disk);
    struct backup_order order = {.to = disk};
    assert_ok(open_club(&app, folder, &err), err);
    assert_false(backup_make(&app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_READONLY);
    app_close(&app);
    disk_unmount(disk);
}

/* --- while others write --- */

static void write_until_killed(const char *folder, int pipe_fd)
{
    struct app app;
    struct err err = {0};
    assert_ok(open_club(&app, folder, &err), err);
    for (int i = 0;; i++) {
        char name[32];
        int64_t started_ms = time_monotonic_ms();
        snprintf(name, sizeof name, "W%d", i);
        add_member(&app, name);
        int64_t took_ms = time_monotonic_ms() - started_ms;
        if (write(pipe_fd, &took_ms, sizeof took_ms) != sizeof took_ms) {
            _exit(1);
        }
    }
}

static void a_writer_goes_on_while_a_backup_is_made(void **state)
{
    (void)state;
    char folder[512];
    int ends[2];
    struct app app;
    struct err err = {0};
    struct backup_result result;
    struct backup_check check;
    struct arena arena = {0};
    struct backup_order order = {0};
    char path[PATH_ROOM];
    int64_t worst_ms = 0;
    int64_t took_ms = 0;
    int writes = 0;
    small_club(folder);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        write_until_killed(folder, ends[1]);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &took_ms, sizeof took_ms), sizeof took_ms); /* it is at it */
    assert_ok(open_club(&app, folder, &err), err);
    for (int i = 0; i < 3; i++) {
        assert_ok(backup_make(&app, &order, &result, &err), err);
        file_join(path, sizeof path, result.folder, result.name);
        assert_ok(backup_verify(&app, folder, path, NULL, NULL, &arena, &check, &err), err);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &took_ms, sizeof took_ms) == (ssize_t)sizeof took_ms) {
        worst_ms = took_ms > worst_ms ? took_ms : worst_ms;
        writes++;
    }
    close(ends[0]);
    arena_free(&arena);
    app_close(&app);
    print_message("  %d writes beside 3 backups, the longest took %lld ms\n", writes,
                  (long long)worst_ms);
    assert_true(writes > 20);
    assert_true(worst_ms < 1000);
}

/* --- damaged pages --- */

struct fixture {
    char folder[512];
    int members;
};

/* Refused somewhere, or every record as it was: verify compares every sum with its shots, the trail
 * and the references; the members are counted. */
static bool is_refused(const struct fixture *fixture, const char *folder)
{
    struct app app;
    struct err err = {0};
    struct verify_report report;
    if (!open_club(&app, folder, &err)) {
        assert_true(err.what[0] != '\0');
        return true;
    }
    bool ok = verify_run(&app, NULL, NULL, &report, &err) && report.problem_count == 0;
    int members = ok ? count_members_if_whole(&app) : -1;
    assert_true(members == -1 || members == fixture->members);
    app_close(&app);
    return members == -1;
}

static void salvage_copy(const struct fixture *fixture, const char *folder, int *salvaged)
{
    char out[PATH_ROOM];
    struct arena arena = {0};
    struct salvage_result result;
    struct app app;
    struct err err = {0};
    snprintf(out, sizeof out, "%s/out", folder);
    struct salvage_order order = {.data_folder = folder, .out = out, .even_whole = true};
    if (salvage_run(&order, &arena, &result, &err)) {
        assert_ok(open_club(&app, out, &err), err);
        assert_ok(db_check(app.db, &err), err);
        assert_true(count_members(&app) <= fixture->members + 1);
        app_close(&app);
        (*salvaged)++;
    } else {
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    arena_free(&arena);
}

/* 50 damages; 1,000 with AIMTRACK_FULL=1. */
static void a_damaged_page_is_never_silently_used(void **state)
{
    (void)state;
    struct fixture fixture;
    struct app app;
    struct err err = {0};
    struct test_random random;
    int refused = 0;
    int salvaged = 0;
    int rounds = rounds_of(50, 1000);
    small_club(fixture.folder);
    assert_ok(open_club(&app, fixture.folder, &err), err);
    fixture.members = count_members(&app);
    app_close(&app);
    test_random_start(&random);
    for (int i = 0; i < rounds; i++) {
        char folder[512];
        char path[PATH_ROOM];
        char command[3 * PATH_ROOM];
        test_folder(folder);
        snprintf(command, sizeof command, "cp -a '%s/aimtrack.db' '%s/pepper' '%s'", fixture.folder,
                 fixture.folder, folder);
        run_shell(command);
        file_join(path, sizeof path, folder, "aimtrack.db");
        disk_damage(path, &random);
        if (is_refused(&fixture, folder)) {
            refused++;
            salvage_copy(&fixture, folder, &salvaged);
        }
        snprintf(command, sizeof command, "rm -rf '%s'", folder);
        run_shell(command);
    }
    print_message(
        "  %d of %d damages refused, %d salvaged; the others changed nothing that counts\n",
        refused, rounds, salvaged);
    assert_true(refused > rounds / 4);
    assert_true(salvaged > refused / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kill_9_during_a_backup_leaves_the_others_and_no_half_one),
        cmocka_unit_test(kill_9_during_a_restore_leaves_the_old_or_the_new_club),
        cmocka_unit_test(a_full_disk_keeps_the_backups_that_are_there),
        cmocka_unit_test(a_disk_that_cannot_be_written_says_so),
        cmocka_unit_test(a_writer_goes_on_while_a_backup_is_made),
        cmocka_unit_test(a_damaged_page_is_never_silently_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
