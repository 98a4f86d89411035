/* A small HTTP server for a few pages about this machine: for a monitor beside us, never for the
 * world. GET and HEAD only; nothing that comes from outside is kept. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H
#include "base/buf.h"
#include "base/err.h"

struct serve_request {
    const char *accept; /* the header; "": none */
    bool is_from_here;  /* asked of this machine by its own name, and not passed on by a proxy */
};
struct serve_answer {
    int status;
    const char *type; /* media type; lives on */
    struct buf body;
};
struct serve_page {
    const char *path; /* "/health" */
    void (*answer)(void *context, const struct serve_request *request, struct serve_answer *answer);
};
/* Both functions are called on one thread of the server's own. */
struct serve_site {
    const struct serve_page *pages; /* ends with {0} */
    void (*look)(void *context);    /* once before the answers to all that wait; may take a while */
    void *context;
};

/* "127.0.0.1:9180", "[::1]:9180", "localhost:9180" or "unix:/run/aimtrack/health.sock". ERR_CONFIG
 * says why it is refused: not understood, or not this machine. */
bool serve_address_check(const char *address, struct err *err);

struct serve;
/* ERR_BUSY: somebody listens there already. The site is copied; pages and context live on. */
struct serve *serve_start(const char *address, const struct serve_site *site, struct err *err);
/* Answers whoever waits, then ends. NULL: nothing. */
void serve_stop(struct serve *serve);

/* The version of libmicrohttpd, which is opened for this; NULL: it is not installed. */
const char *serve_library_version(void);

/* Which of two media types the header asks for more: the first when it does not care. */
bool serve_prefers_second(const char *accept, const char *first, const char *second);

#endif
