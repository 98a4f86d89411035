/* What every test needs: cmocka, a temporary folder of its own, an open club. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/app.h"

/* How long anything is waited for that must come. Generous, and one for all: a machine that is busy
 * with other work may be ten times slower, and a test that passes never waits for it. */
enum { TEST_PATIENCE_MS = 120 * 1000 };

/* A new folder under $TMPDIR, removed at exit of the test program. dst of 512 bytes. */
void test_folder(char dst[512]);

/* app_open on a new folder with a club "Test" and its administrator; the actor is the command line
 * (all rights). Close with app_close. */
void test_club(struct app *app);

/* Runs the program itself on that club: `words` as a shell reads them. Gives its exit code, and
 * what it printed on both outputs in `said`. */
enum { TEST_SAID_ROOM = 16384 };
int test_command(const char *folder, char said[TEST_SAID_ROOM], const char *words, ...)
    __attribute__((format(printf, 3, 4)));

/* Makes the calls fail the test with the error's words. */
#define assert_ok(call, err)                                                                       \
    do {                                                                                           \
        if (!(call)) {                                                                             \
            fail_msg("%s: %s (%s)", #call, (err).what, (err).detail);                              \
        }                                                                                          \
    } while (0)

/* A small seeded generator, so that a failure can be run again: prints its seed. */
struct test_random {
    uint64_t state;
};
void test_random_start(struct test_random *random); /* seed from AIMTRACK_TEST_SEED or the clock */
uint64_t test_random_next(struct test_random *random);
int test_random_below(struct test_random *random, int limit);

#endif
