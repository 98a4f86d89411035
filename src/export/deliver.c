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
#include "base/i18n.h"
#include "base/text.h"
#include "export/deliver_inside.h"

enum {
    NAME_MAX_BYTES = 64,
    READ_BLOCK = 256 * 1024,
    SUM_BYTES = crypto_generichash_BYTES,
    PUSH_BYTES = 8 * 1024 * 1024,
    ALIGNMENT = 4096,
    TRIES = 99, /* "x (99).csv" */
    ROOM_EXTRA = 1024 * 1024
};

struct delivery {
    int folder, file; /* descriptors */
    struct deliver_calls calls;
    char *path; /* of the folder, as it was asked for */
    int cleared;
    char wanted[DELIVER_NAME_ROOM], part[DELIVER_PART_ROOM];
    int64_t bytes;
    crypto_hash_sha256_state hash;  /* for people, and the list beside the file */
    crypto_generichash_state quick; /* for reading back: BLAKE2b takes a third of the time */
    int64_t pushed;                 /* bytes the system was told to begin writing out */
    enum deliver_step failed;       /* DELIVER_DONE: nothing yet */
    int error_number;
    struct deliver_watch watch;
};

static const char *const step_codes[] = {
    "done",      "target", "space", "create",    "write", "sync", "rename", "sync_folder",
    "sync_disk", "verify", "sums",  "cancelled", "empty", "read", "paper",  "moved",
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
        [DELIVER_PAPER] = N_("no pages"),        [DELIVER_MOVED] = N_("folder moved"),
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
    [DELIVER_MOVED] =
        N_("The folder is another one now: it was moved, or the stick was taken out. The"
           " export is not complete: do it again."),
};

static enum err_kind kind_of(enum deliver_step step, int error_number)
{
    if (step == DELIVER_SPACE || err_is_no_room(error_number)) {
        return ERR_FULL;
    }
    if (step == DELIVER_TARGET || step == DELIVER_CREATE || error_number == EROFS) {
        return ERR_READONLY;
    }
    return step == DELIVER_CANCELLED ? ERR_BUSY : ERR_IO;
}

static const char *sentence_of(enum deliver_step step, int error_number)
{
    if (step == DELIVER_SUMS) {
        return sentences[step]; /* the file itself is there, whatever else */
    }
    if (kind_of(step, error_number) == ERR_FULL) {
        return sentences[DELIVER_SPACE];
    }
    bool is_unread = step == DELIVER_VERIFY && error_number != 0;
    return sentences[is_unread ? DELIVER_SYNC : step];
}

static bool fail(struct deliver_result *result, enum deliver_step step, int error_number,
                 struct err *err)
{
    char reason[96];
    result->step = step;
    result->error_number = error_number;
    err_set(err, kind_of(step, error_number), "%s", _(sentence_of(step, error_number)));
    return err_detail(err, "%s: %s", step_codes[step],
                      error_number != 0 ? strerror_r(error_number, reason, sizeof reason) : "-");
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
    free(delivery->path);
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
    result->cleared = delivery->cleared = parts_clear(delivery->folder);
    if (!has_room(delivery->folder, expected)) {
        return fail(result, DELIVER_SPACE, ENOSPC, err);
    }
    delivery->file = part_create(delivery->folder, delivery->wanted, delivery->part);
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
    delivery->path = mem_text(folder);
    delivery->calls = calls != NULL ? *calls : (struct deliver_calls){0};
    deliver_calls_fill(&delivery->calls);
    crypto_hash_sha256_init(&delivery->hash);
    crypto_generichash_init(&delivery->quick, NULL, 0, SUM_BYTES);
    if (!deliver_name_is_safe(name)) {
        fail(result, DELIVER_CREATE, EINVAL, err);
        delivery_free(delivery);
        return NULL;
    }
    text_copy(delivery->wanted, sizeof delivery->wanted, name);
    if (!begin(delivery, folder, expected, result, err)) {
        delivery_free(delivery);
        return NULL;
    }
    return delivery;
}

/* --- writing
 * --------------------------------------------------------------------------------------
 */
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
    int64_t unpushed = delivery->bytes - delivery->pushed;
    bool ok = deliver_write_all(&delivery->calls, delivery->file, bytes, size);
    if (ok && unpushed >= PUSH_BYTES) {
        ok = delivery->calls.push(delivery->file, delivery->pushed, unpushed) == 0;
        delivery->pushed = delivery->bytes;
    }
    if (!ok) {
        delivery->failed = DELIVER_WRITE;
        delivery->error_number = errno;
        return fail(&ignored, DELIVER_WRITE, errno, err);
    }
    crypto_hash_sha256_update(&delivery->hash, bytes, size);
    crypto_generichash_update(&delivery->quick, bytes, size);
    delivery->bytes += (int64_t)size;
    return true;
}

/* --- the steps after the last byte
 * ------------------------------------------------------------------
 */
static bool goes_on(const struct delivery *delivery, enum deliver_step step, int64_t bytes)
{
    const struct deliver_watch *watch = &delivery->watch;
    return watch->go_on == NULL || watch->go_on(watch->context, step, bytes);
}

/* Past the cache: what the stick holds, not what memory remembers. Some disks cannot do without it.
 */
static int open_to_read(const struct delivery *delivery, const char *name)
{
    const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    (void)posix_fadvise(delivery->file, 0, 0, POSIX_FADV_DONTNEED);
    int file = openat(delivery->folder, name, flags | O_DIRECT);
    return file >= 0 ? file : openat(delivery->folder, name, flags);
}

/* The next bytes of it; a disk that refuses to be read past the cache only now is read through it.
 */
