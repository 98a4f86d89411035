/* Alerts: one when it fails often, quiet, one word when it works again. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "core/alert_list.h"
#include "core/alert_words.h"
#include "core/worker.h"
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

/* --- the end by time ----------------------------------------------------------------------------
 */
static void set_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    assert_int_equal(setenv("AIMTRACK_CLOCK_MS", text, 1), 0);
}

static void raise_coach(struct app *app, int64_t at_ms)
{
    struct err err = {0};
    struct alert_row row = {.id = app_new_id(app), .key = "ai", .is_on = true, .at_ms = at_ms};
    assert_ok(app_begin(app, &err) && alert_insert(app->db, &row, &err) && app_commit(app, &err),
              err);
}

static int count_events(struct app *app, const char *key)
{
    struct arena arena = {0};
    struct alert_row *rows = NULL;
    struct err err = {0};
    int count = 0;
    int found = 0;
    assert_ok(alert_history(app, &arena, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        found += strcmp(rows[i].key, key) == 0 ? 1 : 0;
    }
    arena_free(&arena);
    return found;
}

static void use_provider(struct app *app, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, app->folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

static void an_alert_without_a_request_after_it_ends_when_its_window_has_passed(void **state)
{
    (void)state;
    struct app app;
    struct alert_now now;
    struct err err = {0};
    bool ended = false;
    test_club(&app);
    use_provider(&app, "[ai]\nprovider = ollama\n[alert]\nwindow = 900\n");
    raise_coach(&app, 1000 * (int64_t)MINUTE);
    set_clock(1014 * (int64_t)MINUTE);
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_false(ended);
    set_clock(1015 * (int64_t)MINUTE);
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_true(ended);
    assert_ok(alert_read(&app, "ai", &now, &err), err);
    assert_false(now.is_on);
    assert_ok(alert_expire(&app, &ended, &err), err); /* once */
    assert_false(ended);
    assert_int_equal(count_events(&app, "ai"), 2);
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(&app);
}

static void an_alert_of_a_clock_that_was_ahead_ends_once_and_stays_ended(void **state)
{
    (void)state;
    struct app app;
    struct alert_now now;
    struct err err = {0};
    bool ended = false;
    const int64_t year_ms = INT64_C(365) * 24 * 60 * MINUTE;
    test_club(&app);
    use_provider(&app, "[ai]\nprovider = ollama\n");
    struct alert_row row = {.id = app_new_id(&app) + (year_ms << 22), /* of that moment */
                            .key = "ai",
                            .is_on = true,
                            .at_ms = time_now_ms() + year_ms};
    assert_ok(app_begin(&app, &err) && alert_insert(app.db, &row, &err) && app_commit(&app, &err),
              err);
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_true(ended);
    assert_ok(alert_read(&app, "ai", &now, &err), err);
    assert_false(now.is_on);
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_false(ended);
    app_close(&app);
}

static void an_alert_ends_at_once_when_nothing_is_sent_any_more(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    bool ended = false;
    test_club(&app);
    set_clock(1001 * (int64_t)MINUTE);
    raise_coach(&app, 1000 * (int64_t)MINUTE);
    use_provider(&app, "[ai]\nprovdr = slip\n");
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_false(ended); /* the coach does not work: it is true */
    use_provider(&app, "[ai]\nprovider = calculated\n");
    assert_ok(alert_expire(&app, &ended, &err), err);
    assert_true(ended);
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(&app);
}

static void the_worker_ends_it_while_nobody_asks_anything(void **state)
{
    (void)state;
    struct app app;
    struct worker_report report;
    struct alert_now now;
    struct err err = {0};
    const struct worker_how how = {.stop_when_empty = true};
    test_club(&app);
    use_provider(&app, "[ai]\nprovider = ollama\n");
    raise_coach(&app, 1000 * (int64_t)MINUTE);
    set_clock(1016 * (int64_t)MINUTE);
    assert_ok(worker_run(&app, &how, &report, &err), err);
    assert_ok(alert_read(&app, "ai", &now, &err), err);
    assert_false(now.is_on);
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(&app);
}

static void every_alert_that_is_raised_has_its_words(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "ai",        "backup", "restore_test", "restore_test_failed", "space",
        "integrity", "clock",  "worker",       "backup_failed"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        assert_string_not_equal(alert_short(keys[i]), keys[i]);
        assert_true(strlen(alert_short(keys[i])) <= 24); /* beside a name and the clock, at 80 */
        assert_string_not_equal(alert_says(keys[i]), keys[i]);
        assert_string_not_equal(alert_advice(keys[i]), alert_advice("other"));
    }
    assert_string_equal(alert_short("other"), "other");
}

/* Until the grandchild has written the file; it is nobody's child here. */
static char *read_soon(const char *path)
{
    struct err err = {0};
    size_t size = 0;
    for (int i = 0; i < TEST_PATIENCE_MS / 10; i++) {
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
        cmocka_unit_test(an_alert_without_a_request_after_it_ends_when_its_window_has_passed),
        cmocka_unit_test(an_alert_of_a_clock_that_was_ahead_ends_once_and_stays_ended),
        cmocka_unit_test(an_alert_ends_at_once_when_nothing_is_sent_any_more),
        cmocka_unit_test(the_worker_ends_it_while_nobody_asks_anything),
        cmocka_unit_test(every_alert_that_is_raised_has_its_words),
        cmocka_unit_test(the_command_gets_json_and_no_shell),
        cmocka_unit_test(a_command_that_is_not_there_is_only_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
