/* One request at a time over HTTP, with every limit of docs/decisions/0006. */
#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "ai/curl_calls.h"
#include "ai/provider.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"

enum {
    BODY_MAX = 256 * 1024,
    HEADERS_MAX = 64 * 1024,
    POLL_MS = 1000,
    STALL_MS = 10 * 1000, /* once bytes come, so many ... */
    STALL_BYTES = 1000,   /* ... must bring at least this: 100 bytes a second */
    KEY_LINE_ROOM = 640
};

struct ai_line {
    int wake_fd;  /* eventfd */
    CURLM *multi; /* NULL until the first request */
    int watched;  /* -1: nothing */
    void (*ready)(void *context);
    void *context;
};

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    struct ai_reply *reply;
    struct buf body;
    size_t header_bytes;
    bool is_too_large, is_encoded, has_stalled;
    int64_t mark_ms; /* since when `mark_size` bytes are there; 0: nothing came yet */
    size_t mark_size;
    char error[CURL_ERROR_SIZE];
};

struct ai_line *ai_line_open(struct err *err)
{
    struct ai_line *line = mem_alloc(sizeof *line);
    line->watched = -1;
    line->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (line->wake_fd < 0) {
        err_errno(err, errno, _("The system gives no more open files."));
        free(line);
        return NULL;
    }
    return line;
}

void ai_line_close(struct ai_line *line)
{
    if (line->multi != NULL) {
        curl()->multi_cleanup(line->multi);
    }
    close(line->wake_fd);
    free(line);
}

void ai_line_wake(struct ai_line *line)
{
    uint64_t one = 1;
    ssize_t written = write(line->wake_fd, &one, sizeof one);
    (void)written; /* an eventfd at its most stays readable */
}

static void forget_wake(struct ai_line *line)
{
    uint64_t count = 0;
    ssize_t got = read(line->wake_fd, &count, sizeof count);
    (void)got;
}

void ai_line_watch(struct ai_line *line, int fd, void (*ready)(void *context), void *context)
{
    line->watched = fd;
    line->ready = ready;
    line->context = context;
}

static void serve(struct ai_line *line, int woken, int watched)
{
    if (woken != 0) {
        forget_wake(line);
    }
    if (watched != 0) {
        line->ready(line->context);
    }
}

void ai_line_wait(struct ai_line *line, int timeout_ms)
{
    struct pollfd files[] = {{.fd = line->wake_fd, .events = POLLIN},
                             {.fd = line->watched, .events = POLLIN}};
    if (poll(files, 2, timeout_ms) > 0) {
        serve(line, files[0].revents, files[1].revents);
    }
}

/* --- addresses ----------------------------------------------------------------------------------
 */
static bool is_loopback_host(const char *host)
{
    unsigned part[4];
    char rest = '\0';
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0) {
        return true;
    }
    /* NOLINTNEXTLINE(cert-err34-c): a whole that is not four small numbers is no address of ours */
    return sscanf(host, "%3u.%3u.%3u.%3u%c", &part[0], &part[1], &part[2], &part[3], &rest) == 4 &&
           part[0] == 127;
}

static bool has_part(CURLU *address, CURLUPart part)
{
    char *text = NULL;
    bool has = curl()->url_get(address, part, &text, 0) == CURLUE_OK;
    curl()->free(text);
    return has;
}

