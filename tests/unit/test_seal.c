/* Sealed files: what comes out is what went in, or a sentence; every flipped bit, every cut, every
 * exchanged piece. And the plain archive they hold. */
#include "support.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/seal.h"
#include "export/tar.h"

enum { PIECE = 64 * 1024, EXTRA = 17, HEAD = 18 + 32 + 48 + 32 + 24 };

struct scene {
    char folder[512];
    struct seal_pair pair;
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_true(sodium_init() >= 0);
    test_folder(scene->folder);
    seal_pair_make(&scene->pair);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static bool into_buf(void *context, const void *bytes, size_t size, struct err *err)
{
    (void)err;
    buf_add(context, bytes, size);
    return true;
}

static void pattern(unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(i * 31 + i / 251);
    }
}

static void seal_bytes(const struct scene *scene, size_t size, struct buf *sealed)
{
    struct err err = {0};
    unsigned char *plain = malloc(size + 1);
    pattern(plain, size);
    struct seal_writer *writer = seal_writer_open(scene->pair.public_key, into_buf, sealed, &err);
    assert_non_null(writer);
    for (size_t at = 0; at < size; at += 10000) { /* in pieces that fit no block */
        size_t part = size - at < 10000 ? size - at : 10000;
        assert_ok(seal_write(writer, plain + at, part, &err), err);
    }
    assert_ok(seal_finish(writer, &err), err);
    seal_writer_free(writer);
    free(plain);
}

static int put_file(const struct scene *scene, const void *bytes, size_t size)
{
    char path[600];
    file_join(path, sizeof path, scene->folder, "sealed");
    unlink(path);
    int file = open(path, O_RDWR | O_CREAT, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), size);
    return file;
}

/* The bytes that come out before the end or an error; whether it ended well. */
static bool open_bytes(const struct seal_pair *pair, int file, struct buf *plain, struct err *err)
{
    char block[7000];
    size_t got = 1;
    struct seal_reader *reader = seal_reader_open(file, pair, NULL, err);
    bool ok = reader != NULL;
    while (ok && got > 0) {
        ok = seal_read(reader, block, sizeof block, &got, err);
        buf_add(plain, block, ok ? got : 0);
    }
    seal_reader_free(reader);
    return ok;
}

static void what_was_sealed_comes_back_at_every_size(void **state)
{
    struct scene *scene = *state;
    static const size_t sizes[] = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buf sealed = {0};
        struct buf plain = {0};
        struct err err = {0};
        unsigned char *wanted = malloc(sizes[i] + 1);
        pattern(wanted, sizes[i]);
        seal_bytes(scene, sizes[i], &sealed);
        int file = put_file(scene, sealed.bytes, sealed.size);
        assert_ok(seal_check_frame(file, &err), err);
        assert_ok(open_bytes(&scene->pair, file, &plain, &err), err);
        assert_int_equal(plain.size, sizes[i]);
        assert_memory_equal(buf_text(&plain), wanted, sizes[i]);
        close(file);
        free(wanted);
        buf_free(&sealed);
        buf_free(&plain);
    }
}

/* What did come out before the error is a beginning of what went in: nothing wrong ever does. */
static void expect_refused(const struct scene *scene, const char *bytes, size_t size,
                           const char *about)
{
    struct buf plain = {0};
    struct err err = {0};
    int file = put_file(scene, bytes, size);
    if (open_bytes(&scene->pair, file, &plain, &err)) {
        fail_msg("opened: %s", about);
    }
    assert_true(err.kind == ERR_CORRUPT || err.kind == ERR_DENIED);
    unsigned char *wanted = malloc(plain.size + 1);
    pattern(wanted, plain.size);
    assert_memory_equal(buf_text(&plain), wanted, plain.size);
    free(wanted);
    close(file);
    buf_free(&plain);
}

static void a_flipped_bit_anywhere_is_refused(void **state)
{
    struct scene *scene = *state;
    struct buf sealed = {0};
    seal_bytes(scene, 2 * PIECE + 100, &sealed);
    struct test_random random;
    test_random_start(&random);
    for (size_t at = 0; at < sealed.size;
         at += at < HEAD + 40 || at > sealed.size - 200 ? 1 : 997) {
        char about[64];
        char bit = (char)(1 << test_random_below(&random, 8));
        snprintf(about, sizeof about, "byte %zu", at);
        sealed.bytes[at] ^= bit;
        expect_refused(scene, sealed.bytes, sealed.size, about);
        sealed.bytes[at] ^= bit;
    }
    buf_free(&sealed);
}

