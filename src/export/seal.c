#include "export/seal.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"

enum {
    MAGIC_SIZE = 18,
    PIECE = 64 * 1024,
    EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
    SEALED_KEY = crypto_box_SEALBYTES + SEAL_KEY_SIZE,
    HEAD_SIZE =
        MAGIC_SIZE + SEAL_KEY_SIZE + SEALED_KEY + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
};
static const char magic[MAGIC_SIZE + 1] = "AimTrack sealed 1\n";
_Static_assert(SEAL_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES, "one key size");
_Static_assert(SEAL_KEY_SIZE == crypto_box_PUBLICKEYBYTES, "one key size");

/* --- sealing --- */

struct seal_writer {
    crypto_secretstream_xchacha20poly1305_state state;
    unsigned char key[SEAL_KEY_SIZE], head[HEAD_SIZE];
    unsigned char plain[PIECE], sealed[PIECE + EXTRA];
    size_t used;
    bool has_begun; /* the head belongs to the first piece: it cannot be exchanged */
    seal_sink sink;
    void *context;
};

struct seal_writer *seal_writer_open(const unsigned char public_key[SEAL_KEY_SIZE], seal_sink sink,
                                     void *context, struct err *err)
{
    struct seal_writer *writer = mem_alloc(sizeof *writer);
    unsigned char *at = writer->head;
    writer->sink = sink;
    writer->context = context;
    crypto_secretstream_xchacha20poly1305_keygen(writer->key);
    memcpy(at, magic, MAGIC_SIZE);
    memcpy(at + MAGIC_SIZE, public_key, SEAL_KEY_SIZE);
    at += MAGIC_SIZE + SEAL_KEY_SIZE;
    bool ok = crypto_box_seal(at, writer->key, SEAL_KEY_SIZE, public_key) == 0;
    if (!ok) {
        err_set(err, ERR_CONFIG,
                _("The public key for backups is not one that \"aimtrack keypair\""
                  " printed, or it was mistyped. Nothing was written."));
    }
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, at + SEALED_KEY, writer->key);
    if (!ok || !sink(context, writer->head, HEAD_SIZE, err)) {
        seal_writer_free(writer);
        return NULL;
    }
    return writer;
}

static bool push(struct seal_writer *writer, unsigned char tag, struct err *err)
{
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(
        &writer->state, writer->sealed, &size, writer->plain, writer->used,
        writer->has_begun ? NULL : writer->head, writer->has_begun ? 0 : HEAD_SIZE, tag);
    writer->has_begun = true;
    writer->used = 0;
    return writer->sink(writer->context, writer->sealed, (size_t)size, err);
}

bool seal_write(struct seal_writer *writer, const void *bytes, size_t size, struct err *err)
{
    const unsigned char *from = bytes;
    while (size > 0) {
        if (writer->used == PIECE &&
            !push(writer, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, err)) {
            return false;
        }
        size_t part = PIECE - writer->used < size ? PIECE - writer->used : size;
        memcpy(writer->plain + writer->used, from, part);
        writer->used += part;
        from += part;
        size -= part;
    }
    return true;
}

bool seal_finish(struct seal_writer *writer, struct err *err)
{
    return push(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL, err);
}

void seal_session_key(const struct seal_writer *writer, unsigned char key[SEAL_KEY_SIZE])
{
    memcpy(key, writer->key, SEAL_KEY_SIZE);
}

void seal_writer_free(struct seal_writer *writer)
{
    if (writer != NULL) {
        sodium_memzero(writer, sizeof *writer);
        free(writer);
    }
}

/* --- opening --- */

static bool say_cut(struct err *err)
{
    return err_set(
        err, ERR_CORRUPT,
        _("The encrypted backup is cut short, or its end was changed: it is not whole. Take"
          " another one."));
}

static bool say_changed(long long piece, struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   _("The encrypted backup is damaged: piece %lld was changed, or stands in another"
                     " place. Take another one."),
                   piece);
}

/* Reads `size` bytes, fewer only at the end of the file. */
static bool read_some(int file, void *dst, size_t size, size_t *got, struct err *err)
{
    *got = 0;
    while (*got < size) {
        ssize_t part = read(file, (char *)dst + *got, size - *got);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return err_errno(err, errno, _("The backup could not be read."));
        }
        if (part == 0) {
            return true;
        }
        *got += (size_t)part;
    }
    return true;
}

bool seal_is_sealed(int file)
{
    char head[MAGIC_SIZE];
    return pread(file, head, sizeof head, 0) == (ssize_t)sizeof head &&
           memcmp(head, magic, MAGIC_SIZE) == 0;
}

