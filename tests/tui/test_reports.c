/* Section 6: a report written to a folder, checked, and looked at again. */
#include "tui/tui.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct tui *start_reports(int lines, int columns)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv, .lines = lines, .columns = columns};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "jan", "246810");
    tui_type(tui, "26");
    tui_expect(tui, "Nothing was exported yet");
    return tui;
}

/* From the form's first field, "Every shot": all of it as CSV, another folder, Enter. */
static void write_to(struct tui *tui, const char *folder)
{
    tui_type(tui, "e");
    tui_expect(tui, "An export");
    tui_type(tui, "<Right><Right>");
    tui_expect(tui, "Every shot");
    tui_type(tui, "<Tab><Tab><Tab><Tab><Right>");
    tui_expect(tui, "CSV");
    tui_type(tui, "<Tab><Tab>");
    tui_type(tui, "\x15");
    tui_type(tui, folder);
    tui_type(tui, "<Enter>");
}

static int files_in(const char *folder, const char *ending)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *dot = strrchr(entry->d_name, '.');
        count += dot != NULL && strcmp(dot, ending) == 0 ? 1 : 0;
    }
    closedir(dir);
    return count;
}

static void a_report_is_written_checked_and_listed(void **state)
{
    (void)state;
    char folder[512];
    char sums[600];
    struct tui *tui = start_reports(24, 80);
    test_folder(folder);
    snprintf(sums, sizeof sums, "%s/SHA256SUMS", folder);
    write_to(tui, folder);
    tui_expect(tui, "Read back and right");
    tui_expect(tui, "checked");
    tui_expect(tui, "SHA-256");
    assert_int_equal(files_in(folder, ".csv"), 1);
    assert_int_equal(files_in(folder, ".part"), 0);
    assert_int_equal(access(sums, F_OK), 0);
    tui_type(tui, "v");
    tui_expect(tui, "The file is what was written.");
    tui_stop(tui);
}

static void a_folder_that_is_none_is_said_and_kept_in_the_list(void **state)
{
    (void)state;
    struct tui *tui = start_reports(45, 140);
    write_to(tui, "/nowhere/at/all");
    tui_expect(tui, "The folder cannot be written. Nothing was written");
    tui_expect(tui, "folder not writable");
    tui_stop(tui);
}

static void a_dossier_of_nobody_is_refused(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_reports(24, 80);
    test_folder(folder);
    tui_type(tui, "e");
    tui_expect(tui, "Permit dossier");
    tui_type(tui, "<Tab><Tab><Tab><Tab><Tab>");
    tui_type(tui, "\x15");
    tui_type(tui, folder);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "about one member");
    tui_expect(tui, "none chosen"); /* and the cursor stands there */
    assert_int_equal(files_in(folder, ".pdf"), 0);
    tui_type(tui, " bak<Enter>");
    tui_expect(tui, "Bakker, Anna");
    tui_stop(tui);
}

static void without_a_stick_or_a_folder_nothing_is_written(void **state)
{
    (void)state;
    struct tui *tui = start_reports(24, 80);
    tui_type(tui, "e");
    tui_expect(tui, "Permit dossier");
    tui_type(tui, "<Right>"); /* the session log is about nobody in particular */
    tui_expect(tui, "Session log");
    tui_type(tui, "<F2>");
    tui_expect(tui, "Say where it goes");
    tui_stop(tui);
}

static void a_dossier_says_its_pages_before_it_is_written_on_paper(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_reports(24, 80);
    test_folder(folder);
    tui_type(tui, "e");
    tui_expect(tui, "Permit dossier");
    tui_type(tui, "<Tab> ");
    tui_expect(tui, "Shooter");
    tui_type(tui, "bakker");
    tui_expect(tui, "Bakker, Anna");
    tui_type(tui, "<Enter>");
    tui_expect(tui, " rows, 5 pages");
    tui_type(tui, "<Tab><Tab><Tab>");
    tui_type(tui, "\x15");
    tui_type(tui, folder);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Read back and right");
    assert_int_equal(files_in(folder, ".pdf"), 1);
    tui_type(tui, "n");
    tui_expect(tui, "No note yet");
    tui_type(tui, "nchecked by the board\x13");
    tui_expect(tui, "The note is kept.");
    tui_expect(tui, "checked by the board");
    tui_stop(tui);
}

static struct tui *start_as_administrator(void)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv, .lines = 24, .columns = 80};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "6");
    tui_expect(tui, "Nothing was exported yet");
    return tui;
}

static void a_rule_is_changed_where_it_stands(void **state)
{
    (void)state;
    struct tui *tui = start_as_administrator();
    tui_type(tui, "r");
    tui_expect(tui, "turns in 365 days");
    tui_type(tui, "<Down><Down><Down><Down>e");
    tui_expect(tui, "Value");
    tui_type(tui, "\x15"
                  "20<Enter>");
    tui_expect(tui, "20");
    tui_type(tui, "<Esc>e");
    tui_expect(tui, "An export");
    tui_stop(tui);
}

static void a_member_who_left_is_taken_out_after_a_question(void **state)
{
    (void)state;
    struct tui *tui = start_as_administrator();
    tui_type(tui, "p");
    tui_expect(tui, "Nobody who left");
    tui_type(tui, "3");
    tui_expect(tui, "Bakker");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Progress");
    tui_type(tui, "d");
    tui_expect(tui, "left the club");
    tui_type(tui, "y");
    tui_expect(tui, "is back");
    tui_type(tui, "6p");
    tui_expect(tui, "make anonymous");
    tui_type(tui, "a");
    tui_expect(tui, "out for good");
    tui_type(tui, "n");
    tui_expect(tui, "make anonymous");
    tui_type(tui, "ay");
    tui_expect(tui, "Nobody who left");
    tui_stop(tui);
}

static void leaving_the_form_writes_nothing(void **state)
{
    (void)state;
    struct tui *tui = start_reports(24, 80);
    tui_type(tui, "e");
    tui_expect(tui, "An export");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Nothing was exported yet");
    tui_stop(tui);
}

/* u means undo everywhere, also here. */
static void a_stick_has_a_key_of_its_own(void **state)
{
    (void)state;
    struct tui *tui = start_reports(45, 140);
    tui_expect(tui, "s stick out");
    tui_type(tui, "u");
    tui_expect(tui, "Nothing to undo");
    tui_stop(tui);
}

static void the_officer_sees_no_privacy_and_no_rules(void **state)
{
    (void)state;
    struct tui *tui = start_reports(45, 140);
    tui_expect(tui, "g registers");
    tui_expect_not(tui, "p privacy");
    tui_expect_not(tui, "r rules");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_written_checked_and_listed),
        cmocka_unit_test(a_folder_that_is_none_is_said_and_kept_in_the_list),
        cmocka_unit_test(a_dossier_of_nobody_is_refused),
        cmocka_unit_test(without_a_stick_or_a_folder_nothing_is_written),
        cmocka_unit_test(a_dossier_says_its_pages_before_it_is_written_on_paper),
        cmocka_unit_test(a_rule_is_changed_where_it_stands),
        cmocka_unit_test(a_member_who_left_is_taken_out_after_a_question),
        cmocka_unit_test(leaving_the_form_writes_nothing),
        cmocka_unit_test(a_stick_has_a_key_of_its_own),
        cmocka_unit_test(the_officer_sees_no_privacy_and_no_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