static void a_cut_anywhere_is_refused(void **state)
{
    struct scene *scene = *state;
    struct buf sealed = {0};
    seal_bytes(scene, 2 * PIECE + 100, &sealed);
    for (size_t size = 0; size < sealed.size;
         size += size < HEAD + 40 || size > sealed.size - 200 ? 1 : 991) {
        char about[64];
        snprintf(about, sizeof about, "cut to %zu", size);
        expect_refused(scene, sealed.bytes, size, about);
    }
    for (int pieces = 0; pieces <= 2; pieces++) { /* exactly between two pieces */
        expect_refused(scene, sealed.bytes, HEAD + (size_t)pieces * (PIECE + EXTRA),
                       "whole pieces");
    }
    buf_free(&sealed);
}

static void exchanged_repeated_and_added_pieces_are_refused(void **state)
{
    struct scene *scene = *state;
    struct buf sealed = {0};
    struct buf changed = {0};
    seal_bytes(scene, 3 * PIECE, &sealed);
    char *first = sealed.bytes + HEAD;
    size_t piece = PIECE + EXTRA;
    buf_add(&changed, sealed.bytes, HEAD);
    buf_add(&changed, first + piece, piece);
    buf_add(&changed, first, piece);
    buf_add(&changed, first + 2 * piece, piece);
    expect_refused(scene, changed.bytes, changed.size, "exchanged");
    buf_clear(&changed);
    buf_add(&changed, sealed.bytes, HEAD + piece);
    buf_add(&changed, first, 2 * piece);
    expect_refused(scene, changed.bytes, changed.size, "repeated");
    buf_clear(&changed);
    buf_add(&changed, sealed.bytes, sealed.size);
    buf_add(&changed, first, piece);
    expect_refused(scene, changed.bytes, changed.size, "added");
    buf_add(&changed, "x", 1);
    expect_refused(scene, changed.bytes, changed.size, "one more byte");
    buf_free(&sealed);
    buf_free(&changed);
}

static void the_beginning_of_another_file_does_not_fit(void **state)
{
    struct scene *scene = *state;
    struct buf one = {0};
    struct buf other = {0};
    seal_bytes(scene, PIECE, &one);
    seal_bytes(scene, PIECE, &other);
    memcpy(one.bytes, other.bytes, HEAD);
    expect_refused(scene, one.bytes, one.size, "another head");
    buf_free(&one);
    buf_free(&other);
}

