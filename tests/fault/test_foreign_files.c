/* A data folder in which something else lies than what AimTrack left: every case ends in the right
 * content or in one sentence, what lies there is not changed, and nothing waits for ever. */
#include "fault/fault.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { TIME_OUT_S = 20, TIMED_OUT = 124 };

/* A closed club with three shots in the database file itself, no WAL; made once. */
static const char *club(void)
{
    static char folder[512];
    if (folder[0] == '\0') {
        tui_demo_folder(folder);
        fault_control();
        struct tui *tui = fault_entry(folder);
        tui_type(tui, "998");
        tui_expect(tui, "Shot 3: 8 stored");
        tui_stop(tui);
    }
    return folder;
}

static void copy_club(char folder[512])
{
    char parent[512];
    test_folder(parent);
    snprintf(folder, 512, "%.500s/club", parent);
    fault_run("cp -a '%s' '%s'", club(), folder);
}

/* `aimtrack member list` there; the sentence in `said`. */
static int list_members(const char *folder, char *said, size_t size)
{
    char path[700];
    size_t length = 0;
    struct err err = {0};
    snprintf(path, sizeof path, "%.500s.said", folder);
    int status =
        fault_status("LANGUAGE=en timeout %d '%s' member list --data '%s' >/dev/null 2>'%s'",
                     TIME_OUT_S, TEST_PROGRAM, folder, path);
    char *text = file_read(path, 65536, &length, &err);
    assert_non_null(text);
    snprintf(said, size, "%s", text);
    free(text);
    return status;
}

static const struct {
    const char *what;
    const char *line; /* done in the folder by the shell */
    int status;
    const char *sentence; /* a part of it; "" when it opens */
} cases[] = {
    {"zero length", ": > aimtrack.db", 65, "gone or empty"},
    {"zero length beside a WAL", "head -c 5000 /dev/urandom > aimtrack.db-wal; : > aimtrack.db", 65,
     "gone or empty"},
    {"a folder", "rm aimtrack.db; mkdir aimtrack.db", 65, "not a plain file"},
    {"a link", "mv aimtrack.db other; ln -s other aimtrack.db", 65, "not a plain file"},
    {"a link to nothing", "rm aimtrack.db; ln -s gone aimtrack.db", 65, "not a plain file"},
    {"a pipe", "rm aimtrack.db; mkfifo aimtrack.db", 65, "not a plain file"},
    {"a text", "echo hello there > aimtrack.db", 65, "damaged"},
    {"random bytes", "head -c 50000 /dev/urandom > aimtrack.db", 65, "damaged"},
    {"half of it", "truncate -s 50% aimtrack.db 2>/dev/null || truncate -s 60000 aimtrack.db", 65,
     "damaged"},
    {"another program's", "rm aimtrack.db; sqlite3 aimtrack.db 'CREATE TABLE t(a)'", 65,
     "another program"},
    {"no database", "rm aimtrack.db", 65, "gone or empty"},
    {"a pepper that is a folder", "rm pepper; mkdir pepper", 78, "pepper"},
    {"a pepper that is too short", "echo x > pepper", 78, "pepper"},
    {"a pepper that is a pipe", "rm pepper; mkfifo pepper", 78, "pepper"},
    {"no pepper", "rm pepper", 78, "account secret LOGIN"},
    {"settings that are a folder", "mkdir aimtrack.conf", 0, ""},
    {"a WAL of rubbish", "head -c 5000 /dev/urandom > aimtrack.db-wal", 0, ""},
    {"an empty WAL", ": > aimtrack.db-wal", 0, ""},
    {"a shared memory of rubbish",
     "head -c 40000 /dev/urandom > aimtrack.db-shm; head -c 5000 /dev/zero > aimtrack.db-wal", 0,
     ""},
    {"a WAL that is a folder", "mkdir aimtrack.db-wal", 74, "disk reported a failure"},
    {"a WAL that is a link", "ln -s /etc/passwd aimtrack.db-wal", 74, "disk reported a failure"},
    {"a WAL that is a pipe", "mkfifo aimtrack.db-wal", 0, ""},
    {"a shared memory that is a pipe", "mkfifo aimtrack.db-shm", 74, "disk reported a failure"},
    {"a log that is a pipe", "rm -f aimtrack.log; mkfifo aimtrack.log", 0, ""},
};

/* Everything that lies there, by name, kind and sum. */
static void write_sums(const char *folder, const char *name)
{
    fault_run("cd '%s' && find . -maxdepth 1 \\( -type f -name 'aimtrack.db' -o -name pepper -o "
              "-name other \\) -printf '%%p %%y\\n' | sort > '%s.%s'; cd '%s' && for f in "
              "aimtrack.db pepper other; do [ ! -f $f ] || sha256sum $f; done >> '%s.%s'",
              folder, folder, name, folder, folder, name);
}

