/* Sticks that are really mounted, in a mount namespace of the test's own: a file system in a file
 * where the machine has loop devices and we are root, else one in memory in a user namespace. */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/stick.h"

static bool has_mounts;  /* the namespace is ours */
static bool has_loops;   /* mount -o loop works */
static char chosen[512]; /* the folder that is named for sticks */
static char image[600];  /* an ext4 of 8 MiB in a file */
static char no_bus[] = "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus";

static bool write_word(const char *path, const char *word)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = file >= 0 && write(file, word, strlen(word)) == (ssize_t)strlen(word);
    if (file >= 0) {
        close(file);
    }
    return ok;
}

static bool own_namespace(void)
{
    char users[64];
    char groups[64];
    bool is_root = geteuid() == 0;
    snprintf(users, sizeof users, "0 %d 1", (int)geteuid());
    snprintf(groups, sizeof groups, "0 %d 1", (int)getegid());
    if (unshare(CLONE_NEWNS | (is_root ? 0 : CLONE_NEWUSER)) != 0) {
        return false;
    }
    if (!is_root &&
        (!write_word("/proc/self/uid_map", users) || !write_word("/proc/self/setgroups", "deny") ||
         !write_word("/proc/self/gid_map", groups))) {
        return false;
    }
    return mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

/* A line for the shell, which has $1 and $2. */
static bool run(const char *script, const char *one, const char *two)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", script, "sh", one, two, (char *)NULL);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool put_in(const char *folder, bool is_read_only)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return false;
    }
    return has_loops
               ? run(is_read_only ? "mount -o loop,ro \"$1\" \"$2\" 2>/dev/null"
                                  : "mount -o loop \"$1\" \"$2\" 2>/dev/null",
                     image, folder)
               : mount("tmpfs", folder, "tmpfs", is_read_only ? MS_RDONLY : 0, "size=4m") == 0;
}

static void name_below(char dst[700], const char *name)
{
    snprintf(dst, 700, "%s/%s", chosen, name);
}

/* Also what lay hidden below another. */
static void take_all_out(void)
{
    struct stick list[STICKS_MAX];
    int taken = 1;
    while (taken > 0) {
        taken = 0;
        int count = sticks_find(chosen, list, STICKS_MAX);
        for (int i = 0; i < count; i++) {
            if (list[i].was_chosen && umount2(list[i].folder, MNT_DETACH) == 0) {
                taken++;
            }
        }
    }
}

static int begin(void **state)
{
    (void)state;
    char folder[512];
    putenv(no_bus);
    test_folder(chosen);
    test_folder(folder);
    snprintf(image, sizeof image, "%s/stick.img", folder);
    has_mounts = own_namespace();
    if (has_mounts && geteuid() == 0 &&
        run("PATH=$PATH:/sbin:/usr/sbin; truncate -s 8M \"$1\" && mkfs.ext4 -q -F \"$1\"", image,
            "")) {
        char path[700];
        name_below(path, "try");
        has_loops = true;
        has_loops = put_in(path, false);
        take_all_out();
        rmdir(path);
    }
    print_message(has_mounts ? has_loops ? "ext4 in a file\n" : "a disk in memory\n"
                             : "skipped: no mount namespace of its own is allowed here\n");
    return 0;
}

static int end_one(void **state)
{
    (void)state;
    take_all_out();
    return 0;
}

static void need_mounts(void)
{
    if (!has_mounts) {
        skip();
    }
}

/* How many of the list lie in the chosen folder; *found: the last of them. */
static int found_there(struct stick *found)
{
    struct stick list[STICKS_MAX];
    int there = 0;
    int count = sticks_find(chosen, list, STICKS_MAX);
    for (int i = 0; i < count; i++) {
        if (list[i].was_chosen) {
            *found = list[i];
            there++;
        }
    }
    return there;
}

