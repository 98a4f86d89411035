/* How much of the log is written, and how: --log-level before AIMTRACK_LOG before [log] of
 * aimtrack.conf. */
#ifndef CORE_LOG_SETUP_H
#define CORE_LOG_SETUP_H
#include <stdbool.h>

/* At the start, before threads: the level of the command line (NULL: not said), else of the
 * environment. False: no such level; then --log-level said it (AIMTRACK_LOG is passed over). */
bool log_setup_level(const char *option);

/* Once the data folder is known: what its settings file says. A mistake in it leaves the defaults
 * and is one line of the log. */
void log_setup_read(const char *data_folder);

/* Who overrides the file's level, and with which; NULL: nobody. */
const char *log_setup_override(const char **level);

#endif
