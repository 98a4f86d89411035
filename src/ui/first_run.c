/* The first start: language, club, administrator, and whether to load the demonstration. */
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/auth.h"
#include "core/demo.h"
#include "ui/field.h"
#include "ui/login.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum {
    FIELD_LANGUAGE,
    FIELD_CLUB,
    FIELD_ADMIN,
    FIELD_SECRET,
    FIELD_AGAIN,
    FIELD_DEMO,
    FIELD_COUNT
};

struct first_run {
    struct screen screen;
    struct form form;
    struct form_field fields[FIELD_COUNT];
    int language, demo;
    char again[128];
    struct club_setup setup;
    struct task *task;
    struct login_try login_try; /* straight to the range afterwards */
    bool is_created, has_demo;
    char folder[512];
    struct err err;
};

static const char *const languages[] = {N_("English"), N_("Dutch"), NULL};

static void fill_fields(struct first_run *run)
{
    run->fields[FIELD_LANGUAGE] = (struct form_field){.kind = FORM_CHOICE,
                                                      .label = N_("Language"),
                                                      .choices = languages,
                                                      .number = &run->language};
    run->fields[FIELD_CLUB] = (struct form_field){.kind = FORM_TEXT,
                                                  .label = N_("Name of the club"),
                                                  .text = run->setup.club_name,
                                                  .room = sizeof run->setup.club_name};
    run->fields[FIELD_ADMIN] =
        (struct form_field){.kind = FORM_TEXT,
                            .label = N_("Administrator"),
                            .hint = N_("Your name. You can add range officers later."),
                            .text = run->setup.admin_name,
                            .room = sizeof run->setup.admin_name};
    run->fields[FIELD_SECRET] = (struct form_field){.kind = FORM_SECRET,
                                                    .label = N_("Passphrase"),
                                                    .hint = N_("At least 10 characters."),
                                                    .text = run->setup.passphrase,
                                                    .room = sizeof run->setup.passphrase};
    run->fields[FIELD_AGAIN] = (struct form_field){.kind = FORM_SECRET,
                                                   .label = N_("Passphrase again"),
                                                   .text = run->again,
                                                   .room = sizeof run->again};
    run->fields[FIELD_DEMO] = (struct form_field){
        .kind = FORM_SWITCH,
        .label = N_("Demonstration club"),
        .hint = N_("Space: load 40 members and two years of sessions, removable later."),
        .number = &run->demo};
}

static bool first_run_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    (void)err;
    struct first_run *run = (struct first_run *)screen;
    run->language = i18n_language() == LANGUAGE_NL;
    fill_fields(run);
    form_start(&run->form, run->fields, FIELD_COUNT);
    return true;
}

static void first_run_close(struct screen *screen)
{
    struct first_run *run = (struct first_run *)screen;
    if (run->task != NULL) {
        ui_forget_task(screen->ui, run->task);
        task_finish(run->task);
    }
    login_try_stop(&run->login_try, screen->ui);
    secret_wipe(run->again, sizeof run->again);
    secret_wipe(&run->setup, sizeof run->setup);
}

static void first_run_draw(struct screen *screen, struct area area)
{
    struct first_run *run = (struct first_run *)screen;
    int columns = area.columns < 76 ? area.columns : 76;
    int lines = area.lines < 20 ? area.lines : 20;
    struct area box =
        area_part(area, (area.lines - lines) / 3, (area.columns - columns) / 2, lines, columns);
    draw_box(box, "AimTrack");
    struct area inside = area_part(box, 2, 3, box.lines - 4, box.columns - 6);
    draw_text(inside, 0, 0, INK_TITLE, _("Welcome. A few answers, then the range is open."));
    form_draw(&run->form, area_part(inside, 2, 0, inside.lines - 4, inside.columns));
    if (run->task != NULL || run->login_try.task != NULL) {
        draw_text(inside, inside.lines - 1, 0, INK_MUTED, _("Making the club ..."));
    }
}

/* On its own thread with its own connection: the screen's app is not touched. */
static void create(void *work)
{
    struct first_run *run = work;
    struct app app;
    struct app_options how = {.folder = run->folder};
    if (!app_open(&app, &how, &run->err)) {
        return;
    }
    run->is_created = app_create_club(&app, &run->setup, &run->err);
    if (run->is_created && run->demo != 0) {
        struct demo_options options = {.members = 40, .seed = 1};
        struct demo_result result;
        run->has_demo = demo_load(&app, &options, NULL, NULL, &result, &run->err);
    }
    app_close(&app);
}

