#include "base/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_lowest; /* set once at the start of a test */

static void start_sodium(void)
{
    if (sodium_init() < 0) { /* safe to call again, from any thread */
        abort();
    }
}

void secret_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}

void secret_set_lowest_cost(bool lowest)
{
    is_lowest = lowest;
}

static bool has_two_gibibytes(void)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 && pages >= (2L << 30) / size;
}

static unsigned long long cost_operations(void)
{
    return is_lowest             ? crypto_pwhash_OPSLIMIT_MIN
           : has_two_gibibytes() ? crypto_pwhash_OPSLIMIT_MODERATE
                                 : crypto_pwhash_OPSLIMIT_INTERACTIVE;
}

static size_t cost_memory(void)
{
    return is_lowest             ? crypto_pwhash_MEMLIMIT_MIN
           : has_two_gibibytes() ? crypto_pwhash_MEMLIMIT_MODERATE
                                 : crypto_pwhash_MEMLIMIT_INTERACTIVE;
}

/* The secret keyed with the pepper, as hexadecimal text: what Argon2id sees. */
static void pepper_secret(char out[65], const char *secret, const unsigned char *pepper)
{
    unsigned char digest[32];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)secret, strlen(secret), pepper,
                       SECRET_PEPPER_SIZE);
    sodium_bin2hex(out, 65, digest, sizeof digest);
    sodium_memzero(digest, sizeof digest);
}

static bool hash_at_cost(char *out, const char *secret, const unsigned char *pepper,
                         unsigned long long operations, size_t memory)
{
    char peppered[65];
    start_sodium();
    pepper_secret(peppered, secret, pepper);
    bool ok = crypto_pwhash_str(out, peppered, strlen(peppered), operations, memory) == 0;
    sodium_memzero(peppered, sizeof peppered);
    return ok;
}

bool secret_hash(char *out, const char *secret, const unsigned char *pepper)
{
    return hash_at_cost(out, secret, pepper, cost_operations(), cost_memory());
}

bool secret_hash_public(char *out, const char *secret, const unsigned char *pepper)
{
    return hash_at_cost(out, secret, pepper, crypto_pwhash_OPSLIMIT_MIN,
                        crypto_pwhash_MEMLIMIT_MIN);
}

bool secret_matches(const char *hash, const char *secret, const unsigned char *pepper)
{
    char peppered[65];
    start_sodium();
    pepper_secret(peppered, secret, pepper);
    bool ok = crypto_pwhash_str_verify(hash, peppered, strlen(peppered)) == 0;
    sodium_memzero(peppered, sizeof peppered);
    return ok;
}

bool secret_needs_rehash(const char *hash)
{
    start_sodium();
    return crypto_pwhash_str_needs_rehash(hash, cost_operations(), cost_memory()) == 1;
}

const char *secret_dummy_hash(void)
{
#define NOBODY "$4f0kCJAHPyZ6w2SbFnvxPA$Zx1m0wYw0mJb1l9TnB3nS4rB0w3o0hXh2nC3bW8Zb2E"
    return is_lowest             ? "$argon2id$v=19$m=8,t=1,p=1" NOBODY
           : has_two_gibibytes() ? "$argon2id$v=19$m=262144,t=3,p=1" NOBODY
                                 : "$argon2id$v=19$m=65536,t=2,p=1" NOBODY;
#undef NOBODY
}
