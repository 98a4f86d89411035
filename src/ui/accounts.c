/* System, the page Accounts: who may log in, and as what. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/account.h"
#include "ui/field.h"
#include "ui/list.h"
#include "ui/record_form.h"
#include "ui/system_pages.h"

enum { ACCOUNT_FORM_FIELDS = 4, TEXT_ROOM = 320 };

struct accounts {
    struct panel panel;
    struct screen *screen; /* of the card */
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

static struct accounts *accounts_of(const struct screen *screen)
{
    return (struct accounts *)card_shown(screen);
}

static const struct list_column columns[] = {
    {N_("Name"), 18, 2, 0, false, true},   {N_("Login"), 9, 1, 0, false, false},
    {N_("Role"), 15, 0, 0, false, false},  {N_("Last login"), 15, 0, 1, false, false},
    {N_("State"), 13, 1, 1, false, false},
};

static void state_cell(const struct account *account, char *dst, size_t size, enum ink *ink)
{
    dst[0] = '\0';
    if (account->is_disabled) {
        *ink = INK_WARN;
        text_copy(dst, size, _("disabled"));
    } else if (account_waits_until_ms(account) > 0) {
        *ink = INK_WARN;
        text_copy(dst, size, _("locked"));
    } else if (id_terminal(account->id) == ID_TERMINAL_DEMO) {
        *ink = INK_ACCENT2;
        text_copy(dst, size, _("demonstration"));
    }
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct accounts *accounts = owner;
    const struct account *account = &accounts->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, account->name);
        break;
    case 1:
        text_copy(dst, size, account->login);
        break;
    case 2:
        text_copy(dst, size, role_name(account->role));
        break;
    case 3:
        if (account->last_login_ms > 0) {
            time_moment_text(dst, size, account->last_login_ms);
        } else {
            text_copy(dst, size, "-");
        }
        break;
    default:
        state_cell(account, dst, size, ink);
        break;
    }
}

static void accounts_start(struct panel *base)
{
    struct accounts *accounts = (struct accounts *)base;
    accounts->screen = &base->card->screen;
    accounts->list = (struct list){.columns = columns,
                                   .column_count = (int)(sizeof columns / sizeof columns[0]),
                                   .empty = N_("No accounts."),
                                   .cell = write_cell,
                                   .owner = accounts};
}

static void accounts_read(struct accounts *accounts)
{
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    struct err err = {0};
    accounts->why[0] = '\0';
    if (!account_list(accounts->screen->app, &arena, true, &rows, &count, &err)) {
        text_copy(accounts->why, sizeof accounts->why, err.what);
        count = 0;
    }
    arena_free(&accounts->arena);
    accounts->arena = arena;
    accounts->rows = rows;
    list_set_count(&accounts->list, count);
}

static void accounts_close(struct panel *base)
{
    struct accounts *accounts = (struct accounts *)base;
    arena_free(&accounts->arena);
    secret_wipe(accounts->input.secret, sizeof accounts->input.secret);
}

static void accounts_draw(struct panel *base, struct area area)
{
    struct accounts *accounts = (struct accounts *)base;
    if (accounts->why[0] != '\0') {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED,
                     accounts->why);
        return;
    }
    list_draw(&accounts->list, area);
}

static bool accounts_key(struct panel *base, int key)
{
    struct accounts *accounts = (struct accounts *)base;
    /* A dozen rows: nothing to find. */
    return key != '/' &&
           list_key(&accounts->list, key, ui_mouse(accounts->screen->ui)) != LIST_UNUSED;
}

static const struct account *accounts_chosen(const struct accounts *accounts)
{
    const struct list *list = &accounts->list;
    return list->cursor < list->count ? &accounts->rows[list->cursor] : NULL;
}

/* --- forms ---------------------------------------------------------------------------------- */
static bool save(void *owner, int *field, struct err *err)
{
    struct accounts *accounts = owner;
    struct app *app = accounts->screen->app;
    record_id id = 0;
    *field = -1;
    accounts->input.role = (enum role)accounts->role;
    bool ok = accounts->secret_of != 0
                  ? account_set_secret(app, accounts->secret_of, accounts->input.secret, err)
              : accounts->edited != 0 ? account_edit(app, accounts->edited, accounts->input.name,
                                                     accounts->input.role, err)
                                      : account_add(app, &accounts->input, &id, err);
    if (ok) {
        secret_wipe(accounts->input.secret, sizeof accounts->input.secret);
    }
    return ok;
}

static void open_form(struct accounts *accounts, const char *title, int first, int count)
{
    struct record_form_argument argument = {.title = title,
                                            .fields = accounts->fields + first,
                                            .count = count,
                                            .owner = accounts,
                                            .save = save};
    ui_open(accounts->screen->ui, &screen_record_form, &argument);
}

static void fill_fields(struct accounts *accounts)
{
    struct account_input *input = &accounts->input;
    for (int i = 0; i < ROLE_COUNT; i++) {
        accounts->roles[i] = role_name((enum role)i);
    }
    accounts->roles[ROLE_COUNT] = NULL;
    accounts->fields[0] = (struct form_field){
        .kind = FORM_TEXT, .label = N_("Name"), .text = input->name, .room = sizeof input->name};
    accounts->fields[1] = (struct form_field){
        .kind = FORM_TEXT, .label = N_("Login"), .text = input->login, .room = sizeof input->login};
    accounts->fields[2] = (struct form_field){.kind = FORM_CHOICE,
                                              .label = N_("Role"),
                                              .choices = accounts->roles,
                                              .number = &accounts->role};
    accounts->fields[3] =
        (struct form_field){.kind = FORM_SECRET,
                            .label = N_("PIN or passphrase"),
                            .hint = N_("6 digits or more; administrator: 10 characters."),
                            .text = input->secret,
                            .room = sizeof input->secret};
}