static void a_stick_is_found_where_it_is_mounted(void **state)
{
    char path[700];
    struct stick stick = {0};
    (void)state;
    need_mounts();
    name_below(path, "KINGSTON");
    assert_true(put_in(path, false));
    assert_int_equal(found_there(&stick), 1);
    assert_string_equal(stick.folder, path);
    assert_string_equal(stick.label, "KINGSTON");
    assert_string_equal(stick.kind, has_loops ? "ext4" : "tmpfs");
    assert_true(stick.is_mounted);
    assert_false(stick.is_read_only);
    assert_true(stick.free_bytes > 0 && stick.free_bytes <= stick.size_bytes);
}

static void nothing_counts_where_no_one_pointed(void **state)
{
    char path[700];
    struct stick list[STICKS_MAX];
    (void)state;
    need_mounts();
    name_below(path, "stick");
    assert_true(put_in(path, false));
    int count = sticks_find(NULL, list, STICKS_MAX);
    for (int i = 0; i < count; i++) {
        assert_string_not_equal(list[i].folder, path);
    }
    /* "/" would make every disk a stick. */
    count = sticks_find("/", list, STICKS_MAX);
    for (int i = 0; i < count; i++) {
        assert_string_not_equal(list[i].folder, path);
    }
}

/* In place of what the kernel says about the disk below the stick: the first partition of `disk`, a
 * folder below the test's own. */
static void say_disk(const struct stick *stick, const char *disk, const char *removable)
{
    char below[512];
    char path[800];
    char link[100];
    struct stat node;
    test_folder(below);
    assert_int_equal(stat(stick->device, &node), 0);
    snprintf(path, sizeof path, "%s/%s/sda1", below, disk);
    assert_true(
        run("mkdir -p \"$1\" && echo 1 >\"$1/partition\" && echo \"$2\" >\"$1/../removable\"", path,
            removable));
    assert_int_equal(mount("tmpfs", "/sys/dev/block", "tmpfs", 0, "size=64k"), 0);
    snprintf(link, sizeof link, "/sys/dev/block/%u:%u", major(node.st_rdev), minor(node.st_rdev));
    assert_int_equal(symlink(path, link), 0);
}

/* How many of all sticks are mounted on that folder. */
static int found_at(const char *folder)
{
    struct stick list[STICKS_MAX];
    int there = 0;
    int count = sticks_find(NULL, list, STICKS_MAX);
    for (int i = 0; i < count; i++) {
        there += strcmp(list[i].folder, folder) == 0 ? 1 : 0;
    }
    return there;
}

static void a_partition_of_a_removable_or_usb_disk_counts_anywhere(void **state)
{
    static const struct {
        const char *disk, *removable;
        int count;
    } cases[] = {{"pci/usb2/2-1/block/sda", "0", 1},
                 {"pci/mmc/block/sda", "1", 1},
                 {"pci/ata1/block/sda", "0", 0}};
    char path[700];
    struct stick stick;
    (void)state;
    need_mounts();
    if (!has_loops) {
        skip();
    }
    name_below(path, "anywhere");
    assert_true(put_in(path, false));
    assert_true(stick_of_folder(chosen, path, &stick));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        say_disk(&stick, cases[i].disk, cases[i].removable);
        int count = found_at(path);
        assert_int_equal(umount2("/sys/dev/block", MNT_DETACH), 0);
        assert_int_equal(count, cases[i].count);
    }
}

static void an_empty_mount_point_is_no_stick(void **state)
{
    char path[700];
    struct stick stick;
    (void)state;
    name_below(path, "empty");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(found_there(&stick), 0);
    assert_false(stick_of_folder(chosen, path, &stick));
    assert_false(stick_of_folder(chosen, "/", &stick));
    assert_false(stick_of_folder(chosen, "/nonexistent", &stick));
}

static void a_folder_knows_the_stick_it_lies_on(void **state)
{
    char path[700];
    char below[800];
    struct stick stick;
    (void)state;
    need_mounts();
    name_below(path, "stick");
    assert_true(put_in(path, false));
    snprintf(below, sizeof below, "%s/reports", path);
    assert_true(mkdir(below, 0700) == 0 || errno == EEXIST);
    assert_true(stick_of_folder(chosen, below, &stick));
    assert_string_equal(stick.folder, path);
    assert_false(stick_of_folder(chosen, chosen, &stick));
}

