/* config check: every mistake of the settings file at once, each with its line. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "core/config_check.h"
#include "export/seal.h"

static struct config_report report; /* large */

static void write_conf(const char *folder, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(config_path(folder, path, sizeof path));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

static void check_text(char folder[512], const char *text)
{
    struct err err = {0};
    test_folder(folder);
    write_conf(folder, text);
    assert_ok(config_check(folder, &report, &err), err);
}

static void print_problems(void)
{
    for (int i = 0; i < report.problem_count && i < CONFIG_PROBLEMS_MAX; i++) {
        print_message("  line %d: %s\n", report.problems[i].line, report.problems[i].text);
    }
}

static void expect_problem(int line, const char *words)
{
    for (int i = 0; i < report.problem_count && i < CONFIG_PROBLEMS_MAX; i++) {
        if (report.problems[i].line == line && strstr(report.problems[i].text, words) != NULL) {
            return;
        }
    }
    print_problems();
    fail_msg("line %d has no problem with \"%s\"", line, words);
}

static void every_mistake_is_told_with_its_line(void **state)
{
    char folder[512];
    (void)state;
    check_text(folder, "; a remark\n"                         /* 1 */
                       "[ai]\n"                               /* 2 */
                       "provder = x\n"                        /* 3 */
                       "timeout = soon\n"                     /* 4 */
                       "timeout = 30\n"                       /* 5 */
                       "timeout = 31\n"                       /* 6 */
                       "api_key = abc\n"                      /* 7 */
                       "base_url = ftp://example.org\n"       /* 8 */
                       "provider = openai\n"                  /* 9 */
                       "key_file = /nowhere/key\n"            /* 10 */
                       "ca_file = /nowhere/ca\n"              /* 11 */
                       "[bakcup]\n"                           /* 12 */
                       "hour = 3\n"                           /* 13 */
                       "[backup]\n"                           /* 14 */
                       "folder = /nowhere/backups\n"          /* 15 */
                       "encrypt_to = aimtrack-public-short\n" /* 16 */
                       "hour = 24\n"                          /* 17 */
                       "[health]\n"                           /* 18 */
                       "listen = 0.0.0.0:9180\n"              /* 19 */
                       "[log\n"                               /* 20 */
                       "level = loud\n"                       /* 21 */
                       "format = xml\n"                       /* 22 */
                       "  format = json\n"                    /* 23 */
                       "nothing at all\n"                     /* 24 */
                       "; sk-abcdefghijklmnop\n"              /* 25 */
                       "[alert]\n"                            /* 26 */
                       "command = /nowhere/told --now\n");    /* 27 */
    expect_problem(3, "provder");
    expect_problem(4, "1 to 600");
    expect_problem(6, "line 5");
    expect_problem(7, "key_file");
    expect_problem(8, "https");
    expect_problem(10, "could not be read");
    expect_problem(11, "ca_file");
    expect_problem(13, "[bakcup]");
    expect_problem(15, "not there");
    expect_problem(16, "public key");
    expect_problem(17, "0 to 23");
    expect_problem(19, "127.0.0.1");
    expect_problem(20, "between [ and ]");
    expect_problem(21, "error, warning, info or debug");
    expect_problem(22, "plain, logfmt or json");
    expect_problem(23, "blank");
    expect_problem(24, "no setting");
    expect_problem(25, "key or a password");
    expect_problem(27, "no such program");
    assert_int_equal(report.problem_count, 19);
    for (int i = 1; i < report.problem_count; i++) {
        assert_true(report.problems[i].line >= report.problems[i - 1].line);
    }
}

static void the_first_mistake_is_the_one_the_program_tells(void **state)
{
    char folder[512];
    struct config config;
    struct err err = {0};
    (void)state;
    check_text(folder, "[ai]\n\nprovder = x\ntimeout = soon\n");
    assert_int_equal(report.problem_count, 2);
    assert_false(config_read(folder, &config, &err));
    assert_non_null(strstr(err.what, "line 3"));
}

static void a_file_without_a_mistake_has_none(void **state)
{
    char folder[512];
    char text[900];
    struct config config;
    struct err err = {0};
    (void)state;
    test_folder(folder);
    snprintf(text, sizeof text,
             "\xEF\xBB\xBF[ai]\r\nprovider = ollama ; here\r\n[backup]\nfolder = %s\n[health]\n"
             "listen = unix:%s/s\n[log]\nformat=json\n[ai]\nmodel = \n[alert]\ncommand = cat -\n",
             folder, folder);
    check_text(folder, text);
    print_problems();
    assert_int_equal(report.problem_count, 0);
    assert_ok(config_read(folder, &config, &err), err);
    assert_memory_equal(&config, &report.config, sizeof config); /* two readers, one meaning */
    assert_string_equal(report.config.coach.ai.provider, "ollama");
    assert_string_equal(report.config.log.format, "json");
}

static void without_a_file_the_defaults_have_no_mistake(void **state)
{
    char folder[512];
    struct err err = {0};
    (void)state;
    test_folder(folder);
    assert_ok(config_check(folder, &report, &err), err);
    assert_false(report.has_file);
    assert_int_equal(report.problem_count, 0);
}

static void addresses_on_this_machine_alone_can_listen(void **state)
{
    static const struct {
        const char *listen;
        bool is_good;
    } cases[] = {{"127.0.0.1:9180", true}, {"[::1]:9180", true},       {"127.1.2.3:1", true},
                 {"127.0.0.1:0", false},   {"127.0.0.1:65536", false}, {"127.0.0.1:", false},
                 {"127.0.0.1", false},     {"localhost:9180", true},   {"0.0.0.0:9180", false},
                 {"[::]:9180", false},     {"::1:9180", false},        {"192.168.1.2:9180", false},
                 {"unix:/tmp/s", true},    {"unix:s", false},          {"unix:/nowhere/s", false},
                 {"unix:/tmp/", false},    {"127.0.0.1:91 80", false}, {"unix:", false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char folder[512];
        char text[200];
        snprintf(text, sizeof text, "[health]\nlisten = %s\n", cases[i].listen);
        check_text(folder, text);
        if ((report.problem_count == 0) != cases[i].is_good) {
            fail_msg("%s", cases[i].listen);
        }
    }
}

static void a_folder_of_backups_must_take_them(void **state)
{
    char folder[512];
    char backups[512];
    char text[700];
    (void)state;
    test_folder(backups);
    snprintf(text, sizeof text, "[backup]\nfolder = %s\n", backups);
    assert_int_equal(chmod(backups, 0777), 0);
    check_text(folder, text);
    expect_problem(2, "everybody");
    assert_int_equal(chmod(backups, 0700), 0);
    check_text(folder, text);
    assert_int_equal(report.problem_count, 0);
    check_text(folder, "[backup]\nfolder = backups\n");
    expect_problem(2, "begins with /");
    if (geteuid() != 0) { /* root may write everywhere */
        assert_int_equal(chmod(backups, 0500), 0);
        check_text(folder, text);
        expect_problem(2, "cannot be written");
        assert_int_equal(chmod(backups, 0700), 0);
    }
}

static void a_public_key_is_taken_only_without_a_slip(void **state)
{
    char folder[512];
    char text[200];
    char key[SEAL_TEXT_ROOM];
    struct seal_pair pair;
    (void)state;
    seal_pair_make(&pair);
    seal_public_text(key, pair.public_key);
    snprintf(text, sizeof text, "[backup]\nencrypt_to = %s\n", key);
    check_text(folder, text);
    assert_int_equal(report.problem_count, 0);
    text[strlen(text) - 5] = text[strlen(text) - 5] == 'A' ? 'B' : 'A';
    check_text(folder, text);
    expect_problem(2, "public key");
}

static void secrets_are_found_and_masked(void **state)
{
    static const char *const secrets[] = {"sk-abcdefghijklmnopqrstuvwx", "Bearer abcdefghijklmnop",
                                          "https://jan:geheim@example.org",
                                          "aimtrack-private-AAAAAAAA"};
    char masked[200];
    (void)state;
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        char folder[512];
        char text[200];
        snprintf(text, sizeof text, "[ai]\nmodel = x\n# %s\n", secrets[i]);
        check_text(folder, text);
        expect_problem(3, "key or a password");
        snprintf(text, sizeof text, "a %s b", secrets[i]);
        config_masked(text, masked, sizeof masked);
        assert_null(strstr(masked, secrets[i] + 9));
        assert_non_null(strstr(masked, "***"));
    }
}

static void a_file_that_others_may_write_is_a_mistake(void **state)
{
    char folder[512];
    struct err err = {0};
    (void)state;
    check_text(folder, "[log]\nlevel = info\n");
    assert_int_equal(chmod(report.path, 0666), 0);
    assert_ok(config_check(folder, &report, &err), err);
    expect_problem(0, "chmod 600");
}

static void what_is_no_file_of_settings_is_a_mistake_of_the_settings(void **state)
{
    (void)state;
    enum { A_FOLDER, A_PIPE, TOO_LARGE, KINDS };
    for (int kind = A_FOLDER; kind < KINDS; kind++) {
        char folder[512];
        char path[600];
        struct config config;
        struct err err = {0};
        test_folder(folder);
        assert_true(config_path(folder, path, sizeof path));
        if (kind == TOO_LARGE) {
            write_conf(folder, "");
            assert_int_equal(truncate(path, 2000000), 0);
        } else {
            assert_int_equal(kind == A_PIPE ? mkfifo(path, 0600) : mkdir(path, 0700), 0);
        }
        assert_false(config_check(folder, &report, &err));
        assert_int_equal(err_exit_code(&err), 78);
        assert_false(config_read(folder, &config, &err));
        assert_int_equal(err_exit_code(&err), 78);
    }
}

static void many_mistakes_are_counted_and_long_lines_and_odd_bytes_are_told(void **state)
{
    static char text[20000];
    char folder[512];
    size_t used = 0;
    (void)state;
    for (int i = 0; i < 150; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "[ai]\nx%d = 1\n", i);
    }
    check_text(folder, text);
    assert_int_equal(report.problem_count, 150);
    snprintf(text, sizeof text, "[ai]\nmodel = %0300d\nmodel = \x01\n", 7);
    check_text(folder, text);
    expect_problem(2, "too long");
    expect_problem(3, "plain text");
}

