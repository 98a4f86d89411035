/* What a provider is made of: one file that fills a row, and its row in providers.c. Used inside
 * src/ai only. */
#ifndef AI_PROVIDER_H
#define AI_PROVIDER_H
#include "ai/ai.h"
#include "base/json.h"

struct ai_provider {
    const char *id;             /* as in the settings */
    const char *about;          /* English, a few words */
    const char *base_url;       /* when the settings name none; NULL: nothing is sent anywhere */
    const char *model;          /* likewise */
    const char *path;           /* behind base_url */
    bool needs_key;             /* also on this machine; see ai_config_needs_key */
    const char *key_header;     /* "x-api-key: " */
    const char *const *headers; /* further ones; ends with NULL; NULL: none */
    /* The body; cJSON_Delete it. `system` has the schema in words when it is not structured. */
    cJSON *(*body)(const struct ai_config *config, const struct ai_request *request,
                   const char *system, bool is_structured);
    /* A body of status 200: class, usage, model; the model's own words go to `words`. */
    void (*read)(const cJSON *root, struct ai_reply *reply, struct buf *words);
};

extern const struct ai_provider provider_anthropic, provider_openai, provider_ollama,
    provider_calculated;

/* --- reply.c: what all replies have in common ------------------------------------------------- */
/* Sets class and detail; what comes from outside is cleaned. Returns false. */
bool reply_fail(struct ai_reply *reply, enum ai_class class_, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void reply_fail_missing(struct ai_reply *reply, const char *field);
/* Class of a status that is not 200; the provider's own words from the body. */
void reply_read_error(struct ai_reply *reply, int status, const char *bytes, size_t size);
/* A whole body of status 200. */
void reply_read_body(const struct ai_provider *provider, struct ai_reply *reply, const char *bytes,
                     size_t size);
/* "in" and "out" of the usage object; -1 stays when it is not there. */
void reply_read_usage(struct ai_reply *reply, const cJSON *usage, const char *in, const char *out);
/* Within 0 and an hour. */
int reply_retry_after(long long seconds);

/* --- line.c: the only user of libcurl ------------------------------------------------------------
 */
/* A whole address: https, or http on this machine; no user, no query. NULL when it is good, else
 * what is wrong with it (English, static). */
const char *line_refuse_address(const char *url, bool *is_loopback);

#endif