static const char *refuse_parts(CURLU *address, bool *is_loopback)
{
    char *scheme = NULL;
    char *host = NULL;
    const char *why = "not an address";
    if (curl()->url_get(address, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl()->url_get(address, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
        bool is_https = strcmp(scheme, "https") == 0;
        *is_loopback = is_loopback_host(host);
        why = is_https || (strcmp(scheme, "http") == 0 && *is_loopback)
                  ? NULL
                  : "neither https nor on this machine";
    }
    curl()->free(scheme);
    curl()->free(host);
    if (has_part(address, CURLUPART_USER) || has_part(address, CURLUPART_PASSWORD)) {
        why = "a user in the address";
    } else if (has_part(address, CURLUPART_QUERY) || has_part(address, CURLUPART_FRAGMENT)) {
        why = "a query in the address";
    }
    return why;
}

const char *line_refuse_address(const char *url, bool *is_loopback)
{
    struct err ignored = {0};
    *is_loopback = false;
    if (!curl_calls_open(&ignored)) {
        return "libcurl4 is not installed";
    }
    CURLU *address = curl()->url();
    const char *why = "not an address";
    if (address != NULL && curl()->url_set(address, CURLUPART_URL, url, 0) == CURLUE_OK) {
        why = refuse_parts(address, is_loopback);
    }
    curl()->url_cleanup(address);
    return why;
}

/* --- what arrives -------------------------------------------------------------------------------
 */
static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t all = size * count;
    if (all > BODY_MAX - transfer->body.size) {
        transfer->is_too_large = true;
        return 0;
    }
    buf_add(&transfer->body, bytes, all);
    return all;
}

/* The value of the header when it has that name; without the spaces around it. */
static bool header_value(const char *line, size_t size, const char *name, char *dst, size_t room)
{
    size_t length = strlen(name);
    if (size <= length || strncasecmp(line, name, length) != 0 || line[length] != ':') {
        return false;
    }
    size_t left = size - length - 1;
    size_t used = left < room - 1 ? left : room - 1;
    memcpy(dst, line + length + 1, used);
    dst[used] = '\0';
    text_trim(dst);
    return true;
}

/* Seconds, or a date of HTTP; anything else says nothing. */
static int read_retry_after(const char *value)
{
    char *end = NULL;
    long long seconds = strtoll(value, &end, 10);
    if (end != value && *end == '\0') {
        return reply_retry_after(seconds);
    }
    time_t date = curl()->getdate(value, NULL);
    return date >= 0 ? reply_retry_after((long long)date - time_now_ms() / 1000) : -1;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct ai_reply *reply = transfer->reply;
    char value[128];
    size_t all = size * count;
    transfer->header_bytes += all;
    if (transfer->header_bytes > HEADERS_MAX) {
        transfer->is_too_large = true;
        return 0;
    }
    if (header_value(bytes, all, "retry-after", value, sizeof value)) {
        reply->retry_after_s = read_retry_after(value);
    } else if (header_value(bytes, all, "request-id", value, sizeof value) ||
               (reply->request_id[0] == '\0' &&
                header_value(bytes, all, "x-request-id", value, sizeof value))) {
        sanitize_screen(reply->request_id, sizeof reply->request_id, value);
    } else if (header_value(bytes, all, "content-encoding", value, sizeof value)) {
        transfer->is_encoded = strcasecmp(value, "identity") != 0;
    }
    return all;
}

/* --- what is sent -------------------------------------------------------------------------------
 */
static void add_header(struct transfer *transfer, const char *text)
{
    struct curl_slist *longer = curl()->slist_append(transfer->headers, text);
    transfer->headers = longer != NULL ? longer : transfer->headers;
}

static void add_headers(struct transfer *transfer, const struct ai_provider *provider,
                        const char *key)
{
    char line[KEY_LINE_ROOM];
    add_header(transfer, "Content-Type: application/json");
    add_header(transfer, "Accept: application/json");
    add_header(transfer, "Expect:");
    for (int i = 0; provider->headers != NULL && provider->headers[i] != NULL; i++) {
        add_header(transfer, provider->headers[i]);
    }
    if (key != NULL && provider->key_header != NULL) {
        snprintf(line, sizeof line, "%s%s", provider->key_header, key);
        add_header(transfer, line);
        secret_wipe(line, sizeof line);
    }
}

static void set_limits(CURL *easy, const struct ai_config *config, bool is_loopback)
{
    curl()->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_loopback ? "http,https" : "https");
    curl()->easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "");
    curl()->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl()->easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl()->easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl()->easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl()->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)config->connect_timeout_ms);
    curl()->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)config->timeout_ms);
    curl()->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl()->easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    /* what may go without TLS stays on this machine: never through a proxy */
    bool has_proxy = config->proxy[0] != '\0' && !is_loopback;
    curl()->easy_setopt(easy, CURLOPT_PROXY, has_proxy ? config->proxy : "");
    curl()->easy_setopt(easy, CURLOPT_NOPROXY, has_proxy ? "" : "*");
    curl()->easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl()->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl()->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl()->easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl()->easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    if (config->ca_file[0] != '\0') {
        curl()->easy_setopt(easy, CURLOPT_CAINFO, config->ca_file);
    }
}

