/* Reading an exported file again. */
#include "core/export.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

enum { READ_BYTES = 256 * 1024 };

static bool goes_on(const struct export_watch *watch, int64_t bytes)
{
    const struct export_progress progress = {.step = DELIVER_VERIFY, .bytes = bytes};
    return watch == NULL || watch->go_on == NULL || watch->go_on(watch->context, &progress);
}

/* ERR_OK, or why not. */
static enum err_kind hash_file(int file, const struct export_watch *watch, char sha256[65])
{
    crypto_hash_sha256_state hash;
    unsigned char sum[32];
    unsigned char *block = mem_alloc(READ_BYTES);
    enum err_kind kind = ERR_OK;
    int64_t bytes = 0;
    ssize_t got = 1;
    crypto_hash_sha256_init(&hash);
    while (kind == ERR_OK && got > 0 && (got = read(file, block, READ_BYTES)) > 0) {
        crypto_hash_sha256_update(&hash, block, (size_t)got);
        bytes += got;
        kind = goes_on(watch, bytes) ? ERR_OK : ERR_BUSY;
    }
    free(block);
    crypto_hash_sha256_final(&hash, sum);
    sodium_bin2hex(sha256, 65, sum, sizeof sum);
    return got < 0 ? ERR_IO : kind;
}

bool export_verify(struct app *app, record_id id, const struct export_watch *watch, struct err *err)
{
    struct export_row row;
    char path[700];
    char sha256[65];
    if (!export_get(app, id, &row, err)) {
        return false;
    }
    if (row.sha256[0] == '\0') {
        return err_set(err, ERR_NOT_FOUND, _("This export was not completed: there is no file."));
    }
    if (row.file_name[0] == '\0') {
        return err_set(err, ERR_NOT_FOUND,
                       _("The member it was about was made anonymous: which file it was is not kept"
                         " any more."));
    }
    if (!file_join(path, sizeof path, row.target, row.file_name)) {
        return err_set(err, ERR_INPUT, _("The name of the folder is too long."));
    }
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return err_set(err, ERR_NOT_FOUND,
                       _("The file is not there now: put the stick in and try again."));
    }
    (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    enum err_kind kind = hash_file(file, watch, sha256);
    close(file);
    if (kind == ERR_BUSY) {
        return err_set(err, ERR_BUSY, _("Stopped: it is not known whether the file is right."));
    }
    if (kind != ERR_OK) {
        return err_set(err, ERR_IO, _("The file could not be read: take another stick."));
    }
    return strcmp(sha256, row.sha256) == 0 ||
           err_set(err, ERR_CORRUPT,
                   _("The file is not what was written: it was changed, or the stick is bad."));
}
