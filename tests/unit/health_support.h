/* A club that is looked after, and what is found there: for the tests of health. */
#ifndef TESTS_UNIT_HEALTH_SUPPORT_H
#define TESTS_UNIT_HEALTH_SUPPORT_H
#include "range_support.h"

#include <stdio.h>

#include "base/file.h"
#include "base/time.h"
#include "core/health.h"
#include "store/maintenance.h"

enum { LONG_MS = 20 * 1000 };
static const int64_t hour_ms = 60 * 60 * 1000;
static const int64_t day_ms = 24 * 60 * 60 * 1000;
/* Disks of machines that test are often nearly full. */
static const char plain_conf[] = "[health]\nfree_percent = 0\nfree_mib = 0\n";

static inline void write_conf(const char *folder, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

static inline int set_up(void **state)
{
    struct app *app = calloc(1, sizeof *app);
    test_club(app);
    write_conf(app->folder, plain_conf);
    *state = app;
    return 0;
}

static inline int tear_down(void **state)
{
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(*state);
    free(*state);
    return 0;
}

/* From now on this process believes it is that moment. */
static inline void set_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

static inline struct health read_health(const struct app *app)
{
    struct health health;
    int64_t started_ms = time_monotonic_ms();
    health_read(app->folder, &health);
    assert_in_range(time_monotonic_ms() - started_ms, 0,
                    getenv("AIMTRACK_VALGRIND") ? 60000 : 4000);
    return health;
}

static inline void assert_row(const struct health *health, enum health_key key,
                              enum health_state state, enum health_error error)
{
    assert_string_equal(health_error_code(health->rows[key].error), health_error_code(error));
    assert_int_equal(health->rows[key].state, state);
}

static inline void add_care(struct app *app, enum maintenance_kind kind, bool is_good,
                            int64_t at_ms)
{
    struct maintenance row = {
        .id = app_new_id(app), .kind = kind, .is_good = is_good, .at_ms = at_ms};
    struct err err = {0};
    assert_ok(app_begin(app, &err), err);
    assert_ok(maintenance_insert(app->db, &row, &err), err);
    assert_ok(app_commit(app, &err), err);
}

static inline char *path_of(const struct app *app, const char *name)
{
    static char path[600];
    assert_true(file_join(path, sizeof path, app->folder, name));
    return path;
}

#define WITH_CLUB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