static void set_transfer(struct transfer *transfer, const char *url, const struct buf *body)
{
    CURL *easy = transfer->easy;
    curl()->easy_setopt(easy, CURLOPT_URL, url);
    curl()->easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl()->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->size);
    curl()->easy_setopt(easy, CURLOPT_POSTFIELDS, buf_text(body));
    curl()->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl()->easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl()->easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl()->easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl()->easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl()->easy_setopt(easy, CURLOPT_USERAGENT, "AimTrack");
}

/* base_url, with or without a slash at its end, and the path. */
static void write_url(const struct ai_config *config, const struct ai_provider *provider,
                      struct buf *url)
{
    const char *base = ai_config_base_url(config);
    size_t length = strlen(base);
    while (length > 0 && base[length - 1] == '/') {
        length--;
    }
    buf_printf(url, "%.*s%s", (int)length, base, provider->path);
}

/* --- how it ended -------------------------------------------------------------------------------
 */
static enum ai_class class_of_code(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return AI_TLS;
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return AI_CONFIG;
    case CURLE_UNSUPPORTED_PROTOCOL: /* what came was no HTTP of our kind */
    case CURLE_WEIRD_SERVER_REPLY:
        return AI_BAD_RESPONSE;
    default:
        return AI_NETWORK;
    }
}

static void judge(struct transfer *transfer, const struct ai_provider *provider, CURLcode code)
{
    struct ai_reply *reply = transfer->reply;
    long status = 0;
    curl()->easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    reply->http_status = (int)status;
    if (transfer->is_too_large) {
        reply_fail(reply, AI_BAD_RESPONSE, "HTTP %ld: more than may come", status);
    } else if (transfer->has_stalled) {
        reply_fail(reply, AI_NETWORK, "stalled after %zu bytes", transfer->body.size);
    } else if (code != CURLE_OK) {
        reply_fail(reply, class_of_code(code), "curl %d: %s", (int)code,
                   transfer->error[0] != '\0' ? transfer->error : curl()->easy_strerror(code));
    } else if (transfer->is_encoded) {
        reply_fail(reply, AI_BAD_RESPONSE, "HTTP %ld: compressed, which was not asked for", status);
    } else if (status != 200) {
        reply_read_error(reply, (int)status, buf_text(&transfer->body), transfer->body.size);
    } else {
        reply_read_body(provider, reply, buf_text(&transfer->body), transfer->body.size);
    }
}

/* Bytes that began to come must go on coming: a provider may think long, but not drip. */
static bool stalls(struct transfer *transfer)
{
    size_t size = transfer->body.size;
    int64_t now_ms = time_monotonic_ms();
    if (size == 0) {
        return false;
    }
    if (transfer->mark_ms == 0 || size - transfer->mark_size >= STALL_BYTES) {
        transfer->mark_ms = now_ms;
        transfer->mark_size = size;
    }
    transfer->has_stalled = now_ms - transfer->mark_ms > STALL_MS;
    return transfer->has_stalled;
}

static CURLcode result_of(CURLM *multi)
{
    int left = 0;
    CURLMsg *message = curl()->multi_info_read(multi, &left);
    return message != NULL && message->msg == CURLMSG_DONE ? message->data.result
                                                           : CURLE_RECV_ERROR;
}

/* False: go_on said no. */
static bool run(struct ai_line *line, struct transfer *transfer, bool (*go_on)(void *context),
                void *context, CURLcode *code)
{
    int running = 1;
    *code = CURLE_OK;
    curl()->multi_add_handle(line->multi, transfer->easy);
    while (running > 0 && !stalls(transfer)) {
        if (!go_on(context)) {
            return false;
        }
        if (curl()->multi_perform(line->multi, &running) != CURLM_OK) {
            *code = CURLE_FAILED_INIT;
            return true;
        }
        if (running > 0) {
            struct curl_waitfd files[] = {{.fd = line->wake_fd, .events = CURL_WAIT_POLLIN},
                                          {.fd = line->watched, .events = CURL_WAIT_POLLIN}};
            curl()->multi_poll(line->multi, files, line->watched >= 0 ? 2 : 1, POLL_MS, NULL);
            serve(line, files[0].revents, files[1].revents);
        }
    }
    *code = running == 0 ? result_of(line->multi) : CURLE_OPERATION_TIMEDOUT;
    return true;
}