static void a_read_only_stick_says_so(void **state)
{
    char path[700];
    struct stick stick;
    (void)state;
    need_mounts();
    name_below(path, "locked");
    assert_true(put_in(path, true));
    assert_int_equal(found_there(&stick), 1);
    assert_true(stick.is_read_only);
}

static void strange_names_come_back_as_they_are(void **state)
{
    static const char *const names[] = {"two words", "tab\there", "back\\040slash", "clé für Łódź",
                                        "bell\033[31m"};
    (void)state;
    need_mounts();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[700];
        struct stick stick;
        struct err err = {0};
        name_below(path, names[i]);
        assert_true(put_in(path, false));
        assert_int_equal(found_there(&stick), 1);
        assert_string_equal(stick.folder, path);
        assert_null(strpbrk(stick.label, "\033\t"));
        assert_ok(stick_unmount(&stick, NULL, 0, &err), err);
        assert_int_equal(found_there(&stick), 0);
    }
}

static void what_is_hidden_by_a_later_mount_counts_once(void **state)
{
    char path[700];
    struct stick stick;
    (void)state;
    need_mounts();
    name_below(path, "twice");
    assert_true(put_in(path, false));
    assert_int_equal(mount("tmpfs", path, "tmpfs", 0, "size=2m"), 0);
    assert_int_equal(found_there(&stick), 1);
    assert_string_equal(stick.kind, "tmpfs");
}

static void an_unmounted_stick_is_really_gone(void **state)
{
    char path[700];
    struct stat above;
    struct stat here;
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    name_below(path, "stick");
    assert_true(put_in(path, false));
    assert_int_equal(found_there(&stick), 1);
    assert_ok(stick_unmount(&stick, NULL, 0, &err), err);
    assert_int_equal(stat(path, &here), 0);
    assert_int_equal(stat(chosen, &above), 0);
    assert_true(here.st_dev == above.st_dev);
    assert_int_equal(found_there(&stick), 0);
}

