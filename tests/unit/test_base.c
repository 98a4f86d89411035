/* Errors, buffers, arenas, secrets, languages and the log. */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/data.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/task.h"

static void an_error_keeps_its_sentence_and_its_detail_apart(void **state)
{
    (void)state;
    struct err err = {0};
    assert_false(err_set(&err, ERR_INPUT, "Lane %d is taken.", 3));
    assert_false(err_detail(&err, "sqlite %d", 19));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.what, "Lane 3 is taken.");
    assert_string_equal(err.detail, "sqlite 19");
    err_set(&err, ERR_BUSY, "Again");
    assert_string_equal(err.detail, "");
    assert_false(err_set(NULL, ERR_BUSY, "nobody listens"));
}

static void a_long_sentence_is_cut_between_characters(void **state)
{
    (void)state;
    char name[400] = "x";
    struct err err = {0};
    for (size_t i = 1; i + 2 < sizeof name; i += 2) {
        memcpy(name + i, "\u00E9", 3);
    }
    err_set(&err, ERR_INPUT, "%s", name);
    assert_true(text_is_clean(err.what, strlen(err.what)));
    err_set(&err, ERR_INPUT, "%s", name + 1);
    assert_true(text_is_clean(err.what, strlen(err.what)));
    assert_true(strlen(err.what) >= sizeof err.what - 2);
}

static void errno_becomes_a_kind_and_never_shows(void **state)
{
    (void)state;
    static const struct {
        int number;
        enum err_kind kind;
    } cases[] = {{ENOSPC, ERR_FULL},   {EDQUOT, ERR_FULL},      {EROFS, ERR_READONLY},
                 {EACCES, ERR_DENIED}, {ENOENT, ERR_NOT_FOUND}, {EIO, ERR_IO}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        assert_false(err_errno(&err, cases[i].number, "The stick was removed."));
        assert_int_equal(err.kind, cases[i].kind);
        assert_string_equal(err.what, "The stick was removed.");
        assert_true(err.detail[0] != '\0');
    }
}

static void exit_codes_are_those_of_the_manual(void **state)
{
    (void)state;
    static const int codes[] = {
        [ERR_OK] = 0,       [ERR_INPUT] = 64,   [ERR_NOT_FOUND] = 66, [ERR_DENIED] = 77,
        [ERR_BUSY] = 75,    [ERR_FULL] = 74,    [ERR_READONLY] = 73,  [ERR_IO] = 74,
        [ERR_CORRUPT] = 65, [ERR_NETWORK] = 69, [ERR_NEWER] = 78,     [ERR_CONFIG] = 78,
        [ERR_BUG] = 70};
    for (int kind = ERR_OK; kind <= ERR_BUG; kind++) {
        struct err err = {.kind = (enum err_kind)kind};
        assert_int_equal(err_exit_code(&err), codes[kind]);
    }
}

static void a_buffer_grows_and_stays_terminated(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_string_equal(buf_text(&buf), "");
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "%d,", i);
        assert_int_equal(strlen(buf_text(&buf)), buf.size);
    }
    assert_int_equal(buf.size, 10 * 2 + 90 * 3 + 900 * 4);
    buf_clear(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_free(&buf);
    assert_null(buf.bytes);
}

static void an_arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t size = 1; size < 40000; size = size * 3 + 1) {
        unsigned char *memory = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xAA, size);
    }
    assert_null(arena_text(&arena, NULL));
    assert_string_equal(arena_printf(&arena, "%s %d", "lane", 3), "lane 3");
    arena_free(&arena);
    assert_null(arena.last);
}

static void data_travels_in_the_program(void **state)
{
    (void)state;
    const struct data_file *faces = data_find("faces.csv");
    assert_non_null(faces);
    assert_int_equal(faces->bytes[faces->size], '\0');
    assert_null(data_find("nothing.csv"));
}

/* --- secrets -----------------------------------------------------------------------------------
 */

static const unsigned char pepper[32] = "0123456789abcdef0123456789abcde";

