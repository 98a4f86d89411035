/* Asking a model over HTTP: a request in, the text of an answer or a classed failure out. Knows the
 * providers, not shooting.
 *
 * A provider is one file and one row in providers.c: "anthropic", "openai" (chat completions: also
 * llama.cpp, vLLM, LM Studio), "ollama", and "calculated", which sends nothing anywhere and answers
 * with what the rules wrote beforehand. */
#ifndef AI_AI_H
#define AI_AI_H
#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

/* What came of a request. Stored in the database: new ones go to the end. */
enum ai_class {
    AI_ANSWERED,
    AI_NETWORK,        /* no connection, name not found, time-out, cut off */
    AI_TLS,            /* certificate or handshake: never tried insecurely */
    AI_RATE_LIMITED,   /* 429; retry_after_s says how long */
    AI_QUOTA,          /* 402, or a 429 that says the money is gone */
    AI_CONFIG,         /* 400, 401, 403, 404, 413, a redirect, no key */
    AI_SERVER,         /* 409, 5xx, 529 */
    AI_BAD_RESPONSE,   /* not the JSON that this provider sends; too large */
    AI_INVALID_ANSWER, /* an answer, but not what was asked for (also set by core) */
    AI_TRUNCATED,      /* cut off at the most tokens */
    AI_REFUSED,        /* the model declined */
    AI_STOPPED,        /* go_on() said no: nothing is known, ask again */
    AI_CLASS_COUNT
};

struct ai_config {
    char provider[24];
    char model[96];     /* "": the provider's own default */
    char base_url[256]; /* "": the provider's own; https, or http on loopback */
    int connect_timeout_ms, timeout_ms;
    int max_tokens;
    int temperature_hundredths; /* -1: not sent */
    bool is_structured;         /* ask for a JSON schema */
    bool has_completion_tokens; /* openai: "max_completion_tokens" instead of "max_tokens" */
    char ca_file[256];          /* "": the system's certificates */
    char proxy[256];            /* "": none; the environment's are never used */
};

struct ai_request {
    const char *system, *user;
    const char *schema_name, *schema; /* JSON schema of the answer, text */
    const char *calculated;           /* the answer that needs no model; NULL: none */
    bool is_unstructured;             /* no schema this time: the server did not take it */
    int token_factor;                 /* 1; 2 after an answer was cut off */
};

struct ai_reply {
    enum ai_class class_;
    char detail[256]; /* English, cleaned, for the log and the failed job: never holds the key */
    int http_status;  /* 0: none came */
    char request_id[96];
    int retry_after_s;                   /* -1: not said; 0..3600 */
    int64_t input_tokens, output_tokens; /* -1: not said */
    int duration_ms;
    char prompt_hash[65]; /* BLAKE2b-256 of the bytes sent, hex */
    char model[96];       /* as it answered, or as asked */
    struct buf text;      /* AI_ANSWERED: the model's text, one JSON object, not yet checked */
};
void ai_reply_free(struct ai_reply *reply);

const char *ai_class_code(enum ai_class class_); /* "rate_limited": for JSON and the log */
bool ai_class_find(const char *code, enum ai_class *class_);

/* --- providers ------------------------------------------------------------------------------ */
struct ai_provider;
const struct ai_provider *ai_provider_find(const char *id);
const struct ai_provider *ai_provider_at(int index); /* NULL: no more */
const char *ai_provider_id(const struct ai_provider *provider);
const char *ai_provider_about(const struct ai_provider *provider); /* English, a few words */
bool ai_provider_is_local(const struct ai_provider *provider);     /* sends nothing: calculated */

/* Whether this can be used at all: provider known, address allowed, numbers in range. ERR_CONFIG
 * with a translated sentence. */
bool ai_config_check(const struct ai_config *config, struct err *err);
/* Whether a request needs a key: not one to this machine, unless the provider insists. */
bool ai_config_needs_key(const struct ai_config *config);
const char *ai_config_model(const struct ai_config *config);    /* with the default filled in */
const char *ai_config_base_url(const struct ai_config *config); /* likewise; "" when local */

/* Whether the key can stand in a header: printable ASCII, 1..512 bytes. */
bool ai_key_is_usable(const char *key);

/* The exact bytes that ai_ask would send as the body. False for a local provider. */
bool ai_body(const struct ai_config *config, const struct ai_request *request, struct buf *body);

/* The hash of such bytes, as in ai_reply: BLAKE2b-256, hex. */
void ai_body_hash(const char *bytes, size_t size, char hash[65]);

/* --- a line to the provider ------------------------------------------------------------------ */
/* One thread asks, any thread may wake it. */
struct ai_line;

struct ai_line *ai_line_open(struct err *err);
void ai_line_close(struct ai_line *line);
/* From any thread: ends a wait now; during a request go_on is asked at once. */
void ai_line_wake(struct ai_line *line);
/* Until woken or that much time has passed (-1: until woken), or somebody called the watched
 * descriptor. */
void ai_line_wait(struct ai_line *line, int timeout_ms);
/* Before use: while the line waits, and while a request runs, ready(context) is called on the
 * line's own thread when fd can be read. The caller keeps the descriptor open. */
void ai_line_watch(struct ai_line *line, int fd, void (*ready)(void *context), void *context);

/* go_on is called at least once a second while the request runs, and after each wake; false ends it
 * (AI_STOPPED). key may be NULL when the provider needs none. Always fills reply. */
void ai_ask(struct ai_line *line, const struct ai_config *config, const char *key,
            const struct ai_request *request, bool (*go_on)(void *context), void *context,
            struct ai_reply *reply);

#endif
