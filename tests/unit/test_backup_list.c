/* The list beside the backups (SHA256SUMS) is lost, cut, foreign or wrong, and the backups are not.
 */
#include "backup_support.h"

#include <sys/stat.h>

#include "core/backup_parts.h"

enum { SAYS_ROOM = 320, MANY_LINES = 100000 };

/* 11:00 UTC of that day of June 2026. */
static void back_up_on_day(struct scene *scene, int day, struct backup_result *result)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", 1780311600000LL + (day - 1) * 86400000LL);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
    make_backup(&scene->app, NULL, result);
    unsetenv("AIMTRACK_CLOCK_MS");
}

static void run_in(const char *folder, const char *command)
{
    char text[1200];
    snprintf(text, sizeof text, "cd '%s' && %s", folder, command);
    if (system(text) != 0) { /* NOLINT(cert-env33-c): the test's own folder */
        fail_msg("failed: %s", command);
    }
}

static void check_list(struct scene *scene, int wanted, int verified)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    int count = 0;
    int good = 0;
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    for (int i = 0; i < count; i++) {
        good += files[i].is_verified;
    }
    arena_free(&arena);
    assert_int_equal(count, wanted);
    assert_int_equal(good, verified);
}

static bool list_says(struct scene *scene, const char *part)
{
    char says[SAYS_ROOM];
    bool has = backup_list_says(scene->app.folder, says, sizeof says);
    if (part != NULL && strstr(says, part) == NULL) {
        fail_msg("says: \"%s\"", says);
    }
    return has;
}

static void however_the_list_is_lost_the_backups_are_found_and_it_comes_back(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *command;
        bool is_told;
    } cases[] = {
        {"rm SHA256SUMS", true},
        {": >SHA256SUMS", true},
        {"truncate -s 40 SHA256SUMS", true},
        {"truncate -s -10 SHA256SUMS", true},
        {"printf '<html>not here</html>\\n' >SHA256SUMS", true},
        {"printf '\\0\\377\\0' | dd of=SHA256SUMS bs=1 conv=notrunc 2>/dev/null", true},
        {"sed -i 's/$/\\r/' SHA256SUMS", false},
        {"sed -i '1s/^/\\xEF\\xBB\\xBF/' SHA256SUMS", false},
        {"sed -i 's|  |  ../|' SHA256SUMS", true},
        {"cat SHA256SUMS SHA256SUMS >two && mv two SHA256SUMS", false},
        {"head -c 20000000 /dev/zero | tr '\\0' x >SHA256SUMS", true},
        {"mv SHA256SUMS away && mkdir SHA256SUMS", true},
        {"rm -rf SHA256SUMS.no-list && mv SHA256SUMS away && ln -s away SHA256SUMS", true},
    };
    struct backup_result result;
    struct backup_file newest;
    back_up_on_day(scene, 1, &result);
    back_up_on_day(scene, 2, &result);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int day = (int)i + 2;
        int dailies = day < 7 ? day : 7;
        int weeks = 1 + (day > 7) + (day > 14); /* the first is a Monday */
        print_message("%s\n", cases[i].command);
        run_in(result.folder, cases[i].command);
        assert_true(backup_newest(scene->app.folder, &newest));
        assert_string_equal(newest.name, result.name);
        assert_true(backup_newest_sound(scene->app.folder, &newest));
        assert_string_equal(newest.name, result.name);
        check_list(scene, dailies + weeks + 1, dailies + weeks + 1);
        assert_int_equal(list_says(scene, cases[i].is_told ? "SHA256SUMS" : NULL),
                         cases[i].is_told);
        back_up_on_day(scene, day + 1, &result);
        run_in(result.folder, "sha256sum --quiet --strict -c SHA256SUMS");
        run_in(result.folder, "test $(wc -l <SHA256SUMS) = $(ls *.tar | wc -l)");
        assert_false(list_says(scene, NULL));
    }
}

