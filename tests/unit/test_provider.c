/* What each provider is sent, and what its replies are read as; without a network. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "ai/provider.h"
#include "base/text.h"

static const struct ai_request request = {
    .system = "Be \"brief\".",
    .user = "<data>{}</data>\n\xC3\xA9",
    .schema_name = "reflection",
    .schema = "{\"type\":\"object\",\"required\":[\"summary\"]}",
    .calculated = "{\"summary\":\"x\"}",
    .token_factor = 1,
};

static struct ai_config config_of(const char *provider)
{
    struct ai_config config = {.connect_timeout_ms = 5000,
                               .timeout_ms = 60000,
                               .max_tokens = 1024,
                               .temperature_hundredths = -1,
                               .is_structured = true};
    text_copy(config.provider, sizeof config.provider, provider);
    return config;
}

static cJSON *body_of(const struct ai_config *config, const struct ai_request *what)
{
    struct buf body = {0};
    const char *why = NULL;
    assert_true(ai_body(config, what, &body));
    cJSON *json = json_read(buf_text(&body), body.size, &why);
    assert_non_null(json);
    buf_free(&body);
    return json;
}

static const cJSON *at(const cJSON *json, const char *path)
{
    char name[64];
    while (*path != '\0' && json != NULL) {
        size_t length = strcspn(path, ".");
        memcpy(name, path, length);
        name[length] = '\0';
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)strtol(name, NULL, 10))
                                   : json_get(json, name);
        path += length + (path[length] == '.' ? 1 : 0);
    }
    return json;
}

static void expect_text(const cJSON *json, const char *path, const char *text)
{
    const char *found = cJSON_GetStringValue(at(json, path));
    assert_non_null(found);
    assert_string_equal(found, text);
}

/* --- bodies -------------------------------------------------------------------------------------
 */
static void anthropic_gets_messages_and_a_schema(void **state)
{
    (void)state;
    struct ai_config config = config_of("anthropic");
    cJSON *json = body_of(&config, &request);
    expect_text(json, "system", request.system);
    expect_text(json, "messages.0.role", "user");
    expect_text(json, "messages.0.content", request.user);
    expect_text(json, "output_config.format.type", "json_schema");
    expect_text(json, "output_config.format.schema.type", "object");
    assert_int_equal(json_int(json, "max_tokens", 0, 99999, 0), 1024);
    assert_null(json_get(json, "temperature"));
    cJSON_Delete(json);
}

static void chat_completions_get_a_strict_schema(void **state)
{
    (void)state;
    struct ai_config config = config_of("openai");
    config.temperature_hundredths = 70;
    cJSON *json = body_of(&config, &request);
    expect_text(json, "messages.0.role", "system");
    expect_text(json, "messages.1.content", request.user);
    expect_text(json, "response_format.json_schema.name", "reflection");
    assert_true(cJSON_IsTrue(at(json, "response_format.json_schema.strict")));
    assert_true(json_get(json, "temperature")->valuedouble == 0.7);
    cJSON_Delete(json);
    config.has_completion_tokens = true;
    json = body_of(&config, &request);
    assert_null(json_get(json, "max_tokens"));
    assert_int_equal(json_int(json, "max_completion_tokens", 0, 99999, 0), 1024);
    cJSON_Delete(json);
}

static void ollama_does_not_stream(void **state)
{
    (void)state;
    struct ai_config config = config_of("ollama");
    cJSON *json = body_of(&config, &request);
    assert_true(cJSON_IsFalse(json_get(json, "stream")));
    expect_text(json, "format.type", "object");
    assert_int_equal(json_int(json_get(json, "options"), "num_predict", 0, 99999, 0), 1024);
    cJSON_Delete(json);
}

static void without_a_schema_the_words_ask_for_json(void **state)
{
    (void)state;
    static const char *const ids[] = {"anthropic", "openai", "ollama"};
    static const char *const fields[] = {"output_config", "response_format", "format"};
    static const char *const systems[] = {"system", "messages.0.content", "messages.0.content"};
    struct ai_request plain = request;
    plain.is_unstructured = true;
    plain.token_factor = 2;
    for (int i = 0; i < 3; i++) {
        struct ai_config config = config_of(ids[i]);
        cJSON *json = body_of(&config, &plain);
        assert_null(json_get(json, fields[i]));
        assert_non_null(strstr(cJSON_GetStringValue(at(json, systems[i])), request.schema));
        cJSON_Delete(json);
    }
}

static void calculated_sends_nothing(void **state)
{
    (void)state;
    struct ai_config config = config_of("calculated");
    struct buf body = {0};
    assert_false(ai_body(&config, &request, &body));
    assert_true(ai_provider_is_local(ai_provider_find("calculated")));
    assert_string_equal(ai_config_base_url(&config), "");
    buf_free(&body);
}

/* --- replies ------------------------------------------------------------------------------------
 */
