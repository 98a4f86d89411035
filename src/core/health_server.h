/* GET /health and GET /metrics for a monitor on this machine ([health] listen in the settings; off
 * by default). Answers within two seconds also while another process holds the database. */
#ifndef CORE_HEALTH_SERVER_H
#define CORE_HEALTH_SERVER_H
#include "base/err.h"
#include <stdbool.h>

struct health_server;

/* Threads of its own, connections of its own. *server NULL and true: `listen` is "". ERR_CONFIG: an
 * address that is not this machine's; ERR_BUSY: taken. */
bool health_server_start(const char *folder, const char *listen, struct health_server **server,
                         struct err *err);
/* The same with the address of the settings file. */
bool health_server_start_configured(const char *folder, struct health_server **server,
                                    struct err *err);
void health_server_stop(struct health_server *server); /* NULL: nothing */

/* Whether `listen` of the settings can be used. */
bool health_listen_check(const char *listen, struct err *err);

/* Until SIGTERM, SIGINT or SIGHUP. Call while the process has one thread. listen NULL: of the
 * settings. */
bool health_server_run(const char *folder, const char *listen, struct err *err);

#endif
