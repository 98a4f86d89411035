#include "fault/crash_vfs.h"

#include "support.h"

#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { SECTOR = 512, FILES_MAX = 8, SHM_REGIONS_MAX = 64, SHM_LOCKS = SQLITE_SHM_NLOCK };

/* Something done to a file that no sync has made durable yet. */
struct change {
    bool is_truncation; /* else a write */
    int64_t offset;     /* of the write; the new size of a truncation */
    size_t size;
    unsigned char *bytes;
};

struct image {
    unsigned char *bytes;
    size_t size, room;
};

struct disk_file {
    char path[512];
    struct image durable, cached;
    struct change *changes;
    int count, room;
    bool exists;
    bool is_undeletable; /* deleted, but no sync of the folder says so: may come back whole */
    int shared;          /* connections that hold a SHARED lock or more */
    const void *reserved, *exclusive;
    void *regions[SHM_REGIONS_MAX];
    int shm_shared[SHM_LOCKS];
    bool shm_exclusive[SHM_LOCKS];
};

struct handle {
    sqlite3_file base;
    struct disk_file *file;
    int level;
    bool syncs_folder; /* with its first sync, as the unix VFS does for journals and WALs */
};

static struct crash_plan plan;
static struct disk_file *files[FILES_MAX];
static int ios, syncs, writes;
static bool is_cut, has_failed;
static struct test_random chance;
static sqlite3_vfs vfs;
static sqlite3_vfs *real;

/* --- images ------------------------------------------------------------------------------------
 */

static void image_resize(struct image *image, size_t size)
{
    if (size > image->room) {
        image->room = size * 2 > 65536 ? size * 2 : 65536;
        image->bytes = mem_grow(image->bytes, image->room, 1);
    }
    if (size > image->size) {
        memset(image->bytes + image->size, 0, size - image->size);
    }
    image->size = size;
}

static void image_write(struct image *image, int64_t offset, const void *bytes, size_t size)
{
    if ((size_t)offset + size > image->size) {
        image_resize(image, (size_t)offset + size);
    }
    if (size > 0) {
        memcpy(image->bytes + offset, bytes, size);
    }
}

static void image_copy(struct image *to, const struct image *from)
{
    image_resize(to, from->size);
    if (from->size > 0) {
        memcpy(to->bytes, from->bytes, from->size);
    }
}

/* --- what the cut leaves -----------------------------------------------------------------------
 */

/* One write, sector by sector: kept, lost, or torn after some bytes. */
static void survive_write(struct image *disk, const struct change *change)
{
    for (size_t at = 0; at < change->size;) {
        int64_t offset = change->offset + (int64_t)at;
        size_t part = SECTOR - (size_t)(offset % SECTOR);
        part = part < change->size - at ? part : change->size - at;
        int luck = test_random_below(&chance, 5);
        if (luck < 2) {
            image_write(disk, offset, change->bytes + at, part);
        } else if (luck == 2) {
            size_t torn = (size_t)test_random_below(&chance, (int)part);
            image_write(disk, offset, change->bytes + at, torn);
        }
        at += part;
    }
}

static void survive(struct disk_file *file)
{
    for (int i = 0; i < file->count; i++) {
        const struct change *change = &file->changes[i];
        if (!change->is_truncation) {
            survive_write(&file->durable, change);
        } else if (test_random_below(&chance, 2) == 0) {
            image_resize(&file->durable, (size_t)change->offset);
        }
    }
    if (file->is_undeletable && test_random_below(&chance, 2) == 0) {
        file->exists = true;
    }
}

static void forget_changes(struct disk_file *file)
{
    for (int i = 0; i < file->count; i++) {
        free(file->changes[i].bytes);
    }
    file->count = 0;
}

static void cut_power(void)
{
    is_cut = true;
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] != NULL) {
            survive(files[i]);
            forget_changes(files[i]);
        }
    }
}

/* Counts one I/O that changes something; true when the power is gone after it. */
static bool is_last_io(void)
{
    return ++ios == plan.cut_at;
}

static void add_change(struct disk_file *file, struct change change)
{
    if (file->count == file->room) {
        file->room = file->room > 0 ? file->room * 2 : 64;
        file->changes = mem_grow(file->changes, (size_t)file->room, sizeof *file->changes);
    }
    file->changes[file->count++] = change;
}