static void a_list_of_a_hundred_thousand_lines_is_read_and_put_right(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct buf lines = {0};
    char path[700];
    struct err err = {0};
    back_up_on_day(scene, 1, &result);
    for (int i = 0; i < MANY_LINES; i++) {
        buf_printf(&lines, "%064d  daily-%08d-030000.tar\n", i, 10000000 + i);
    }
    buf_printf(&lines, "%s  %s\n", result.sha256, result.name);
    assert_true(file_join(path, sizeof path, result.folder, "SHA256SUMS"));
    assert_ok(file_write_durable(path, buf_text(&lines), lines.size, &err), err);
    buf_free(&lines);
    assert_true(list_says(scene, "does not name 2"));
    back_up_on_day(scene, 2, &result);
    run_in(result.folder, "test $(wc -l <SHA256SUMS) = 4 && sha256sum --quiet -c SHA256SUMS");
}

static void a_listed_file_that_is_gone_is_said_and_taken_out(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_file newest;
    char path[BACKUP_PATH_ROOM];
    back_up_on_day(scene, 1, &first);
    back_up_on_day(scene, 2, &second);
    path_of(&second, path);
    assert_int_equal(unlink(path), 0);
    assert_true(list_says(scene, "names 1 backup that is not there"));
    assert_true(backup_newest(scene->app.folder, &newest));
    assert_string_equal(newest.name, first.name);
    back_up_on_day(scene, 3, &second);
    assert_false(list_says(scene, NULL));
    run_in(second.folder, "sha256sum --quiet -c SHA256SUMS");
}

static void one_that_the_list_does_not_name_is_read_before_it_is_listed(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    back_up_on_day(scene, 1, &first);
    assert_ok(backup_sums_put(first.folder, first.name, NULL, &err), err);
    assert_ok(backup_sums_put(first.folder, first.also[0], NULL, &err), err);
    path_of(&first, path);
    flip(path, 5000); /* every byte is there, and one is another */
    assert_true(list_says(scene, "does not name 2 of them"));
    back_up_on_day(scene, 2, &second);
    check_list(scene, 4, 3);
    assert_true(file_exists(path)); /* for a person */
    run_in(second.folder, "test $(wc -l <SHA256SUMS) = 3 && sha256sum --quiet -c SHA256SUMS");
}

static void lines_of_other_files_in_that_folder_stay(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    back_up_on_day(scene, 1, &result);
    run_in(result.folder, "echo hello >report.csv && sha256sum report.csv nothing.csv /etc/passwd"
                          " >SHA256SUMS 2>/dev/null; echo nonsense >>SHA256SUMS");
    back_up_on_day(scene, 2, &result);
    run_in(result.folder, "sha256sum --quiet --strict -c SHA256SUMS && grep -q report.csv"
                          " SHA256SUMS && test $(wc -l <SHA256SUMS) = 5");
}

static void a_cut_one_is_not_offered_although_it_is_listed(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_file newest;
    char path[BACKUP_PATH_ROOM];
    back_up_on_day(scene, 1, &first);
    back_up_on_day(scene, 2, &second);
    path_of(&second, path);
    assert_int_equal(truncate(path, second.bytes - 512), 0);
    check_list(scene, 4, 3);
    assert_true(backup_newest(scene->app.folder, &newest));
    assert_string_equal(newest.name, first.name);
}

static void one_that_is_not_what_the_list_says_is_not_offered(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_file newest;
    struct backup_check check;
    struct arena arena = {0};
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    back_up_on_day(scene, 1, &first);
    back_up_on_day(scene, 2, &second);
    path_of(&second, path);
    flip(path, 5000);
    assert_true(backup_newest_sound(scene->app.folder, &newest));
    assert_string_equal(newest.name, first.name);
    assert_false(
        backup_verify(&scene->app, scene->app.folder, path, NULL, NULL, &arena, &check, &err));
    assert_non_null(strstr(err.what, "SHA256SUMS beside it says otherwise"));
    arena_free(&arena);
}

