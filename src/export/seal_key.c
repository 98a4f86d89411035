/* Keys as a person keeps them: a word that says which half it is, the key and a checksum. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "export/seal.h"

enum { SUM_SIZE = 4, KEY_AND_SUM = SEAL_KEY_SIZE + SUM_SIZE, LETTERS = 48 };

static const char public_word[] = "aimtrack-public-";
static const char private_word[] = "aimtrack-private-";

void seal_pair_make(struct seal_pair *pair)
{
    crypto_box_keypair(pair->public_key, pair->private_key);
}

/* Over the word too: a private key is not taken for a public one. */
static void checksum(unsigned char sum[SUM_SIZE], const char *word, const unsigned char *key)
{
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)word, strlen(word));
    crypto_generichash_update(&state, key, SEAL_KEY_SIZE);
    crypto_generichash_final(&state, hash, sizeof hash);
    memcpy(sum, hash, SUM_SIZE);
}

static void write_key(char *dst, const char *word, const unsigned char *key)
{
    unsigned char bytes[KEY_AND_SUM];
    char letters[LETTERS + 1];
    memcpy(bytes, key, SEAL_KEY_SIZE);
    checksum(bytes + SEAL_KEY_SIZE, word, key);
    sodium_bin2base64(letters, sizeof letters, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(dst, SEAL_TEXT_ROOM, "%s%s", word, letters);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(letters, sizeof letters);
}

static bool read_key(const char *text, const char *word, unsigned char key[SEAL_KEY_SIZE])
{
    unsigned char bytes[KEY_AND_SUM];
    unsigned char sum[SUM_SIZE];
    size_t size = 0;
    size_t length = strlen(word);
    bool ok =
        strncmp(text, word, length) == 0 &&
        sodium_base642bin(bytes, sizeof bytes, text + length, strcspn(text + length, " \t\r\n"),
                          NULL, &size, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
        size == sizeof bytes;
    if (ok) {
        checksum(sum, word, bytes);
        ok = memcmp(sum, bytes + SEAL_KEY_SIZE, SUM_SIZE) == 0;
        memcpy(key, bytes, SEAL_KEY_SIZE);
    }
    sodium_memzero(bytes, sizeof bytes);
    return ok;
}

void seal_public_text(char *dst, const unsigned char key[SEAL_KEY_SIZE])
{
    write_key(dst, public_word, key);
}

void seal_private_text(char *dst, const unsigned char key[SEAL_KEY_SIZE])
{
    write_key(dst, private_word, key);
}

bool seal_public_read(const char *text, unsigned char key[SEAL_KEY_SIZE], struct err *err)
{
    text += strspn(text, " \t\r\n");
    return read_key(text, public_word, key) ||
           err_set(err, ERR_CONFIG,
                   _("The public key for backups is not one that \"aimtrack keypair\" printed, or"
                     " it was mistyped. Nothing was written."));
}

bool seal_pair_read(const char *text, struct seal_pair *pair, struct err *err)
{
    const char *found = strstr(text, private_word);
    if (found == NULL || !read_key(found, private_word, pair->private_key)) {
        return err_set(err, ERR_INPUT,
                       _("That file holds no private key of \"aimtrack keypair\", or it was"
                         " changed."));
    }
    crypto_scalarmult_base(pair->public_key, pair->private_key);
    return true;
}
