/* Anthropic Messages. */
#include "ai/provider.h"

#include <string.h>

static cJSON *body(const struct ai_config *config, const struct ai_request *request,
                   const char *system, bool is_structured)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "model", ai_config_model(config));
    cJSON_AddNumberToObject(json, "max_tokens", (double)config->max_tokens * request->token_factor);
    if (config->temperature_hundredths >= 0) {
        cJSON_AddNumberToObject(json, "temperature", config->temperature_hundredths / 100.0);
    }
    cJSON_AddStringToObject(json, "system", system);
    cJSON *message = cJSON_CreateObject();
    cJSON_AddStringToObject(message, "role", "user");
    cJSON_AddStringToObject(message, "content", request->user);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(json, "messages"), message);
    if (is_structured) {
        cJSON *format =
            cJSON_AddObjectToObject(cJSON_AddObjectToObject(json, "output_config"), "format");
        cJSON_AddStringToObject(format, "type", "json_schema");
        cJSON_AddItemToObject(format, "schema", cJSON_Parse(request->schema));
    }
    return json;
}

/* All blocks of text; what the model thought aloud is left out. */
static int read_blocks(const cJSON *blocks, struct buf *words)
{
    int count = 0;
    for (const cJSON *block = cJSON_IsArray(blocks) ? blocks->child : NULL; block != NULL;
         block = block->next) {
        const char *type = json_text(block, "type");
        const char *text = json_text(block, "text");
        if (type != NULL && text != NULL && strcmp(type, "text") == 0) {
            buf_add_text(words, text);
            count++;
        }
    }
    return count;
}

static void read_reply(const cJSON *root, struct ai_reply *reply, struct buf *words)
{
    const char *stop = json_text(root, "stop_reason");
    reply_read_usage(reply, json_get(root, "usage"), "input_tokens", "output_tokens");
    if (!cJSON_IsArray(json_get(root, "content"))) {
        reply_fail_missing(reply, "content");
    } else if (stop != NULL && strcmp(stop, "refusal") == 0) {
        reply_fail(reply, AI_REFUSED, "stop_reason refusal");
    } else if (stop != NULL && strcmp(stop, "max_tokens") == 0) {
        reply_fail(reply, AI_TRUNCATED, "stop_reason max_tokens");
    } else if (read_blocks(json_get(root, "content"), words) == 0) {
        reply_fail(reply, AI_INVALID_ANSWER, "no block of text in the answer");
    }
}

static const char *const headers[] = {"anthropic-version: 2023-06-01", NULL};

const struct ai_provider provider_anthropic = {
    .id = "anthropic",
    .about = "Anthropic Messages",
    .base_url = "https://api.anthropic.com",
    .model = "claude-haiku-4-5-20251001",
    .path = "/v1/messages",
    .needs_key = true,
    .key_header = "x-api-key: ",
    .headers = headers,
    .body = body,
    .read = read_reply,
};
