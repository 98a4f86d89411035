/* A data folder that is named through links, or oddly: every command finds the same club. What lies
 * inside the folder is not followed, wherever a link there points. */
#include "support.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "schema_club.h"

static char said[TEST_SAID_ROOM];

/* In a folder of its own, `disk/club` is a club; `club` and `disc` are links to it and to its
 * parent. */
struct place {
    char folder[512];
    char real[600];
};

static void path_of(const struct place *place, const char *name, char path[600])
{
    assert_true(file_join(path, 600, place->folder, name));
}

static void link_to(const struct place *place, const char *what, const char *name)
{
    char path[600];
    path_of(place, name, path);
    assert_int_equal(symlink(what, path), 0);
}

static void make_folder(const struct place *place, const char *name)
{
    char path[600];
    path_of(place, name, path);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_place(struct place *place)
{
    char real[PATH_MAX];
    test_folder(place->folder);
    assert_non_null(realpath(place->folder, real)); /* $TMPDIR itself may be a link */
    snprintf(place->folder, sizeof place->folder, "%.500s", real);
    make_folder(place, "disk");
    path_of(place, "disk/club", place->real);
    link_to(place, "disk", "disc");
    link_to(place, "disk/club", "club");
    assert_int_equal(
        test_command(place->real, said, "demo --members 4 --sessions 6 --shots-per-session 5"), 0);
}

/* Other findings (a machine without a font) are not of the folder. */
static void expect_no_failure(const char *data)
{
    if (strstr(said, "FAILED") != NULL || strstr(said, "\"failed\"") != NULL) {
        fail_msg("%s: %s", data, said);
    }
}

static void run(const struct place *place, const char *data, const char *words)
{
    char out[600];
    path_of(place, "out", out);
    int code = test_command(data, said, "%s%s", words, strstr(words, "--out") != NULL ? out : "");
    if (code != 0) {
        fail_msg("--data %s %s ended with %d: %s", data, words, code, said);
    }
}

static void use_every_command(const struct place *place, const char *data)
{
    static const char *const commands[] = {"migrate --status",
                                           "migrate",
                                           "migrate --dry-run",
                                           "backup",
                                           "backup list",
                                           "backup verify --all",
                                           "restore-test",
                                           "verify",
                                           "config path",
                                           "config check",
                                           "member list",
                                           "session list",
                                           "export sessions --format csv --out ",
                                           "export list",
                                           "attachment verify",
                                           "alert list",
                                           "queue list",
                                           "queue work --once",
                                           "upkeep",
                                           "metrics",
                                           "salvage",
                                           "log"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        run(place, data, commands[i]);
    }
    run(place, data, "health");
    expect_no_failure(data);
    test_command(data, said, "doctor storage");
    expect_no_failure(data);
}

static void restore_newest(const struct place *place, const char *data)
{
    char backups[700];
    assert_int_equal(test_command(data, said, "backup --json"), 0);
    const char *name = strstr(said, "daily-");
    assert_non_null(name);
    snprintf(backups, sizeof backups, "restore %.*s", (int)strcspn(name, " \""), name);
    run(place, data, backups);
}

static void a_club_behind_links_is_the_same_to_every_command(void **state)
{
    static const char *const names[] = {"club", "disc/club", "disc//../disk/../club/."};
    (void)state;
    struct place place;
    make_place(&place);
    make_folder(&place, "out");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char data[600];
        path_of(&place, names[i], data);
        use_every_command(&place, data);
        restore_newest(&place, data);
    }
    assert_int_equal(test_command(place.real, said, "member list --json"), 0);
}

static void a_relative_name_is_found_from_where_one_stands(void **state)
{
    char before[PATH_MAX];
    struct place place;
    (void)state;
    make_place(&place);
    make_folder(&place, "out");
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(place.folder), 0);
    use_every_command(&place, "disc/club");
    use_every_command(&place, "./club/");
    assert_int_equal(chdir(before), 0);
}