static void a_secret_matches_only_with_its_pepper(void **state)
{
    (void)state;
    unsigned char other[32] = "another pepper";
    char hash[SECRET_HASH_MAX];
    char again[SECRET_HASH_MAX];
    secret_set_lowest_cost(true);
    assert_true(secret_hash(hash, "314159", pepper));
    assert_true(secret_hash(again, "314159", pepper));
    assert_string_not_equal(hash, again);
    assert_null(strstr(hash, "314159"));
    assert_true(secret_matches(hash, "314159", pepper));
    assert_false(secret_matches(hash, "314158", pepper));
    assert_false(secret_matches(hash, "314159", other));
    assert_false(secret_matches("damaged", "314159", pepper));
    assert_false(secret_needs_rehash(hash));
    secret_set_lowest_cost(false);
    assert_true(secret_needs_rehash(hash)); /* made cheaper than this machine's cost */
    secret_set_lowest_cost(true);
}

static void a_real_hash_costs_what_argon2id_should(void **state)
{
    (void)state;
    if (getenv("AIMTRACK_VALGRIND") != NULL) {
        print_message("skipped: 256 MiB under valgrind\n");
        return;
    }
    char hash[SECRET_HASH_MAX];
    secret_set_lowest_cost(false);
    assert_true(secret_hash(hash, "correct horse", pepper));
    assert_true(strncmp(hash, "$argon2id$v=19$m=262144,", 24) == 0 ||
                strncmp(hash, "$argon2id$v=19$m=65536,", 23) == 0);
    secret_set_lowest_cost(true);
}

/* An unknown name must cost as much as a wrong secret: the dummy is not refused as malformed. */
static void the_dummy_hash_is_really_calculated(void **state)
{
    (void)state;
    if (getenv("AIMTRACK_VALGRIND") != NULL) {
        print_message("skipped: 256 MiB under valgrind\n");
        return;
    }
    secret_set_lowest_cost(false);
    assert_false(secret_needs_rehash(secret_dummy_hash())); /* the cost of real ones */
    int64_t start = time_monotonic_ms();
    assert_false(secret_matches(secret_dummy_hash(), "anything", pepper));
    assert_true(time_monotonic_ms() - start >= 20);
    secret_set_lowest_cost(true);
    assert_false(secret_needs_rehash(secret_dummy_hash()));
}

/* --- languages ---------------------------------------------------------------------------------
 */

static void languages_are_named_and_chosen_by_the_environment(void **state)
{
    (void)state;
    enum language language = LANGUAGE_EN;
    assert_true(i18n_parse("nl", &language));
    assert_int_equal(language, LANGUAGE_NL);
    assert_false(i18n_parse("fr", &language));
    assert_string_equal(i18n_name(LANGUAGE_AUTO), "auto");
    setenv("LANGUAGE", "nl_NL:nl", 1);
    i18n_start();
    i18n_set_language(LANGUAGE_AUTO);
    assert_int_equal(i18n_language(), LANGUAGE_NL);
    assert_int_equal(i18n_decimal_point(), ',');
    i18n_set_language(LANGUAGE_EN);
    assert_int_equal(i18n_decimal_point(), '.');
}

/* The catalogue beside this program's build, with no Dutch locale installed. */
static void the_language_switches_live(void **state)
{
    (void)state;
    setenv("LC_ALL", "C", 1);
    i18n_start();
    i18n_set_language(LANGUAGE_NL);
    assert_string_equal(_("evening"), "avond");
    i18n_set_language(LANGUAGE_EN);
    assert_string_equal(_("evening"), "evening");
    i18n_set_language(LANGUAGE_NL);
    assert_string_equal(_("evening"), "avond");
    i18n_set_language(LANGUAGE_EN);
    unsetenv("LC_ALL");
}