bool seal_check_frame(int file, struct err *err)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        return err_errno(err, errno, _("The backup could not be read."));
    }
    int64_t pieces = status.st_size - HEAD_SIZE;
    int64_t last = pieces % (PIECE + EXTRA);
    return (seal_is_sealed(file) && pieces > 0 && (last == 0 || last >= EXTRA)) || say_cut(err);
}

struct seal_reader {
    crypto_secretstream_xchacha20poly1305_state state;
    int file;
    unsigned char head[HEAD_SIZE];
    unsigned char sealed[PIECE + EXTRA], plain[PIECE];
    size_t at, size; /* in plain */
    long long piece; /* number of the one in plain, from 1 */
    bool is_final;   /* it is the last */
};

static bool open_key(const struct seal_reader *reader, const struct seal_pair *pair,
                     unsigned char key[SEAL_KEY_SIZE], struct err *err)
{
    const unsigned char *at = reader->head + MAGIC_SIZE;
    if (memcmp(at, pair->public_key, SEAL_KEY_SIZE) != 0) {
        return err_set(err, ERR_DENIED,
                       _("This backup was encrypted to another key. Give the private key that"
                         " belongs to it."));
    }
    return crypto_box_seal_open(key, at + SEAL_KEY_SIZE, SEALED_KEY, pair->public_key,
                                pair->private_key) == 0 ||
           err_set(err, ERR_CORRUPT,
                   _("The encrypted backup is damaged: its beginning was changed. Take another"
                     " one."));
}

static bool start(struct seal_reader *reader, const struct seal_pair *pair,
                  const unsigned char *session_key, struct err *err)
{
    unsigned char key[SEAL_KEY_SIZE];
    size_t got = 0;
    if (lseek(reader->file, 0, SEEK_SET) != 0 ||
        !read_some(reader->file, reader->head, HEAD_SIZE, &got, err)) {
        return err_errno(err, errno, _("The backup could not be read."));
    }
    if (got != HEAD_SIZE || memcmp(reader->head, magic, MAGIC_SIZE) != 0) {
        return say_cut(err);
    }
    bool ok = true;
    if (session_key != NULL) {
        memcpy(key, session_key, SEAL_KEY_SIZE);
    } else {
        ok = open_key(reader, pair, key, err);
    }
    ok = ok &&
         (crypto_secretstream_xchacha20poly1305_init_pull(
              &reader->state, reader->head + MAGIC_SIZE + SEAL_KEY_SIZE + SEALED_KEY, key) == 0 ||
          say_changed(0, err));
    sodium_memzero(key, sizeof key);
    return ok;
}

struct seal_reader *seal_reader_open(int file, const struct seal_pair *pair,
                                     const unsigned char *session_key, struct err *err)
{
    struct seal_reader *reader = mem_alloc(sizeof *reader);
    reader->file = file;
    if (!start(reader, pair, session_key, err)) {
        seal_reader_free(reader);
        return NULL;
    }
    return reader;
}

static bool pull(struct seal_reader *reader, struct err *err)
{
    size_t got = 0;
    unsigned long long size = 0;
    unsigned char tag = 0;
    bool is_first = reader->piece == 0;
    if (!read_some(reader->file, reader->sealed, sizeof reader->sealed, &got, err)) {
        return false;
    }
    if (got < EXTRA) {
        return say_cut(err); /* the last piece, which says so, has not come */
    }
    reader->piece++;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &reader->state, reader->plain, &size, &tag, reader->sealed, got,
            is_first ? reader->head : NULL, is_first ? HEAD_SIZE : 0) != 0) {
        return got < sizeof reader->sealed ? say_cut(err) : say_changed(reader->piece, err);
    }
    reader->is_final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    reader->at = 0;
    reader->size = (size_t)size;
    if (!reader->is_final && got < sizeof reader->sealed) {
        return say_cut(err);
    }
    return true;
}

/* After the last piece there is nothing. */
static bool check_end(struct seal_reader *reader, struct err *err)
{
    char byte;
    size_t got = 0;
    return read_some(reader->file, &byte, 1, &got, err) &&
           (got == 0 || say_changed(reader->piece + 1, err));
}

bool seal_read(struct seal_reader *reader, void *dst, size_t size, size_t *got, struct err *err)
{
    unsigned char *to = dst;
    *got = 0;
    while (*got < size) {
        if (reader->at == reader->size) {
            if (reader->is_final) {
                return check_end(reader, err);
            }
            if (!pull(reader, err)) {
                return false;
            }
            continue;
        }
        size_t left = reader->size - reader->at;
        size_t part = left < size - *got ? left : size - *got;
        memcpy(to + *got, reader->plain + reader->at, part);
        reader->at += part;
        *got += part;
    }
    return true;
}

void seal_reader_free(struct seal_reader *reader)
{
    if (reader != NULL) {
        sodium_memzero(reader, sizeof *reader);
        free(reader);
    }
}
