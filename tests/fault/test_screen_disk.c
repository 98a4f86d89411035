/* Scoring through the real screen on a disk that fills up, fails or cannot be written: a shot that
 * was not stored is never shown as stored, one sentence says what happened, and what was shown
 * before is there afterwards. The store alone under the same faults: test_disk.c, test_bad_disk.c.
 */
#include "fault/disk.h"
#include "fault/fault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "core/demo.h"

enum { SHOTS_BEFORE = 3 };

/* Three shots, all of them shown as stored. */
static struct tui *shoot_three(const char *folder)
{
    struct tui *tui = fault_entry(folder);
    tui_type(tui, "998");
    tui_expect(tui, "Shot 3: 8 stored");
    return tui;
}

/* --- full --------------------------------------------------------------------------------------
 */

/* Types nines until the screen says that the disk is full; gives the shots shown as stored. */
static int shoot_until_full(struct tui *tui)
{
    char stored[32];
    int shots = SHOTS_BEFORE;
    for (;;) {
        tui_type(tui, "9");
        if (tui_has(tui, "disk is full")) {
            break;
        }
        snprintf(stored, sizeof stored, "Shot %d: 9 stored", ++shots);
        tui_expect(tui, stored);
        assert_true(shots < 59);
    }
    snprintf(stored, sizeof stored, "Shot %d: 9 stored", shots + 1);
    tui_expect_not(tui, stored);
    return shots;
}

static void a_disk_that_fills_up_refuses_the_shot_and_takes_it_when_there_is_room(void **state)
{
    (void)state;
    char club[512];
    char disk[512];
    char filler[600];
    char stored[32];
    tui_demo_folder(club);
    test_folder(disk);
    if (!disk_mount(disk, "size=24m,mode=0700")) {
        return;
    }
    fault_run("cp -a '%s' '%s/club'", club, disk);
    snprintf(club, sizeof club, "%.500s/club", disk);
    fault_control();
    struct tui *tui = shoot_three(club);
    file_join(filler, sizeof filler, disk, "filler");
    fault_status("dd if=/dev/zero of='%s' bs=4096 2>/dev/null",
                 filler); /* until there is no room */
    int shots = shoot_until_full(tui);
    tui_type(tui, "9"); /* still full, still said, still there */
    tui_expect(tui, "disk is full");
    assert_int_equal(unlink(filler), 0);
    tui_type(tui, "7");
    snprintf(stored, sizeof stored, "Shot %d: 7 stored", shots + 1);
    tui_expect(tui, stored);
    tui_stop(tui);
    assert_int_equal(fault_count_shots(club), shots + 1);
    fault_assert_whole(club);
    disk_unmount(disk);
}

/* --- errors of the medium ----------------------------------------------------------------------
 */

/* After the fault no key stores anything until the program is started again, and then every shot
 * that was shown as stored is there; at most the one that met the fault came through besides. */
static void expect_writer_stopped(struct tui *tui, const char *folder)
{
    tui_expect(tui, "disk reported a failure");
    tui_expect_not(tui, "Shot 4: 7 stored");
    memset(fault_control(), 0, sizeof(struct fault_control)); /* the disk works again */
    tui_type(tui, "6");
    tui_expect(tui, "reported a failure before");
    tui_expect_not(tui, "6 stored");
    tui_stop(tui);
    int there = fault_count_shots(folder);
    assert_true(there == SHOTS_BEFORE || there == SHOTS_BEFORE + 1);
    fault_assert_whole(folder);
    tui = fault_range(folder);
    tui_expect(tui, there == SHOTS_BEFORE ? "series 1, shot 4" : "series 1, shot 5");
    tui_type(tui, "<Enter>5");
    tui_expect(tui, "5 stored");
    tui_stop(tui);
    fault_assert_whole(folder);
}

static void a_sync_that_fails_shows_no_shot_and_stops_the_writer(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct fault_control *faults = fault_control();
    struct tui *tui = shoot_three(folder);
    snprintf(faults->path_part, sizeof faults->path_part, "aimtrack.db");
    faults->sync_errno = EIO;
    tui_type(tui, "7");
    assert_true(faults->syncs_failed > 0);
    expect_writer_stopped(tui, folder);
}

