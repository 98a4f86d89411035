/* Health on a disk that is full, or can only be read: really caused, on a small disk of its own. */
#include "fault/disk.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "core/health.h"

static char *path_of(const char *folder, const char *name)
{
    static char path[600];
    assert_true(file_join(path, sizeof path, folder, name));
    return path;
}

/* A club on a disk of 8 MB; false: the system forbids such disks. */
static bool make_club(char folder[512])
{
    struct app app;
    struct err err = {0};
    char command[1200];
    test_folder(folder);
    if (!disk_mount(folder, "size=8m,mode=0700")) {
        return false;
    }
    test_club(&app);
    snprintf(command, sizeof command, "cp -a '%s/.' '%s'", app.folder, folder);
    app_close(&app);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folders */
    static const char conf[] = "[health]\nfree_percent = 0\nfree_mib = 0\n";
    assert_ok(file_write_durable(path_of(folder, "aimtrack.conf"), conf, strlen(conf), &err), err);
    return true;
}

/* Every byte of the disk, one by one in the end. */
static void fill(const char *folder)
{
    char block[4096] = {0};
    FILE *file = fopen(path_of(folder, "fill"), "w");
    assert_non_null(file);
    setvbuf(file, NULL, _IONBF, 0);
    while (fwrite(block, sizeof block, 1, file) == 1) {
    }
    while (fwrite(block, 1, 1, file) == 1) {
    }
    fclose(file);
}

static void a_full_disk_is_named_and_so_is_its_end(void **state)
{
    (void)state;
    char folder[512];
    struct health health;
    if (!make_club(folder)) {
        return;
    }
    fill(folder);
    health_read(folder, &health);
    assert_int_equal(health.rows[HEALTH_STORAGE].state, HEALTH_FAILED);
    assert_string_equal(health_error_code(health.rows[HEALTH_STORAGE].error), "storage_full");
    assert_int_equal(health.rows[HEALTH_DATABASE].state, HEALTH_FAILED);
    assert_string_equal(health_error_code(health.rows[HEALTH_DATABASE].error), "database_full");
    unlink(path_of(folder, "fill"));
    health_read(folder, &health);
    assert_int_equal(health.rows[HEALTH_STORAGE].state, HEALTH_OK);
    assert_int_equal(health.rows[HEALTH_DATABASE].state, HEALTH_OK);
    disk_unmount(folder);
}

static void a_disk_that_can_only_be_read_is_named_and_what_is_on_it_is_still_read(void **state)
{
    (void)state;
    char folder[512];
    struct health health;
    if (!make_club(folder)) {
        return;
    }
    disk_lock(folder);
    health_read(folder, &health);
    assert_string_equal(health_error_code(health.rows[HEALTH_STORAGE].error), "storage_read_only");
    assert_string_equal(health_error_code(health.rows[HEALTH_DATABASE].error), "read_only");
    assert_true(health_value(&health, FACT_QUEUED)->is_known);
    assert_int_equal(health.rows[HEALTH_QUEUE].state, HEALTH_OK);
    disk_unmount(folder);
}

static void nothing_of_a_look_is_left_on_the_disk(void **state)
{
    (void)state;
    char folder[512];
    struct health health;
    if (!make_club(folder)) {
        return;
    }
    health_read(folder, &health);
    char command[700];
    snprintf(command, sizeof command, "test -z \"$(find '%s' -name '.health*')\"", folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folders */
    disk_unmount(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_named_and_so_is_its_end),
        cmocka_unit_test(a_disk_that_can_only_be_read_is_named_and_what_is_on_it_is_still_read),
        cmocka_unit_test(nothing_of_a_look_is_left_on_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
