#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"

static char root[300];
static int made;

static void remove_all(void)
{
    char command[400];
    snprintf(command, sizeof command, "chmod -R u+rwX '%s'; rm -rf '%s'", root, root);
    if (root[0] != '\0' && system(command) != 0) { /* NOLINT(cert-env33-c): a test's own folder */
        fprintf(stderr, "left behind: %s\n", root);
    }
}

void test_folder(char dst[512])
{
    if (root[0] == '\0') {
        const char *base = getenv("TMPDIR");
        snprintf(root, sizeof root, "%.200s/aimtrack-test-XXXXXX", base != NULL ? base : "/tmp");
        if (mkdtemp(root) == NULL) {
            fail_msg("mkdtemp %s", root);
        }
        atexit(remove_all);
    }
    snprintf(dst, 512, "%s/%d", root, made++);
    if (mkdir(dst, 0700) != 0) {
        fail_msg("mkdir %s", dst);
    }
}

void test_club(struct app *app)
{
    char folder[512];
    struct err err = {0};
    test_folder(folder);
    secret_set_lowest_cost(true);
    struct app_options options = {.folder = folder};
    assert_ok(app_open(app, &options, &err), err);
    struct club_setup setup = {.club_name = "Test",
                               .language = "en",
                               .admin_login = "admin",
                               .admin_name = "Test Administrator",
                               .passphrase = "correct horse"};
    assert_ok(app_create_club(app, &setup, &err), err);
}

int test_command(const char *folder, char said[TEST_SAID_ROOM], const char *words, ...)
{
    char asked[3000];
    char line[4000];
    va_list arguments;
    va_start(arguments, words);
    vsnprintf(asked, sizeof asked, words, arguments);
    va_end(arguments);
    snprintf(line, sizeof line, "'%s' --language en --data '%s' %s 2>&1", TEST_PROGRAM, folder,
             asked);
    FILE *output = popen(line, "r"); /* NOLINT(cert-env33-c): the words are the test's own */
    assert_non_null(output);
    size_t got = fread(said, 1, TEST_SAID_ROOM - 1, output);
    said[got] = '\0';
    int status = pclose(output);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

void test_random_start(struct test_random *random)
{
    const char *given = getenv("AIMTRACK_TEST_SEED");
    random->state = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    print_message("AIMTRACK_TEST_SEED=%llu\n", (unsigned long long)random->state);
}

uint64_t test_random_next(struct test_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int test_random_below(struct test_random *random, int limit)
{
    return (int)(test_random_next(random) % (uint64_t)limit);
}
