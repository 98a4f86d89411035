/* The pages of the System section that are lists: accounts, and the audit trail. Used by system.c
 * only. */
#ifndef UI_ACCOUNTS_H
#define UI_ACCOUNTS_H
#include "core/account.h"
#include "ui/field.h"
#include "ui/list.h"

enum { ACCOUNT_FORM_FIELDS = 4 };

struct accounts {
    struct screen *screen;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct account *rows;
    char why[240]; /* why nothing is shown: the right is missing */
    struct account_input input;
    record_id secret_of; /* whose secret the form changes; 0: not a secret */
    record_id edited;    /* whose name and role it changes; both 0: a new account */
    int role;
    const char *roles[ROLE_COUNT + 1];
    struct form_field fields[ACCOUNT_FORM_FIELDS];
};
void accounts_start(struct accounts *accounts, struct screen *screen);
void accounts_load(struct accounts *accounts);
void accounts_close(struct accounts *accounts);
void accounts_draw(struct accounts *accounts, struct area area);
bool accounts_key(struct accounts *accounts, int key);
const struct account *accounts_chosen(const struct accounts *accounts); /* NULL: none */
void accounts_add(struct accounts *accounts);
void accounts_set_secret(struct accounts *accounts);
void accounts_edit(struct accounts *accounts); /* name and role of the chosen one */
/* The opener's notice: true when it was ours. */
bool accounts_notice(struct accounts *accounts, const void *value);

#endif
