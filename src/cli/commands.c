#include "cli/families.h"

#include "base/i18n.h"

/* The first row runs when no command is named. */
const struct command commands[] = {
    {"kiosk", "[--ascii] [--no-mouse] [--theme NAME]",
     N_("the screens: range, sessions, members, weapons, system"), command_kiosk},
    {"score", "--face ID --x MM --y MM [--gauge MM] [--json] | --csv FILE|- [--gauge MM] | --faces",
     N_("what a hole is worth, from its place"), command_score},
    {"session",
     "list [--find WORDS] [--from DATE] [--to DATE] [--member ID|NUMBER] [--programme ID] [--void]"
     " [--limit N] | show ID",
     N_("list sessions, or show one with all its numbers"), command_session},
    {"verify", "", N_("check every stored number, the audit trail and the database"),
     command_verify},
    {"demo", "[--members N] [--sessions N] [--shots-per-session N] [--seed N] | --remove",
     N_("make the demonstration club, or take it out again"), command_demo},
    {"version", "", N_("this program's version and the libraries it runs with"), command_version},
    {0},
};