static void read_as(const char *provider, const char *body, enum ai_class class_, const char *text)
{
    struct ai_reply reply = {.retry_after_s = -1, .input_tokens = -1, .output_tokens = -1};
    reply_read_body(ai_provider_find(provider), &reply, body, strlen(body));
    if (reply.class_ != class_) {
        fail_msg("%s: %s instead of %s (%s)", body, ai_class_code(reply.class_),
                 ai_class_code(class_), reply.detail);
    }
    if (text != NULL) {
        assert_string_equal(buf_text(&reply.text), text);
    }
    ai_reply_free(&reply);
}

#define A(blocks, stop) "{\"content\":[" blocks "],\"stop_reason\":\"" stop "\"}"
#define T(text)         "{\"type\":\"text\",\"text\":\"" text "\"}"

static void all_blocks_of_text_are_read(void **state)
{
    (void)state;
    read_as("anthropic", A(T("{\\\"a\\\":") "," T("1}"), "end_turn"), AI_ANSWERED, "{\"a\":1}");
    read_as("anthropic", A("{\"type\":\"thinking\",\"thinking\":\"{}\"}," T("{}"), "end_turn"),
            AI_ANSWERED, "{}");
    read_as("anthropic", A(T("{}"), "something_new"), AI_ANSWERED, "{}");
    read_as("anthropic", A(T("{"), "max_tokens"), AI_TRUNCATED, NULL);
    read_as("anthropic", A(T("no"), "refusal"), AI_REFUSED, NULL);
    read_as("anthropic", A("", "end_turn"), AI_INVALID_ANSWER, NULL);
    read_as("anthropic", "{\"content\":\"x\"}", AI_BAD_RESPONSE, NULL);
    read_as("anthropic", "[]", AI_BAD_RESPONSE, NULL);
    read_as("anthropic", "{malformed", AI_BAD_RESPONSE, NULL);
}

#define O(message, finish)                                                                         \
    "{\"choices\":[{\"message\":" message ",\"finish_reason\":\"" finish "\"}]}"

static void choices_are_read(void **state)
{
    (void)state;
    read_as("openai", O("{\"content\":\"{}\"}", "stop"), AI_ANSWERED, "{}");
    read_as("openai", O("{\"content\":[{\"type\":\"text\",\"text\":\"{}\"}]}", "stop"), AI_ANSWERED,
            "{}");
    read_as("openai", O("{\"content\":null,\"refusal\":\"I cannot\"}", "stop"), AI_REFUSED, NULL);
    read_as("openai", O("{\"content\":\"{\"}", "length"), AI_TRUNCATED, NULL);
    read_as("openai", O("{\"content\":\"{}\"}", "content_filter"), AI_REFUSED, NULL);
    read_as("openai", O("{\"content\":\"\"}", "stop"), AI_INVALID_ANSWER, NULL);
    read_as("openai", "{\"choices\":[]}", AI_BAD_RESPONSE, NULL);
    read_as("openai", "{\"choices\":{}}", AI_BAD_RESPONSE, NULL);
}

static void ollama_messages_are_read(void **state)
{
    (void)state;
    read_as("ollama", "{\"message\":{\"content\":\"{}\"},\"done_reason\":\"stop\"}", AI_ANSWERED,
            "{}");
    read_as("ollama", "{\"message\":{\"content\":\"{\"},\"done_reason\":\"length\"}", AI_TRUNCATED,
            NULL);
    read_as("ollama", "{\"error\":\"x\"}", AI_BAD_RESPONSE, NULL);
}

static void fences_and_thoughts_are_taken_off_once(void **state)
{
    (void)state;
    read_as("anthropic", A(T(" ```json\\n{\\\"a\\\":1}\\n``` "), "end_turn"), AI_ANSWERED,
            "{\"a\":1}");
    read_as("anthropic", A(T("<think>{}</think>\\n{\\\"a\\\":1}"), "end_turn"), AI_ANSWERED,
            "{\"a\":1}");
    read_as("anthropic", A(T("<think>{}"), "end_turn"), AI_INVALID_ANSWER, NULL);
    read_as("anthropic", A(T("```{}"), "end_turn"), AI_INVALID_ANSWER, NULL);
    read_as("anthropic", A(T("Here: {}"), "end_turn"), AI_INVALID_ANSWER, NULL);
}

static void tokens_are_kept_and_nonsense_is_not(void **state)
{
    (void)state;
    static const char good[] =
        "{\"content\":[{\"type\":\"text\",\"text\":\"{}\"}],\"model\":\"m-1\","
        "\"usage\":{\"input_tokens\":12,\"output_tokens\":-4}}";
    struct ai_reply reply = {.input_tokens = -1, .output_tokens = -1};
    reply_read_body(ai_provider_find("anthropic"), &reply, good, sizeof good - 1);
    assert_int_equal(reply.input_tokens, 12);
    assert_int_equal(reply.output_tokens, -1);
    assert_string_equal(reply.model, "m-1");
    ai_reply_free(&reply);
}

