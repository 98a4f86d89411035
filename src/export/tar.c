#include "export/tar.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* Where the fields of a header lie (POSIX.1-1988). */
enum {
    AT_NAME = 0,
    AT_MODE = 100,
    AT_UID = 108,
    AT_GID = 116,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    SUM_SIZE = 8
};

static bool say_damaged(struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   _("The backup is damaged: it is not whole, or it is no backup of AimTrack."));
}

/* The sum of all bytes, its own field read as spaces. */
static unsigned sum_of(const unsigned char block[TAR_BLOCK])
{
    unsigned sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++) {
        sum += i >= AT_SUM && i < AT_SUM + SUM_SIZE ? ' ' : block[i];
    }
    return sum;
}

static void put_octal(unsigned char *field, int digits, int64_t value)
{
    for (int i = digits - 1; i >= 0; i--) {
        field[i] = (unsigned char)('0' + (value & 7));
        value >>= 3;
    }
}

bool tar_header(unsigned char block[TAR_BLOCK], const char *name, int64_t size, int64_t at_ms)
{
    memset(block, 0, TAR_BLOCK);
    if (size < 0 || size > TAR_BYTES_MAX || strlen(name) >= TAR_NAME_ROOM) {
        return false;
    }
    /* the block is zeros: what is shorter than its field ends there */
    memcpy(block + AT_NAME, name, strlen(name)); /* NOLINT(bugprone-not-null-terminated-result) */
    put_octal(block + AT_MODE, 7, 0600);
    put_octal(block + AT_UID, 7, 0);
    put_octal(block + AT_GID, 7, 0);
    put_octal(block + AT_SIZE, 11, size);
    put_octal(block + AT_TIME, 11, at_ms > 0 ? at_ms / 1000 : 0);
    block[AT_TYPE] = '0';
    memcpy(block + AT_MAGIC, "ustar\00000", 8); /* NOLINT(bugprone-not-null-terminated-result) */
    put_octal(block + AT_SUM, 6, sum_of(block));
    block[AT_SUM + 7] = ' ';
    return true;
}

size_t tar_padding(int64_t size)
{
    return (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}

/* --- reading --- */

static bool get_octal(const unsigned char *field, int digits, int64_t *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (field[i] < '0' || field[i] > '7') {
            return false;
        }
        *value = *value * 8 + (field[i] - '0');
    }
    return true;
}

static bool is_zero(const unsigned char block[TAR_BLOCK])
{
    for (int i = 0; i < TAR_BLOCK; i++) {
        if (block[i] != 0) {
            return false;
        }
    }
    return true;
}

static bool read_header(const unsigned char block[TAR_BLOCK], struct tar_entry *entry)
{
    int64_t sum = 0;
    if (!get_octal(block + AT_SUM, 6, &sum) || sum != sum_of(block) || block[AT_SUM + 6] != '\0' ||
        block[AT_SUM + 7] != ' ' || !get_octal(block + AT_SIZE, 11, &entry->size) ||
        block[AT_TYPE] != '0' || memcmp(block + AT_MAGIC, "ustar", 5) != 0 ||
        block[AT_NAME + TAR_NAME_ROOM - 1] != '\0') {
        return false;
    }
    return text_copy(entry->name, sizeof entry->name, (const char *)block + AT_NAME);
}

static bool read_whole(struct tar_reader *reader, unsigned char block[TAR_BLOCK], struct err *err)
{
    size_t got = 0;
    return reader->source(reader->context, block, TAR_BLOCK, &got, err) &&
           (got == TAR_BLOCK || say_damaged(err));
}

static bool pass_over(struct tar_reader *reader, struct err *err)
{
    unsigned char block[TAR_BLOCK];
    int64_t left = reader->left + (int64_t)reader->padding;
    reader->left = 0;
    reader->padding = 0;
    while (left > 0) {
        size_t got = 0;
        size_t wanted = left < TAR_BLOCK ? (size_t)left : TAR_BLOCK;
        if (!reader->source(reader->context, block, wanted, &got, err)) {
            return false;
        }
        if (got != wanted) {
            return say_damaged(err);
        }
        left -= (int64_t)got;
    }
    return true;
}

/* The second zero block, and then nothing. */
static enum tar_step read_end(struct tar_reader *reader, struct err *err)
{
    unsigned char block[TAR_BLOCK];
    size_t got = 0;
    if (!read_whole(reader, block, err)) {
        return TAR_FAILED;
    }
    bool is_end = is_zero(block);
    if (!reader->source(reader->context, block, 1, &got, err)) {
        return TAR_FAILED;
    }
    if (is_end && got == 0) {
        return TAR_END;
    }
    say_damaged(err);
    return TAR_FAILED;
}

enum tar_step tar_next(struct tar_reader *reader, struct tar_entry *entry, struct err *err)
{
    unsigned char block[TAR_BLOCK];
    if (!pass_over(reader, err) || !read_whole(reader, block, err)) {
        return TAR_FAILED;
    }
    if (is_zero(block)) {
        return read_end(reader, err);
    }
    if (!read_header(block, entry)) {
        say_damaged(err);
        return TAR_FAILED;
    }
    reader->left = entry->size;
    reader->padding = tar_padding(entry->size);
    return TAR_ENTRY;
}

bool tar_read(struct tar_reader *reader, void *dst, size_t size, size_t *got, struct err *err)
{
    size_t wanted = reader->left < (int64_t)size ? (size_t)reader->left : size;
    *got = 0;
    if (wanted == 0) {
        return true;
    }
    if (!reader->source(reader->context, dst, wanted, got, err)) {
        return false;
    }
    reader->left -= (int64_t)*got;
    return *got == wanted || say_damaged(err);
}
