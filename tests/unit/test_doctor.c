/* What aimtrack doctor finds, each really there, and that each finding says what to do. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "core/account.h"
#include "core/doctor.h"
#include "core/doctor_parts.h"

static struct doctor_report report;
static struct arena arena;

static int set_up(void **state)
{
    struct app *app = calloc(1, sizeof *app);
    test_club(app);
    *state = app;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(&arena);
    app_close(*state);
    free(*state);
    return 0;
}

static void look(const struct app *app, unsigned areas)
{
    arena_free(&arena);
    doctor_run(app->folder, areas, &arena, &report);
}

static const struct doctor_row *find(const char *key, enum health_state state)
{
    for (int i = 0; i < report.count; i++) {
        if (strcmp(report.rows[i].key, key) == 0 && report.rows[i].state == state) {
            return &report.rows[i];
        }
    }
    return NULL;
}

static char *path_of(const struct app *app, const char *name)
{
    static char path[600];
    assert_true(file_join(path, sizeof path, app->folder, name));
    return path;
}

static void every_finding_says_what_to_do(void **state)
{
    struct app *app = *state;
    assert_int_equal(chmod(path_of(app, "pepper"), 0644), 0);
    look(app, (1U << DOCTOR_AREAS) - 1);
    assert_true(report.count > 15);
    for (int i = 0; i < report.count; i++) {
        const struct doctor_row *row = &report.rows[i];
        assert_true(strlen(row->says) > 5);
        assert_true((row->state == HEALTH_OK) == (row->fix[0] == '\0'));
    }
}

static void a_private_folder_is_well(void **state)
{
    struct app *app = *state;
    look(app, 1U << DOCTOR_STORAGE);
    assert_non_null(find("rights", HEALTH_OK));
    assert_null(find("mode", HEALTH_FAILED));
}

static void a_file_that_others_can_read_is_named_with_the_command_that_mends_it(void **state)
{
    struct app *app = *state;
    char command[700];
    assert_int_equal(mkdir(path_of(app, "backups"), 0700), 0);
    FILE *file = fopen(path_of(app, "backups/it's a day.tar"), "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(chmod(path_of(app, "backups/it's a day.tar"), 0644), 0);
    look(app, 1U << DOCTOR_STORAGE);
    const struct doctor_row *row = find("mode", HEALTH_FAILED);
    assert_non_null(row);
    snprintf(command, sizeof command, "%s", row->fix);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the fix is there to be copied */
    look(app, 1U << DOCTOR_STORAGE);
    assert_null(find("mode", HEALTH_FAILED));
}

static void what_its_owner_may_not_write_is_named_with_the_command_that_mends_it(void **state)
{
    struct app *app = *state;
    assert_int_equal(chmod(app->folder, 0500), 0);
    look(app, 1U << DOCTOR_STORAGE);
    assert_int_equal(chmod(app->folder, 0700), 0);
    const struct doctor_row *row = find("owner_mode", HEALTH_FAILED);
    assert_non_null(row);
    assert_memory_equal(row->fix, "chmod 700 '", 11);
    assert_non_null(strstr(row->fix, app->folder));
}

static void a_link_and_another_owner_are_failures(void **state)
{
    struct app *app = *state;
    assert_int_equal(symlink("/etc/passwd", path_of(app, "aimtrack.log")), 0);
    look(app, 1U << DOCTOR_STORAGE);
    assert_non_null(find("link", HEALTH_FAILED));
    unlink(path_of(app, "aimtrack.log"));
    if (geteuid() != 0) {
        return; /* only root can give a file away */
    }
    assert_int_equal(chown(path_of(app, "pepper"), 12345, 0), 0);
    look(app, 1U << DOCTOR_STORAGE);
    assert_non_null(find("owner", HEALTH_FAILED));
    assert_int_equal(chown(path_of(app, "pepper"), 0, 0), 0);
}

static void a_lost_pepper_is_a_failure(void **state)
{
    struct app *app = *state;
    look(app, 1U << DOCTOR_STORAGE);
    assert_null(find("pepper", HEALTH_FAILED));
    assert_int_equal(unlink(path_of(app, "pepper")), 0);
    look(app, 1U << DOCTOR_STORAGE);
    assert_non_null(find("pepper", HEALTH_FAILED));
}