static void errors_are_objects_or_texts_and_are_cleaned(void **state)
{
    (void)state;
    static const struct {
        int status, retry_after_s;
        const char *body;
        enum ai_class class_;
    } cases[] = {
        {429, 5, "{\"error\":{\"type\":\"insufficient_quota\"}}", AI_RATE_LIMITED},
        {429, -1, "{\"error\":{\"type\":\"x\",\"code\":\"insufficient_quota\"}}", AI_QUOTA},
        {429, -1, "{\"error\":\"slow\"}", AI_RATE_LIMITED},
        {402, -1, "", AI_QUOTA},
        {400, -1, "{\"error\":{\"code\":400,\"message\":\"schema\"}}", AI_CONFIG},
        {404, -1, "not json", AI_CONFIG},
        {302, -1, "", AI_CONFIG},
        {409, -1, "", AI_SERVER},
        {503, -1, "{\"error\":{\"message\":\"loading\"}}", AI_SERVER},
        {529, -1, "", AI_SERVER},
        {204, -1, "", AI_BAD_RESPONSE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ai_reply reply = {.retry_after_s = cases[i].retry_after_s};
        reply_read_error(&reply, cases[i].status, cases[i].body, strlen(cases[i].body));
        assert_int_equal(reply.class_, cases[i].class_);
    }
    struct ai_reply reply = {.retry_after_s = -1};
    const char *hostile = "{\"error\":{\"type\":\"a\\u001b[2J\",\"message\":\"\\u202eevil\\nx\"}}";
    reply_read_error(&reply, 500, hostile, strlen(hostile));
    assert_null(strchr(reply.detail, 27));
    assert_null(strstr(reply.detail, "\xE2\x80\xAE"));
    assert_null(strchr(reply.detail, '\n'));
}

/* --- addresses and keys
 * ---------------------------------------------------------------------------
 */
static void only_https_or_this_machine(void **state)
{
    (void)state;
    static const char *const good[] = {"https://api.example.com",  "https://api.example.com/v1/",
                                       "http://127.0.0.1:8080",    "http://127.1.2.3",
                                       "http://localhost:1234/v1", "http://[::1]:80"};
    static const char *const bad[] = {"http://example.com",
                                      "http://127.0.0.1.evil.com",
                                      "http://localhost.evil.com",
                                      "https://user@example.com",
                                      "https://example.com/?a=b",
                                      "https://example.com/#x",
                                      "ftp://127.0.0.1",
                                      "file:///etc/passwd",
                                      "http://1270.0.0.1",
                                      "",
                                      "x"};
    struct err err = {0};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct ai_config config = config_of("openai");
        text_copy(config.base_url, sizeof config.base_url, good[i]);
        assert_ok(ai_config_check(&config, &err), err);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        bool is_loopback = false;
        if (line_refuse_address(bad[i], &is_loopback) == NULL) {
            fail_msg("allowed: %s", bad[i]);
        }
    }
}

static void a_key_is_plain_letters(void **state)
{
    (void)state;
    char longer[600];
    memset(longer, 'k', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    assert_true(ai_key_is_usable("sk-abc_123"));
    assert_false(ai_key_is_usable(""));
    assert_false(ai_key_is_usable("a b"));
    assert_false(ai_key_is_usable("a\r\nX: y"));
    assert_false(ai_key_is_usable("caf\xC3\xA9"));
    assert_false(ai_key_is_usable(longer));
}

static void a_machine_of_ones_own_needs_no_key(void **state)
{
    (void)state;
    struct ai_config config = config_of("openai");
    assert_true(ai_config_needs_key(&config));
    text_copy(config.base_url, sizeof config.base_url, "http://127.0.0.1:8080/v1");
    assert_false(ai_config_needs_key(&config));
    config = config_of("anthropic");
    text_copy(config.base_url, sizeof config.base_url, "http://127.0.0.1:8080");
    assert_true(ai_config_needs_key(&config));
    config = config_of("calculated");
    assert_false(ai_config_needs_key(&config));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anthropic_gets_messages_and_a_schema),
        cmocka_unit_test(chat_completions_get_a_strict_schema),
        cmocka_unit_test(ollama_does_not_stream),
        cmocka_unit_test(without_a_schema_the_words_ask_for_json),
        cmocka_unit_test(calculated_sends_nothing),
        cmocka_unit_test(all_blocks_of_text_are_read),
        cmocka_unit_test(choices_are_read),
        cmocka_unit_test(ollama_messages_are_read),
        cmocka_unit_test(fences_and_thoughts_are_taken_off_once),
        cmocka_unit_test(tokens_are_kept_and_nonsense_is_not),
        cmocka_unit_test(errors_are_objects_or_texts_and_are_cleaned),
        cmocka_unit_test(only_https_or_this_machine),
        cmocka_unit_test(a_key_is_plain_letters),
        cmocka_unit_test(a_machine_of_ones_own_needs_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