static void one_of_a_clock_that_was_far_ahead_is_not_the_newest(void **state)
{
    struct scene *scene = *state;
    struct backup_result ahead;
    struct backup_result right;
    struct backup_file newest;
    back_up_on_day(scene, 60000, &ahead);
    make_backup(&scene->app, NULL, &right);
    assert_true(backup_newest(scene->app.folder, &newest));
    assert_string_equal(newest.name, right.name);
}

static void the_folder_may_be_a_link(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    char command[1200];
    back_up_on_day(scene, 1, &result);
    snprintf(command, sizeof command, "mv backups '%s/real' && ln -s '%s/real' backups",
             scene->outside, scene->outside);
    run_in(scene->app.folder, command);
    run_in(result.folder, "rm SHA256SUMS");
    check_list(scene, 3, 3);
    back_up_on_day(scene, 2, &result);
    check_list(scene, 4, 4);
    run_in(scene->outside, "cd real && sha256sum --quiet -c SHA256SUMS");
}

/* The database knows what the digests were of those that were made here. */
static void sealed_ones_are_listed_again_when_it_is_known_what_they_were(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_file newest;
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    encrypt_from_now_on(scene, key_path);
    back_up_on_day(scene, 1, &first);
    back_up_on_day(scene, 2, &second);
    path_of(&first, path);
    flip(path, 5000);
    run_in(first.folder, "cp weekly-*.sealed daily-20200101-030000.tar.sealed; rm SHA256SUMS");
    assert_true(backup_newest(scene->app.folder, &newest)); /* found, also without the database */
    assert_string_equal(newest.name, second.name);
    assert_true(list_says(scene, "Nothing is lost"));
    back_up_on_day(scene, 3, &second);
    run_in(first.folder, "sha256sum --quiet -c SHA256SUMS && test $(wc -l <SHA256SUMS) = 2");
    assert_true(file_exists(path));
    assert_true(list_says(scene, "whole shows only with the private key"));
    check_list(scene, 6, 5); /* the damaged one is known as such */
}

/* A stick: one file, and no list. */
static void without_a_list_beside_it_one_is_put_back(void **state)
{
    struct scene *scene = *state;
    struct backup_order order = {.to = scene->outside};
    struct backup_result result;
    struct restore_result restored;
    struct seal_pair pair;
    const struct backup_key key = {.pair = &pair};
    struct err err = {0};
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    char folder[512];
    make_backup(&scene->app, &order, &result);
    run_in(scene->outside, "rm SHA256SUMS");
    path_of(&result, path);
    test_folder(folder);
    restore_into(folder, path, NULL, &restored);
    check_same_club(scene, folder, false);
    run_in(scene->outside, "mkdir SHA256SUMS"); /* nor with what is no list */
    test_folder(folder);
    restore_into(folder, path, NULL, &restored);
    check_same_club(scene, folder, false);
    run_in(scene->outside, "rmdir SHA256SUMS");
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, &order, &result);
    run_in(scene->outside, "rm SHA256SUMS");
    path_of(&result, path);
    assert_ok(backup_key_read(key_path, &pair, &err), err);
    test_folder(folder);
    restore_into(folder, path, &key, &restored);
    check_same_club(scene, folder, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(however_the_list_is_lost_the_backups_are_found_and_it_comes_back),
        BACKUP_TEST(a_list_of_a_hundred_thousand_lines_is_read_and_put_right),
        BACKUP_TEST(a_listed_file_that_is_gone_is_said_and_taken_out),
        BACKUP_TEST(one_that_the_list_does_not_name_is_read_before_it_is_listed),
        BACKUP_TEST(lines_of_other_files_in_that_folder_stay),
        BACKUP_TEST(a_cut_one_is_not_offered_although_it_is_listed),
        BACKUP_TEST(one_that_is_not_what_the_list_says_is_not_offered),
        BACKUP_TEST(one_of_a_clock_that_was_far_ahead_is_not_the_newest),
        BACKUP_TEST(the_folder_may_be_a_link),
        BACKUP_TEST(sealed_ones_are_listed_again_when_it_is_known_what_they_were),
        BACKUP_TEST(without_a_list_beside_it_one_is_put_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
