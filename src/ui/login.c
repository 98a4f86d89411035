/* Who is there? Pick a name, give the secret; the slow comparison runs on another thread. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/account.h"
#include "core/auth.h"
#include "ui/field.h"
#include "ui/login.h"
#include "ui/picker.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct login {
    struct screen screen;
    struct picker picker;
    struct arena arena;
    struct account *accounts;
    int account_count;
    bool asks_secret, is_demo;
    char login[NUMBER_ROOM], name[NAME_ROOM];
    bool wants_digits;
    struct field field;
    struct login_try login_try;
};

/* "246810   range officer ": every role takes as much room, so that they stand below each other. */
static void describe(const struct account *account, char *dst, size_t size)
{
    int widest = 0;
    for (int role = ROLE_OFFICER; role <= ROLE_ADMIN; role++) {
        int width = text_width(role_name((enum role)role));
        widest = width > widest ? width : widest;
    }
    const char *role = role_name(account->role);
    snprintf(dst, size, "%s   %s%*s", account->shown_secret, role, widest - text_width(role), "");
}

static int find_account(struct app *app, void *context, const char *typed, struct picker_row *rows,
                        int room, struct err *err)
{
    (void)app;
    (void)err;
    const struct login *login = context;
    char needle[120];
    int count = 0;
    text_fold(needle, sizeof needle, typed);
    for (int i = 0; i < login->account_count && count < room; i++) {
        const struct account *account = &login->accounts[i];
        char hay[300];
        char plain[200];
        snprintf(plain, sizeof plain, "%s %s", account->name, account->login);
        text_fold(hay, sizeof hay, plain);
        if (!text_matches(hay, needle)) {
            continue;
        }
        struct picker_row *row = &rows[count++];
        *row = (struct picker_row){.id = account->id};
        text_copy(row->code, sizeof row->code, account->login);
        text_copy(row->text, sizeof row->text, account->name);
        describe(account, row->side, sizeof row->side);
    }
    return count;
}

/* After saving what was left of a damaged database it may be that no account is. */
static const struct picker_source account_source = {
    .title = N_("Who are you?"),
    .find = find_account,
    .empty =
        N_("Nobody has an account here any more. Whoever runs this machine makes one by command:"
           " aimtrack account add --login NAME --name NAME --role admin")};

static bool login_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct login *login = (struct login *)screen;
    if (!account_list(screen->app, &login->arena, false, &login->accounts, &login->account_count,
                      err)) {
        return false;
    }
    for (int i = 0; i < login->account_count; i++) {
        login->is_demo = login->is_demo || login->accounts[i].shown_secret[0] != '\0';
    }
    picker_start(&login->picker, screen->app, &account_source, login);
    return true;
}

static void login_close(struct screen *screen)
{
    struct login *login = (struct login *)screen;
    login_try_stop(&login->login_try, screen->ui);
    arena_free(&login->arena);
}

static void draw_secret(struct login *login, struct area inside)
{
    bool is_checking = login->login_try.task != NULL;
    draw_format(inside, 0, 0, INK_TITLE, "%s", login->name);
    draw_text(inside, 2, 0, INK_MUTED, login->wants_digits ? _("PIN") : _("Passphrase"));
    field_draw(&login->field, inside, 2, 14, 30, !is_checking);
    login_try_draw(&login->login_try, area_part(inside, 4, 0, 3, inside.columns));
}

/* As high as its names need, so that the box sits around them. */
static struct area place_box(const struct login *login, struct area area)
{
    enum { AROUND_LIST = 11, LEAST_ROWS = 7 };
    int rows = login->account_count > LEAST_ROWS ? login->account_count : LEAST_ROWS;
    int lines = rows + AROUND_LIST < area.lines ? rows + AROUND_LIST : area.lines;
    int columns = area.columns < 78 ? area.columns : 76;
    return area_part(area, (area.lines - lines) / 3, (area.columns - columns) / 2, lines, columns);
}

