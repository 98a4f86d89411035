#include "cli/verbs.h"

#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/i18n.h"

static int say_verbs(const char *family, const struct verb *verbs)
{
    struct buf text = {0};
    for (int i = 0; verbs[i].name != NULL; i++) {
        buf_printf(&text, "%s%s", i > 0 ? ", " : "", verbs[i].name);
    }
    struct buf problem = {0};
    buf_printf(&problem, _("Say what to do: %s."), buf_text(&text));
    int code = command_usage(command_find(family), buf_text(&problem));
    buf_free(&text);
    buf_free(&problem);
    return code;
}

int verbs_run(const char *family, const struct verb *verbs, const struct command_options *options,
              int argc, char **argv)
{
    struct app app;
    int code = 0;
    const char *name = argc > 1 ? argv[1] : "";
    for (const struct verb *verb = verbs; verb->name != NULL; verb++) {
        if (strcmp(verb->name, name) != 0) {
            continue;
        }
        if (!command_open(&app, options, true, &code)) {
            return code;
        }
        code = verb->run(&app, options, argc - 1, argv + 1);
        app_close(&app);
        return code;
    }
    return say_verbs(family, verbs);
}

bool verbs_number(const char *text, int64_t most, int64_t *number)
{
    if (text != NULL && decimal_read(text, 0, false, number) && *number >= 0 && *number <= most) {
        return true;
    }
    command_usage(NULL, _("This must be a whole number."));
    return false;
}
