#include "serve/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "serve/serve.h"

enum { BACKLOG = 128 };

static bool refuse(const char *text, struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   _("\"%.80s\" is no address to listen at. Use 127.0.0.1:9180, [::1]:9180 or"
                     " unix:/run/aimtrack/health.sock."),
                   text);
}

static bool refuse_world(const char *text, struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   _("\"%.80s\" can be reached from other machines, and this page has no lock."
                     " Listen at 127.0.0.1 or a Unix socket, behind a proxy that has one."),
                   text);
}

static bool read_file(const char *path, const char *text, struct serve_address *address,
                      struct err *err)
{
    struct sockaddr_un *local = &address->at.local;
    address->is_file = true;
    address->size = sizeof *local;
    local->sun_family = AF_UNIX;
    return (path[0] == '/' && text_copy(local->sun_path, sizeof local->sun_path, path)) ||
           refuse(text, err);
}

static bool read_port(const char *text, in_port_t *port)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    *port = htons((in_port_t)number);
    return text[0] >= '1' && text[0] <= '9' && *end == '\0' && number <= 65535;
}

static bool read_four(const char *host, in_port_t port, const char *text,
                      struct serve_address *address, struct err *err)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&address->at.room;
    *four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
    address->size = sizeof *four;
    if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &four->sin_addr) !=
        1) {
        return refuse(text, err);
    }
    return ntohl(four->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET || refuse_world(text, err);
}

static bool read_six(const char *host, in_port_t port, const char *text,
                     struct serve_address *address, struct err *err)
{
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->at.room;
    *six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
    address->size = sizeof *six;
    if (inet_pton(AF_INET6, host, &six->sin6_addr) != 1) {
        return refuse(text, err);
    }
    return IN6_IS_ADDR_LOOPBACK(&six->sin6_addr) || refuse_world(text, err);
}

bool address_read(const char *text, struct serve_address *address, struct err *err)
{
    char host[64];
    in_port_t port = 0;
    *address = (struct serve_address){0};
    if (strncmp(text, "unix:", 5) == 0) {
        return read_file(text + 5, text, address, err);
    }
    const char *colon = strrchr(text, ':');
    if (colon == NULL || (size_t)(colon - text) >= sizeof host || !read_port(colon + 1, &port)) {
        return refuse(text, err);
    }
    snprintf(host, sizeof host, "%.*s", (int)(colon - text), text);
    size_t length = strlen(host);
    if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
        host[length - 1] = '\0';
        return read_six(host + 1, port, text, address, err);
    }
    return read_four(host, port, text, address, err);
}

bool serve_address_check(const char *text, struct err *err)
{
    struct serve_address address;
    return address_read(text, &address, err);
}

/* --- listening ----------------------------------------------------------------------------------
 */
/* Left by a server that was killed: nobody answers behind it. What is no socket stays. */
static void clear_left_over(const struct serve_address *address)
{
    struct stat status;
    const char *path = address->at.local.sun_path;
    if (lstat(path, &status) != 0 || !S_ISSOCK(status.st_mode)) {
        return;
    }
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (line >= 0 && connect(line, &address->at.any, address->size) != 0 && errno == ECONNREFUSED) {
        unlink(path);
    }
    if (line >= 0) {
        close(line);
    }
}

/* A file, a folder, a link: nobody listens there, and it is not ours to take away. */
static bool is_something_else(const struct serve_address *address)
{
    struct stat status;
    return address->is_file && lstat(address->at.local.sun_path, &status) == 0 &&
           !S_ISSOCK(status.st_mode);
}

static int fail(const struct serve_address *address, int file, const char *text, struct err *err)
{
    int reason = errno;
    if (file >= 0) {
        close(file);
    }
    if (reason == EADDRINUSE && is_something_else(address)) {
        err_set(err, ERR_CONFIG,
                _("At \"%.80s\" lies something that is no socket. It was left as it is: take it"
                  " away, or choose another address."),
                text);
    } else if (reason == EADDRINUSE) {
        err_set(err, ERR_BUSY,
                _("Another program listens at \"%.80s\" already. Stop it, or choose another"
                  " address."),
                text);
    } else {
        err_errno(err, reason, _("Nothing can be heard at \"%.80s\" here."), text);
    }
    return -1;
}

int address_listen(const struct serve_address *address, const char *text, struct err *err)
{
    int on = 1;
    int file = socket(address->at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file < 0) {
        return fail(address, file, text, err);
    }
    if (address->is_file) {
        clear_left_over(address);
    } else {
        setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    if (bind(file, &address->at.any, address->size) != 0) {
        return fail(address, file, text, err);
    }
    /* who is in our group may ask, so that a monitor need not be us */
    if ((address->is_file && chmod(address->at.local.sun_path, 0660) != 0) ||
        listen(file, BACKLOG) != 0) {
        return fail(address, file, text, err);
    }
    return file;
}
