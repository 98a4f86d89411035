#include "export/deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
    NAME_MAX_BYTES = 64,
    READ_BLOCK = 256 * 1024,
    SUM_BYTES = crypto_generichash_BYTES,
    PUSH_BYTES = 8 * 1024 * 1024,
    ALIGNMENT = 4096,
    TRIES = 99, /* "x (99).csv" */
    SUMS_MAX = 1024 * 1024,
    ROOM_EXTRA = 1024 * 1024
};

static const char sums_name[] = "SHA256SUMS";

struct delivery {
    int folder, file; /* descriptors */
    struct deliver_calls calls;
    char wanted[DELIVER_NAME_ROOM], part[DELIVER_NAME_ROOM + 24];
    int64_t bytes;
    crypto_hash_sha256_state hash;  /* for people, and the list beside the file */
    crypto_generichash_state quick; /* for reading back: BLAKE2b takes a third of the time */
    int64_t pushed;                 /* bytes the system was told to begin writing out */
    enum deliver_step failed;       /* DELIVER_DONE: nothing yet */
    int error_number;
};

static const char *const step_codes[] = {
    "done",      "target", "space", "create",    "write", "sync", "rename", "sync_folder",
    "sync_disk", "verify", "sums",  "cancelled", "empty", "read", "paper",
};
_Static_assert(sizeof step_codes / sizeof step_codes[0] == DELIVER_STEP_COUNT, "a code for each");

const char *deliver_step_code(enum deliver_step step)
{
    return step_codes[step];
}

const char *deliver_step_name(enum deliver_step step)
{
    static const char *const texts[DELIVER_STEP_COUNT] = {
        [DELIVER_DONE] = N_("checked"),          [DELIVER_TARGET] = N_("folder not writable"),
        [DELIVER_SPACE] = N_("no room"),         [DELIVER_CREATE] = N_("no file made"),
        [DELIVER_WRITE] = N_("writing failed"),  [DELIVER_SYNC] = N_("not kept"),
        [DELIVER_RENAME] = N_("not named"),      [DELIVER_SYNC_FOLDER] = N_("not kept"),
        [DELIVER_SYNC_DISK] = N_("not kept"),    [DELIVER_VERIFY] = N_("read back wrong"),
        [DELIVER_SUMS] = N_("no checksum list"), [DELIVER_CANCELLED] = N_("stopped"),
        [DELIVER_EMPTY] = N_("nothing there"),   [DELIVER_READ] = N_("not read"),
        [DELIVER_PAPER] = N_("no pages"),
    };
    return step >= 0 && step < DELIVER_STEP_COUNT ? _(texts[step]) : "?";
}

/* --- names --------------------------------------------------------------------------------------
 */
static bool is_safe_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' || byte == '.';
}

/* CON, LPT1 and so on, with or without an ending. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"CON", "PRN", "AUX", "NUL", "COM", "LPT"};
    size_t length = strcspn(name, ".");
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        bool has_number = i >= 4;
        if (length == (has_number ? 4U : 3U) && strncasecmp(name, devices[i], 3) == 0 &&
            (!has_number || (name[3] >= '0' && name[3] <= '9'))) {
            return true;
        }
    }
    return false;
}

bool deliver_name_is_safe(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++) {
        if (!is_safe_byte(name[i])) {
            return false;
        }
    }
    return length > 0 && length <= NAME_MAX_BYTES && name[0] != '.' && name[length - 1] != '.' &&
           !is_device(name);
}

void deliver_safe_name(char *dst, size_t size, const char *text)
{
    char plain[256];
    size_t used = 0;
    text_ascii(plain, sizeof plain, text);
    size = size > NAME_MAX_BYTES ? NAME_MAX_BYTES : size;
    for (const char *at = plain; *at != '\0' && used + 1 < size; at++) {
        char byte = is_safe_byte(*at) ? *at : '-';
        bool repeats = byte == '-' && (used == 0 || dst[used - 1] == '-');
        if (!repeats && !(byte == '.' && used == 0)) {
            dst[used++] = byte;
        }
    }
    while (used > 0 && (dst[used - 1] == '-' || dst[used - 1] == '.')) {
        used--;
    }
    dst[used] = '\0';
    if (used == 0 || is_device(dst)) {
        text_copy(dst, size, "x");
    }
}

/* "sessions.csv" and 2: "sessions (2).csv". */
static void numbered(char *dst, size_t size, const char *name, int number)
{
    const char *dot = strrchr(name, '.');
    int stem = dot != NULL ? (int)(dot - name) : (int)strlen(name);
    if (number <= 1) {
        text_copy(dst, size, name);
    } else {
        snprintf(dst, size, "%.*s (%d)%s", stem, name, number, dot != NULL ? dot : "");
    }
}

