/* Accounts: who may log in. */
#ifndef CORE_ACCOUNT_H
#define CORE_ACCOUNT_H
#include "core/app.h"

/* All accounts that can log in, most recent login first (disabled ones only with all). In the
 * arena; secret_hash is empty in lists. */
bool account_list(struct app *app, struct arena *arena, bool all, struct account **rows, int *count,
                  struct err *err);
/* Until when a next try has to wait after wrong secrets; 0: it does not. By the wall clock, for who
 * looks: a seat that runs measures by its own (auth_delay.h). */
int64_t account_waits_until_ms(const struct account *account);
bool account_get(struct app *app, record_id id, struct account *account, struct err *err);

struct account_input {
    char login[NUMBER_ROOM], name[NAME_ROOM];
    enum role role;
    char secret[SECRET_MAX]; /* PIN or passphrase; rule by role. Slow: hashed on this thread */
    bool is_shown;           /* demonstration: keep the secret readable */
    record_id member_id;
};
bool account_add(struct app *app, const struct account_input *input, record_id *id,
                 struct err *err);
bool account_disable(struct app *app, record_id id, struct err *err);
/* May log in again; wrong tries are forgotten. */
bool account_enable(struct app *app, record_id id, struct err *err);
/* Name and role. The last enabled administrator stays one; another role asks for another kind of
 * secret: only from administrator to another role, or the other way with a new secret. */
bool account_edit(struct app *app, record_id id, const char *name, enum role role, struct err *err);
bool account_set_secret(struct app *app, record_id id, const char *secret, struct err *err);

const char *role_name(enum role role);             /* translated */
const char *role_code(enum role role);             /* "officer", "coach", "admin" */
bool role_read(const char *text, enum role *role); /* of a code */

#endif
