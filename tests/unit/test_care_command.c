/* The commands of who looks after the machine, as they are typed: what they say and end with. */
#include "support.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/time.h"
#include "core/backup.h"
#include "store/db.h"

static char said[TEST_SAID_ROOM];

static void expect_said(const char *words)
{
    if (strstr(said, words) == NULL) {
        fail_msg("\"%s\" is not in: %s", words, said);
    }
}

/* A club that nobody has open; its newest backup knows of one before it. */
static void backed_up_club(char folder[512], char backup[BACKUP_PATH_ROOM])
{
    struct app app;
    struct err err = {0};
    struct backup_result result;
    static const struct backup_order usual;
    test_club(&app);
    snprintf(folder, 512, "%s", app.folder);
    assert_ok(backup_make(&app, &usual, &result, &err), err);
    assert_ok(backup_make(&app, &usual, &result, &err), err);
    assert_true(file_join(backup, BACKUP_PATH_ROOM, result.folder, result.name));
    app_close(&app);
}

/* --- restore --- */

static void a_restore_ends_with_a_look_at_the_health(void **state)
{
    char folder[512];
    char elsewhere[512];
    char backup[BACKUP_PATH_ROOM];
    (void)state;
    backed_up_club(folder, backup);
    assert_int_equal(test_command(folder, said, "restore '%s'", backup), 0);
    expect_said("Its health was looked at: everything is well.");
    test_folder(elsewhere); /* a new machine has no backup of its own yet */
    assert_int_equal(test_command(elsewhere, said, "restore '%s'", backup), 0);
    expect_said("Its health, as far as something needs attention:");
    expect_said("aimtrack backup");
    assert_null(strstr(said, "Clock"));
}

static void a_program_gets_the_health_as_an_object(void **state)
{
    char folder[512];
    char backup[BACKUP_PATH_ROOM];
    (void)state;
    backed_up_club(folder, backup);
    assert_int_equal(test_command(folder, said, "restore '%s' --json", backup), 0);
    cJSON *json = cJSON_Parse(strchr(said, '{'));
    assert_non_null(json);
    const cJSON *health = cJSON_GetObjectItem(json, "health");
    const cJSON *database = cJSON_GetObjectItem(cJSON_GetObjectItem(health, "checks"), "database");
    assert_string_equal(cJSON_GetObjectItem(health, "status")->valuestring, "ok");
    assert_string_equal(cJSON_GetObjectItem(database, "status")->valuestring, "ok");
    cJSON_Delete(json);
}

static void a_test_without_the_private_key_says_what_it_does_not_prove(void **state)
{
    char folder[512];
    char outside[512];
    char backup[BACKUP_PATH_ROOM];
    char public_text[SEAL_TEXT_ROOM];
    char key[700];
    char path[700];
    char settings[300];
    struct err err = {0};
    (void)state;
    backed_up_club(folder, backup);
    test_folder(outside);
    assert_true(file_join(key, sizeof key, outside, "private.key"));
    assert_ok(backup_key_make(folder, key, public_text, &err), err);
    snprintf(settings, sizeof settings, "[backup]\nencrypt_to = %s\n", public_text);
    assert_true(file_join(path, sizeof path, folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, settings, strlen(settings), &err), err);
    assert_int_equal(test_command(folder, said, "restore-test"), 0);
    expect_said("so a new one was made and tested: daily-");
    expect_said("Whether your private key opens it was not tried");
    assert_int_equal(test_command(folder, said, "restore-test --key '%s'", key), 0);
    expect_said("The backup can be restored.\n");
}

/* --- salvage --- */

static void a_whole_database_is_not_salvaged(void **state)
{
    char folder[512];
    char backup[BACKUP_PATH_ROOM];
    (void)state;
    backed_up_club(folder, backup);
    assert_int_equal(test_command(folder, said, "salvage --use"), 0);
    expect_said("The database is whole: nothing needs salvaging, and nothing was made.");
    assert_null(strstr(said, "damaged"));
    assert_int_equal(test_command(folder, said, "salvage --json"), 0);
    expect_said("\"whole\":\ttrue");
    assert_int_equal(test_command(folder, said, "salvage --even-whole --out '%s/out'", folder), 0);
    expect_said("Nothing was lost that could be noticed.");
    assert_null(strstr(said, "damaged"));
}

static void a_damaged_one_is_salvaged_without_being_asked_twice(void **state)
{
    char folder[512];
    char backup[BACKUP_PATH_ROOM];
    char path[700];
    static const char zeros[4096];
    (void)state;
    backed_up_club(folder, backup);
    assert_true(file_join(path, sizeof path, folder, "aimtrack.db"));
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4096 * 20, SEEK_SET), 0);
    assert_int_equal(fwrite(zeros, sizeof zeros, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(test_command(folder, said, "salvage --use"), 0);
    expect_said("It is the club now.");
    expect_said("aimtrack.db.corrupt-");
}

/* --- accounts --- */

static void an_account_that_waits_says_until_when(void **state)
{
    char sql[200];
    struct app app;
    struct err err = {0};
    char clock[6];
    char waits[80];
    const int64_t now_ms = INT64_C(1800000000000); /* a whole minute */
    (void)state;
    setenv("AIMTRACK_CLOCK_MS", "1800000000000", 1);
    test_club(&app);
    assert_int_equal(test_command(app.folder, said, "account list"), 0);
    assert_null(strstr(said, "waits"));
    time_local_clock(clock, now_ms);
    snprintf(waits, sizeof waits, "waits until %s:32 after wrong tries", clock);
    snprintf(sql, sizeof sql, "UPDATE account SET failed_count = 8, locked_until_ms = %lld",
             (long long)now_ms + 32 * 1000);
    assert_ok(db_script(app.db, sql, &err), err);
    assert_int_equal(test_command(app.folder, said, "account list"), 0);
    expect_said(waits);
    assert_int_equal(test_command(app.folder, said, "account show admin"), 0);
    expect_said(waits);
    assert_int_equal(test_command(app.folder, said, "account list --json"), 0);
    expect_said("\"waits_until_ms\":\t1800000032000");
    app_close(&app);
    unsetenv("AIMTRACK_CLOCK_MS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restore_ends_with_a_look_at_the_health),
        cmocka_unit_test(a_program_gets_the_health_as_an_object),
        cmocka_unit_test(a_test_without_the_private_key_says_what_it_does_not_prove),
        cmocka_unit_test(a_whole_database_is_not_salvaged),
        cmocka_unit_test(a_damaged_one_is_salvaged_without_being_asked_twice),
        cmocka_unit_test(an_account_that_waits_says_until_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
