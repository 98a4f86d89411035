/* Ollama's own /api/chat. */
#include "ai/provider.h"

#include <string.h>

static void add_message(cJSON *messages, const char *role, const char *text)
{
    cJSON *message = cJSON_CreateObject();
    cJSON_AddStringToObject(message, "role", role);
    cJSON_AddStringToObject(message, "content", text);
    cJSON_AddItemToArray(messages, message);
}

static cJSON *body(const struct ai_config *config, const struct ai_request *request,
                   const char *system, bool is_structured)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "model", ai_config_model(config));
    cJSON_AddFalseToObject(json, "stream");
    cJSON *messages = cJSON_AddArrayToObject(json, "messages");
    add_message(messages, "system", system);
    add_message(messages, "user", request->user);
    cJSON *options = cJSON_AddObjectToObject(json, "options");
    cJSON_AddNumberToObject(options, "num_predict",
                            (double)config->max_tokens * request->token_factor);
    if (config->temperature_hundredths >= 0) {
        cJSON_AddNumberToObject(options, "temperature", config->temperature_hundredths / 100.0);
    }
    if (is_structured) {
        cJSON_AddItemToObject(json, "format", cJSON_Parse(request->schema));
    }
    return json;
}

static void read_reply(const cJSON *root, struct ai_reply *reply, struct buf *words)
{
    const char *done = json_text(root, "done_reason");
    const char *text = json_text(json_get(root, "message"), "content");
    reply_read_usage(reply, root, "prompt_eval_count", "eval_count");
    if (text == NULL) {
        reply_fail_missing(reply, "message.content");
    } else if (done != NULL && strcmp(done, "length") == 0) {
        reply_fail(reply, AI_TRUNCATED, "done_reason length");
    } else {
        buf_add_text(words, text);
    }
}

const struct ai_provider provider_ollama = {
    .id = "ollama",
    .about = "Ollama on this machine or another",
    .base_url = "http://127.0.0.1:11434",
    .model = "llama3.2",
    .path = "/api/chat",
    .body = body,
    .read = read_reply,
};
