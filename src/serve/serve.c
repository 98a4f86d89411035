#include "serve/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/i18n.h"
#include "serve/address.h"
#include "serve/http_calls.h"

enum {
    CONNECTIONS_MAX = 256,
    SILENCE_S = 5,           /* a client that says nothing for so long is let go */
    REQUEST_MAX = 16 * 1024, /* memory of a connection: longer headers are refused */
    STATUS_OK_ENDS = 300
};

/* A request from its first byte to its answer. While it waits it is in the list of the server, and
 * libmicrohttpd leaves it alone; else only the thread of libmicrohttpd touches it. */
struct exchange {
    struct exchange *next;
    struct MHD_Connection *connection;
    const struct serve_page *page;
    bool has_waited;
    char accept[256];
    bool is_from_here;
    struct serve_answer answer;
};

struct serve {
    const struct http_calls *http;
    struct serve_site site;
    struct serve_address address;
    int listener;
    struct MHD_Daemon *daemon;
    pthread_t looker;
    pthread_mutex_t mutex; /* over what follows */
    pthread_cond_t changed;
    struct exchange *waiting;
    bool is_stopping;
};

/* --- what was asked -----------------------------------------------------------------------------
 */
static const char *header_of(const struct serve *serve, struct MHD_Connection *connection,
                             const char *name)
{
    const char *value = serve->http->lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value != NULL ? value : "";
}

static bool is_our_name(const char *host)
{
    static const char *const names[] = {"localhost", "127.", "[::1]"};
    bool is_ours = *host == '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        is_ours = is_ours || strncasecmp(host, names[i], strlen(names[i])) == 0;
    }
    return is_ours;
}

static bool is_from_here(const struct serve *serve, struct MHD_Connection *connection)
{
    static const char *const passed_on[] = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
                                            "X-Real-IP", "Via"};
    for (size_t i = 0; i < sizeof passed_on / sizeof passed_on[0]; i++) {
        if (*header_of(serve, connection, passed_on[i]) != '\0') {
            return false;
        }
    }
    return serve->address.is_file || is_our_name(header_of(serve, connection, "Host"));
}

static const struct serve_page *page_of(const struct serve *serve, const char *path)
{
    for (const struct serve_page *page = serve->site.pages; page->path != NULL; page++) {
        if (strcmp(page->path, path) == 0) {
            return page;
        }
    }
    return NULL;
}

/* --- what is answered ---------------------------------------------------------------------------
 */
static enum MHD_Result reply(const struct serve *serve, struct MHD_Connection *connection,
                             int status, const char *type, const char *body, size_t size)
{
    struct MHD_Response *response = serve->http->create_response_from_buffer(
        size, (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) {
        return MHD_NO;
    }
    serve->http->add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    serve->http->add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    serve->http->add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        serve->http->add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    if (status == MHD_HTTP_OK || status == MHD_HTTP_SERVICE_UNAVAILABLE) {
        serve->http->add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept");
    } else { /* what came with it is not read */
        serve->http->add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    enum MHD_Result queued = serve->http->queue_response(connection, (unsigned)status, response);
    serve->http->destroy_response(response);
    return queued;
}

static enum MHD_Result refuse(const struct serve *serve, struct MHD_Connection *connection,
                              int status)
{
    const char *words = status == MHD_HTTP_NOT_FOUND            ? "{\"error\":\"not_found\"}\n"
                        : status == MHD_HTTP_METHOD_NOT_ALLOWED ? "{\"error\":\"not_allowed\"}\n"
                                                                : "{\"error\":\"stopping\"}\n";
    return reply(serve, connection, status, "application/json", words, strlen(words));
}

/* From here on the exchange is the looker's, until it lets libmicrohttpd go on. */
static bool wait_for_look(struct serve *serve, struct exchange *exchange)
{
    pthread_mutex_lock(&serve->mutex);
    bool goes = !serve->is_stopping;
    if (goes) {
        exchange->has_waited = true;
        serve->http->suspend_connection(exchange->connection);
        exchange->next = serve->waiting;
        serve->waiting = exchange;
        pthread_cond_signal(&serve->changed);
    }
    pthread_mutex_unlock(&serve->mutex);
    return goes;
}

static enum MHD_Result begin(const struct serve *serve, struct MHD_Connection *connection,
                             const char *path, const char *method, void **kept)
{
    const struct serve_page *page = page_of(serve, path);
    if (page == NULL) {
        return refuse(serve, connection, MHD_HTTP_NOT_FOUND);
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        return refuse(serve, connection, MHD_HTTP_METHOD_NOT_ALLOWED);
    }
    struct exchange *exchange = mem_alloc(sizeof *exchange);
    exchange->connection = connection;
    exchange->page = page;
    exchange->is_from_here = is_from_here(serve, connection);
    strncat(exchange->accept, header_of(serve, connection, "Accept"), sizeof exchange->accept - 1);
    *kept = exchange;
    return MHD_YES;
}

/* libmicrohttpd calls it once for the headers, for each piece of a body, at the end of the request,
 * and again when a suspended connection goes on. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method, const char *version,
                                  const char *upload, size_t *upload_size, void **kept)
{
    struct serve *serve = context;
    struct exchange *exchange = *kept;
    (void)version;
    (void)upload;
    if (exchange == NULL) {
        return begin(serve, connection, path, method, kept);
    }
    if (*upload_size > 0) { /* a body of a GET says nothing */
        *upload_size = 0;
        return MHD_YES;
    }
    if (!exchange->has_waited) {
        return wait_for_look(serve, exchange)
                   ? MHD_YES
                   : refuse(serve, connection, MHD_HTTP_SERVICE_UNAVAILABLE);
    }
    pthread_mutex_lock(&serve->mutex); /* what the looker wrote is seen */
    const struct serve_answer *answer = &exchange->answer;
    pthread_mutex_unlock(&serve->mutex);
    return reply(serve, connection, answer->status, answer->type, buf_text(&answer->body),
                 answer->body.size);
}

