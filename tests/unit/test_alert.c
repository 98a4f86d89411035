/* Alerts: one when it fails often, quiet, one word when it works again. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "core/alert.h"
#include "store/alert.h"

enum { MINUTE = 60 * 1000, WINDOW = 15 * MINUTE };

static const struct alert_rule rule = {
    .key = "test", .failures = 3, .window_ms = WINDOW, .quiet_ms = WINDOW};

static struct alert_facts facts_of(const int64_t *failures, int count, int64_t success, int64_t now)
{
    return (struct alert_facts){.failures_ms = failures,
                                .failure_count = count,
                                .success_ms = success,
                                .now_ms = now,
                                .detail = "server: 500"};
}

static void two_failures_are_no_alert_and_the_third_is_one(void **state)
{
    (void)state;
    const int64_t failures[] = {100 * MINUTE, 101 * MINUTE, 102 * MINUTE};
    struct alert_facts facts = facts_of(failures, 2, 0, 102 * MINUTE);
    assert_int_equal(alert_decide(&rule, &facts, false, 0), ALERT_NO_CHANGE);
    facts.failure_count = 3;
    assert_int_equal(alert_decide(&rule, &facts, false, 0), ALERT_RAISED);
}

static void failures_long_ago_do_not_count(void **state)
{
    (void)state;
    const int64_t failures[] = {80 * MINUTE, 101 * MINUTE, 102 * MINUTE};
    struct alert_facts facts = facts_of(failures, 3, 0, 102 * MINUTE);
    assert_int_equal(alert_decide(&rule, &facts, false, 0), ALERT_NO_CHANGE);
}

static void after_an_alert_it_is_quiet_and_then_said_once_more(void **state)
{
    (void)state;
    int64_t failures[20];
    for (int i = 0; i < 20; i++) {
        failures[i] = (100 + i) * (int64_t)MINUTE;
    }
    for (int count = 4; count <= 15; count++) {
        struct alert_facts facts = facts_of(failures, count, 0, failures[count - 1]);
        assert_int_equal(alert_decide(&rule, &facts, true, failures[2]), ALERT_NO_CHANGE);
    }
    struct alert_facts facts = facts_of(failures, 18, 0, failures[17]);
    assert_int_equal(alert_decide(&rule, &facts, true, failures[2]), ALERT_RAISED);
}

static void a_success_ends_it(void **state)
{
    (void)state;
    const int64_t failures[] = {100 * MINUTE, 101 * MINUTE, 102 * MINUTE};
    struct alert_facts facts = facts_of(failures, 3, 103 * MINUTE, 103 * MINUTE);
    assert_int_equal(alert_decide(&rule, &facts, true, 102 * MINUTE), ALERT_RECOVERED);
    facts.success_ms = 99 * MINUTE; /* before it began */
    assert_int_equal(alert_decide(&rule, &facts, true, 102 * MINUTE), ALERT_NO_CHANGE);
}

static void a_quiet_window_ends_it_too(void **state)
{
    (void)state;
    struct alert_facts facts = facts_of(NULL, 0, 0, 102 * MINUTE + WINDOW);
    assert_int_equal(alert_decide(&rule, &facts, true, 102 * MINUTE), ALERT_RECOVERED);
}

static void what_was_told_before_the_recovery_is_not_told_again(void **state)
{
    (void)state;
    struct alert_rule quick = rule;
    quick.quiet_ms = MINUTE;
    const int64_t failures[] = {100 * MINUTE, 101 * MINUTE, 102 * MINUTE};
    struct alert_facts facts = facts_of(failures, 3, 103 * MINUTE, 110 * MINUTE);
    assert_int_equal(alert_decide(&quick, &facts, false, 103 * MINUTE), ALERT_NO_CHANGE);
}

static void one_that_is_enough_is_told_right_after_a_recovery(void **state)
{
    (void)state;
    struct alert_rule strict = rule;
    strict.failures = 1;
    const int64_t failures[] = {104 * MINUTE};
    struct alert_facts facts = facts_of(failures, 1, 102 * MINUTE, 104 * MINUTE);
    assert_int_equal(alert_decide(&strict, &facts, false, 103 * MINUTE), ALERT_RAISED);
    assert_int_equal(alert_decide(&strict, &facts, true, 103 * MINUTE), ALERT_NO_CHANGE);
}

static void update(struct app *app, int64_t now, int failure_count, int64_t success,
                   enum alert_change *change)
{
    int64_t failures[8];
    struct err err = {0};
    for (int i = 0; i < failure_count; i++) {
        failures[i] = now - (failure_count - 1 - i);
    }
    struct alert_facts facts = facts_of(failures, failure_count, success, now);
    assert_ok(app_begin(app, &err), err);
    assert_ok(alert_update(app->db, &rule, &facts, 1, change, &err), err);
    assert_ok(app_commit(app, &err), err);
}

