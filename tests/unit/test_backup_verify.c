/* Backups that were changed, are of somebody else or have no key: what is found. */
#include "backup_support.h"

#include <sys/stat.h>

static bool verify_file(struct scene *scene, const char *path, const struct backup_key *key,
                        struct backup_check *check, struct err *err)
{
    struct arena arena = {0};
    bool ok = backup_verify(&scene->app, scene->app.folder, path, key, NULL, &arena, check, err);
    arena_free(&arena);
    return ok;
}

/* With the list it is the list that says so; without, what is in the file. */
static void a_changed_byte_anywhere_is_found(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct backup_order order = {.to = scene->outside};
    char path[BACKUP_PATH_ROOM];
    char sums[700];
    struct test_random random;
    test_random_start(&random);
    make_backup(&scene->app, &order, &result);
    path_of(&result, path);
    for (int i = 0; i < 12; i++) {
        struct err err = {0};
        off_t at = i == 0 ? 700 : test_random_below(&random, (int)result.bytes - 1024);
        bool is_padding = false;
        flip(path, at);
        if (i == 6) {
            file_join(sums, sizeof sums, scene->outside, "SHA256SUMS");
            unlink(sums);
        }
        if (verify_file(scene, path, NULL, &check, &err)) {
            is_padding = i >= 6; /* zeros that fill a block up mean nothing */
            assert_true(is_padding);
        } else {
            assert_int_equal(err.kind, ERR_CORRUPT);
        }
        flip(path, at);
    }
    struct err err = {0};
    assert_ok(verify_file(scene, path, NULL, &check, &err), err);
    assert_true(check.is_whole && !check.has_sum);
}

static void a_backup_that_was_found_damaged_is_not_offered(void **state)
{
    struct scene *scene = *state;
    struct backup_result first;
    struct backup_result second;
    struct backup_check check;
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct maintenance row;
    struct err err = {0};
    char path[BACKUP_PATH_ROOM];
    int count = 0;
    make_backup(&scene->app, NULL, &first);
    make_backup(&scene->app, NULL, &second);
    path_of(&second, path);
    flip(path, 5000);
    assert_false(verify_file(scene, path, NULL, &check, &err));
    newest_row(&scene->app, MAINTENANCE_BACKUP, &row);
    assert_false(row.is_good);
    assert_ok(backup_list(&scene->app, &arena, &files, &count, &err), err);
    assert_string_equal(files[0].name, second.name);
    assert_false(files[0].is_verified);
    assert_true(files[1].is_verified);
    arena_free(&arena);
}

static void other_files_are_no_backups(void **state)
{
    struct scene *scene = *state;
    struct backup_check check;
    struct err err = {0};
    char path[700];
    write_text(scene->outside, "empty.tar", "");
    write_text(scene->outside, "text.tar", "not a backup at all, but longer than nothing");
    static const char *const names[] = {"empty.tar", "text.tar"};
    for (size_t i = 0; i < 2; i++) {
        file_join(path, sizeof path, scene->outside, names[i]);
        assert_false(verify_file(scene, path, NULL, &check, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    assert_false(verify_file(scene, "/nowhere/daily.tar", NULL, &check, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(verify_file(scene, scene->outside, NULL, &check, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    file_join(path, sizeof path, scene->outside, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(verify_file(scene, path, NULL, &check, &err)); /* and does not wait for it */
}

static void without_its_key_a_sealed_one_is_checked_as_far_as_can_be(void **state)
{
    struct scene *scene = *state;
    struct backup_result result;
    struct backup_check check;
    struct seal_pair pair;
    struct seal_pair wrong;
    struct err err = {0};
    char key_path[700];
    char path[BACKUP_PATH_ROOM];
    encrypt_from_now_on(scene, key_path);
    make_backup(&scene->app, NULL, &result);
    path_of(&result, path);
    assert_true(result.is_sealed);
    assert_ok(verify_file(scene, path, NULL, &check, &err), err);
    assert_true(check.has_sum && check.is_sealed && !check.is_whole);
    assert_ok(backup_key_read(key_path, &pair, &err), err);
    assert_ok(verify_file(scene, path, &(struct backup_key){.pair = &pair}, &check, &err), err);
    assert_true(check.is_whole);
    seal_pair_make(&wrong);
    assert_false(verify_file(scene, path, &(struct backup_key){.pair = &wrong}, &check, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void the_private_key_does_not_go_beside_the_database(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct stat status;
    char path[700];
    char public_text[SEAL_TEXT_ROOM];
    file_join(path, sizeof path, scene->app.folder, "private.key");
    assert_false(backup_key_make(scene->app.folder, path, public_text, &err));
    assert_false(file_exists(path));
    file_join(path, sizeof path, scene->outside, "private.key");
    assert_ok(backup_key_make(scene->app.folder, path, public_text, &err), err);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_false(backup_key_make(scene->app.folder, path, public_text, &err)); /* never over one */
}

static void a_large_file_is_no_key(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct seal_pair pair;
    char path[700];
    char text[9000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    write_text(scene->outside, "photo.jpg", text);
    assert_true(file_join(path, sizeof path, scene->outside, "photo.jpg"));
    assert_false(backup_key_read(path, &pair, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.what, "holds no private key"));
    assert_false(backup_key_read(scene->outside, &pair, &err)); /* a folder is called a folder */
    assert_non_null(strstr(err.what, "a folder"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(a_changed_byte_anywhere_is_found),
        BACKUP_TEST(a_backup_that_was_found_damaged_is_not_offered),
        BACKUP_TEST(other_files_are_no_backups),
        BACKUP_TEST(without_its_key_a_sealed_one_is_checked_as_far_as_can_be),
        BACKUP_TEST(the_private_key_does_not_go_beside_the_database),
        BACKUP_TEST(a_large_file_is_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