/* --- what is said
 * ---------------------------------------------------------------------------------
 */
static const char *const sentences[DELIVER_STEP_COUNT] = {
    [DELIVER_TARGET] = N_("The folder cannot be written. Nothing was written; choose another one."),
    [DELIVER_SPACE] = N_("There is too little room. Nothing was written; make room, or choose"
                         " another stick."),
    [DELIVER_CREATE] = N_("A file could not be made there. Nothing was written; look whether the"
                          " stick may be written."),
    [DELIVER_WRITE] = N_("Writing failed. Nothing usable is there: the export is not complete. Try"
                         " again, or take another stick."),
    [DELIVER_SYNC] = N_("The stick did not keep what was written, or was pulled out. The export is"
                        " not complete: do it again, with another stick."),
    [DELIVER_RENAME] = N_("The file could not be given its name. The export is not complete: do it"
                          " again."),
    [DELIVER_SYNC_FOLDER] = N_("The stick did not keep the name of the file, or was pulled out. The"
                               " export is not complete: do it again, with another stick."),
    [DELIVER_SYNC_DISK] = N_("The stick did not keep everything, or was pulled out. The export is"
                             " not complete: do it again, with another stick."),
    [DELIVER_VERIFY] = N_("What was read back differs from what was written: do not trust this"
                          " stick. The export is not complete."),
    [DELIVER_SUMS] = N_("The file is there and right, but the list of checksums beside it could not"
                        " be written."),
    [DELIVER_CANCELLED] = N_("Stopped: nothing was left behind."),
    [DELIVER_EMPTY] = N_("There is nothing to write. No file was made."),
    [DELIVER_READ] = N_("The database could not be read. No file was made."),
    [DELIVER_PAPER] = N_("The pages could not be made. No file was made."),
};

static enum err_kind kind_of(enum deliver_step step, int error_number)
{
    if (step == DELIVER_SPACE || error_number == ENOSPC || error_number == EDQUOT) {
        return ERR_FULL;
    }
    if (step == DELIVER_TARGET || step == DELIVER_CREATE || error_number == EROFS) {
        return ERR_READONLY;
    }
    return step == DELIVER_CANCELLED ? ERR_BUSY : ERR_IO;
}

static bool fail(struct deliver_result *result, enum deliver_step step, int error_number,
                 struct err *err)
{
    char reason[96];
    result->step = step;
    result->error_number = error_number;
    bool is_full = kind_of(step, error_number) == ERR_FULL;
    err_set(err, kind_of(step, error_number), "%s",
            _(is_full ? sentences[DELIVER_SPACE] : sentences[step]));
    return err_detail(err, "%s: %s", step_codes[step],
                      strerror_r(error_number, reason, sizeof reason));
}

/* --- the system's calls --------------------------------------------------------------------------
 */