static void a_name_that_would_write_on_the_terminal_is_made_visible(void **state)
{
    struct app *app = *state;
    char name[] = "x\033[2Jy\nz";
    FILE *file = fopen(path_of(app, name), "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(chmod(path_of(app, name), 0666), 0);
    look(app, 1U << DOCTOR_STORAGE);
    const struct doctor_row *row = find("mode", HEALTH_FAILED);
    assert_non_null(row);
    assert_true(text_is_clean(row->says, strlen(row->says)));
    assert_true(text_is_clean(row->fix, strlen(row->fix)));
}

static void mistakes_of_the_settings_stand_with_their_line(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    static const char text[] = "[health]\nlisten = 0.0.0.0:9180\nfree_percent = many\n";
    assert_ok(file_write_durable(path_of(app, "aimtrack.conf"), text, strlen(text), &err), err);
    look(app, 1U << DOCTOR_PROGRAM);
    assert_non_null(find("settings", HEALTH_FAILED));
}

static void a_key_that_others_can_read_fails_the_checklist(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    char text[800];
    assert_ok(file_write_durable(path_of(app, "key"), "sk-12345678", 11, &err), err);
    snprintf(text, sizeof text, "[ai]\nprovider = openai\nkey_file = %s\n", path_of(app, "key"));
    assert_ok(file_write_durable(path_of(app, "aimtrack.conf"), text, strlen(text), &err), err);
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("key_file", HEALTH_OK));
    assert_int_equal(chmod(path_of(app, "key"), 0640), 0);
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("key_file", HEALTH_FAILED));
}

static void accounts_are_counted_and_old_ones_named(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("administrators", HEALTH_WARN)); /* one only */
    assert_non_null(find("unused_accounts", HEALTH_OK));
    assert_non_null(find("demonstration", HEALTH_OK));
    assert_ok(db_script(app->db, "UPDATE account SET last_login_ms = 1", &err), err);
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("unused_accounts", HEALTH_WARN));
    assert_ok(db_script(app->db, "UPDATE account SET shown_secret = '135790'", &err), err);
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("demonstration", HEALTH_FAILED)); /* in a club of its own */
    assert_ok(db_script(app->db, "UPDATE account SET is_disabled = 1", &err), err);
    look(app, 1U << DOCTOR_HARDENING);
    assert_non_null(find("administrators", HEALTH_FAILED));
}

static void no_club_is_said_and_not_made(void **state)
{
    (void)state;
    struct app nowhere = {0};
    test_folder(nowhere.folder);
    doctor_run(nowhere.folder, (1U << DOCTOR_AREAS) - 1, &arena, &report);
    assert_non_null(find("no_club", HEALTH_FAILED));
    assert_false(file_exists(path_of(&nowhere, "aimtrack.db")));
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void versions_have_the_order_of_debian(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"7.88.1-10+deb12u15", "7.88.1-10+deb12u15", 0},
        {"7.88.1-10+deb12u8", "7.88.1-10+deb12u15", -1},
        {"7.88.1-10", "7.88.1-10+deb12u1", -1},
        {"8.14.1-2+deb13u1", "7.88.1-10+deb12u15", 1},
        {"1.0~rc1-1", "1.0-1", -1},
        {"1.0a-1", "1.0+b-1", -1},
        {"1:0.1-1", "9.9-1", 1},
        {"6.4-4", "6.4-4+b1", -1},
        {"2.3.0+dfsg-1", "2.3.0-1", 1},
        {"1.0.18-1", "1.0.18-1+deb12u1", -1},
        {"1.10-1", "1.9-1", 1},
        {"1.0", "1.0-0", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (sign(doctor_compare_versions(cases[i].a, cases[i].b)) != cases[i].order ||
            sign(doctor_compare_versions(cases[i].b, cases[i].a)) != -cases[i].order) {
            fail_msg("%s and %s", cases[i].a, cases[i].b);
        }
    }
}

/* --- the libraries --- */

