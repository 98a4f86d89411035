/* aimtrack without a command: the screens. */
#include "cli/families.h"

#include "base/i18n.h"
#include "ui/screen.h"

#include <stdio.h>

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
    const struct command *command = command_find("kiosk");
    if (argc > 1) {
        char problem[160];
        snprintf(problem, sizeof problem, _("The kiosk does not know \"%.60s\"."), argv[1]);
        return command_usage(command, problem);
    }
    if (!app_open(&app, &how, &err)) {
        return command_fail(&err);
    }
    int code = ui_run(&app, &screen);
    app_close(&app);
    return code;
}
