/* The selftest: everything on a club of its own, and nothing of it left. */
#include "support.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "core/selftest.h"

struct seen {
    int begun, ended, failed;
    char sentence[160];
};

static void count_step(void *context, const char *name, bool is_done, const struct err *err)
{
    struct seen *seen = context;
    assert_true(name[0] != '\0');
    seen->begun += is_done ? 0 : 1;
    seen->ended += is_done ? 1 : 0;
    if (err != NULL) {
        seen->failed++;
        strncpy(seen->sentence, err->what, sizeof seen->sentence - 1);
    }
}

static int entries(const char *folder)
{
    int count = -2; /* . and .. */
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    closedir(dir);
    return count;
}

static void open_folder(char folder[512])
{
    test_folder(folder);
    setenv("TMPDIR", folder, 1);
    secret_set_lowest_cost(true);
}

/* Up to the paper: beside this test is no program that makes it. */
static void what_fails_is_said_ends_the_test_and_keeps_its_folder(void **state)
{
    (void)state;
    char folder[512];
    struct seen seen = {0};
    struct selftest_result result;
    struct err err = {0};
    open_folder(folder);
    const struct selftest_watch watch = {count_step, &seen};
    assert_ok(selftest_run(false, &watch, &result, &err), err);
    assert_int_equal(result.failed, 1);
    assert_int_equal(seen.failed, 1);
    assert_int_equal(seen.begun, result.passed + 1);
    assert_int_equal(seen.ended, result.passed + 1);
    assert_true(result.passed >= 5);
    assert_true(seen.sentence[0] != '\0');
    assert_true(result.is_kept);
    assert_true(file_exists(result.folder));
}

static void without_room_for_its_folder_it_says_so(void **state)
{
    (void)state;
    struct selftest_result result;
    struct err err = {0};
    setenv("TMPDIR", "/no-such-folder", 1);
    const struct selftest_watch watch = {0};
    assert_false(selftest_run(false, &watch, &result, &err));
    assert_non_null(strstr(err.what, "/no-such-folder"));
}

static void the_program_passes_its_own_test_and_leaves_nothing(void **state)
{
    (void)state;
    char folder[512];
    open_folder(folder);
    assert_int_equal(system(TEST_PROGRAM " selftest >/dev/null"), 0); /* NOLINT(cert-env33-c) */
    assert_int_equal(entries(folder), 0);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) {
        return 1; /* started to make paper: it cannot */
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fails_is_said_ends_the_test_and_keeps_its_folder),
        cmocka_unit_test(without_room_for_its_folder_it_says_so),
        cmocka_unit_test(the_program_passes_its_own_test_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
