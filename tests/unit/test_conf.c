/* The settings file, and where the coach's key comes from. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "core/ai_settings.h"

#define LETTERS_24 "abcdefghijklmnopqrstuvwx"
#define LETTERS_96 LETTERS_24 LETTERS_24 LETTERS_24 LETTERS_24 /* one more than has room */

static void write_conf(struct app *app, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(ai_settings_path(app, path, sizeof path));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

static void without_a_file_nothing_is_sent(void **state)
{
    (void)state;
    struct app app;
    struct ai_settings settings;
    struct err err = {0};
    test_club(&app);
    assert_ok(ai_settings_read(&app, &settings, &err), err);
    assert_string_equal(settings.ai.provider, "calculated");
    assert_int_equal(settings.daily_question_limit, 10);
    assert_int_equal(settings.ai.timeout_ms, 60000);
    assert_ok(ai_config_check(&settings.ai, &err), err);
    app_close(&app);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct app app;
    struct ai_settings settings;
    struct err err = {0};
    test_club(&app);
    write_conf(&app, "; a remark\n[ai]\nprovider = ollama   ; here\nmodel=llama3\n"
                     "temperature = 0.7\ntimeout = 30\nstructured = off\nmax_tokens =\n"
                     "[alert]\nfailures = 5\ncommand = /usr/bin/mail -s alert\n");
    assert_ok(ai_settings_read(&app, &settings, &err), err);
    assert_string_equal(settings.ai.provider, "ollama");
    assert_string_equal(settings.ai.model, "llama3");
    assert_int_equal(settings.ai.temperature_hundredths, 70);
    assert_int_equal(settings.ai.timeout_ms, 30000);
    assert_int_equal(settings.ai.max_tokens, 1024);
    assert_false(settings.ai.is_structured);
    assert_int_equal(settings.alert_failures, 5);
    assert_string_equal(settings.alert_command, "/usr/bin/mail -s alert");
    app_close(&app);
}

static void a_slip_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line, *word;
    } cases[] = {
        {"[ai]\nprovder = x\n", "line 2", "provder"},
        {"[ia]\nprovider = x\n", "line 2", "[ia]"},
        {"[ai]\n\ntimeout = soon\n", "line 3", "1 to 600"},
        {"[ai]\ntimeout = 0\n", "line 2", "1 to 600"},
        {"[ai]\ntemperature = 3\n", "line 2", "2.00"},
        {"[ai]\nstructured = maybe\n", "line 2", "yes or no"},
        {"[ai]\napi_key = sk-123\n", "line 2", "key_file"},
        {"[ai\nprovider = x\n", "line 1", ""},
        {"provider = x\n", "line 1", "provider"},
        {"[ai]\nmodel = \x01x\n", "line 2", "plain text"},
        {"[ai]\nmodel = " LETTERS_96 "\n", "line 2", "model is plain text of at most 95 bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct app app;
        struct ai_settings settings;
        struct err err = {0};
        test_club(&app);
        write_conf(&app, cases[i].text);
        assert_false(ai_settings_read(&app, &settings, &err));
        assert_int_equal(err.kind, ERR_CONFIG);
        if (strstr(err.what, cases[i].line) == NULL || strstr(err.what, cases[i].word) == NULL) {
            fail_msg("%s: %s", cases[i].text, err.what);
        }
        app_close(&app);
    }
}

static void a_line_that_is_too_long_is_not_cut(void **state)
{
    (void)state;
    struct app app;
    struct ai_settings settings;
    struct buf text = {0};
    struct err err = {0};
    test_club(&app);
    buf_add_text(&text, "[ai]\nmodel = ");
    for (int i = 0; i < 300; i++) {
        buf_add_text(&text, "m");
    }
    write_conf(&app, buf_text(&text));
    assert_false(ai_settings_read(&app, &settings, &err));
    assert_non_null(strstr(err.what, "line 2"));
    buf_free(&text);
    app_close(&app);
}

/* --- the key ------------------------------------------------------------------------------------
 */
static void write_key(char path[600], const char *folder, const char *name, const char *text,
                      mode_t mode)
{
    struct err err = {0};
    assert_true(file_join(path, 600, folder, name));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
    assert_int_equal(chmod(path, mode), 0);
}

static void a_key_comes_from_a_file_that_is_private(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    char masked[32];
    struct ai_settings settings = {0};
    struct ai_key *key = NULL;
    struct err err = {0};
    test_folder(folder);
    write_key(path, folder, "key", "sk-abcdefgh-12345678\n", 0600);
    snprintf(settings.key_file, sizeof settings.key_file, "%s", path);
    assert_ok(ai_key_read(&settings, &key, &err), err);
    assert_string_equal(ai_key_text(key), "sk-abcdefgh-12345678");
    assert_string_equal(ai_key_where(key), "file");
    ai_key_masked(key, masked, sizeof masked);
    assert_string_equal(masked, "sk-...5678");
    ai_key_free(key);
    assert_int_equal(chmod(path, 0644), 0);
    assert_false(ai_key_read(&settings, &key, &err));
    assert_null(key);
    assert_int_equal(err.kind, ERR_CONFIG);
}

static void a_key_with_more_than_a_line_is_refused(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct ai_settings settings = {0};
    struct ai_key *key = NULL;
    struct err err = {0};
    test_folder(folder);
    write_key(path, folder, "key", "sk abc\n", 0600);
    snprintf(settings.key_file, sizeof settings.key_file, "%s", path);
    assert_false(ai_key_read(&settings, &key, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
    snprintf(settings.key_file, sizeof settings.key_file, "%s/none", folder);
    assert_false(ai_key_read(&settings, &key, &err));
}

static void the_credential_goes_before_the_file_and_the_environment_last(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct ai_settings settings = {0};
    struct ai_key *key = NULL;
    struct err err = {0};
    test_folder(folder);
    assert_int_equal(setenv("AIMTRACK_AI_KEY", "from-environment", 1), 0);
    ai_key_take_environment();
    assert_null(getenv("AIMTRACK_AI_KEY"));
    assert_ok(ai_key_read(&settings, &key, &err), err);
    assert_string_equal(ai_key_text(key), "from-environment");
    ai_key_free(key);
    write_key(path, folder, "key", "from-file\n", 0600);
    snprintf(settings.key_file, sizeof settings.key_file, "%s", path);
    assert_ok(ai_key_read(&settings, &key, &err), err);
    assert_string_equal(ai_key_text(key), "from-file");
    ai_key_free(key);
    write_key(path, folder, "ai_key", "from-credential\n", 0400);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
    assert_ok(ai_key_read(&settings, &key, &err), err);
    assert_string_equal(ai_key_text(key), "from-credential");
    assert_string_equal(ai_key_where(key), "credential");
    ai_key_free(key);
    unsetenv("CREDENTIALS_DIRECTORY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_nothing_is_sent),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_slip_is_told_with_its_line),
        cmocka_unit_test(a_line_that_is_too_long_is_not_cut),
        cmocka_unit_test(a_key_comes_from_a_file_that_is_private),
        cmocka_unit_test(a_key_with_more_than_a_line_is_refused),
        cmocka_unit_test(the_credential_goes_before_the_file_and_the_environment_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