static void login_draw(struct screen *screen, struct area area)
{
    struct login *login = (struct login *)screen;
    char day[80];
    char clock[6];
    struct area box = place_box(login, area);
    time_day_part_text(day, sizeof day, time_now_ms());
    time_local_clock(clock, time_now_ms());
    draw_box(box, "AimTrack");
    struct area inside = area_part(box, 1, 4, box.lines - 2, box.columns - 8);
    draw_text(inside, 1, 0, INK_TITLE, screen->app->club.name);
    draw_format(inside, 2, 0, INK_MUTED, "%s   %s", day, clock);
    if (screen->app->is_view_only) {
        draw_text(inside, 3, 0, INK_WARN, _("The database cannot be written here: you can look."));
    }
    struct area part = area_part(inside, 5, 0, inside.lines - 8, inside.columns);
    if (login->asks_secret) {
        draw_secret(login, part);
    } else {
        draw_text(inside, 4, 0, INK_TEXT, _("Who are you?"));
        picker_draw(&login->picker, part, true);
    }
    if (login->is_demo) {
        draw_wrapped(inside, inside.lines - 2, INK_MUTED,
                     _("Demonstration club: anyone may log in; the PINs stand beside the names."));
    }
}

static void choose(struct login *login)
{
    const struct picker_row *row = picker_chosen(&login->picker);
    if (row == NULL) {
        return;
    }
    text_copy(login->login, sizeof login->login, row->code);
    text_copy(login->name, sizeof login->name, row->text);
    login->wants_digits = true;
    for (int i = 0; i < login->account_count; i++) {
        if (login->accounts[i].id == row->id) {
            login->wants_digits = login->accounts[i].role != ROLE_ADMIN;
        }
    }
    login->asks_secret = true;
    login->login_try.problem[0] = '\0';
    login->login_try.secret[0] = '\0';
    login->field.is_secret = true;
    field_start(&login->field, login->login_try.secret, sizeof login->login_try.secret);
}

static void finish_login(struct screen *screen)
{
    struct login *login = (struct login *)screen;
    struct err err = {0};
    if (!auth_end(screen->app, &login->login_try.attempt, &err)) {
        login_try_failed(&login->login_try, &err);
        return;
    }
    ui_read_idle_lock(screen->ui);
    ui_undo_set(screen->ui, NULL, 0, NULL); /* what another person did is not theirs to undo */
    ui_replace_all(screen->ui, &screen_range, NULL);
}

static bool login_key(struct screen *screen, int key)
{
    struct login *login = (struct login *)screen;
    if (login->login_try.task != NULL) {
        return key != UI_KEY_F1;
    }
    if (login->asks_secret) {
        if (key == UI_KEY_ENTER) {
            login_try_start(&login->login_try, screen, login->login, finish_login);
            field_start(&login->field, login->login_try.secret, sizeof login->login_try.secret);
            return true;
        }
        return field_key(&login->field, key);
    }
    enum picker_event event = picker_key(&login->picker, key);
    if (event == PICKER_PICKED) {
        choose(login);
    }
    return event != PICKER_UNUSED;
}

static void act_back(struct screen *screen)
{
    struct login *login = (struct login *)screen;
    if (login->asks_secret) {
        login->asks_secret = false;
        secret_wipe(login->login_try.secret, sizeof login->login_try.secret);
        return;
    }
    if (login->picker.typed[0] != '\0') {
        picker_start(&login->picker, screen->app, &account_source, login);
    } else if (screen->below != NULL) {
        ui_close(screen, NULL); /* back to the lock, which kept everything */
    }
}

static void login_tick(struct screen *screen)
{
    struct login *login = (struct login *)screen;
    if (login->asks_secret) {
        login_try_tick(&login->login_try);
    }
}

static bool can_go_back(const struct screen *screen)
{
    const struct login *login = (const struct login *)screen;
    return login->asks_secret || login->picker.typed[0] != '\0' || screen->below != NULL;
}

static void leave(struct screen *screen)
{
    ui_quit(screen->ui);
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("go on"), act_nothing, NULL, 9},
    {UI_KEY_ESCAPE, "Esc", N_("back"), act_back, can_go_back, 8},
    {UI_KEY_F1 + 9, "F10", N_("leave AimTrack"), leave, NULL, 5},
    {0},
};

const struct screen_class screen_login = {
    .name = N_("Login"),
    .about = N_(
        "Your name stands in the list, the last one to log in first: Enter chooses it, letters "
        "find "
        "another. Then type your PIN or passphrase and Enter. After three wrong tries you wait a "
        "little longer each time."),
    .size = sizeof(struct login),
    .takes_text = true,
    .open = login_open,
    .draw = login_draw,
    .key = login_key,
    .tick = login_tick,
    .close = login_close,
    .keys = keys,
};
