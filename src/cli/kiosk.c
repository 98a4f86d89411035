/* aimtrack without a command: the screens. */
#include <unistd.h>

#include "cli/backup_show.h"
#include "cli/families.h"
#include "ui/screen.h"

static bool has_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* The club's screens until their end; err says when they ended because the database is damaged, or
 * never began. */
static int run_club(const struct app_options *how, struct ui_options *screen, struct err *err)
{
    struct app app = {0};
    if (!app_open(&app, how, err)) {
        return err_exit_code(err);
    }
    screen->damage = err;
    int code = ui_run(&app, screen);
    app_close(&app);
    return code;
}

int command_kiosk(const struct command_options *options, int argc, char **argv)
{
    struct ui_options screen = {
        .ascii = command_flag(&argc, argv, "--ascii"),
        .no_mouse = command_flag(&argc, argv, "--no-mouse"),
        .theme = command_option(&argc, argv, "--theme"),
        .language = options->language,
    };
    struct app_options how = {.folder = options->folder, .is_kiosk = true, .is_read_only_ok = true};
    char folder[512];
    struct err ignored = {0};
    struct ui_rescued rescued = {.is_done = true};
    int code = 0;
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("kiosk"), NULL);
    }
    while (rescued.is_done) {
        struct err err = {0};
        screen.notice = rescued.said;
        code = run_club(&how, &screen, &err);
        if (err.kind == ERR_OK) {
            return code;
        }
        if (err.kind != ERR_CORRUPT || !has_terminal() ||
            !app_folder(options->folder, folder, sizeof folder, &ignored)) {
            command_fail(&err);
            backup_offer(options, &err);
            return code;
        }
        code = ui_rescue(folder, &err, &screen, &rescued);
    }
    return code;
}