static void another_key_is_named_as_such(void **state)
{
    struct scene *scene = *state;
    struct buf sealed = {0};
    struct buf plain = {0};
    struct err err = {0};
    struct seal_pair other;
    seal_pair_make(&other);
    seal_bytes(scene, 10, &sealed);
    int file = put_file(scene, sealed.bytes, sealed.size);
    assert_false(open_bytes(&other, file, &plain, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_non_null(strstr(err.what, "another key"));
    close(file);
    buf_free(&sealed);
    buf_free(&plain);
}

static void keys_as_text_come_back_and_slips_are_noticed(void **state)
{
    struct scene *scene = *state;
    char public_text[SEAL_TEXT_ROOM];
    char private_text[SEAL_TEXT_ROOM];
    char file[400];
    unsigned char key[SEAL_KEY_SIZE];
    struct seal_pair pair;
    struct err err = {0};
    seal_public_text(public_text, scene->pair.public_key);
    seal_private_text(private_text, scene->pair.private_key);
    assert_ok(seal_public_read(public_text, key, &err), err);
    assert_memory_equal(key, scene->pair.public_key, SEAL_KEY_SIZE);
    snprintf(file, sizeof file, "# a comment\n# Belongs to %s\n%s\n", public_text, private_text);
    assert_ok(seal_pair_read(file, &pair, &err), err);
    assert_memory_equal(&pair, &scene->pair, sizeof pair);
    assert_false(seal_public_read(private_text, key, &err)); /* the wrong half */
    assert_false(seal_pair_read(public_text, &pair, &err));
    for (char *at = public_text; *at != '\0'; at++) {
        char was = *at;
        *at = was == 'a' ? 'b' : 'a';
        assert_false(seal_public_read(public_text, key, &err));
        *at = was;
    }
    public_text[strlen(public_text) - 1] = '\0';
    assert_false(seal_public_read(public_text, key, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
}

/* --- the archive
 * ------------------------------------------------------------------------------------ */

struct memory {
    const char *bytes;
    size_t size, at;
};

static bool from_memory(void *context, void *dst, size_t size, size_t *got, struct err *err)
{
    struct memory *memory = context;
    (void)err;
    *got = memory->size - memory->at < size ? memory->size - memory->at : size;
    memcpy(dst, memory->bytes + memory->at, *got);
    memory->at += *got;
    return true;
}

static void add_member(struct buf *tar, const char *name, const char *bytes, size_t size)
{
    static const char zeros[TAR_BLOCK];
    unsigned char block[TAR_BLOCK];
    assert_true(tar_header(block, name, (int64_t)size, 1700000000000));
    buf_add(tar, block, sizeof block);
    buf_add(tar, bytes, size);
    buf_add(tar, zeros, tar_padding((int64_t)size));
}

static enum tar_step walk(const char *bytes, size_t size, int *members, struct err *err)
{
    struct memory memory = {.bytes = bytes, .size = size};
    struct tar_reader reader = {.source = from_memory, .context = &memory};
    struct tar_entry entry;
    enum tar_step step = TAR_ENTRY;
    *members = 0;
    while ((step = tar_next(&reader, &entry, err)) == TAR_ENTRY) {
        (*members)++;
    }
    return step;
}

static void an_archive_is_what_tar_reads(void **state)
{
    struct scene *scene = *state;
    static const char end[2 * TAR_BLOCK];
    struct buf tar = {0};
    struct err err = {0};
    char path[600];
    char command[1400];
    int members = 0;
    add_member(&tar, "one", "first", 5);
    add_member(&tar, "empty", "", 0);
    add_member(&tar, "folder/two", end, TAR_BLOCK);
    buf_add(&tar, end, sizeof end);
    assert_int_equal(walk(tar.bytes, tar.size, &members, &err), TAR_END);
    assert_int_equal(members, 3);
    file_join(path, sizeof path, scene->folder, "a.tar");
    assert_ok(file_write_durable(path, tar.bytes, tar.size, &err), err);
    snprintf(command, sizeof command,
             "cd '%s' && tar xf a.tar && test \"$(cat one)\" = first && test -f empty && test"
             " \"$(stat -c %%s folder/two)\" = 512",
             scene->folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    buf_free(&tar);
}

static void a_damaged_archive_never_ends_well(void **state)
{
    (void)state;
    static const char end[2 * TAR_BLOCK];
    struct buf tar = {0};
    struct err err = {0};
    int members = 0;
    add_member(&tar, "one", "first", 5);
    buf_add(&tar, end, sizeof end);
    for (size_t size = 0; size < tar.size; size += 100) {
        assert_int_equal(walk(tar.bytes, size, &members, &err), TAR_FAILED);
    }
    for (size_t at = 0; at < TAR_BLOCK; at++) { /* a header whose sum is wrong */
        tar.bytes[at] ^= 0x11;
        assert_int_equal(walk(tar.bytes, tar.size, &members, &err), TAR_FAILED);
        tar.bytes[at] ^= 0x11;
    }
    buf_add(&tar, "x", 1);
    assert_int_equal(walk(tar.bytes, tar.size, &members, &err), TAR_FAILED);
    buf_free(&tar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_comes_back_at_every_size),
        cmocka_unit_test(a_flipped_bit_anywhere_is_refused),
        cmocka_unit_test(a_cut_anywhere_is_refused),
        cmocka_unit_test(exchanged_repeated_and_added_pieces_are_refused),
        cmocka_unit_test(the_beginning_of_another_file_does_not_fit),
        cmocka_unit_test(another_key_is_named_as_such),
        cmocka_unit_test(keys_as_text_come_back_and_slips_are_noticed),
        cmocka_unit_test(an_archive_is_what_tar_reads),
        cmocka_unit_test(a_damaged_archive_never_ends_well),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
