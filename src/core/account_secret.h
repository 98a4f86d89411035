/* The rule of what may be a PIN or passphrase. Used by core/account, auth and first_run. */
#ifndef CORE_ACCOUNT_SECRET_H
#define CORE_ACCOUNT_SECRET_H
#include "core/app.h"

/* Officer and coach: 6 or more digits, or 10 or more characters; administrator: 10 or more
 * characters. */
bool account_secret_is_allowed(enum role role, const char *secret, struct err *err);
/* Folds a login name into the account; it may grow by that ("ß" is "ss"), and is not cut. */
bool account_take_login(struct account *account, const char *typed, struct err *err);

#endif
