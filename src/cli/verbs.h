/* Families of commands with a verb: "ammunition list", "location edit ID ...". One table a family.
 */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H
#include "cli/command.h"

struct verb {
    const char *name;
    /* argv[0] is the verb; --json and --data are out of it already. Returns the exit code. */
    int (*run)(struct app *app, const struct command_options *options, int argc, char **argv);
};
/* Finds argv[1] among the verbs (ends with {0}), opens the club and runs it; else the family's
 * usage with what can be said. */
int verbs_run(const char *family, const struct verb *verbs, const struct command_options *options,
              int argc, char **argv);
/* A whole number from 0 to `most`. False: said. */
bool verbs_number(const char *text, int64_t most, int64_t *number);

#endif
