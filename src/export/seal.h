/* Sealing bytes to a public key: whoever seals cannot open it again, only the private key can
 * (docs/decisions/0012). The file: 18 bytes that say what it is, the public key, a new key sealed
 * to it (crypto_box_seal), the head of a crypto_secretstream_xchacha20poly1305, and pieces of 64
 * KiB, the last of which says that it is the last. */
#ifndef EXPORT_SEAL_H
#define EXPORT_SEAL_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEAL_KEY_SIZE = 32, SEAL_TEXT_ROOM = 96 };

struct seal_pair {
    unsigned char public_key[SEAL_KEY_SIZE], private_key[SEAL_KEY_SIZE];
};
void seal_pair_make(struct seal_pair *pair);

/* Keys as text, with a checksum: a slip of the pen is noticed. SEAL_TEXT_ROOM bytes each. */
void seal_public_text(char *dst, const unsigned char key[SEAL_KEY_SIZE]);
void seal_private_text(char *dst, const unsigned char key[SEAL_KEY_SIZE]);
/* White space around it is passed over. ERR_CONFIG: it is no such key, or mistyped. */
bool seal_public_read(const char *text, unsigned char key[SEAL_KEY_SIZE], struct err *err);
/* Finds the line of the private key among others, and its public half. ERR_INPUT. */
bool seal_pair_read(const char *text, struct seal_pair *pair, struct err *err);

/* --- sealing --- */
/* Where sealed bytes go. */
typedef bool (*seal_sink)(void *context, const void *bytes, size_t size, struct err *err);

struct seal_writer;
struct seal_writer *seal_writer_open(const unsigned char public_key[SEAL_KEY_SIZE], seal_sink sink,
                                     void *context, struct err *err);
bool seal_write(struct seal_writer *writer, const void *bytes, size_t size, struct err *err);
/* The last piece. */
bool seal_finish(struct seal_writer *writer, struct err *err);
/* The key of this one file, so that it can be read back at once; wipe it. */
void seal_session_key(const struct seal_writer *writer, unsigned char key[SEAL_KEY_SIZE]);
void seal_writer_free(struct seal_writer *writer); /* NULL: nothing */

/* --- opening --- */
/* Whether the file begins like a sealed one. The descriptor's place does not change. */
bool seal_is_sealed(int file);
/* Without any key: are its pieces as they must be, as far as that can be seen? ERR_CORRUPT. */
bool seal_check_frame(int file, struct err *err);

struct seal_reader;
/* Reads from the descriptor's beginning; one of the keys is NULL. ERR_CORRUPT; ERR_DENIED when it
 * was sealed to another key. */
struct seal_reader *seal_reader_open(int file, const struct seal_pair *pair,
                                     const unsigned char *session_key, struct err *err);
/* Fills dst, or less only at the end of what was sealed. */
bool seal_read(struct seal_reader *reader, void *dst, size_t size, size_t *got, struct err *err);
void seal_reader_free(struct seal_reader *reader); /* NULL: nothing */

#endif
