/* Where the server may listen. Used inside src/serve only. */
#ifndef SERVE_ADDRESS_H
#define SERVE_ADDRESS_H
#include "base/err.h"
#include <sys/socket.h>
#include <sys/un.h>

struct serve_address {
    union {
        struct sockaddr any;
        struct sockaddr_un local;
        struct sockaddr_storage room;
    } at;
    socklen_t size;
    bool is_file; /* a Unix socket: at.local.sun_path */
};

bool address_read(const char *text, struct serve_address *address, struct err *err);
/* A listening socket, not blocking; -1 on error. A socket file that nobody is behind is replaced.
 */
int address_listen(const struct serve_address *address, const char *text, struct err *err);

#endif