static ssize_t read_some(const struct delivery *delivery, int file, char *block)
{
    ssize_t got = 0;
    do {
        got = delivery->calls.read(file, block, READ_BLOCK);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EINVAL && fcntl(file, F_SETFL, 0) == 0) {
        got = delivery->calls.read(file, block, READ_BLOCK);
    }
    return got;
}

static bool hash_file(const struct delivery *delivery, int file, unsigned char sum[SUM_BYTES],
                      int64_t *bytes)
{
    crypto_generichash_state hash;
    char *block = aligned_alloc(ALIGNMENT, READ_BLOCK);
    ssize_t got = block != NULL ? 1 : -1;
    crypto_generichash_init(&hash, NULL, 0, SUM_BYTES);
    *bytes = 0;
    while (got > 0 && (got = read_some(delivery, file, block)) > 0) {
        crypto_generichash_update(&hash, (const unsigned char *)block, (size_t)got);
        *bytes += got;
        if (!goes_on(delivery, DELIVER_VERIFY, *bytes)) {
            errno = ECANCELED;
            got = -1;
        }
    }
    int error_number = errno;
    free(block);
    errno = error_number;
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

/* Whether who looks for it by its path finds it there. */
static bool is_where_it_was(const struct delivery *delivery)
{
    struct stat now;
    struct stat then;
    return stat(delivery->path, &now) == 0 && fstat(delivery->folder, &then) == 0 &&
           now.st_dev == then.st_dev && now.st_ino == then.st_ino;
}

/* A file under its final name that turned out not to be whole goes away again, as far as it can. */
static void take_back(struct delivery *delivery, const char *name)
{
    unlinkat(delivery->folder, name, 0);
    fsync(delivery->folder);
}

/* What was read back: whole, not whole, or a person stopped it meanwhile. */
static enum deliver_step compare(const struct delivery *delivery, const char *name,
                                 const unsigned char sum[SUM_BYTES])
{
    if (is_what_was_written(delivery, name, sum)) {
        return DELIVER_DONE;
    }
    return errno == ECANCELED ? DELIVER_CANCELLED : DELIVER_VERIFY;
}

/* Until it gets its name: what is named is whole. */
static enum deliver_step settle_part(const struct delivery *delivery,
                                     const unsigned char sum[SUM_BYTES])
{
    if (!goes_on(delivery, DELIVER_SYNC, delivery->bytes)) {
        return DELIVER_CANCELLED;
    }
    if (delivery->calls.fsync(delivery->file) != 0) {
        return DELIVER_SYNC;
    }
    return compare(delivery, delivery->part, sum);
}

static enum deliver_step settle_name(const struct delivery *delivery, const char *name,
                                     const unsigned char sum[SUM_BYTES])
{
    if (delivery->calls.fsync(delivery->folder) != 0) {
        return DELIVER_SYNC_FOLDER;
    }
    if (delivery->calls.syncfs(delivery->folder) != 0) {
        return DELIVER_SYNC_DISK;
    }
    enum deliver_step step = compare(delivery, name, sum);
    return step == DELIVER_DONE && !is_where_it_was(delivery) ? DELIVER_MOVED : step;
}

static enum deliver_step settle(struct delivery *delivery, const unsigned char sum[SUM_BYTES],
                                const char *sha256, char *name, size_t size)
{
    enum deliver_step step = settle_part(delivery, sum);
    if (step != DELIVER_DONE) {
        return step;
    }
    if (!give_name(delivery, name, size)) {
        return DELIVER_RENAME;
    }
    step = settle_name(delivery, name, sum);
    if (step != DELIVER_DONE) {
        int error_number = errno;
        take_back(delivery, name);
        errno = error_number;
        return step;
    }
    return sums_add(&delivery->calls, delivery->folder, sha256, name) ? DELIVER_DONE : DELIVER_SUMS;
}

bool delivery_finish(struct delivery *delivery, const struct deliver_watch *watch,
                     struct deliver_result *result, struct err *err)
{
    unsigned char sha256[crypto_hash_sha256_BYTES];
    unsigned char sum[SUM_BYTES];
    *result = (struct deliver_result){.bytes = delivery->bytes, .cleared = delivery->cleared};
    delivery->watch = watch != NULL ? *watch : (struct deliver_watch){0};
    crypto_hash_sha256_final(&delivery->hash, sha256);
    sodium_bin2hex(result->sha256, sizeof result->sha256, sha256, sizeof sha256);
    crypto_generichash_final(&delivery->quick, sum, SUM_BYTES);
    errno = 0;
    enum deliver_step step = delivery->failed;
    if (step == DELIVER_DONE) {
        step = settle(delivery, sum, result->sha256, result->name, sizeof result->name);
        delivery->error_number = step == DELIVER_MOVED || step == DELIVER_CANCELLED ? 0 : errno;
    }
    bool ok = step == DELIVER_DONE || fail(result, step, delivery->error_number, err);
    if (!ok && step != DELIVER_SUMS) {
        unlinkat(delivery->folder, delivery->part, 0);
        result->name[0] = '\0';
    }
    delivery_free(delivery);
    return ok;
}

void delivery_cancel(struct delivery *delivery, struct deliver_result *result)
{
    *result = (struct deliver_result){.step = delivery->failed != DELIVER_DONE ? delivery->failed
                                                                               : DELIVER_CANCELLED,
                                      .error_number = delivery->error_number,
                                      .bytes = delivery->bytes,
                                      .cleared = delivery->cleared};
    unlinkat(delivery->folder, delivery->part, 0);
    delivery_free(delivery);
}