static void transfer_end(struct ai_line *line, struct transfer *transfer)
{
    curl()->multi_remove_handle(line->multi, transfer->easy);
    curl()->easy_cleanup(transfer->easy);
    for (struct curl_slist *one = transfer->headers; one != NULL; one = one->next) {
        secret_wipe(one->data, strlen(one->data));
    }
    curl()->slist_free_all(transfer->headers);
    buf_free(&transfer->body);
}

/* A server may send back what it was sent: made unreadable before anything is cut or parsed. */
static void hide_key(char *bytes, size_t size, const char *key)
{
    size_t length = key != NULL ? strlen(key) : 0;
    char *at = length > 0 && bytes != NULL ? memmem(bytes, size, key, length) : NULL;
    while (at != NULL) {
        memset(at, '*', length);
        at = memmem(at, size - (size_t)(at - bytes), key, length);
    }
}

/* The library and what sends with it, at the first request. */
static bool get_ready(struct ai_line *line, struct ai_reply *reply)
{
    struct err err = {0};
    if (!curl_calls_open(&err)) {
        reply_fail(reply, AI_CONFIG, "libcurl4 is not installed");
        return false;
    }
    if (line->multi == NULL) {
        line->multi = curl()->multi_init();
    }
    if (line->multi == NULL) {
        reply_fail(reply, AI_NETWORK, "libcurl could not start");
    }
    return line->multi != NULL;
}

static void send_request(struct ai_line *line, const struct ai_config *config,
                         const struct ai_provider *provider, const char *key,
                         const struct buf *body, bool (*go_on)(void *context), void *context,
                         struct ai_reply *reply)
{
    struct transfer transfer = {.easy = curl()->easy_init(), .reply = reply};
    struct buf url = {0};
    bool is_loopback = false;
    CURLcode code = CURLE_OK;
    (void)line_refuse_address(ai_config_base_url(config), &is_loopback);
    write_url(config, provider, &url);
    add_headers(&transfer, provider, key);
    set_limits(transfer.easy, config, is_loopback);
    set_transfer(&transfer, buf_text(&url), body);
    if (run(line, &transfer, go_on, context, &code)) {
        hide_key(transfer.body.bytes, transfer.body.size, key);
        hide_key(reply->request_id, strlen(reply->request_id), key);
        judge(&transfer, provider, code);
        hide_key(reply->detail, strlen(reply->detail), key);
    } else {
        reply_fail(reply, AI_STOPPED, "stopped");
    }
    transfer_end(line, &transfer);
    buf_free(&url);
}

void ai_ask(struct ai_line *line, const struct ai_config *config, const char *key,
            const struct ai_request *request, bool (*go_on)(void *context), void *context,
            struct ai_reply *reply)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    struct buf body = {0};
    int64_t started_ms = time_monotonic_ms();
    *reply = (struct ai_reply){.retry_after_s = -1, .input_tokens = -1, .output_tokens = -1};
    text_copy(reply->model, sizeof reply->model, ai_config_model(config));
    if (provider == NULL) {
        reply_fail(reply, AI_CONFIG, "no such provider");
    } else if (provider->base_url == NULL && request->calculated != NULL) {
        reply->class_ = AI_ANSWERED;
        buf_add_text(&reply->text, request->calculated);
    } else if (ai_config_needs_key(config) && (key == NULL || !ai_key_is_usable(key))) {
        reply_fail(reply, AI_CONFIG, "there is no key, or it cannot be used");
    } else if (ai_body(config, request, &body)) {
        ai_body_hash(buf_text(&body), body.size, reply->prompt_hash);
        if (get_ready(line, reply)) {
            send_request(line, config, provider, key, &body, go_on, context, reply);
        }
    } else {
        reply_fail(reply, AI_CONFIG, "nothing to send");
    }
    reply->duration_ms = (int)(time_monotonic_ms() - started_ms);
    buf_free(&body);
}