static void a_folder_that_is_not_there_yet_may_have_a_link_above_it(void **state)
{
    char data[600];
    char backup[600];
    struct place place;
    (void)state;
    make_place(&place);
    path_of(&place, "disc/new/club", data);
    run(&place, data, "demo --members 2 --sessions 2");
    run(&place, data, "health");
    expect_no_failure(data);
    path_of(&place, "kept", backup);
    make_folder(&place, "kept");
    link_to(&place, "kept", "stick"); /* a place for backups may be a link, too */
    path_of(&place, "stick", backup);
    assert_int_equal(test_command(data, said, "backup --to '%s' --json", backup), 0);
    const char *name = strstr(said, "daily-");
    assert_non_null(name);
    char from[800];
    snprintf(from, sizeof from, "restore '%s/%.*s'", backup, (int)strcspn(name, " \""), name);
    path_of(&place, "disc/other/club", data);
    run(&place, data, from);
    run(&place, data, "verify");
}

static void the_user_s_own_folder_of_data_may_be_a_link(void **state)
{
    static const char *const ends[] = {"disc", "disc/", "disc//", "disk/../disc/."};
    char path[600];
    struct place place;
    (void)state;
    make_place(&place);
    path_of(&place, "disk/aimtrack", path);
    assert_int_equal(rename(place.real, path), 0);
    unsetenv("AIMTRACK_DATA");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char found[512];
        struct err err = {0};
        char named[600];
        path_of(&place, ends[i], named);
        setenv("XDG_DATA_HOME", named, 1);
        assert_ok(app_folder(NULL, found, sizeof found, &err), err);
        assert_string_equal(found, path);
    }
    unsetenv("XDG_DATA_HOME");
}

static void an_older_club_behind_a_link_is_upgraded(void **state)
{
    char folder[512];
    char name[600];
    struct place place;
    (void)state;
    make_place(&place);
    schema_club(6, folder);
    link_to(&place, folder, "older");
    path_of(&place, "older", name);
    run(&place, name, "migrate --dry-run");
    run(&place, name, "migrate --force");
    run(&place, name, "verify");
}

/* --- what is inside ------------------------------------------------------------------------------
 */
static void a_link_inside_the_folder_is_not_followed(void **state)
{
    char inside[600];
    char outside[600];
    char club[600];
    struct place place;
    (void)state;
    make_place(&place);
    path_of(&place, "club", club);
    path_of(&place, "disk/club/aimtrack.db", inside);
    path_of(&place, "elsewhere.db", outside);
    assert_int_equal(rename(inside, outside), 0);
    assert_int_equal(symlink(outside, inside), 0);
    assert_int_equal(test_command(club, said, "member list"), 65);
    assert_non_null(strstr(said, "is not a plain file"));
    assert_int_equal(test_command(club, said, "demo"), 65);
    assert_int_equal(test_command(club, said, "migrate --status"), 65);
    assert_int_equal(test_command(club, said, "health"), 1);
}

static void a_link_to_nowhere_or_to_itself_is_refused(void **state)
{
    char name[600];
    char nowhere[600];
    struct place place;
    (void)state;
    make_place(&place);
    link_to(&place, "nowhere", "dangling");
    link_to(&place, "round", "round");
    path_of(&place, "dangling", name);
    assert_int_not_equal(test_command(name, said, "demo"), 0);
    path_of(&place, "nowhere", nowhere);
    assert_false(file_exists(nowhere));
    path_of(&place, "round", name);
    assert_int_not_equal(test_command(name, said, "demo"), 0);
    assert_int_not_equal(test_command(name, said, "health"), 0);
}

static void settings_that_are_a_link_are_refused_in_words(void **state)
{
    char name[600];
    char settings[600];
    struct place place;
    (void)state;
    make_place(&place);
    path_of(&place, "settings", settings);
    struct err err = {0};
    assert_ok(file_write_durable(settings, "[log]\n", 6, &err), err);
    path_of(&place, "disk/club/aimtrack.conf", name);
    assert_int_equal(symlink(settings, name), 0);
    assert_int_equal(test_command(place.real, said, "config check"), 77);
    assert_non_null(strstr(said, "is a link"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_club_behind_links_is_the_same_to_every_command),
        cmocka_unit_test(a_relative_name_is_found_from_where_one_stands),
        cmocka_unit_test(a_folder_that_is_not_there_yet_may_have_a_link_above_it),
        cmocka_unit_test(the_user_s_own_folder_of_data_may_be_a_link),
        cmocka_unit_test(an_older_club_behind_a_link_is_upgraded),
        cmocka_unit_test(a_link_inside_the_folder_is_not_followed),
        cmocka_unit_test(a_link_to_nowhere_or_to_itself_is_refused),
        cmocka_unit_test(settings_that_are_a_link_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
