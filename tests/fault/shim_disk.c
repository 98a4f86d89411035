/* Loaded before the program (LD_PRELOAD): writes and syncs that fail, a clock that is wrong. */
#include "fault/shim_parts.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

/* The next one of that name: the C library's, or a sanitizer's. */
#define REAL(function) ((__typeof__(&(function)))dlsym(RTLD_NEXT, #function))

static int is_meant(int file)
{
    struct fault_control *block = fault_block();
    char link[64];
    char path[1024];
    if (block == NULL || block->path_part[0] == '\0') {
        return 0;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return strstr(path, block->path_part) != NULL;
}

static int fails_to_write(int file)
{
    struct fault_control *block = fault_block();
    if (block == NULL || block->write_errno == 0 || !is_meant(file)) {
        return 0;
    }
    block->writes_failed++;
    errno = block->write_errno;
    return 1;
}

static int fails_to_sync(int file)
{
    struct fault_control *block = fault_block();
    if (block == NULL || block->sync_errno == 0 || !is_meant(file)) {
        return 0;
    }
    block->syncs_failed++;
    errno = block->sync_errno;
    return 1;
}

static int fails_to_read(int file)
{
    struct fault_control *block = fault_block();
    if (block == NULL || block->read_errno == 0 || !is_meant(file)) {
        return 0;
    }
    errno = block->read_errno;
    return 1;
}

ssize_t read(int file, void *bytes, size_t size)
{
    return fails_to_read(file) ? -1 : REAL(read)(file, bytes, size);
}

ssize_t pread(int file, void *bytes, size_t size, off_t offset)
{
    return fails_to_read(file) ? -1 : REAL(pread)(file, bytes, size, offset);
}

ssize_t pread64(int file, void *bytes, size_t size, off64_t offset)
{
    return fails_to_read(file) ? -1 : REAL(pread64)(file, bytes, size, offset);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    return fails_to_write(file) ? -1 : REAL(write)(file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    return fails_to_write(file) ? -1 : REAL(pwrite)(file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
    return fails_to_write(file) ? -1 : REAL(pwrite64)(file, bytes, size, offset);
}

int fsync(int file)
{
    return fails_to_sync(file) ? -1 : REAL(fsync)(file);
}

int fdatasync(int file)
{
    return fails_to_sync(file) ? -1 : REAL(fdatasync)(file);
}

static int64_t ahead_ms(void)
{
    struct fault_control *block = fault_block();
    return block != NULL ? block->clock_ahead_ms : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = REAL(clock_gettime)(clock, now);
    int64_t ahead = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? ahead_ms() : 0;
    if (result == 0 && ahead != 0) {
        int64_t ms = (int64_t)now->tv_sec * 1000 + now->tv_nsec / 1000000 + ahead;
        ms = ms > 0 ? ms : 0;
        now->tv_sec = ms / 1000;
        now->tv_nsec = ms % 1000 * 1000000 + now->tv_nsec % 1000000;
    }
    return result;
}

time_t time(time_t *seconds)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds != NULL) {
        *seconds = now.tv_sec;
    }
    return now.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}
