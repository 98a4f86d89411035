/* Files that are really there, or not at all. */
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/deliver.h"

/* Which call of which kind fails, and how. */
static struct {
    const char *call;
    int at, seen, error_number;
    bool lies; /* read gives another byte instead of failing */
} fault;

static bool fails(const char *call)
{
    if (fault.call == NULL || strcmp(fault.call, call) != 0 || fault.seen++ != fault.at) {
        return false;
    }
    errno = fault.error_number;
    return true;
}

static ssize_t hurt_write(int fd, const void *bytes, size_t size)
{
    return fails("write") ? -1 : write(fd, bytes, size);
}

static int hurt_fsync(int fd)
{
    return fails("fsync") ? -1 : fsync(fd);
}

static int hurt_syncfs(int fd)
{
    return fails("syncfs") ? -1 : syncfs(fd);
}

static int hurt_rename(int folder, const char *from, const char *to)
{
    return fails("rename") ? -1 : renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

static ssize_t hurt_read(int fd, void *bytes, size_t size)
{
    bool hit = fails("read");
    if (hit && !fault.lies) {
        return -1;
    }
    ssize_t got = read(fd, bytes, size);
    if (hit && got > 0) {
        ((char *)bytes)[0] ^= 1;
    }
    return got;
}

static int hurt_push(int fd, int64_t from, int64_t bytes)
{
    (void)fd;
    (void)from;
    (void)bytes;
    return fails("push") ? -1 : 0;
}

static const struct deliver_calls hurt = {.write = hurt_write,
                                          .push = hurt_push,
                                          .fsync = hurt_fsync,
                                          .syncfs = hurt_syncfs,
                                          .rename = hurt_rename,
                                          .read = hurt_read};

static bool deliver(const char *folder, const char *name, const char *text,
                    struct deliver_result *result, struct err *err)
{
    struct delivery *delivery =
        delivery_open(folder, name, (int64_t)strlen(text), &hurt, result, err);
    if (delivery == NULL) {
        return false;
    }
    if (!delivery_write(delivery, text, strlen(text), err)) {
        delivery_cancel(delivery, result);
        return false;
    }
    return delivery_finish(delivery, NULL, result, err);
}

static int files_in(const char *folder, const char *ending)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        size_t length = strlen(entry->d_name);
        size_t tail = strlen(ending);
        count += length >= tail && strcmp(entry->d_name + length - tail, ending) == 0 &&
                         strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0
                     ? 1
                     : 0;
    }
    closedir(dir);
    return count;
}

static void expect_content(const char *folder, const char *name, const char *text)
{
    char path[700];
    size_t size = 0;
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, name));
    char *found = file_read(path, 100000, &size, &err);
    assert_non_null(found);
    assert_string_equal(found, text);
    free(found);
}

static void a_file_arrives_with_its_checksum(void **state)
{
    (void)state;
    char folder[512];
    char sums[200];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    assert_ok(deliver(folder, "a.csv", "one\r\n", &result, &err), err);
    assert_int_equal(result.step, DELIVER_DONE);
    assert_int_equal(result.bytes, 5);
    assert_string_equal(result.name, "a.csv");
    expect_content(folder, "a.csv", "one\r\n");
    snprintf(sums, sizeof sums, "%s  a.csv\n", result.sha256);
    expect_content(folder, "SHA256SUMS", sums);
    assert_int_equal(files_in(folder, ".part"), 0);
}

static void nothing_is_ever_replaced(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    assert_ok(deliver(folder, "a.csv", "one", &result, &err), err);
    assert_ok(deliver(folder, "a.csv", "two", &result, &err), err);
    assert_string_equal(result.name, "a (2).csv");
    expect_content(folder, "a.csv", "one");
    expect_content(folder, "a (2).csv", "two");
}