/* --- what is written about it --- */

static char *read_doc(const char *name)
{
    char path[600];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/docs/%s", TEST_ROOT, name);
    char *text = file_read(path, 1024 * 1024, NULL, &err);
    assert_non_null(text);
    return text;
}

static void every_key_stands_in_the_man_page_and_in_the_example(void **state)
{
    char folder[512];
    struct config config;
    struct err err = {0};
    (void)state;
    char *page = read_doc("man/aimtrack.conf.5");
    char *example = read_doc("aimtrack.conf.example");
    check_text(folder, example);
    print_problems();
    assert_int_equal(report.problem_count, 0);
    assert_true(report.entry_count > 30);
    assert_ok(config_read(folder, &config, &err), err);
    for (int i = 0; i < report.entry_count; i++) {
        const struct config_entry *entry = &report.entries[i];
        char section[80];
        char key[80];
        snprintf(section, sizeof section, ".SH [%s]", entry->section);
        snprintf(key, sizeof key, " %s ", entry->key);
        if (strstr(page, section) == NULL || strstr(page, key) == NULL) {
            fail_msg("[%s] %s is not in aimtrack.conf.5", entry->section, entry->key);
        }
        if (entry->line == 0 || strcmp(entry->value, entry->fallback) != 0) {
            fail_msg("[%s] %s: the example says \"%s\", the default is \"%s\"", entry->section,
                     entry->key, entry->value, entry->fallback);
        }
    }
    free(page);
    free(example);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_told_with_its_line),
        cmocka_unit_test(the_first_mistake_is_the_one_the_program_tells),
        cmocka_unit_test(a_file_without_a_mistake_has_none),
        cmocka_unit_test(without_a_file_the_defaults_have_no_mistake),
        cmocka_unit_test(addresses_on_this_machine_alone_can_listen),
        cmocka_unit_test(a_folder_of_backups_must_take_them),
        cmocka_unit_test(a_public_key_is_taken_only_without_a_slip),
        cmocka_unit_test(secrets_are_found_and_masked),
        cmocka_unit_test(a_file_that_others_may_write_is_a_mistake),
        cmocka_unit_test(what_is_no_file_of_settings_is_a_mistake_of_the_settings),
        cmocka_unit_test(many_mistakes_are_counted_and_long_lines_and_odd_bytes_are_told),
        cmocka_unit_test(every_key_stands_in_the_man_page_and_in_the_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