static void a_locale_without_utf8_still_has_characters(void **state)
{
    (void)state;
    setenv("LC_ALL", "C", 1);
    assert_false(i18n_start());
    assert_false(i18n_user_has_utf8());
    assert_int_equal(MB_CUR_MAX > 1, 1); /* C.UTF-8 stands in */
    setenv("LC_ALL", "C.UTF-8", 1);
    assert_true(i18n_start());
    assert_string_equal(localeconv()->decimal_point, ".");
    unsetenv("LC_ALL");
}

/* --- the log -----------------------------------------------------------------------------------
 */

static char *logged(const char *path)
{
    size_t size = 0;
    struct err err = {0};
    char *text = file_read(path, 1 << 20, &size, &err);
    assert_non_null(text);
    return text;
}

static void the_log_never_holds_a_secret(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct err err = {0};
    struct stat status;
    test_folder(folder);
    file_join(path, sizeof path, folder, "aimtrack.log");
    assert_ok(log_to_file(path, &err), err);
    log_hide("hunter2hunter2");
    log_event(LOG_LEVEL_ERROR, "sent hunter2hunter2 and sk-ant-CANARY1 to x");
    log_event(LOG_LEVEL_ERROR, "Authorization: Bearer CANARY2\nx-api-key: CANARY3 key=CANARY4");
    log_event(LOG_LEVEL_WARNING, "the disk reported trouble; the task failed \x1b[31m");
    log_event(LOG_LEVEL_DEBUG, "too small a matter");
    log_to_file(NULL, NULL);
    char *text = logged(path);
    assert_null(strstr(text, "hunter2"));
    assert_null(strstr(text, "CANARY"));
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "the disk reported trouble; the task failed"));
    assert_null(strstr(text, "too small"));
    int lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    assert_int_equal(lines, 3); /* a line end in an event does not make a second one */
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    free(text);
}

static void *write_lines(void *context)
{
    (void)context;
    for (int i = 0; i < 200; i++) {
        log_event(LOG_LEVEL_ERROR, "abcdefghijklmnopqrstuvwxyz");
    }
    return NULL;
}

static void threads_write_whole_lines(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct err err = {0};
    test_folder(folder);
    file_join(path, sizeof path, folder, "log");
    assert_ok(log_to_file(path, &err), err);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, write_lines, NULL), 0);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    log_to_file(NULL, NULL);
    char *text = logged(path);
    int lines = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        assert_non_null(strstr(line, " abcdefghijklmnopqrstuvwxyz"));
        assert_string_equal(strchr(line, 'a'), "abcdefghijklmnopqrstuvwxyz");
        lines++;
    }
    assert_int_equal(lines, 600);
    free(text);
}

/* --- tasks -------------------------------------------------------------------------------------
 */

static void add_up(void *work)
{
    int *number = work;
    *number += 1;
}

static void a_task_gives_its_value_back(void **state)
{
    (void)state;
    int number = 41;
    struct err err = {0};
    struct task *task = task_start(add_up, &number, &err);
    assert_non_null(task);
    assert_true(task_fd(task) >= 0);
    task_finish(task);
    assert_int_equal(number, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_keeps_its_sentence_and_its_detail_apart),
        cmocka_unit_test(a_long_sentence_is_cut_between_characters),
        cmocka_unit_test(errno_becomes_a_kind_and_never_shows),
        cmocka_unit_test(exit_codes_are_those_of_the_manual),
        cmocka_unit_test(a_buffer_grows_and_stays_terminated),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(data_travels_in_the_program),
        cmocka_unit_test(a_secret_matches_only_with_its_pepper),
        cmocka_unit_test(a_real_hash_costs_what_argon2id_should),
        cmocka_unit_test(the_dummy_hash_is_really_calculated),
        cmocka_unit_test(languages_are_named_and_chosen_by_the_environment),
        cmocka_unit_test(the_language_switches_live),
        cmocka_unit_test(a_locale_without_utf8_still_has_characters),
        cmocka_unit_test(the_log_never_holds_a_secret),
        cmocka_unit_test(threads_write_whole_lines),
        cmocka_unit_test(a_task_gives_its_value_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