static int rename_new(int folder, const char *from, const char *to)
{
    return renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

static void use_calls(struct delivery *delivery, const struct deliver_calls *calls)
{
    struct deliver_calls all = calls != NULL ? *calls : (struct deliver_calls){0};
    all.write = all.write != NULL ? all.write : write;
    all.fsync = all.fsync != NULL ? all.fsync : fsync;
    all.syncfs = all.syncfs != NULL ? all.syncfs : syncfs;
    all.rename = all.rename != NULL ? all.rename : rename_new;
    all.read = all.read != NULL ? all.read : read;
    delivery->calls = all;
}

/* --- beginning
 * ------------------------------------------------------------------------------------
 */
static bool has_room(int folder, int64_t expected)
{
    struct statvfs room;
    if (expected < 0 || fstatvfs(folder, &room) != 0) {
        return true; /* writing will tell */
    }
    int64_t left = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
    return left >= expected + expected / 10 + ROOM_EXTRA;
}

static bool is_read_only(int folder)
{
    struct statvfs room;
    return fstatvfs(folder, &room) == 0 && (room.f_flag & ST_RDONLY) != 0;
}

static void delivery_free(struct delivery *delivery)
{
    if (delivery->file >= 0) {
        close(delivery->file);
    }
    if (delivery->folder >= 0) {
        close(delivery->folder);
    }
    free(delivery);
}

static bool begin(struct delivery *delivery, const char *folder, int64_t expected,
                  struct deliver_result *result, struct err *err)
{
    delivery->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (delivery->folder < 0) {
        return fail(result, DELIVER_TARGET, errno, err);
    }
    if (is_read_only(delivery->folder)) {
        return fail(result, DELIVER_TARGET, EROFS, err);
    }
    if (!has_room(delivery->folder, expected)) {
        return fail(result, DELIVER_SPACE, ENOSPC, err);
    }
    delivery->file = openat(delivery->folder, delivery->part,
                            O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (delivery->file < 0) {
        bool is_target = errno == EROFS || errno == EACCES || errno == EPERM;
        return fail(result, is_target ? DELIVER_TARGET : DELIVER_CREATE, errno, err);
    }
    return true;
}

struct delivery *delivery_open(const char *folder, const char *name, int64_t expected,
                               const struct deliver_calls *calls, struct deliver_result *result,
                               struct err *err)
{
    struct delivery *delivery = mem_alloc(sizeof *delivery);
    *result = (struct deliver_result){0};
    delivery->folder = delivery->file = -1;
    use_calls(delivery, calls);
    crypto_hash_sha256_init(&delivery->hash);
    crypto_generichash_init(&delivery->quick, NULL, 0, SUM_BYTES);
    if (!deliver_name_is_safe(name)) {
        fail(result, DELIVER_CREATE, EINVAL, err);
        delivery_free(delivery);
        return NULL;
    }
    text_copy(delivery->wanted, sizeof delivery->wanted, name);
    snprintf(delivery->part, sizeof delivery->part, ".%.64s.%08x.part", name,
             (unsigned)randombytes_random());
    if (!begin(delivery, folder, expected, result, err)) {
        delivery_free(delivery);
        return NULL;
    }
    return delivery;
}

/* --- writing
 * --------------------------------------------------------------------------------------
 */
static bool write_all(struct delivery *delivery, int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = delivery->calls.write(file, bytes, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? EIO : errno;
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* The disk works while the next rows are made, so that the sync at the end is short. */
static void push_out(struct delivery *delivery)
{
    if (delivery->bytes - delivery->pushed >= PUSH_BYTES) {
        (void)sync_file_range(delivery->file, delivery->pushed, delivery->bytes - delivery->pushed,
                              SYNC_FILE_RANGE_WRITE);
        delivery->pushed = delivery->bytes;
    }
}

bool delivery_expect(struct delivery *delivery, int64_t expected, struct err *err)
{
    struct deliver_result ignored;
    if (has_room(delivery->folder, expected)) {
        return true;
    }
    delivery->failed = DELIVER_SPACE;
    delivery->error_number = ENOSPC;
    return fail(&ignored, DELIVER_SPACE, ENOSPC, err);
}

bool delivery_write(struct delivery *delivery, const void *bytes, size_t size, struct err *err)
{
    struct deliver_result ignored;
    if (!write_all(delivery, delivery->file, bytes, size)) {
        delivery->failed = DELIVER_WRITE;
        delivery->error_number = errno;
        return fail(&ignored, DELIVER_WRITE, errno, err);
    }
    crypto_hash_sha256_update(&delivery->hash, bytes, size);
    crypto_generichash_update(&delivery->quick, bytes, size);
    delivery->bytes += (int64_t)size;
    push_out(delivery);
    return true;
}

/* --- the steps after the last byte
 * ------------------------------------------------------------------
 */
/* Past the cache: what the stick holds, not what memory remembers. Some disks cannot do without it.
 */
static int open_to_read(const struct delivery *delivery, const char *name)
{
    (void)posix_fadvise(delivery->file, 0, 0, POSIX_FADV_DONTNEED);
    int file = openat(delivery->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_DIRECT);
    return file >= 0 ? file : openat(delivery->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

static bool hash_file(const struct delivery *delivery, int file, unsigned char sum[SUM_BYTES],
                      int64_t *bytes)
{
    crypto_generichash_state hash;
    char *block = aligned_alloc(ALIGNMENT, READ_BLOCK);
    ssize_t got = block != NULL ? 1 : -1;
    crypto_generichash_init(&hash, NULL, 0, SUM_BYTES);
    *bytes = 0;
    while (got > 0 && (got = delivery->calls.read(file, block, READ_BLOCK)) > 0) {
        crypto_generichash_update(&hash, (const unsigned char *)block, (size_t)got);
        *bytes += got;
    }
    free(block);
    crypto_generichash_final(&hash, sum, SUM_BYTES);
    return got == 0;
}

static bool is_what_was_written(const struct delivery *delivery, const char *name,
                                const unsigned char sum[SUM_BYTES])
{
    unsigned char found[SUM_BYTES];
    int64_t bytes = 0;
    int file = open_to_read(delivery, name);
    if (file < 0) {
        return false;
    }
    bool ok = hash_file(delivery, file, found, &bytes);
    if (!ok) {
        int error_number = errno;
        close(file);
        errno = error_number;
        return false;
    }
    close(file);
    errno = 0;
    return bytes == delivery->bytes && memcmp(found, sum, sizeof found) == 0;
}

static bool give_name(struct delivery *delivery, char *name, size_t size)
{
    for (int number = 1; number <= TRIES; number++) {
        numbered(name, size, delivery->wanted, number);
        if (delivery->calls.rename(delivery->folder, delivery->part, name) == 0) {
            return true;
        }
        if (errno != EEXIST) {
            return false;
        }
    }
    return false;
}

/* "HASH  NAME" added to the list beside it, as sha256sum -c reads it. */
static bool add_sum(struct delivery *delivery, const char *sha256, const char *name)
{
    struct buf line = {0};
    int file = openat(delivery->folder, sums_name,
                      O_CREAT | O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    buf_printf(&line, "%s  %s\n", sha256, name);
    bool ok = write_all(delivery, file, line.bytes, line.size) && delivery->calls.fsync(file) == 0;
    int error_number = errno;
    ok = close(file) == 0 && ok;
    errno = error_number;
    buf_free(&line);
    return ok;
}

/* A file under its final name that turned out not to be whole goes away again, as far as it can. */
static void take_back(struct delivery *delivery, const char *name)
{
    unlinkat(delivery->folder, name, 0);
    fsync(delivery->folder);
}

static enum deliver_step settle(struct delivery *delivery, const unsigned char sum[SUM_BYTES],
                                const char *sha256, char *name, size_t size)
{
    const struct deliver_calls *calls = &delivery->calls;
    if (calls->fsync(delivery->file) != 0) {
        return DELIVER_SYNC;
    }
    if (!is_what_was_written(delivery, delivery->part, sum)) {
        return DELIVER_VERIFY; /* before it gets its name: what is named is whole */
    }
    if (!give_name(delivery, name, size)) {
        return DELIVER_RENAME;
    }
    enum deliver_step step = calls->fsync(delivery->folder) != 0         ? DELIVER_SYNC_FOLDER
                             : calls->syncfs(delivery->folder) != 0      ? DELIVER_SYNC_DISK
                             : !is_what_was_written(delivery, name, sum) ? DELIVER_VERIFY
                                                                         : DELIVER_DONE;
    if (step != DELIVER_DONE) {
        int error_number = errno;
        take_back(delivery, name);
        errno = error_number;
        return step;
    }
    bool listed = add_sum(delivery, sha256, name) && calls->fsync(delivery->folder) == 0;
    return listed ? DELIVER_DONE : DELIVER_SUMS;
}

bool delivery_finish(struct delivery *delivery, struct deliver_result *result, struct err *err)
{
    unsigned char sha256[crypto_hash_sha256_BYTES];
    unsigned char sum[SUM_BYTES];
    *result = (struct deliver_result){.bytes = delivery->bytes};
    crypto_hash_sha256_final(&delivery->hash, sha256);
    sodium_bin2hex(result->sha256, sizeof result->sha256, sha256, sizeof sha256);
    crypto_generichash_final(&delivery->quick, sum, SUM_BYTES);
    errno = 0;
    enum deliver_step step = delivery->failed;
    if (step == DELIVER_DONE) {
        step = settle(delivery, sum, result->sha256, result->name, sizeof result->name);
        delivery->error_number = errno;
    }
    bool ok = step == DELIVER_DONE || fail(result, step, delivery->error_number, err);
    if (!ok && step != DELIVER_SUMS) {
        unlinkat(delivery->folder, delivery->part, 0);
    }
    delivery_free(delivery);
    return ok;
}

void delivery_cancel(struct delivery *delivery, struct deliver_result *result)
{
    *result = (struct deliver_result){.step = delivery->failed != DELIVER_DONE ? delivery->failed
                                                                               : DELIVER_CANCELLED,
                                      .error_number = delivery->error_number,
                                      .bytes = delivery->bytes};
    unlinkat(delivery->folder, delivery->part, 0);
    delivery_free(delivery);
}
