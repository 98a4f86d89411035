#include "fault/disk.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

bool disk_mount(const char *folder, const char *options)
{
    static bool is_apart;
    is_apart = is_apart || (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
                            mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    if (!is_apart || mount("tmpfs", folder, "tmpfs", 0, options) != 0) {
        print_message("skipped: mounting is not allowed here\n");
        return false;
    }
    return true;
}

void disk_lock(const char *folder)
{
    assert_int_equal(mount("tmpfs", folder, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
}

void disk_unmount(const char *folder)
{
    assert_int_equal(umount(folder), 0);
}

int64_t disk_file_size(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_size;
}

void disk_fill(const char *path, size_t size)
{
    static const char block[4096];
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    for (size_t at = 0; at < size; at += sizeof block) {
        assert_int_equal(write(file, block, sizeof block), sizeof block);
    }
    close(file);
}

void disk_damage(const char *path, struct test_random *random)
{
    int64_t size = disk_file_size(path);
    int file = open(path, O_RDWR);
    assert_true(file >= 0);
    int bytes = 1 + test_random_below(random, 64);
    off_t page = (off_t)test_random_below(random, (int)(size / 4096)) * 4096;
    for (int i = 0; i < bytes; i++) {
        char byte = (char)test_random_next(random);
        assert_int_equal(pwrite(file, &byte, 1, page + test_random_below(random, 4096)), 1);
    }
    if (test_random_below(random, 10) == 0) {
        assert_int_equal(ftruncate(file, test_random_below(random, (int)size)), 0);
    }
    close(file);
}