static void a_write_that_fails_shows_no_shot_and_stops_the_writer(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct fault_control *faults = fault_control();
    struct tui *tui = shoot_three(folder);
    snprintf(faults->path_part, sizeof faults->path_part, "aimtrack.db");
    faults->write_errno = EIO;
    tui_type(tui, "7");
    assert_true(faults->writes_failed > 0);
    expect_writer_stopped(tui, folder);
}

/* SQLite calls a page damaged that could not be read; a restore offered for it would cost shots. */
static void a_read_that_fails_is_the_disk_and_no_damage(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct fault_control *faults = fault_control();
    struct tui *tui = shoot_three(folder);
    snprintf(faults->path_part, sizeof faults->path_part, "aimtrack.db");
    faults->read_errno = EIO;
    tui_type(tui, "<Esc>2"); /* sessions: not in memory yet */
    tui_expect(tui, "disk reported a failure");
    tui_expect_not(tui, "damaged");
    faults->read_errno = 0;
    tui_expect(tui, "series 1, shot 4"); /* still at the range */
    tui_type(tui, "<Enter>7");
    tui_expect(tui, "Shot 4: 7 stored");
    tui_stop(tui);
    assert_int_equal(fault_count_shots(folder), SHOTS_BEFORE + 1);
    fault_assert_whole(folder);
}

/* --- commands ----------------------------------------------------------------------------------
 */

/* How a command ends under the faults that are set; what it says goes to the file `said`. */
static int run_faulty(const char *folder, const char *words, const char *said)
{
    char line[2048] = "";
    for (const char *const *env = fault_env(NULL); *env != NULL; env++) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "'%s' ", *env);
    }
    return fault_status("env %s LANGUAGE=en %s %s --data '%s' >/dev/null 2>'%s'", line,
                        TEST_PROGRAM, words, folder, said);
}

/* A command on that disk ends with 74 and a sentence, and stored nothing. */
static void expect_command_refused(const char *folder, const char *fault)
{
    char said[600];
    file_join(said, sizeof said, folder, "said");
    int status = run_faulty(folder, "member add --family Fault", said);
    if (status != 74) {
        fail_msg("%s: ended with %d", fault, status);
    }
    fault_run("grep -q 'not saved' '%s'", said);
    memset(fault_control(), 0, sizeof(struct fault_control));
    fault_run("! %s member list --find Fault --data '%s' | grep -q Fault", TEST_PROGRAM, folder);
    fault_assert_whole(folder);
}

static void a_command_on_a_failing_disk_ends_with_74_and_a_sentence(void **state)
{
    (void)state;
    char folder[512];
    static const int errors[][3] = {{EIO, 0, 0}, {ENOSPC, 0, 0}, {0, EIO, 0}, {0, 0, EIO}};
    tui_demo_folder(folder);
    for (int i = 0; i < 4; i++) {
        struct fault_control *faults = fault_control();
        snprintf(faults->path_part, sizeof faults->path_part,
                 i < 3 ? "aimtrack.db-wal" : "aimtrack.db");
        faults->write_errno = errors[i][0];
        faults->sync_errno = errors[i][1];
        faults->read_errno = errors[i][2];
        expect_command_refused(folder,
                               (const char *[]){"EIO", "ENOSPC", "fsync EIO", "read EIO"}[i]);
    }
}

static void an_export_that_cannot_be_listed_says_that_its_file_is_right(void **state)
{
    (void)state;
    char folder[512];
    char out[512];
    char said[600];
    char words[600];
    tui_demo_folder(folder);
    test_folder(out);
    snprintf(said, sizeof said, "%.500s.said", folder);
    snprintf(words, sizeof words, "export sessions --out '%.500s'", out);
    struct fault_control *faults = fault_control();
    snprintf(faults->path_part, sizeof faults->path_part, "aimtrack.db-wal");
    faults->write_errno = EIO;
    assert_int_equal(run_faulty(folder, words, said), 74);
    fault_run("grep -q 'The file is there and right, but the list of exports' '%s'", said);
    fault_run("cd '%s' && sha256sum --quiet -c SHA256SUMS", out);
}