/* Every call of every kind, failing in every way: never "done", never a file that is not whole. */
static void whatever_fails_there_is_no_half_file(void **state)
{
    (void)state;
    static const char *const calls[] = {"write", "fsync", "syncfs", "rename", "read"};
    static const int errors[] = {EIO, ENOSPC, EROFS, ENOENT, EBADF};
    int failed = 0;
    for (size_t call = 0; call < 5; call++) {
        for (int at = 0; at < 6; at++) {
            for (size_t which = 0; which < 5; which++) {
                char folder[512];
                struct deliver_result result;
                struct err err = {0};
                test_folder(folder);
                fault.call = calls[call];
                fault.at = at;
                fault.seen = 0;
                fault.error_number = errors[which];
                fault.lies = false;
                bool ok = deliver(folder, "a.csv", "whole", &result, &err);
                bool was_hit = fault.seen > at;
                fault.call = NULL;
                assert_int_equal(ok, !was_hit);
                failed += was_hit ? 1 : 0;
                if (was_hit) {
                    assert_true(result.step != DELIVER_DONE);
                    assert_true(strlen(err.what) > 20);
                    assert_int_equal(files_in(folder, ".part"), 0);
                    assert_int_equal(files_in(folder, ".csv"), result.step == DELIVER_SUMS ? 1 : 0);
                }
            }
        }
    }
    assert_true(failed > 40);
}

