/* Every mistake in aimtrack.conf at once, with its line: also what only this machine can tell, such
 * as a folder that is not there. docs/man/aimtrack.conf.5 */
#ifndef CORE_CONFIG_CHECK_H
#define CORE_CONFIG_CHECK_H
#include "core/config.h"

enum { CONFIG_PROBLEMS_MAX = 100 };

struct config_problem {
    int line; /* 0: the file as a whole */
    char text[300];
};
struct config_report {
    char path[600];
    bool has_file;
    struct config config;
    struct config_entry entries[CONFIG_ENTRIES_MAX];
    int entry_count;
    struct config_problem problems[CONFIG_PROBLEMS_MAX]; /* by line */
    int problem_count;                                   /* all of them, also what found no room */
};
/* False only when the file could not be read. Opens no database. */
bool config_check(const char *data_folder, struct config_report *report, struct err *err);

/* A value for people to see: what looks like a secret becomes ***. */
void config_masked(const char *value, char *dst, size_t size);

#endif
