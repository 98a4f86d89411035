/* The attachments of a session as a person keeps, exports and removes them. */
#include "tui/tui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static const char note[] = "Permit 4711\n";

static struct tui *start_session(char folder[512], const char *login, const char *secret)
{
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    return tui;
}

static void open_popup(struct tui *tui)
{
    tui_type(tui, "t");
    tui_expect(tui, "Attachments: ");
}

/* A file outside the club's folder. */
static void make_file(char path[700], const char *name, const char *bytes)
{
    char folder[512];
    struct err err = {0};
    test_folder(folder);
    file_join(path, 700, folder, name);
    assert_ok(file_write_durable(path, bytes, strlen(bytes), &err), err);
}

static void add(struct tui *tui, const char *path)
{
    tui_type(tui, "n");
    tui_expect(tui, "Add a file");
    tui_keys(tui, path);
    tui_type(tui, "<Enter>");
}

static void a_file_is_added_by_its_path_and_exported_again(void **state)
{
    (void)state;
    char folder[512];
    char target[512];
    char path[700];
    char copy[700];
    struct err err = {0};
    size_t size = 0;
    struct tui *tui = start_session(folder, "petra", "vijf ringen");
    make_file(path, "permit.txt", note);
    open_popup(tui);
    tui_expect(tui, "Nothing is attached yet");
    add(tui, path);
    tui_expect(tui, "The file is kept");
    tui_expect(tui, "permit.txt");
    test_folder(target);
    tui_type(tui, "x");
    tui_expect(tui, "Export permit.txt");
    tui_keys(tui, target);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Written: ");
    file_join(copy, sizeof copy, target, "permit.txt");
    char *bytes = file_read(copy, 100, &size, &err);
    assert_non_null(bytes);
    assert_string_equal(bytes, note);
    free(bytes);
    tui_stop(tui);
}

static void a_path_that_cannot_be_taken_stays_in_the_form_with_the_reason(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_session(folder, "jan", "246810");
    open_popup(tui);
    add(tui, "/no/such/file.pdf");
    tui_expect(tui, "There is no file");
    tui_expect(tui, "/no/such/file.pdf");
    tui_type(tui, "<C-u>");
    tui_keys(tui, "/dev/zero");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "no file itself");
    tui_stop(tui);
}

static void removing_asks_first_and_the_file_stays_on_disk(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    struct tui *tui = start_session(folder, "petra", "vijf ringen");
    make_file(path, "permit.txt", note);
    open_popup(tui);
    add(tui, path);
    tui_expect(tui, "permit.txt");
    tui_type(tui, "d");
    tui_expect(tui, "The stored file stays");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "permit.txt");
    tui_type(tui, "dy");
    tui_expect(tui, "is no longer listed");
    tui_expect(tui, "Nothing is attached yet");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "[Series]");
    tui_stop(tui);
}

static void what_is_attached_belongs_to_one_session_only(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    struct tui *tui = start_session(folder, "petra", "vijf ringen");
    make_file(path, "permit.txt", note);
    open_popup(tui);
    add(tui, path);
    tui_expect(tui, "permit.txt");
    tui_type(tui, "<Esc><PgDn>");
    open_popup(tui);
    tui_expect(tui, "Nothing is attached yet");
    tui_type(tui, "<Esc><PgUp>");
    open_popup(tui);
    tui_expect(tui, "permit.txt");
    tui_stop(tui);
}

/* A name that would move the cursor of the terminal. */
static void a_hostile_file_name_is_shown_harmless(void **state)
{
    (void)state;
    char folder[512];
    char path[700];
    char command[2400];
    struct tui *tui = start_session(folder, "petra", "vijf ringen");
    make_file(path, "a\033[2Jb.txt", note);
    tui_stop(tui);
    snprintf(command, sizeof command,
             "id=$('%s' --data '%s' --json session list --limit 1 |"
             " sed -n 's/.*\"id\":[^0-9]*\\([0-9]*\\).*/\\1/p' | head -n 1) &&"
             " '%s' --data '%s' attachment add --session \"$id\" '%s' >/dev/null",
             TEST_PROGRAM, folder, TEST_PROGRAM, folder, path);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folder */
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    open_popup(tui);
    tui_expect(tui, "b.txt");
    tui_expect(tui, "[2Jb.txt");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_added_by_its_path_and_exported_again),
        cmocka_unit_test(a_path_that_cannot_be_taken_stays_in_the_form_with_the_reason),
        cmocka_unit_test(removing_asks_first_and_the_file_stays_on_disk),
        cmocka_unit_test(what_is_attached_belongs_to_one_session_only),
        cmocka_unit_test(a_hostile_file_name_is_shown_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