static void one_that_was_pulled_out_is_never_safe(void **state)
{
    char path[700];
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    name_below(path, "stick");
    assert_true(put_in(path, false));
    assert_int_equal(found_there(&stick), 1);
    assert_int_equal(umount2(path, MNT_DETACH), 0);
    assert_false(stick_unmount(&stick, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void a_stick_that_is_mounted_twice_is_not_safe_yet(void **state)
{
    char path[700];
    char other[700];
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    if (!has_loops) {
        skip();
    }
    name_below(path, "stick");
    name_below(other, "again");
    assert_true(put_in(path, false));
    assert_true(mkdir(other, 0700) == 0 || errno == EEXIST);
    assert_int_equal(mount(path, other, "none", MS_BIND, NULL), 0);
    assert_true(stick_of_folder(chosen, path, &stick));
    assert_false(stick_unmount(&stick, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_non_null(strstr(err.what, "again"));
    assert_true(stick_of_folder(chosen, other, &stick));
    assert_ok(stick_unmount(&stick, NULL, 0, &err), err);
}

/* A child that stands in the folder; a byte says that it does. */
static pid_t start_holder(const char *path)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char word = chdir(path) == 0 ? 'y' : 'n';
        if (write(ready[1], &word, 1) == 1) {
            pause();
        }
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void a_busy_stick_names_who_holds_it(void **state)
{
    char path[700];
    char number[32];
    char holder[STICK_HOLDER_ROOM];
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    name_below(path, "held");
    assert_true(put_in(path, false));
    assert_int_equal(found_there(&stick), 1);
    pid_t child = start_holder(path);
    bool ok = stick_unmount(&stick, holder, sizeof holder, &err);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_false(ok);
    assert_int_equal(err.kind, ERR_BUSY);
    snprintf(number, sizeof number, "(%d)", (int)child);
    assert_non_null(strstr(holder, number));
    assert_non_null(strstr(err.what, holder));
    assert_null(strstr(err.what, "safe"));
    assert_int_equal(found_there(&stick), 1);
    assert_ok(stick_unmount(&stick, holder, sizeof holder, &err), err);
    assert_string_equal(holder, "");
}

static void an_open_file_holds_a_stick_too(void **state)
{
    char path[700];
    char file[800];
    char number[32];
    char holder[STICK_HOLDER_ROOM];
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    name_below(path, "open");
    assert_true(put_in(path, false));
    snprintf(file, sizeof file, "%s/a.csv", path);
    int fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(found_there(&stick), 1);
    assert_false(stick_unmount(&stick, holder, sizeof holder, &err));
    snprintf(number, sizeof number, "(%d)", (int)getpid());
    assert_non_null(strstr(holder, number));
    close(fd);
    assert_ok(stick_unmount(&stick, holder, sizeof holder, &err), err);
}

static void a_mount_and_an_unmount_are_noticed_once(void **state)
{
    char path[700];
    struct stick stick;
    struct err err = {0};
    (void)state;
    need_mounts();
    int fd = sticks_watch_fd();
    assert_true(fd >= 0);
    assert_false(sticks_changed(fd));
    name_below(path, "noticed");
    assert_true(put_in(path, false));
    assert_true(sticks_changed(fd));
    assert_false(sticks_changed(fd));
    assert_int_equal(found_there(&stick), 1);
    assert_ok(stick_unmount(&stick, NULL, 0, &err), err);
    assert_true(sticks_changed(fd));
    close(fd);
    assert_false(sticks_changed(-1));
}

static void releasing_a_stick_needs_the_right_and_is_kept(void **state)
{
    char path[700];
    char settings[800];
    struct stick stick;
    struct app app;
    struct err err = {0};
    struct audit_row row;
    (void)state;
    need_mounts();
    test_club(&app);
    snprintf(settings, sizeof settings, "%s/aimtrack.conf", app.folder);
    FILE *file = fopen(settings, "w");
    assert_non_null(file);
    fprintf(file, "[stick]\nfolder = %s\n", chosen);
    fclose(file);
    assert_false(stick_release(&app, chosen, &stick, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    name_below(path, "club");
    assert_true(put_in(path, false));
    struct actor all = app.actor;
    app.actor.is_present = false;
    assert_false(stick_release(&app, path, &stick, NULL, 0, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app.actor = all;
    assert_ok(stick_release(&app, path, &stick, NULL, 0, &err), err);
    assert_int_equal(audit_page(app.db, 0, &row, 1, &err), 1);
    assert_string_equal(row.action, "stick.unmount");
    assert_non_null(strstr(row.after, "gone"));
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_stick_is_found_where_it_is_mounted, end_one),
        cmocka_unit_test_teardown(nothing_counts_where_no_one_pointed, end_one),
        cmocka_unit_test_teardown(a_partition_of_a_removable_or_usb_disk_counts_anywhere, end_one),
        cmocka_unit_test_teardown(an_empty_mount_point_is_no_stick, end_one),
        cmocka_unit_test_teardown(a_folder_knows_the_stick_it_lies_on, end_one),
        cmocka_unit_test_teardown(a_read_only_stick_says_so, end_one),
        cmocka_unit_test_teardown(strange_names_come_back_as_they_are, end_one),
        cmocka_unit_test_teardown(what_is_hidden_by_a_later_mount_counts_once, end_one),
        cmocka_unit_test_teardown(an_unmounted_stick_is_really_gone, end_one),
        cmocka_unit_test_teardown(one_that_was_pulled_out_is_never_safe, end_one),
        cmocka_unit_test_teardown(a_stick_that_is_mounted_twice_is_not_safe_yet, end_one),
        cmocka_unit_test_teardown(a_busy_stick_names_who_holds_it, end_one),
        cmocka_unit_test_teardown(an_open_file_holds_a_stick_too, end_one),
        cmocka_unit_test_teardown(a_mount_and_an_unmount_are_noticed_once, end_one),
        cmocka_unit_test_teardown(releasing_a_stick_needs_the_right_and_is_kept, end_one),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
