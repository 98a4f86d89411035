/* What came back, classed: never trusted, never shown as it came. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ai/provider.h"
#include "base/sanitize.h"
#include "base/text.h"

enum { RETRY_AFTER_MAX_S = 3600, SAID_MAX = 200 };

void ai_reply_free(struct ai_reply *reply)
{
    buf_free(&reply->text);
}

bool reply_fail(struct ai_reply *reply, enum ai_class class_, const char *format, ...)
{
    char raw[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    reply->class_ = class_;
    sanitize_screen(reply->detail, sizeof reply->detail, raw);
    return false;
}

void reply_fail_missing(struct ai_reply *reply, const char *field)
{
    reply_fail(reply, AI_BAD_RESPONSE, "no %s in the response", field);
}

int reply_retry_after(long long seconds)
{
    return seconds < 0 ? 0 : seconds > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : (int)seconds;
}

void reply_read_usage(struct ai_reply *reply, const cJSON *usage, const char *in, const char *out)
{
    reply->input_tokens = json_int(usage, in, 0, 1000000000, -1);
    reply->output_tokens = json_int(usage, out, 0, 1000000000, -1);
}

/* --- a status that is not 200
 * -----------------------------------------------------------------------
 */
struct said { /* what the provider says of an error; "" when nothing */
    char type[64], message[SAID_MAX];
};

/* {"error":{"type","code","message"}} or {"error":"text"}. */
static void read_said(const char *bytes, size_t size, struct said *said)
{
    const char *why = NULL;
    cJSON *root = json_read(bytes, size, &why);
    const cJSON *error = json_get(root, "error");
    const char *type = json_text(error, "type");
    const char *code = json_text(error, "code");
    const char *text = cJSON_IsString(error) ? error->valuestring : json_text(error, "message");
    *said = (struct said){0};
    text_copy(said->type, sizeof said->type, code != NULL ? code : type != NULL ? type : "");
    text_copy(said->message, sizeof said->message, text != NULL ? text : "");
    cJSON_Delete(root);
}

static bool is_about_money(const struct said *said)
{
    static const char *const words[] = {"insufficient_quota", "spend_limit", "billing", "credit",
                                        "quota"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(said->type, words[i]) != NULL || strstr(said->message, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static enum ai_class class_of(int status, const struct said *said, int retry_after_s)
{
    if (status == 402 || (status == 429 && retry_after_s < 0 && is_about_money(said))) {
        return AI_QUOTA;
    }
    if (status == 429) {
        return AI_RATE_LIMITED;
    }
    if (status >= 500 || status == 408 || status == 409 || status == 425) {
        return AI_SERVER;
    }
    return status >= 300 ? AI_CONFIG : AI_BAD_RESPONSE;
}

void reply_read_error(struct ai_reply *reply, int status, const char *bytes, size_t size)
{
    struct said said;
    read_said(bytes, size, &said);
    enum ai_class class_ = class_of(status, &said, reply->retry_after_s);
    if (status >= 300 && status < 400) {
        reply_fail(reply, class_, "HTTP %d: a redirect, which is not followed", status);
    } else if (said.type[0] == '\0' && said.message[0] == '\0') {
        reply_fail(reply, class_, "HTTP %d", status);
    } else {
        reply_fail(reply, class_, "HTTP %d %s: %s", status, said.type, said.message);
    }
}

/* --- a status of 200
 * --------------------------------------------------------------------------------
 */
static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void trim(const char **from, const char **until)
{
    while (*from < *until && is_space(**from)) {
        (*from)++;
    }
    while (*from < *until && is_space((*until)[-1])) {
        (*until)--;
    }
}

static bool starts_with(const char *from, const char *until, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(until - from) >= length && memcmp(from, word, length) == 0;
}

/* Behind what the model thought aloud. */
static const char *skip_thinking(const char *from, const char *until)
{
    static const char closing[] = "</think>";
    while (starts_with(from, until, "<think>")) {
        const char *end = memmem(from, (size_t)(until - from), closing, sizeof closing - 1);
        if (end == NULL) {
            return until;
        }
        from = end + sizeof closing - 1;
        trim(&from, &until);
    }
    return from;
}

/* Inside one fence of three backticks, with or without a word behind it. */
static void skip_fence(const char **from, const char **until)
{
    const char *end_of_line = memchr(*from, '\n', (size_t)(*until - *from));
    if (!starts_with(*from, *until, "```") || end_of_line == NULL || *until - *from < 7 ||
        !starts_with(*until - 3, *until, "```")) {
        return;
    }
    *from = end_of_line + 1;
    *until -= 3;
    trim(from, until);
}

static void take_object(struct ai_reply *reply, const struct buf *words)
{
    const char *from = buf_text(words);
    const char *until = from + words->size;
    trim(&from, &until);
    from = skip_thinking(from, until);
    skip_fence(&from, &until);
    if (from >= until || *from != '{' || until[-1] != '}') {
        reply_fail(reply, AI_INVALID_ANSWER, "the answer is no JSON object");
        return;
    }
    reply->class_ = AI_ANSWERED;
    buf_add(&reply->text, from, (size_t)(until - from));
}

static void read_model(const cJSON *root, struct ai_reply *reply)
{
    const char *model = json_text(root, "model");
    if (model != NULL && model[0] != '\0') {
        sanitize_screen(reply->model, sizeof reply->model, model);
    }
}

void reply_read_body(const struct ai_provider *provider, struct ai_reply *reply, const char *bytes,
                     size_t size)
{
    const char *why = NULL;
    struct buf words = {0};
    cJSON *root = json_read(bytes, size, &why);
    if (!cJSON_IsObject(root)) {
        reply_fail(reply, AI_BAD_RESPONSE, "%s: %.120s", why != NULL ? why : "not an object",
                   bytes);
    } else {
        reply->class_ = AI_ANSWERED;
        read_model(root, reply);
        provider->read(root, reply, &words);
        if (reply->class_ == AI_ANSWERED) {
            take_object(reply, &words);
        }
    }
    buf_free(&words);
    cJSON_Delete(root);
}