/* Where the mark of the change is there, the next start restores: that is what it says. */
static void a_restore_whose_mark_fails_says_that_the_next_start_goes_on(void **state)
{
    (void)state;
    char folder[512];
    char said[600];
    char words[700];
    tui_demo_folder(folder);
    snprintf(said, sizeof said, "%.500s.said", folder);
    snprintf(words, sizeof words, "restore '%.500s'/backups/daily-*.tar", folder);
    fault_run("%s backup --data '%s' >/dev/null 2>&1", TEST_PROGRAM, folder);
    fault_run("%s member add --family Later --data '%s' >/dev/null", TEST_PROGRAM, folder);
    struct fault_control *faults = fault_control();
    snprintf(faults->path_part, sizeof faults->path_part, "restore-pending");
    faults->read_errno = EIO;
    assert_int_equal(run_faulty(folder, words, said), 74);
    fault_run("grep -q 'it goes on from here' '%s'", said);
    fault_control();
    fault_run("! %s member list --find Later --data '%s' | grep -q Later", TEST_PROGRAM, folder);
    fault_assert_whole(folder);
}

/* A table of 20,000 rows, and a log of the database that takes no more: none of them is there. */
static void an_import_on_a_disk_that_fills_up_stores_all_of_it_or_nothing(void **state)
{
    (void)state;
    char folder[512];
    char disk[512];
    tui_demo_folder(folder);
    test_folder(disk);
    if (!disk_mount(disk, "size=40m,mode=0700")) {
        return;
    }
    fault_run("cp -a '%s' '%s/club' && rm -rf '%s'", folder, disk, folder);
    fault_run("cd '%s'; dd if=/dev/zero of=filler bs=4096 2>/dev/null; truncate -s -1M filler",
              disk);
    fault_run("(echo 'Lidnummer;Achternaam'; seq 80000 99999 | sed 's/$/;Disk/') > '%s.csv'",
              folder);
    int status =
        fault_status("LANGUAGE=en '%s' import members '%s.csv' --data '%s/club' > '%s.said' 2>&1",
                     TEST_PROGRAM, folder, disk, folder);
    assert_true(status > 0);
    fault_run("grep -q 'disk is full' '%s.said'", folder);
    snprintf(folder, sizeof folder, "%.500s/club", disk);
    fault_run("! '%s' member list --find disk --limit 5 --data '%s' | grep -q Disk", TEST_PROGRAM,
              folder);
    fault_assert_whole(folder);
    disk_unmount(disk);
}

/* --- read-only ---------------------------------------------------------------------------------
 */

static void a_locked_medium_is_looked_at_and_says_so_for_every_shot(void **state)
{
    (void)state;
    char club[512];
    char disk[512];
    tui_demo_folder(club);
    fault_control();
    struct tui *tui = shoot_three(club);
    tui_stop(tui);
    test_folder(disk);
    if (!disk_mount(disk, "size=24m,mode=0700")) {
        return;
    }
    fault_run("cp -a '%s' '%s/club'", club, disk);
    snprintf(club, sizeof club, "%.500s/club", disk);
    disk_lock(disk);
    tui = fault_range(club);
    tui_expect(tui, "Visser");
    tui_type(tui, "<Enter>7");
    tui_expect_not(tui, "7 stored");
    tui_expect(tui, "cannot be written");
    tui_stop(tui);
    assert_int_equal(fault_status("LANGUAGE=en %s member add --family Fault --data '%s' >/dev/null "
                                  "2>&1",
                                  TEST_PROGRAM, club),
                     73);
    fault_run("%s member list --data '%s' | grep -q Visser", TEST_PROGRAM, club);
    disk_unmount(disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_that_fills_up_refuses_the_shot_and_takes_it_when_there_is_room),
        cmocka_unit_test(a_sync_that_fails_shows_no_shot_and_stops_the_writer),
        cmocka_unit_test(a_write_that_fails_shows_no_shot_and_stops_the_writer),
        cmocka_unit_test(a_read_that_fails_is_the_disk_and_no_damage),
        cmocka_unit_test(a_command_on_a_failing_disk_ends_with_74_and_a_sentence),
        cmocka_unit_test(an_export_that_cannot_be_listed_says_that_its_file_is_right),
        cmocka_unit_test(a_restore_whose_mark_fails_says_that_the_next_start_goes_on),
        cmocka_unit_test(an_import_on_a_disk_that_fills_up_stores_all_of_it_or_nothing),
        cmocka_unit_test(a_locked_medium_is_looked_at_and_says_so_for_every_shot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