static void logged_in(struct screen *screen)
{
    struct first_run *run = (struct first_run *)screen;
    struct err err = {0};
    struct ui *ui = screen->ui;
    bool lacks_demo = run->demo != 0 && !run->has_demo;
    if (!auth_end(screen->app, &run->login_try.attempt, &err)) {
        ui_replace_all(ui, &screen_login, NULL);
        ui_toast_err(ui, &err);
        return;
    }
    ui_read_idle_lock(ui);
    ui_replace_all(ui, &screen_range, NULL);
    if (lacks_demo) {
        ui_toast(
            ui, TOAST_WARN, "%s",
            _("The club is there, without the demonstration: \"aimtrack demo\" tries it again."));
    } else {
        ui_toast(ui, TOAST_GOOD, "%s", _("The club is there and you are logged in."));
    }
}

static void created(void *context)
{
    struct first_run *run = context;
    struct err err = {0};
    task_finish(run->task);
    run->task = NULL;
    if (!run->is_created || !app_reload_club(run->screen.app, &err)) {
        text_copy(run->form.error, sizeof run->form.error,
                  run->is_created ? err.what : run->err.what);
        run->form.error_field = -1;
        return;
    }
    text_copy(run->login_try.secret, sizeof run->login_try.secret, run->setup.passphrase);
    if (!login_try_start(&run->login_try, &run->screen, run->setup.admin_login, logged_in)) {
        ui_replace_all(run->screen.ui, &screen_login, NULL);
    }
}

/* "Jan Jansen" logs in as "jan". */
static void make_login(struct first_run *run)
{
    text_fold(run->setup.admin_login, sizeof run->setup.admin_login, run->setup.admin_name);
    text_trim(run->setup.admin_login);
    run->setup.admin_login[strcspn(run->setup.admin_login, " ")] = '\0';
}

static void complain(struct first_run *run, int field, const char *text)
{
    form_focus(&run->form, field);
    run->form.error_field = field;
    text_copy(run->form.error, sizeof run->form.error, text);
}

static void save(struct first_run *run)
{
    if (run->setup.club_name[0] == '\0') {
        complain(run, FIELD_CLUB, _("The club needs a name."));
    } else if (run->setup.admin_name[0] == '\0') {
        complain(run, FIELD_ADMIN, _("The administrator needs a name."));
    } else if (strlen(run->setup.passphrase) < 10) {
        complain(run, FIELD_SECRET, _("At least 10 characters."));
    } else if (strcmp(run->setup.passphrase, run->again) != 0) {
        complain(run, FIELD_AGAIN, _("This is not the same passphrase."));
    } else {
        text_copy(run->setup.language, sizeof run->setup.language,
                  run->language == 1 ? "nl" : "en");
        make_login(run);
        text_copy(run->folder, sizeof run->folder, run->screen.app->folder);
        run->task = task_start(create, run, &run->err);
        if (run->task != NULL) {
            ui_watch_task(run->screen.ui, run->task, created, run);
        }
    }
}

static bool first_run_key(struct screen *screen, int key)
{
    struct first_run *run = (struct first_run *)screen;
    int language = run->language;
    if (run->task != NULL || run->login_try.task != NULL) {
        return true;
    }
    if (key == UI_KEY_ESCAPE) {
        return false;
    }
    enum form_event event = form_key(&run->form, key, ui_mouse(screen->ui));
    if (event == FORM_SAVE) {
        save(run);
    }
    if (language != run->language) {
        i18n_set_language(run->language == 1 ? LANGUAGE_NL : LANGUAGE_EN);
    }
    return event != FORM_UNUSED;
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
    {UI_KEY_ENTER, "Enter", N_("next, and at the end: open the range"), act_nothing, NULL, 9},
    {UI_KEY_F1 + 9, "F10", N_("leave AimTrack"), leave, NULL, 5},
    {0},
};

const struct screen_class screen_first_run = {
    .name = N_("First start"),
    .about = N_("The club and its first administrator. Everything can be changed later; the "
                "passphrase opens "
                "accounts, settings and backups, so keep it well."),
    .size = sizeof(struct first_run),
    .takes_text = true,
    .open = first_run_open,
    .draw = first_run_draw,
    .key = first_run_key,
    .close = first_run_close,
    .keys = keys,
};