static void judge_installed(const char *installed)
{
    struct doctor *doctor = calloc(1, sizeof *doctor);
    arena_free(&arena);
    report = (struct doctor_report){.arena = &arena};
    doctor->report = &report;
    doctor_judge_libraries(doctor, installed);
    free(doctor);
}

static void a_library_without_its_mend_is_named_with_what_mends_it(void **state)
{
    (void)state;
    judge_installed("libcurl4 7.88.1-10+deb12u14\nlibsqlite3-0 3.40.1-2+deb12u2\n");
    const struct doctor_row *row = find("library", HEALTH_WARN);
    assert_non_null(row);
    assert_non_null(strstr(row->says, "libcurl4 7.88.1-10+deb12u14 is older than"));
    assert_non_null(strstr(row->says, "(CVE-2026-7168)"));
    assert_non_null(strstr(row->fix, "apt upgrade"));
    assert_int_equal(report.count, 1);
    judge_installed("libcurl4 8.14.1-2+deb13u1\nlibssl3 3.0.22-1~deb12u2\n");
    assert_non_null(find("library", HEALTH_OK));
    assert_int_equal(report.count, 1);
    /* Debian 13 has its own mends, under the same name or another */
    judge_installed("libcurl4t64 8.14.1-2+deb13u1\n");
    assert_non_null(find("library", HEALTH_WARN));
    judge_installed("libcjson1 1.7.18-3.1\nlibsodium23 1.0.18-1+deb13u1\n");
    row = find("library", HEALTH_WARN);
    assert_non_null(row);
    assert_non_null(strstr(row->says, "older than 1.7.18-3.1+deb13u1"));
    assert_int_equal(report.count, 1);
    judge_installed("libcjson1 1.7.18-3.1+deb13u1\nlibsqlite3-0 3.46.1-7+deb13u2\nlibssl3t64 "
                    "3.5.9-1~deb13u1\n");
    row = find("library", HEALTH_OK);
    assert_non_null(row);
    assert_non_null(strstr(row->says, "3 libraries"));
    judge_installed("libcjson1 1.7.14-1\n"); /* older than any release that is known here */
    assert_non_null(find("library", HEALTH_WARN));
    judge_installed("libssl3 3.0.19-1~deb12u2\n");
    assert_non_null(find("library", HEALTH_WARN)); /* what the coach speaks https with */
}

static void every_row_of_the_libraries_says_what_it_mends(void **state)
{
    struct csv_table table;
    struct arena rows = {0};
    struct err err = {0};
    const struct data_file *file = data_find("libraries.csv");
    (void)state;
    assert_non_null(file);
    assert_ok(csv_read(&rows, file->bytes, file->size, ',', &table, &err), err);
    assert_true(table.count > 1 && table.count <= 32);
    for (int i = 0; i < table.count; i++) {
        assert_int_equal(table.rows[i].count, 4);
        for (int cell = 0; cell < 4; cell++) {
            assert_true(table.rows[i].cells[cell][0] != '\0');
        }
    }
    arena_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WITH_CLUB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        WITH_CLUB(every_finding_says_what_to_do),
        WITH_CLUB(a_private_folder_is_well),
        WITH_CLUB(a_file_that_others_can_read_is_named_with_the_command_that_mends_it),
        WITH_CLUB(what_its_owner_may_not_write_is_named_with_the_command_that_mends_it),
        WITH_CLUB(a_link_and_another_owner_are_failures),
        WITH_CLUB(a_lost_pepper_is_a_failure),
        WITH_CLUB(a_name_that_would_write_on_the_terminal_is_made_visible),
        WITH_CLUB(mistakes_of_the_settings_stand_with_their_line),
        WITH_CLUB(a_key_that_others_can_read_fails_the_checklist),
        WITH_CLUB(accounts_are_counted_and_old_ones_named),
        cmocka_unit_test(no_club_is_said_and_not_made),
        cmocka_unit_test(versions_have_the_order_of_debian),
        cmocka_unit_test(a_library_without_its_mend_is_named_with_what_mends_it),
        cmocka_unit_test(every_row_of_the_libraries_says_what_it_mends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