/* --- file methods ------------------------------------------------------------------------------
 */

static struct disk_file *file_of(sqlite3_file *base)
{
    return ((struct handle *)base)->file;
}

static int do_unlock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    struct disk_file *file = handle->file;
    if (file->exclusive == handle) {
        file->exclusive = NULL;
    }
    if (file->reserved == handle) {
        file->reserved = NULL;
    }
    if (level == SQLITE_LOCK_NONE && handle->level >= SQLITE_LOCK_SHARED) {
        file->shared--;
    }
    handle->level = level;
    return SQLITE_OK;
}

static int do_close(sqlite3_file *base)
{
    return do_unlock(base, SQLITE_LOCK_NONE);
}

static int do_read(sqlite3_file *base, void *bytes, int size, sqlite3_int64 offset)
{
    const struct image *image = &file_of(base)->cached;
    size_t there = (size_t)offset < image->size ? image->size - (size_t)offset : 0;
    if (is_cut) {
        return SQLITE_IOERR_READ;
    }
    if (there >= (size_t)size) {
        memcpy(bytes, image->bytes + offset, (size_t)size);
        return SQLITE_OK;
    }
    if (there > 0) {
        memcpy(bytes, image->bytes + offset, there);
    }
    memset((char *)bytes + there, 0, (size_t)size - there);
    return SQLITE_IOERR_SHORT_READ;
}

static bool is_full(const struct disk_file *file, int64_t end)
{
    int64_t total = end > (int64_t)file->cached.size ? end - (int64_t)file->cached.size : 0;
    for (int i = 0; i < FILES_MAX; i++) {
        total += files[i] != NULL && files[i]->exists ? (int64_t)files[i]->cached.size : 0;
    }
    return plan.bytes_limit > 0 && total > plan.bytes_limit;
}

static void write_cached(struct disk_file *file, int64_t offset, const void *bytes, size_t size)
{
    unsigned char *copy = mem_alloc(size);
    memcpy(copy, bytes, size);
    add_change(file, (struct change){.offset = offset, .size = size, .bytes = copy});
    image_write(&file->cached, offset, bytes, size);
}

static int do_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
    struct disk_file *file = file_of(base);
    if (is_cut) {
        return SQLITE_IOERR_WRITE;
    }
    if (is_full(file, offset + size)) {
        return SQLITE_FULL;
    }
    if (++writes == plan.fail_write_at) {
        has_failed = true;
        write_cached(file, offset, bytes, (size_t)size / 2);
        return plan.write_failure;
    }
    write_cached(file, offset, bytes, (size_t)size);
    if (is_last_io()) {
        cut_power();
        return SQLITE_IOERR_WRITE;
    }
    return SQLITE_OK;
}

static int do_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct disk_file *file = file_of(base);
    if (is_cut) {
        return SQLITE_IOERR_TRUNCATE;
    }
    add_change(file, (struct change){.is_truncation = true, .offset = size});
    image_resize(&file->cached, (size_t)size);
    if (is_last_io()) {
        cut_power();
        return SQLITE_IOERR_TRUNCATE;
    }
    return SQLITE_OK;
}

/* The kernel reports the failure once and may drop the pages: what was not synced is gone. */
static int fail_sync(struct disk_file *file)
{
    has_failed = true;
    survive(file);
    forget_changes(file);
    image_copy(&file->cached, &file->durable);
    return SQLITE_IOERR_FSYNC;
}

static void sync_folder(void)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] != NULL && files[i]->is_undeletable) {
            files[i]->is_undeletable = false;
            files[i]->durable.size = 0;
        }
    }
}

static int do_sync(sqlite3_file *base, int flags)
{
    (void)flags;
    struct handle *handle = (struct handle *)base;
    struct disk_file *file = handle->file;
    if (is_cut) {
        return SQLITE_IOERR_FSYNC;
    }
    if (++syncs == plan.fail_sync_at) {
        return fail_sync(file);
    }
    if (is_last_io()) { /* before it took effect */
        cut_power();
        return SQLITE_IOERR_FSYNC;
    }
    if (!plan.ignores_sync) {
        image_copy(&file->durable, &file->cached);
        forget_changes(file);
        if (handle->syncs_folder) {
            sync_folder();
        }
    }
    handle->syncs_folder = false;
    return SQLITE_OK;
}

