#include "cli/families.h"

#include "base/i18n.h"

/* The first row runs when no command is named. */
const struct command commands[] = {
    {"score", "--face ID --x MM --y MM [--gauge MM] [--json] | --csv FILE|- [--gauge MM] | --faces",
     N_("what a hole is worth, from its place"), command_score},
    {"demo", "[--members N] [--sessions N] [--shots-per-session N] [--seed N] | --remove",
     N_("make the demonstration club, or take it out again"), command_demo},
    {"version", "", N_("this program's version and the libraries it runs with"), command_version},
    {0},
};
