#include "ai/provider.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

enum { KEY_MAX = 512 };

/* The one table: a provider is a row and the file that fills it. */
static const struct ai_provider *const providers[] = {
    &provider_calculated,
    &provider_anthropic,
    &provider_openai,
    &provider_ollama,
};
enum { PROVIDERS = sizeof providers / sizeof providers[0] };

const struct ai_provider *ai_provider_find(const char *id)
{
    for (int i = 0; i < PROVIDERS; i++) {
        if (strcmp(providers[i]->id, id) == 0) {
            return providers[i];
        }
    }
    return NULL;
}

const struct ai_provider *ai_provider_at(int index)
{
    return index >= 0 && index < PROVIDERS ? providers[index] : NULL;
}

const char *ai_provider_id(const struct ai_provider *provider)
{
    return provider->id;
}

const char *ai_provider_about(const struct ai_provider *provider)
{
    return provider->about;
}

bool ai_provider_is_local(const struct ai_provider *provider)
{
    return provider->base_url == NULL;
}

bool ai_config_needs_key(const struct ai_config *config)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    bool is_loopback = false;
    if (provider == NULL || provider->base_url == NULL || provider->key_header == NULL) {
        return false;
    }
    (void)line_refuse_address(ai_config_base_url(config), &is_loopback);
    return provider->needs_key || !is_loopback;
}

const char *ai_config_model(const struct ai_config *config)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    return config->model[0] != '\0' || provider == NULL ? config->model : provider->model;
}

const char *ai_config_base_url(const struct ai_config *config)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    if (provider == NULL || provider->base_url == NULL) {
        return "";
    }
    return config->base_url[0] != '\0' ? config->base_url : provider->base_url;
}

static bool check_numbers(const struct ai_config *config, struct err *err)
{
    bool is_good = config->connect_timeout_ms >= 100 && config->timeout_ms >= 1000 &&
                   config->timeout_ms <= 10 * 60 * 1000 && config->max_tokens >= 64 &&
                   config->max_tokens <= 32768 && config->temperature_hundredths <= 200;
    return is_good ||
           err_set(err, ERR_CONFIG, _("A number in the settings of the coach is out of range."));
}

bool ai_config_check(const struct ai_config *config, struct err *err)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    bool is_loopback = false;
    if (provider == NULL) {
        return err_set(err, ERR_CONFIG,
                       _("The coach has no provider \"%s\": it is anthropic, openai, ollama or"
                         " calculated."),
                       config->provider);
    }
    if (provider->base_url == NULL) {
        return true;
    }
    const char *why = line_refuse_address(ai_config_base_url(config), &is_loopback);
    if (why != NULL) {
        err_set(err, ERR_CONFIG,
                _("The coach's address \"%s\" cannot be used: it must be https, or http on this"
                  " machine, without a user or a question mark."),
                ai_config_base_url(config));
        return err_detail(err, "%s", why);
    }
    return check_numbers(config, err);
}

bool ai_key_is_usable(const char *key)
{
    size_t length = strnlen(key, KEY_MAX + 1);
    for (size_t i = 0; i < length; i++) {
        if (key[i] < '!' || key[i] > '~') {
            return false;
        }
    }
    return length > 0 && length <= KEY_MAX;
}

/* --- bodies -------------------------------------------------------------------------------------
 */
bool ai_body(const struct ai_config *config, const struct ai_request *request, struct buf *body)
{
    const struct ai_provider *provider = ai_provider_find(config->provider);
    struct buf system = {0};
    if (provider == NULL || provider->body == NULL) {
        return false;
    }
    bool is_structured = config->is_structured && !request->is_unstructured;
    buf_add_text(&system, request->system);
    if (!is_structured) {
        buf_printf(&system, "\nAnswer with one JSON object and nothing else, of this schema: %s",
                   request->schema);
    }
    cJSON *json = provider->body(config, request, buf_text(&system), is_structured);
    char *text = cJSON_PrintUnformatted(json);
    if (text != NULL) {
        buf_add_text(body, text);
    }
    cJSON_free(text);
    cJSON_Delete(json);
    buf_free(&system);
    return body->size > 0;
}

void ai_body_hash(const char *bytes, size_t size, char hash[65])
{
    unsigned char raw[32];
    crypto_generichash(raw, sizeof raw, (const unsigned char *)bytes, size, NULL, 0);
    sodium_bin2hex(hash, 65, raw, sizeof raw);
}

/* --- classes ------------------------------------------------------------------------------------
 */
static const char *const class_codes[AI_CLASS_COUNT] = {
    "answered",     "network",        "tls",       "rate_limited", "quota",   "config", "server",
    "bad_response", "invalid_answer", "truncated", "refused",      "stopped",
};

const char *ai_class_code(enum ai_class class_)
{
    return class_codes[class_];
}

bool ai_class_find(const char *code, enum ai_class *class_)
{
    for (int i = 0; i < AI_CLASS_COUNT; i++) {
        if (strcmp(class_codes[i], code) == 0) {
            *class_ = (enum ai_class)i;
            return true;
        }
    }
    return false;
}