static int do_size(sqlite3_file *base, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)file_of(base)->cached.size;
    return is_cut ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int do_lock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    struct disk_file *file = handle->file;
    if (handle->level >= level) {
        return SQLITE_OK;
    }
    if (file->exclusive != NULL && file->exclusive != handle) {
        return SQLITE_BUSY;
    }
    if (level == SQLITE_LOCK_SHARED) {
        file->shared++;
    } else if (file->reserved != NULL && file->reserved != handle) {
        return SQLITE_BUSY;
    } else if (level == SQLITE_LOCK_RESERVED) {
        file->reserved = handle;
    } else if (file->shared > 1) {
        return SQLITE_BUSY;
    } else {
        file->exclusive = handle;
    }
    handle->level = level;
    return SQLITE_OK;
}

static int do_check_reserved(sqlite3_file *base, int *is_reserved)
{
    *is_reserved = file_of(base)->reserved != NULL;
    return SQLITE_OK;
}

static int do_control(sqlite3_file *base, int what, void *argument)
{
    (void)base;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int do_sector_size(sqlite3_file *base)
{
    (void)base;
    return 4096; /* as the unix VFS says */
}

static int do_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* as the unix VFS says */
}

/* --- shared memory: the WAL index, gone with the power ------------------------------------------
 */

static int do_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
    struct disk_file *file = file_of(base);
    if (region >= SHM_REGIONS_MAX) {
        return SQLITE_FULL;
    }
    if (file->regions[region] == NULL && extend) {
        file->regions[region] = mem_alloc((size_t)size);
    }
    *memory = file->regions[region];
    return SQLITE_OK;
}

static int do_shm_lock(sqlite3_file *base, int first, int count, int flags)
{
    struct disk_file *file = file_of(base);
    bool is_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (int i = first; i < first + count; i++) {
        if ((flags & SQLITE_SHM_LOCK) != 0 &&
            (file->shm_exclusive[i] || (is_exclusive && file->shm_shared[i] > 0))) {
            return SQLITE_BUSY;
        }
    }
    int step = (flags & SQLITE_SHM_LOCK) != 0 ? 1 : -1;
    for (int i = first; i < first + count; i++) {
        if (is_exclusive) {
            file->shm_exclusive[i] = step > 0;
        } else {
            file->shm_shared[i] += step;
        }
    }
    return SQLITE_OK;
}

static void do_shm_barrier(sqlite3_file *base)
{
    (void)base;
    __sync_synchronize();
}

static void free_regions(struct disk_file *file)
{
    for (int i = 0; i < SHM_REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

static int do_shm_unmap(sqlite3_file *base, int is_last)
{
    if (is_last) {
        free_regions(file_of(base));
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = do_lock,
    .xUnlock = do_unlock,
    .xCheckReservedLock = do_check_reserved,
    .xFileControl = do_control,
    .xSectorSize = do_sector_size,
    .xDeviceCharacteristics = do_characteristics,
    .xShmMap = do_shm_map,
    .xShmLock = do_shm_lock,
    .xShmBarrier = do_shm_barrier,
    .xShmUnmap = do_shm_unmap,
};

/* --- the folder --------------------------------------------------------------------------------
 */

static struct disk_file *find_file(const char *path)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] != NULL && strcmp(files[i]->path, path) == 0) {
            return files[i];
        }
    }
    return NULL;
}

/* Starts with what the real disk holds. */
static struct disk_file *add_file(const char *path)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] == NULL) {
            files[i] = mem_alloc(sizeof *files[i]);
            snprintf(files[i]->path, sizeof files[i]->path, "%s", path);
            size_t size = 0;
            char *bytes = file_read(path, INT_MAX, &size, NULL);
            files[i]->exists = bytes != NULL;
            if (bytes != NULL) {
                image_write(&files[i]->durable, 0, bytes, size);
                image_copy(&files[i]->cached, &files[i]->durable);
            }
            free(bytes);
            return files[i];
        }
    }
    fail_msg("more than %d files", FILES_MAX);
    return NULL;
}

static struct disk_file *find_or_add(const char *path)
{
    struct disk_file *file = find_file(path);
    return file != NULL ? file : add_file(path);
}