static void on_end(void *context, struct MHD_Connection *connection, void **kept,
                   enum MHD_RequestTerminationCode how)
{
    struct exchange *exchange = *kept;
    (void)context;
    (void)connection;
    (void)how;
    if (exchange != NULL) {
        buf_free(&exchange->answer.body);
        free(exchange);
        *kept = NULL;
    }
}

/* --- the thread that looks ----------------------------------------------------------------------
 */
static bool has_work(struct serve *serve)
{
    pthread_mutex_lock(&serve->mutex);
    while (serve->waiting == NULL && !serve->is_stopping) {
        pthread_cond_wait(&serve->changed, &serve->mutex);
    }
    bool has = serve->waiting != NULL;
    pthread_mutex_unlock(&serve->mutex);
    return has;
}

/* Also those that came while it looked: nobody waits for two looks. */
static void answer_all(struct serve *serve)
{
    pthread_mutex_lock(&serve->mutex);
    struct exchange *exchange = serve->waiting;
    serve->waiting = NULL;
    while (exchange != NULL) {
        struct exchange *next = exchange->next;
        const struct serve_request request = {.accept = exchange->accept,
                                              .is_from_here = exchange->is_from_here};
        exchange->page->answer(serve->site.context, &request, &exchange->answer);
        serve->http->resume_connection(exchange->connection);
        exchange = next;
    }
    pthread_mutex_unlock(&serve->mutex);
}

static void *run_looker(void *argument)
{
    struct serve *serve = argument;
    i18n_plain_thread();
    while (has_work(serve)) {
        serve->site.look(serve->site.context);
        answer_all(serve);
    }
    return NULL;
}

/* --- start and end ------------------------------------------------------------------------------
 */
static struct MHD_Daemon *start_daemon(struct serve *serve)
{
    return serve->http->start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        on_request, serve, MHD_OPTION_LISTEN_SOCKET, serve->listener, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MAX, MHD_OPTION_NOTIFY_COMPLETED,
        on_end, NULL, MHD_OPTION_END);
}

/* Signals are the business of the thread that started this. */
static bool start_threads(struct serve *serve)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(&serve->looker, NULL, run_looker, serve) == 0;
    if (ok) {
        serve->daemon = start_daemon(serve);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

static void free_serve(struct serve *serve)
{
    if (serve->address.is_file && serve->listener >= 0) {
        unlink(serve->address.at.local.sun_path);
    }
    if (serve->listener >= 0 && serve->daemon == NULL) {
        close(serve->listener); /* else it was the daemon's */
    }
    pthread_cond_destroy(&serve->changed);
    pthread_mutex_destroy(&serve->mutex);
    free(serve);
}

static void stop_looker(struct serve *serve)
{
    pthread_mutex_lock(&serve->mutex);
    serve->is_stopping = true;
    pthread_cond_signal(&serve->changed);
    pthread_mutex_unlock(&serve->mutex);
    pthread_join(serve->looker, NULL);
}

struct serve *serve_start(const char *address, const struct serve_site *site, struct err *err)
{
    struct serve *serve = mem_alloc(sizeof *serve);
    serve->site = *site;
    serve->listener = -1;
    pthread_mutex_init(&serve->mutex, NULL);
    pthread_cond_init(&serve->changed, NULL);
    if (address_read(address, &serve->address, err) &&
        (serve->http = http_calls_open(err)) != NULL) {
        serve->listener = address_listen(&serve->address, address, err);
    }
    if (serve->listener < 0) {
        free_serve(serve);
        return NULL;
    }
    bool has_looker = start_threads(serve);
    if (serve->daemon != NULL) {
        return serve;
    }
    if (has_looker) {
        stop_looker(serve);
    }
    free_serve(serve);
    err_set(err, ERR_BUSY, _("The system could not start another thread. Try again."));
    return NULL;
}

void serve_stop(struct serve *serve)
{
    if (serve == NULL) {
        return;
    }
    stop_looker(serve); /* who waits is answered, nobody waits any more */
    serve->http->stop_daemon(serve->daemon);
    free_serve(serve);
}