static void accounts_add(struct screen *screen)
{
    struct accounts *accounts = accounts_of(screen);
    accounts->input = (struct account_input){0};
    accounts->secret_of = accounts->edited = 0;
    accounts->role = (int)ROLE_OFFICER;
    fill_fields(accounts);
    open_form(accounts, _("New account"), 0, ACCOUNT_FORM_FIELDS);
}

static void accounts_set_secret(struct screen *screen)
{
    struct accounts *accounts = accounts_of(screen);
    const struct account *account = accounts_chosen(accounts);
    if (account == NULL) {
        return;
    }
    char title[NAME_ROOM + 48];
    accounts->input = (struct account_input){0};
    accounts->secret_of = account->id;
    accounts->edited = 0;
    fill_fields(accounts);
    snprintf(title, sizeof title, _("New secret for %s"), account->name);
    open_form(accounts, title, ACCOUNT_FORM_FIELDS - 1, 1);
}

static void accounts_edit(struct screen *screen)
{
    struct accounts *accounts = accounts_of(screen);
    const struct account *account = accounts_chosen(accounts);
    if (account == NULL) {
        return;
    }
    char title[NAME_ROOM + 48];
    accounts->input = (struct account_input){.role = account->role};
    text_copy(accounts->input.name, sizeof accounts->input.name, account->name);
    accounts->secret_of = 0;
    accounts->edited = account->id;
    accounts->role = (int)account->role;
    fill_fields(accounts);
    accounts->fields[1] = accounts->fields[2]; /* name and role only */
    snprintf(title, sizeof title, _("Account of %s"), account->name);
    open_form(accounts, title, 0, 2);
}

static void accounts_notice(struct panel *base, const void *value)
{
    struct accounts *accounts = (struct accounts *)base;
    if (value != accounts) {
        return;
    }
    ui_toast(accounts->screen->ui, TOAST_GOOD, "%s",
             accounts->secret_of != 0 ? _("The new secret counts from now on.")
             : accounts->edited != 0  ? _("The account is stored.")
                                      : _("The account can log in now."));
    accounts_read(accounts);
}

/* --- shutting and opening one ----------------------------------------------------------------- */
static void enable_account(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (account_enable(ui_app(ui), id, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The account can log in now."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void disable(struct screen *screen)
{
    struct accounts *accounts = accounts_of(screen);
    const struct account *account = accounts_chosen(accounts);
    struct err err = {0};
    if (account == NULL || !account_disable(screen->app, account->id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, enable_account, account->id, N_("can log in again"));
    ui_toast(screen->ui, TOAST_GOOD, _("%s can no longer log in. Press u to undo."), account->name);
    accounts_read(accounts);
}

static void enable(struct screen *screen)
{
    struct accounts *accounts = accounts_of(screen);
    enable_account(screen->ui, accounts_chosen(accounts)->id);
    accounts_read(accounts);
}

static void ask_to_disable(struct screen *screen)
{
    char question[TEXT_ROOM];
    const struct account *account = accounts_chosen(accounts_of(screen));
    if (account == NULL) {
        return;
    }
    snprintf(question, sizeof question,
             _("Disable the account of %s? It can no longer log in. What it did stays in the"
               " trail."),
             account->name);
    ui_ask(screen, question, _("disable"), disable);
}

static bool has_account(const struct screen *screen)
{
    return accounts_chosen(accounts_of(screen)) != NULL;
}

static bool is_enabled_account(const struct screen *screen)
{
    return has_account(screen) && !accounts_chosen(accounts_of(screen))->is_disabled;
}

/* Disabled, or locked after wrong secrets. */
static bool is_shut_account(const struct screen *screen)
{
    if (!has_account(screen)) {
        return false;
    }
    const struct account *account = accounts_chosen(accounts_of(screen));
    return account->is_disabled || account_waits_until_ms(account) > 0;
}

static const struct key_row keys[] = {
    {'n', "n", N_("new account"), accounts_add, NULL, 8},
    {'e', "e", N_("edit"), accounts_edit, has_account, 7},
    {'s', "s", N_("new secret"), accounts_set_secret, has_account, 7},
    {'d', "d", N_("disable"), ask_to_disable, is_enabled_account, 6},
    {'b', "b", N_("enable, unlock"), enable, is_shut_account, 6},
    {0},
};

static bool accounts_load(struct panel *base, struct err *err)
{
    (void)err;
    accounts_read((struct accounts *)base);
    return true;
}

const struct panel_class page_accounts = {
    .name = N_("Accounts"),
    .about = N_("Who may log in, as what, and since when not."),
    .size = sizeof(struct accounts),
    .start = accounts_start,
    .load = accounts_load,
    .draw = accounts_draw,
    .key = accounts_key,
    .notice = accounts_notice,
    .close = accounts_close,
    .keys = keys,
};
