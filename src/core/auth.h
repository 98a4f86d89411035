/* Login: three steps, so that the slow hash runs off the screen's thread.
 *   auth_begin   (screen thread, database)  who, may they try now?
 *   auth_compare (any thread, no database)  Argon2id
 *   auth_end     (screen thread, database)  counts the failure or logs in
 * PIN (6 or more digits) for officer and coach, passphrase (>= 10 characters) for admin. From the
 * third failure on a delay of 1, 2, 4 .. 300 s, kept in the database; at most 10 wrong tries a
 * minute per seat. A name nobody has fails with the same sentences after the same time. */
#ifndef CORE_AUTH_H
#define CORE_AUTH_H
#include "core/app.h"

struct auth_attempt {
    struct account account; /* id 0: no such account; compared against the dummy hash */
    record_id who;          /* the account, or negative for a name nobody has */
    char secret[128];       /* wiped by auth_compare */
    unsigned char pepper[32];
    bool is_match; /* set by auth_compare */
    bool needs_rehash;
    char new_hash[128];
};

/* ERR_BUSY while locked ("Try again in 8 s"). login: account login or record. */
bool auth_begin(struct app *app, const char *login, const char *secret,
                struct auth_attempt *attempt, struct err *err);
void auth_compare(struct auth_attempt *attempt);
/* On a match app->actor is set. ERR_DENIED otherwise: same sentence for unknown names; also when
 * the account was disabled or got another secret since auth_begin. */
bool auth_end(struct app *app, struct auth_attempt *attempt, struct err *err);
void auth_logout(struct app *app);

/* Seconds until this account may try again; 0: now. */
int auth_wait_s(struct app *app, const struct account *account);

#endif
