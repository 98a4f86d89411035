/* Upgrades that are killed, or that find the disk full: the club is what it was or the newest, and
 * the next start goes on. */
#include "fault/disk.h"
#include "schema_club.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "core/migrate_app.h"
#include "core/restore.h"
#include "core/verify.h"

enum { KILLS = 24, KILLS_FULL = 300 };

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

static pid_t start_migrate(const char *folder, const char *first, const char *second)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", folder, "migrate", first, second, (char *)NULL);
        _exit(127);
    }
    return child;
}

static pid_t start_upgrade(const char *folder)
{
    return start_migrate(folder, "--force", NULL);
}

static void assert_whole(const char *folder)
{
    struct app app;
    struct err err = {0};
    struct verify_report report;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("%s", report.problems[0]);
    }
    app_close(&app);
}

/* Twice what one takes that nobody kills. */
static int whole_upgrade_us(void)
{
    char folder[512];
    int status = 0;
    schema_club(1, folder);
    int64_t started_ms = time_monotonic_ms();
    assert_true(waitpid(start_upgrade(folder), &status, 0) > 0);
    assert_int_equal(status, 0);
    return (int)(time_monotonic_ms() - started_ms) * 2000;
}

/* Kills at a random moment; true when that was before its end. */
static bool upgrade_and_kill(const char *folder, struct test_random *random, int longest_us)
{
    int status = 0;
    pid_t child = start_upgrade(folder);
    usleep((unsigned)test_random_below(random, longest_us));
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

static void an_upgrade_killed_at_any_moment_is_finished_by_the_next_start(void **state)
{
    struct test_random random;
    int killed = 0;
    int half_way = 0;
    int rounds = getenv("AIMTRACK_FULL") != NULL ? KILLS_FULL : KILLS;
    (void)state;
    test_random_start(&random);
    int longest_us = whole_upgrade_us();
    for (int i = 0; i < rounds; i++) {
        char folder[512];
        char path[600];
        struct holdings holdings;
        struct buf before = {0};
        struct buf after = {0};
        int from = 1 + test_random_below(&random, migrate_newest() - 1);
        schema_club(from, folder);
        database_of(folder, path);
        holdings_read(path, &holdings);
        holdings_text(path, &holdings, &before);
        killed += upgrade_and_kill(folder, &random, longest_us) ? 1 : 0;
        int now = schema_of(folder);
        assert_true(now == from || now == migrate_newest());
        half_way += now == from ? 1 : 0;
        holdings_text(path, &holdings, &after);
        assert_string_equal(buf_text(&after), buf_text(&before));
        assert_whole(folder); /* opening it went on with the upgrade */
        assert_int_equal(schema_of(folder), migrate_newest());
        holdings_text(path, &holdings, &after);
        assert_string_equal(buf_text(&after), buf_text(&before));
        buf_free(&before);
        buf_free(&after);
    }
    print_message("  %d of %d killed before the end (of %d ms), %d not upgraded yet\n", killed,
                  rounds, longest_us / 1000, half_way);
    assert_true(killed > 0);
}

/* Files of the data folder whose name begins so. */
static int count_files(const char *folder, const char *begin)
{
    int count = 0;
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        count += strncmp(entry->d_name, begin, strlen(begin)) == 0 ? 1 : 0;
    }
    closedir(list);
    return count;
}

/* The old club or the new one, whole, and never only one of them. */
static void the_way_back_killed_at_any_moment_loses_neither_club(void **state)
{
    struct test_random random;
    int killed = 0;
    int back = 0;
    int rounds = getenv("AIMTRACK_FULL") != NULL ? KILLS_FULL : KILLS;
    int longest_us = whole_upgrade_us();
    (void)state;
    test_random_start(&random);
    for (int i = 0; i < rounds; i++) {
        char folder[512];
        int status = 0;
        struct upgrade done;
        struct err err = {0};
        schema_club(8, folder);
        assert_ok(migrate_app_run(folder, &done, &err), err);
        pid_t child = start_migrate(folder, "--back", "--yes");
        usleep((unsigned)test_random_below(&random, longest_us));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        killed += WIFSIGNALED(status) ? 1 : 0;
        assert_ok(restore_finish(folder, &err), err); /* as every opening does */
        int now = schema_of(folder);
        assert_true(now == 8 || now == migrate_newest());
        back += now == 8 ? 1 : 0;
        assert_int_equal(count_files(folder, "aimtrack.db.before-back-") > 0, now == 8);
        assert_whole(folder); /* and forward again */
    }
    print_message("  %d of %d killed before the end (of %d ms), %d back\n", killed, rounds,
                  longest_us / 1000, back);
    assert_true(killed > 0);
}

/* With that much room: how it ends; the club is whole whatever happens. */
static int upgrade_with_room(int kib)
{
    char folder[512];
    char club[600];
    char options[64];
    char command[1300];
    struct upgrade done;
    struct holdings holdings;
    struct buf before = {0};
    struct buf after = {0};
    struct err err = {0};
    char path[600];
    char unpacked[512];
    schema_club(6, unpacked);
    test_folder(folder);
    snprintf(options, sizeof options, "size=%dk,mode=0700", kib);
    if (!disk_mount(folder, options)) {
        return -1;
    }
    snprintf(club, sizeof club, "%s/club", folder);
    snprintf(command, sizeof command, "mkdir -m 700 '%s' && cp -a '%s/.' '%s'", club, unpacked,
             club);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folders */
    database_of(club, path);
    holdings_read(path, &holdings);
    holdings_text(path, &holdings, &before);
    bool ok = migrate_app_run(club, &done, &err);
    assert_int_equal(schema_of(club), ok ? migrate_newest() : 6);
    holdings_text(path, &holdings, &after);
    assert_string_equal(buf_text(&after), buf_text(&before));
    buf_free(&before);
    buf_free(&after);
    disk_unmount(folder);
    if (!ok) {
        print_message("  %d KiB: %s\n", kib, err.what);
        assert_int_equal(err.kind, ERR_FULL);
    }
    return ok ? 0 : err_exit_code(&err);
}

static void an_upgrade_on_a_full_disk_changes_nothing_and_says_so(void **state)
{
    int refused = 0;
    (void)state;
    for (int kib = 460; kib <= 1100; kib += 40) {
        int code = upgrade_with_room(kib);
        if (code < 0) {
            skip();
        }
        assert_true(code == 0 || code == 74);
        refused += code != 0 ? 1 : 0;
    }
    assert_true(refused > 2);
    assert_int_equal(upgrade_with_room(4096), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upgrade_killed_at_any_moment_is_finished_by_the_next_start),
        cmocka_unit_test(the_way_back_killed_at_any_moment_loses_neither_club),
        cmocka_unit_test(an_upgrade_on_a_full_disk_changes_nothing_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
