/* aimtrack without a command: the screens. */
#include "cli/families.h"

#include "ui/screen.h"

int command_kiosk(const struct command_options *options, int argc, char **argv)
{
    struct ui_options screen = {
        .ascii = command_flag(&argc, argv, "--ascii"),
        .no_mouse = command_flag(&argc, argv, "--no-mouse"),
        .theme = command_option(&argc, argv, "--theme"),
        .language = options->language,
    };
    struct app app = {0};
    struct app_options how = {.folder = options->folder, .is_kiosk = true, .is_read_only_ok = true};
    struct err err = {0};
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("kiosk"), NULL);
    }
    if (!app_open(&app, &how, &err)) {
        return command_fail(&err);
    }
    int code = ui_run(&app, &screen);
    app_close(&app);
    return code;
}
