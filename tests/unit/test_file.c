/* Private folders, durable writes, locks that die with their holder. */
#include "support.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static void folders_are_made_for_us_alone(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    struct stat status;
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "a/b/c");
    assert_ok(file_private_folder(path, &err), err);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_ok(file_private_folder(path, &err), err);
}

static void a_folder_that_others_may_read_is_closed(void **state)
{
    (void)state;
    char root[512];
    struct stat status;
    struct err err = {0};
    test_folder(root);
    chmod(root, 0755);
    assert_ok(file_private_folder(root, &err), err);
    assert_int_equal(stat(root, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
}

static void a_folder_that_others_may_write_is_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0720, 0702, 0777};
    char root[512];
    test_folder(root);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        struct err err = {0};
        chmod(root, modes[i]);
        assert_false(file_private_folder(root, &err));
        assert_int_equal(err.kind, ERR_DENIED);
        assert_int_equal(err_exit_code(&err), 77);
        assert_non_null(strstr(err.what, "chmod 700"));
    }
    chmod(root, 0700);
}

static void somebody_elses_folder_is_refused(void **state)
{
    (void)state;
    char root[512];
    struct err err = {0};
    test_folder(root);
    if (geteuid() != 0 || chown(root, 12345, 12345) != 0) {
        assert_false(file_private_folder("/", &err)); /* not ours either */
        return;
    }
    assert_false(file_private_folder(root, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_int_equal(chown(root, 0, 0), 0);
}

static void a_file_in_the_folders_place_is_refused(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "file");
    assert_ok(file_write_durable(path, "x", 1, &err), err);
    assert_false(file_private_folder(path, &err));
    assert_true(err.what[0] != '\0');
}

static void what_was_written_reads_back_and_is_private(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    struct stat status;
    struct err err = {0};
    size_t size = 0;
    test_folder(root);
    file_join(path, sizeof path, root, "pepper");
    assert_ok(file_write_durable(path, "old", 3, &err), err);
    assert_ok(file_write_durable(path, "a\0b", 3, &err), err);
    char *bytes = file_read(path, 10, &size, &err);
    assert_int_equal(size, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    free(bytes);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_null(file_read(path, 2, &size, &err));
    assert_int_equal(err.kind, ERR_INPUT);
}

/* As in a container, where every start has the same process number. */
static void the_part_of_a_killed_process_is_no_obstacle(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    char part[700];
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "pepper");
    snprintf(part, sizeof part, "%s.%ld.part", path, (long)getpid());
    int file = open(part, O_CREAT | O_WRONLY, 0600);
    assert_true(file >= 0);
    close(file);
    assert_ok(file_write_durable(path, "x", 1, &err), err);
    assert_false(file_exists(part));
}

static void links_are_not_followed(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    char link[600];
    size_t size = 0;
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "real");
    file_join(link, sizeof link, root, "link");
    assert_ok(file_write_durable(path, "x", 1, &err), err);
    assert_int_equal(symlink(path, link), 0);
    assert_null(file_read(link, 10, &size, &err));
    assert_int_equal(file_lock(link, "me", NULL, 0, &err), -1);
}

static void a_missing_folder_says_so_and_leaves_nothing(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "none/pepper");
    assert_false(file_write_durable(path, "x", 1, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void a_lock_is_held_once_and_names_its_holder(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    char holder[64] = "";
    struct err err = {0};
    test_folder(root);
    file_join(path, sizeof path, root, "seat.lock");
    int lock = file_lock(path, "pid 123, /dev/tty1\n", NULL, 0, &err);
    assert_true(lock >= 0);
    assert_int_equal(file_lock(path, "me", holder, sizeof holder, &err), -1);
    assert_int_equal(err.kind, ERR_BUSY);
    assert_string_equal(holder, "pid 123, /dev/tty1");
    close(lock); /* as when it is killed */
    lock = file_lock(path, "me", holder, sizeof holder, &err);
    assert_true(lock >= 0);
    assert_string_equal(holder, "pid 123, /dev/tty1");
    file_unlock(lock);
    lock = file_lock(path, "me", holder, sizeof holder, &err);
    assert_true(lock >= 0);
    assert_string_equal(holder, "");
    file_unlock(lock);
}

static void a_lock_dies_with_its_process(void **state)
{
    (void)state;
    char root[512];
    char path[600];
    struct err err = {0};
    int ready[2];
    char byte = 0;
    test_folder(root);
    file_join(path, sizeof path, root, "seat.lock");
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        byte = file_lock(path, "child", NULL, 0, &err) >= 0;
        (void)!write(ready[1], &byte, 1);
        pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 1);
    assert_int_equal(file_lock(path, "me", NULL, 0, &err), -1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    int lock = file_lock(path, "me", NULL, 0, &err);
    assert_true(lock >= 0);
    close(lock);
    close(ready[0]);
    close(ready[1]);
}

static void names_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    char dst[8];
    assert_true(file_join(dst, sizeof dst, "abc", "def"));
    assert_string_equal(dst, "abc/def");
    assert_false(file_join(dst, sizeof dst, "abc", "defg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_made_for_us_alone),
        cmocka_unit_test(a_folder_that_others_may_read_is_closed),
        cmocka_unit_test(a_folder_that_others_may_write_is_refused),
        cmocka_unit_test(somebody_elses_folder_is_refused),
        cmocka_unit_test(a_file_in_the_folders_place_is_refused),
        cmocka_unit_test(what_was_written_reads_back_and_is_private),
        cmocka_unit_test(the_part_of_a_killed_process_is_no_obstacle),
        cmocka_unit_test(links_are_not_followed),
        cmocka_unit_test(a_missing_folder_says_so_and_leaves_nothing),
        cmocka_unit_test(a_lock_is_held_once_and_names_its_holder),
        cmocka_unit_test(a_lock_dies_with_its_process),
        cmocka_unit_test(names_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