static int do_open(sqlite3_vfs *self, const char *path, sqlite3_file *base, int flags,
                   int *out_flags)
{
    (void)self;
    struct handle *handle = (struct handle *)base;
    base->pMethods = NULL;
    if (path == NULL || is_cut) {
        return SQLITE_CANTOPEN; /* temporary files stay in memory (PRAGMA temp_store) */
    }
    struct disk_file *file = find_or_add(path);
    if (!file->exists && (flags & SQLITE_OPEN_CREATE) == 0) {
        return SQLITE_CANTOPEN;
    }
    if (!file->exists) { /* a new file under that name: nothing of the old one comes back in it */
        file->exists = true;
        file->is_undeletable = false;
        file->durable.size = 0;
    }
    handle->file = file;
    handle->level = SQLITE_LOCK_NONE;
    handle->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 &&
                           (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    base->pMethods = &methods;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int do_delete(sqlite3_vfs *self, const char *path, int sync_folder)
{
    (void)self;
    struct disk_file *file = find_or_add(path);
    if (is_cut) {
        return SQLITE_IOERR_DELETE;
    }
    if (!file->exists) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    if (is_last_io()) { /* before it took effect */
        cut_power();
        return SQLITE_IOERR_DELETE;
    }
    file->exists = false;
    file->is_undeletable = !sync_folder || plan.ignores_sync;
    forget_changes(file);
    file->cached.size = 0;
    if (!file->is_undeletable) {
        file->durable.size = 0;
    }
    return SQLITE_OK;
}

static int do_access(sqlite3_vfs *self, const char *path, int flags, int *result)
{
    (void)self;
    (void)flags;
    *result = find_or_add(path)->exists;
    return SQLITE_OK;
}

static int do_full_path(sqlite3_vfs *self, const char *path, int size, char *dst)
{
    (void)self;
    return real->xFullPathname(real, path, size, dst);
}

static int do_randomness(sqlite3_vfs *self, int size, char *dst)
{
    (void)self;
    for (int i = 0; i < size; i++) {
        dst[i] = (char)test_random_next(&chance);
    }
    return size;
}

static int do_sleep(sqlite3_vfs *self, int microseconds)
{
    (void)self;
    return microseconds; /* one thread: nobody to wait for */
}

static int do_time(sqlite3_vfs *self, sqlite3_int64 *now)
{
    (void)self;
    return real->xCurrentTimeInt64(real, now);
}

/* --- for the tests -----------------------------------------------------------------------------
 */

void crash_start(const struct crash_plan *wanted, bool is_default)
{
    sqlite3_initialize();
    plan = *wanted;
    real = sqlite3_vfs_find("unix");
    vfs = (sqlite3_vfs){.iVersion = 2,
                        .szOsFile = sizeof(struct handle),
                        .mxPathname = 512,
                        .zName = CRASH_VFS,
                        .xOpen = do_open,
                        .xDelete = do_delete,
                        .xAccess = do_access,
                        .xFullPathname = do_full_path,
                        .xRandomness = do_randomness,
                        .xSleep = do_sleep,
                        .xCurrentTimeInt64 = do_time};
    ios = syncs = writes = 0;
    is_cut = has_failed = false;
    chance.state = wanted->seed;
    sqlite3_vfs_register(&vfs, is_default);
}

int crash_count(void)
{
    return ios;
}

bool crash_happened(void)
{
    return is_cut;
}

bool crash_failed(void)
{
    return has_failed;
}

void crash_make_room(void)
{
    plan.bytes_limit = 0;
}

void crash_leave(const char *folder)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] == NULL || !files[i]->exists) {
            continue;
        }
        const struct image *image = is_cut ? &files[i]->durable : &files[i]->cached;
        char path[1100];
        snprintf(path, sizeof path, "%s%s", folder, strrchr(files[i]->path, '/'));
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file < 0 || write(file, image->bytes, image->size) != (ssize_t)image->size ||
            close(file) != 0) {
            fail_msg("%s", path);
        }
    }
}

void crash_end(void)
{
    sqlite3_vfs_unregister(&vfs);
    sqlite3_vfs_register(real, 1);
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i] != NULL) {
            forget_changes(files[i]);
            free_regions(files[i]);
            free(files[i]->changes);
            free(files[i]->durable.bytes);
            free(files[i]->cached.bytes);
            free(files[i]);
            files[i] = NULL;
        }
    }
}