static void what_is_read_back_wrong_is_not_trusted(void **state)
{
    (void)state;
    for (int at = 0; at < 3; at += 2) { /* before the rename, and after */
        char folder[512];
        struct deliver_result result;
        struct err err = {0};
        test_folder(folder);
        fault.call = "read";
        fault.at = at;
        fault.seen = 0;
        fault.lies = true;
        assert_false(deliver(folder, "a.csv", "whole", &result, &err));
        fault.call = NULL;
        assert_int_equal(result.step, DELIVER_VERIFY);
        assert_int_equal(files_in(folder, ".csv"), 0);
    }
    fault.lies = false;
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[700];
    assert_true(file_join(path, sizeof path, folder, name));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void what_fails_while_it_is_written_out_is_not_forgotten(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    size_t size = 9 * 1024 * 1024;
    char *block = mem_alloc(size);
    fault.call = NULL;
    test_folder(folder);
    struct delivery *delivery = delivery_open(folder, "a.csv", -1, &hurt, &result, &err);
    assert_non_null(delivery);
    assert_ok(delivery_write(delivery, block, size, &err), err);
    fault.call = "push";
    fault.at = fault.seen = 0;
    fault.error_number = EIO;
    assert_false(delivery_write(delivery, block, 1, &err));
    fault.call = NULL;
    assert_false(delivery_finish(delivery, NULL, &result, &err));
    assert_int_equal(result.step, DELIVER_WRITE);
    assert_int_equal(result.error_number, EIO);
    assert_int_equal(files_in(folder, ""), 0);
    free(block);
}

static void a_list_that_does_not_fit_says_that_the_file_is_there(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    test_folder(folder);
    fault.call = "write";
    fault.at = 1;
    fault.seen = 0;
    fault.error_number = ENOSPC;
    assert_false(deliver(folder, "a.csv", "whole", &result, &err));
    fault.call = NULL;
    assert_int_equal(result.step, DELIVER_SUMS);
    assert_string_equal(result.name, "a.csv");
    assert_null(strstr(err.what, "Nothing was written"));
    assert_non_null(strstr(err.what, "is there and right"));
    assert_int_equal(files_in(folder, "SHA256SUMS"), 0);
}

static void half_a_line_in_the_list_spoils_no_other(void **state)
{
    (void)state;
    char folder[512];
    char sums[200];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    put(folder, "SHA256SUMS", "0123  half");
    assert_ok(deliver(folder, "a.csv", "one", &result, &err), err);
    snprintf(sums, sizeof sums, "0123  half\n%s  a.csv\n", result.sha256);
    expect_content(folder, "SHA256SUMS", sums);
}

static void a_list_that_fails_stays_as_it_was(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    test_folder(folder);
    put(folder, "SHA256SUMS", "0123  other\n");
    fault.call = "fsync";
    fault.at = 2;
    fault.seen = 0;
    fault.error_number = EIO;
    assert_false(deliver(folder, "a.csv", "one", &result, &err));
    fault.call = NULL;
    assert_int_equal(result.step, DELIVER_SUMS);
    expect_content(folder, "SHA256SUMS", "0123  other\n");
}

/* Nobody reads from it: a program that opens it as a file would wait for ever. */
static void a_pipe_in_the_place_of_the_list_is_not_waited_for(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    assert_true(file_join(path, sizeof path, folder, "SHA256SUMS"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(deliver(folder, "a.csv", "one", &result, &err));
    assert_int_equal(result.step, DELIVER_SUMS);
    expect_content(folder, "a.csv", "one");
}

static void what_a_killed_program_left_is_cleared_away(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    put(folder, ".a.csv.0123abcd.part", "half");
    put(folder, ".a.csv.0123abcd.part.csv", "somebody's");
    put(folder, ".a.csv.wxyz0123.part", "somebody's");
    put(folder, "..0123abcd.part", "somebody's");
    assert_true(file_join(path, sizeof path, folder, ".b.csv.0123abcd.part"));
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_ok(deliver(folder, "a.csv", "one", &result, &err), err);
    assert_int_equal(result.cleared, 1);
    assert_int_equal(files_in(folder, "0123abcd.part"), 2); /* the link, and no name of ours */
    assert_int_equal(files_in(folder, "wxyz0123.part"), 1);
    assert_int_equal(files_in(folder, ".part.csv"), 1);
}

static void what_is_being_written_is_left_alone(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    struct delivery *first = delivery_open(folder, "a.csv", -1, NULL, &result, &err);
    assert_non_null(first);
    assert_ok(delivery_write(first, "one", 3, &err), err);
    assert_ok(deliver(folder, "a.csv", "two", &result, &err), err);
    assert_int_equal(result.cleared, 0);
    assert_ok(delivery_finish(first, NULL, &result, &err), err);
    assert_string_equal(result.name, "a (2).csv");
    expect_content(folder, "a (2).csv", "one");
}

static void a_folder_that_became_another_one_is_said(void **state)
{
    (void)state;
    char parent[512];
    char folder[600];
    char moved[600];
    struct deliver_result result;
    struct err err = {0};
    test_folder(parent);
    snprintf(folder, sizeof folder, "%s/stick", parent);
    snprintf(moved, sizeof moved, "%s/moved", parent);
    assert_int_equal(mkdir(folder, 0700), 0);
    struct delivery *delivery = delivery_open(folder, "a.csv", -1, NULL, &result, &err);
    assert_non_null(delivery);
    assert_ok(delivery_write(delivery, "one", 3, &err), err);
    assert_int_equal(rename(folder, moved), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_false(delivery_finish(delivery, NULL, &result, &err));
    assert_int_equal(result.step, DELIVER_MOVED);
    assert_int_equal(files_in(moved, ""), 0);
    assert_int_equal(files_in(folder, ""), 0);
}

/* Says no at the n-th time it is asked. */
static bool until(void *context, enum deliver_step step, int64_t bytes)
{
    int *left = context;
    assert_true(step == DELIVER_SYNC || step == DELIVER_VERIFY);
    assert_true(bytes > 0);
    return --*left >= 0;
}

static void stopped_after_the_last_byte_it_leaves_nothing_too(void **state)
{
    (void)state;
    for (int times = 0; times < 3; times++) {
        char folder[512];
        int left = times;
        const struct deliver_watch watch = {.go_on = until, .context = &left};
        struct deliver_result result;
        struct err err = {0};
        test_folder(folder);
        struct delivery *delivery = delivery_open(folder, "a.csv", -1, NULL, &result, &err);
        assert_non_null(delivery);
        assert_ok(delivery_write(delivery, "one", 3, &err), err);
        assert_false(delivery_finish(delivery, &watch, &result, &err));
        assert_int_equal(left, -1);
        assert_int_equal(result.step, DELIVER_CANCELLED);
        assert_int_equal(files_in(folder, ""), 0);
    }
}

static void a_full_stick_is_seen_before_writing(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    assert_null(delivery_open(folder, "a.csv", INT64_MAX / 4, &hurt, &result, &err));
    assert_int_equal(result.step, DELIVER_SPACE);
    assert_int_equal(err.kind, ERR_FULL);
    assert_int_equal(files_in(folder, ".part"), 0);
}

static void a_folder_that_is_none_is_said(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    struct deliver_result result;
    struct err err = {0};
    test_folder(folder);
    snprintf(path, sizeof path, "%s/none", folder);
    assert_null(delivery_open(path, "a.csv", 1, NULL, &result, &err));
    assert_int_equal(result.step, DELIVER_TARGET);
}

static void a_cancelled_one_leaves_nothing(void **state)
{
    (void)state;
    char folder[512];
    struct deliver_result result;
    struct err err = {0};
    fault.call = NULL;
    test_folder(folder);
    struct delivery *delivery = delivery_open(folder, "a.csv", -1, NULL, &result, &err);
    assert_non_null(delivery);
    assert_ok(delivery_write(delivery, "x", 1, &err), err);
    delivery_cancel(delivery, &result);
    assert_int_equal(result.step, DELIVER_CANCELLED);
    assert_int_equal(files_in(folder, ".part"), 0);
}

static void names_are_good_everywhere(void **state)
{
    (void)state;
    char name[80];
    assert_true(deliver_name_is_safe("AimTrack_2026-11-23_sessies.csv"));
    assert_false(deliver_name_is_safe(""));
    assert_false(deliver_name_is_safe("a/b"));
    assert_false(deliver_name_is_safe(".hidden"));
    assert_false(deliver_name_is_safe("a."));
    assert_false(deliver_name_is_safe("a b"));
    assert_false(deliver_name_is_safe("CON.csv"));
    assert_false(deliver_name_is_safe("lpt1"));
    assert_true(deliver_name_is_safe("console.csv"));
    deliver_safe_name(name, sizeof name,
                      "O'Brien-d'\xC3\x89t\xC3\xA9 / \xC5\x81\xC3\xB3"
                      "d\xC5\xBA");
    assert_true(deliver_name_is_safe(name));
    deliver_safe_name(name, sizeof name, "../..");
    assert_true(deliver_name_is_safe(name));
    deliver_safe_name(name, sizeof name, "aux");
    assert_true(deliver_name_is_safe(name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_arrives_with_its_checksum),
        cmocka_unit_test(nothing_is_ever_replaced),
        cmocka_unit_test(whatever_fails_there_is_no_half_file),
        cmocka_unit_test(what_is_read_back_wrong_is_not_trusted),
        cmocka_unit_test(what_fails_while_it_is_written_out_is_not_forgotten),
        cmocka_unit_test(a_list_that_does_not_fit_says_that_the_file_is_there),
        cmocka_unit_test(half_a_line_in_the_list_spoils_no_other),
        cmocka_unit_test(a_list_that_fails_stays_as_it_was),
        cmocka_unit_test(a_pipe_in_the_place_of_the_list_is_not_waited_for),
        cmocka_unit_test(what_a_killed_program_left_is_cleared_away),
        cmocka_unit_test(what_is_being_written_is_left_alone),
        cmocka_unit_test(a_folder_that_became_another_one_is_said),
        cmocka_unit_test(stopped_after_the_last_byte_it_leaves_nothing_too),
        cmocka_unit_test(a_full_stick_is_seen_before_writing),
        cmocka_unit_test(a_folder_that_is_none_is_said),
        cmocka_unit_test(a_cancelled_one_leaves_nothing),
        cmocka_unit_test(names_are_good_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
