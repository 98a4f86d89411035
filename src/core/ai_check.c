#include "core/ai_check.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/queue.h"
#include "core/rights.h"

static bool go_on(void *context)
{
    (void)context;
    return true;
}

static bool ask(struct ai_check *check, const struct ai_key *key, struct err *err)
{
    static const struct ai_request request = {
        .system = "You are tested. Answer in JSON.",
        .user = "Say ok.",
        .schema_name = "test",
        .schema = "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"say\"],"
                  "\"properties\":{\"say\":{\"type\":\"string\"}}}",
        .token_factor = 1};
    struct ai_reply reply = {0};
    struct ai_line *line = ai_line_open(err);
    if (line == NULL) {
        return false;
    }
    ai_ask(line, &check->settings.ai, ai_key_text(key), &request, go_on, NULL, &reply);
    ai_line_close(line);
    check->was_live = true;
    check->class_ = reply.class_;
    check->duration_ms = reply.duration_ms;
    text_copy(check->detail, sizeof check->detail, reply.detail);
    ai_reply_free(&reply);
    if (check->class_ != AI_ANSWERED) {
        err_set(err, check->class_ == AI_CONFIG ? ERR_CONFIG : ERR_NETWORK,
                _("The provider gave no answer (%s): %s"), queue_class_name(check->class_),
                check->detail);
    }
    return check->class_ == AI_ANSWERED;
}

bool ai_check_run(struct app *app, bool is_live, struct ai_check *check, struct err *err)
{
    struct ai_key *key = NULL;
    *check = (struct ai_check){0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err) ||
        !ai_settings_read(app, &check->settings, err) ||
        !ai_config_check(&check->settings.ai, err)) {
        return false;
    }
    check->is_local = ai_provider_is_local(ai_provider_find(check->settings.ai.provider));
    text_copy(check->model, sizeof check->model, ai_config_model(&check->settings.ai));
    text_copy(check->address, sizeof check->address, ai_config_base_url(&check->settings.ai));
    if (!ai_key_read(&check->settings, &key, err)) {
        return false;
    }
    text_copy(check->key_where, sizeof check->key_where, ai_key_where(key));
    ai_key_masked(key, check->key_masked, sizeof check->key_masked);
    bool ok = key != NULL || !ai_config_needs_key(&check->settings.ai) ||
              err_set(err, ERR_CONFIG,
                      _("This provider needs a key and there is none: set key_file in the settings,"
                        " or AIMTRACK_AI_KEY."));
    ok = ok && (!is_live || check->is_local || ask(check, key, err));
    ai_key_free(key);
    return ok;
}
