/* Chat completions as OpenAI, llama.cpp, vLLM, LM Studio and Ollama's /v1 have them. */
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
    cJSON_AddNumberToObject(json,
                            config->has_completion_tokens ? "max_completion_tokens" : "max_tokens",
                            (double)config->max_tokens * request->token_factor);
    if (config->temperature_hundredths >= 0) {
        cJSON_AddNumberToObject(json, "temperature", config->temperature_hundredths / 100.0);
    }
    cJSON *messages = cJSON_AddArrayToObject(json, "messages");
    add_message(messages, "system", system);
    add_message(messages, "user", request->user);
    if (is_structured) {
        cJSON *format = cJSON_AddObjectToObject(json, "response_format");
        cJSON_AddStringToObject(format, "type", "json_schema");
        cJSON *schema = cJSON_AddObjectToObject(format, "json_schema");
        cJSON_AddStringToObject(schema, "name", request->schema_name);
        cJSON_AddTrueToObject(schema, "strict");
        cJSON_AddItemToObject(schema, "schema", cJSON_Parse(request->schema));
    }
    return json;
}

/* A text, or parts of one. */
static void read_content(const cJSON *content, struct buf *words)
{
    if (cJSON_IsString(content)) {
        buf_add_text(words, content->valuestring);
    }
    for (const cJSON *part = cJSON_IsArray(content) ? content->child : NULL; part != NULL;
         part = part->next) {
        const char *text = json_text(part, "text");
        buf_add_text(words, text != NULL ? text : "");
    }
}

static void read_reply(const cJSON *root, struct ai_reply *reply, struct buf *words)
{
    const cJSON *choice = cJSON_GetArrayItem(json_get(root, "choices"), 0);
    const cJSON *message = json_get(choice, "message");
    const char *finish = json_text(choice, "finish_reason");
    const char *refusal = json_text(message, "refusal");
    reply_read_usage(reply, json_get(root, "usage"), "prompt_tokens", "completion_tokens");
    read_content(json_get(message, "content"), words);
    if (message == NULL) {
        reply_fail_missing(reply, "choices[0].message");
    } else if ((refusal != NULL && refusal[0] != '\0') ||
               (finish != NULL && strcmp(finish, "content_filter") == 0)) {
        reply_fail(reply, AI_REFUSED, "the model declined");
    } else if (finish != NULL && strcmp(finish, "length") == 0) {
        reply_fail(reply, AI_TRUNCATED, "finish_reason length");
    } else if (words->size == 0) {
        reply_fail(reply, AI_INVALID_ANSWER, "no text in the answer");
    }
}

const struct ai_provider provider_openai = {
    .id = "openai",
    .about = "chat completions: OpenAI, llama.cpp, vLLM, LM Studio",
    .base_url = "https://api.openai.com/v1",
    .model = "gpt-4o-mini",
    .path = "/chat/completions",
    .key_header = "Authorization: Bearer ",
    .body = body,
    .read = read_reply,
};