static void whatever_lies_there_is_said_in_one_sentence_and_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char folder[512];
        char said[4096];
        copy_club(folder);
        fault_run("cd '%s' && %s", folder, cases[i].line);
        write_sums(folder, "before");
        int status = list_members(folder, said, sizeof said);
        if (status == TIMED_OUT) {
            fail_msg("%s: it waited for ever", cases[i].what);
        }
        if (status != cases[i].status || strstr(said, cases[i].sentence) == NULL) {
            fail_msg("%s: ended with %d, said: %s", cases[i].what, status, said);
        }
        write_sums(folder, "after");
        if (cases[i].status != 0) {
            fault_run("cmp '%s.before' '%s.after'", folder, folder);
        } else {
            assert_int_equal(fault_count_shots(folder), 3);
            fault_assert_whole(folder);
        }
    }
}

/* The kiosk in the same folders: the same sentence, the same status, or the three shots. Of damage
 * it shows what can be done, in place of the login. */
static void the_kiosk_says_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char folder[512];
        if (!fault_is_full_run() && i % 4 != 0) {
            continue;
        }
        copy_club(folder);
        fault_run("cd '%s' && %s", folder, cases[i].line);
        const char *argv[] = {"--data", folder, NULL};
        struct tui *tui = tui_start(&(struct tui_options){.argv = argv, .columns = 200});
        if (cases[i].status != 0) {
            tui_expect(tui, cases[i].sentence);
            if (cases[i].status == 65) {
                tui_type(tui, "q");
            }
            int status = tui_wait_exit(tui, TEST_PATIENCE_MS);
            if (status != cases[i].status) {
                fail_msg("%s: ended with %d", cases[i].what, status);
            }
        } else {
            tui_expect(tui, "Who are you?");
        }
        tui_stop(tui);
    }
}

/* --- the WAL of another club --------------------------------------------------------------------
 */

/* A club that was killed while shots waited in its WAL. */
static void leave_wal(const char *folder)
{
    fault_control();
    struct tui *tui = fault_range(folder);
    tui_expect(tui, "shot 4");
    tui_type(tui, "<Enter>777");
    tui_expect(tui, "Shot 6: 7 stored");
    tui_signal(tui, SIGKILL);
    tui_stop(tui);
}

static void the_wal_of_another_club_never_gives_its_shots(void **state)
{
    (void)state;
    char ours[512];
    char theirs[512];
    char said[4096];
    copy_club(ours);
    test_folder(theirs);
    fault_run("'%s' demo --data '%s/club' --members 60 --sessions 80 --seed 9 >/dev/null",
              TEST_PROGRAM, theirs);
    snprintf(theirs + strlen(theirs), sizeof theirs - strlen(theirs), "/club");
    fault_control();
    struct tui *tui = fault_entry(theirs);
    tui_type(tui, "11111");
    tui_expect(tui, "Shot 5: 1 stored");
    tui_signal(tui, SIGKILL);
    tui_stop(tui);
    fault_run("cp '%s/aimtrack.db-wal' '%s/'", theirs, ours);
    int status = list_members(ours, said, sizeof said);
    if (status == 0) { /* what the WAL says is then said by verify, or it was not taken */
        int found = fault_status("'%s' verify --data '%s' >/dev/null 2>&1", TEST_PROGRAM, ours);
        if (found == 0 ? fault_count_shots(ours) != 3 : found != 1 && found != 65) {
            fail_msg("verify ended with %d", found);
        }
    } else {
        assert_int_equal(status, 65);
    }
}

static void a_wal_that_is_gone_takes_its_shots_and_nothing_else(void **state)
{
    (void)state;
    char folder[512];
    copy_club(folder);
    leave_wal(folder);
    fault_run("rm -f '%s/aimtrack.db-wal' '%s/aimtrack.db-shm'", folder, folder);
    int shots = fault_count_shots(folder);
    assert_true(shots >= 3 && shots <= 6); /* a beginning of what was shot, never a mix */
    fault_assert_whole(folder);
}

static void rubbish_in_the_shared_memory_is_made_anew_from_the_wal(void **state)
{
    (void)state;
    char folder[512];
    copy_club(folder);
    leave_wal(folder);
    fault_run("head -c 65536 /dev/urandom > '%s/aimtrack.db-shm'", folder);
    assert_int_equal(fault_count_shots(folder), 6);
    fault_assert_whole(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_lies_there_is_said_in_one_sentence_and_left_alone),
        cmocka_unit_test(the_kiosk_says_the_same),
        cmocka_unit_test(the_wal_of_another_club_never_gives_its_shots),
        cmocka_unit_test(a_wal_that_is_gone_takes_its_shots_and_nothing_else),
        cmocka_unit_test(rubbish_in_the_shared_memory_is_made_anew_from_the_wal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
