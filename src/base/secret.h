/* Secrets in memory: locked, wiped, never logged. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H
#include <stdbool.h>
#include <stddef.h>

enum { SECRET_MAX = 128 }; /* bytes of a PIN or passphrase, with its NUL */

void secret_wipe(void *bytes, size_t size);

/* Argon2id hash of a secret (libsodium, self-describing text), peppered with the 32 bytes of
 * `pepper`. Slow and memory-hungry by design: call on a task thread. out: SECRET_HASH_MAX bytes. */
enum { SECRET_HASH_MAX = 128, SECRET_PEPPER_SIZE = 32 };
bool secret_hash(char *out, const char *secret, const unsigned char *pepper);

/* Whether the secret is the one that was hashed. Constant-time; as slow as hashing. */
bool secret_matches(const char *hash, const char *secret, const unsigned char *pepper);

/* Whether the hash was made with another cost than this machine uses now. */
bool secret_needs_rehash(const char *hash);

/* A hash at the lowest cost, for secrets that are printed anyway (the demonstration's). */
bool secret_hash_public(char *out, const char *secret, const unsigned char *pepper);

/* Tests only: secret_hash at the lowest cost, too. */
void secret_set_lowest_cost(bool lowest);

/* A hash of nothing anyone knows, so that an unknown name costs the same time. */
const char *secret_dummy_hash(void);

#endif