static void a_restart_neither_repeats_nor_forgets_it(void **state)
{
    (void)state;
    struct app app;
    struct app again;
    struct alert_now now;
    struct err err = {0};
    enum alert_change change;
    test_club(&app);
    update(&app, 100 * MINUTE, 3, 0, &change);
    assert_int_equal(change, ALERT_RAISED);
    struct app_options how = {.folder = app.folder, .must_exist = true};
    assert_ok(app_open(&again, &how, &err), err);
    update(&again, 101 * MINUTE, 4, 0, &change);
    assert_int_equal(change, ALERT_NO_CHANGE);
    assert_ok(alert_read(&again, "test", &now, &err), err);
    assert_true(now.is_on);
    assert_string_equal(now.detail, "server: 500");
    update(&again, 102 * MINUTE, 4, 103 * MINUTE, &change);
    assert_int_equal(change, ALERT_RECOVERED);
    assert_ok(alert_read(&again, "test", &now, &err), err);
    assert_false(now.is_on);
    app_close(&again);
    app_close(&app);
}

static enum alert_change set(struct app *app, const char *key, bool is_bad, int64_t now)
{
    enum alert_change change;
    struct err err = {0};
    assert_ok(app_begin(app, &err), err);
    assert_ok(alert_set(app->db, key, is_bad, "9 % free", now, 1, &change, &err), err);
    assert_ok(app_commit(app, &err), err);
    return change;
}

static void what_is_bad_is_told_once_and_once_when_it_is_good(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    assert_int_equal(set(&app, "space", false, MINUTE), ALERT_NO_CHANGE);
    assert_int_equal(set(&app, "space", true, 2 * MINUTE), ALERT_RAISED);
    assert_int_equal(set(&app, "space", true, 900 * MINUTE), ALERT_NO_CHANGE);
    assert_int_equal(set(&app, "space", false, 901 * MINUTE), ALERT_RECOVERED);
    assert_int_equal(set(&app, "space", true, 902 * MINUTE), ALERT_RAISED);
    app_close(&app);
}

static void the_gravest_that_stands_comes_first(void **state)
{
    (void)state;
    struct app app;
    struct arena arena = {0};
    struct alert_standing *rows = NULL;
    struct err err = {0};
    int count = 0;
    test_club(&app);
    set(&app, "ai", true, MINUTE);
    set(&app, "space", true, 2 * MINUTE);
    set(&app, "backup", true, 3 * MINUTE);
    set(&app, "backup", false, 4 * MINUTE);
    assert_ok(alerts_standing(&app, &arena, &rows, &count, &err), err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].key, "space");
    assert_string_equal(rows[0].detail, "9 % free");
    assert_int_equal(rows[0].since_ms, 2 * MINUTE);
    assert_string_equal(rows[1].key, "ai");
    app.actor.is_present = false;
    assert_false(alerts_standing(&app, &arena, &rows, &count, &err));
    arena_free(&arena);
    app_close(&app);
}

/* Until the grandchild has written the file; it is nobody's child here. */
static char *read_soon(const char *path)
{
    struct err err = {0};
    size_t size = 0;
    for (int i = 0; i < 500; i++) {
        char *text = file_exists(path) ? file_read(path, 4096, &size, &err) : NULL;
        if (text != NULL && size > 0) {
            return text;
        }
        free(text);
        usleep(10 * 1000);
    }
    return NULL;
}

static void the_command_gets_json_and_no_shell(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    char command[800];
    test_folder(folder);
    snprintf(path, sizeof path, "%s/told;touch-x", folder);
    snprintf(command, sizeof command, "dd status=none of=%s", path);
    alert_tell(command, "test", ALERT_RAISED, "server: \"500\"\n$(touch /tmp/x)", 12345);
    char *text = read_soon(path);
    assert_non_null(text);
    assert_non_null(strstr(text, "\"event\":\"raised\""));
    assert_non_null(strstr(text, "\"at_ms\":12345"));
    assert_non_null(strstr(text, "server: \\\"500\\\"\\n$(touch /tmp/x)"));
    free(text);
}

static void a_command_that_is_not_there_is_only_logged(void **state)
{
    (void)state;
    alert_tell("/nowhere/at-all with words", "test", ALERT_RECOVERED, "", 1);
    alert_tell("   ", "test", ALERT_RECOVERED, "", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_failures_are_no_alert_and_the_third_is_one),
        cmocka_unit_test(failures_long_ago_do_not_count),
        cmocka_unit_test(after_an_alert_it_is_quiet_and_then_said_once_more),
        cmocka_unit_test(a_success_ends_it),
        cmocka_unit_test(a_quiet_window_ends_it_too),
        cmocka_unit_test(what_was_told_before_the_recovery_is_not_told_again),
        cmocka_unit_test(one_that_is_enough_is_told_right_after_a_recovery),
        cmocka_unit_test(a_restart_neither_repeats_nor_forgets_it),
        cmocka_unit_test(what_is_bad_is_told_once_and_once_when_it_is_good),
        cmocka_unit_test(the_gravest_that_stands_comes_first),
        cmocka_unit_test(the_command_gets_json_and_no_shell),
        cmocka_unit_test(a_command_that_is_not_there_is_only_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
