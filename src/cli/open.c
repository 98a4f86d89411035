/* The club for commands that need it; apart, so that the others do not drag the database along. */
#include "cli/backup_show.h"
#include "cli/command.h"

bool command_open(struct app *app, const struct command_options *options, bool must_exist,
                  int *code)
{
    struct err err = {0};
    struct app_options how = {.folder = options->folder,
                              .must_exist = must_exist,
                              .is_read_only_ok = true,
                              .renews_pepper = options->renews_pepper};
    if (app_open(app, &how, &err)) {
        return true;
    }
    *code = command_fail(&err);
    backup_offer(options, &err);
    return false;
}
