/* What comes from a provider, and what a model wrote, with any bytes at all: nothing may crash, and
 * what is taken must come back from the store as it went in. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ai/provider.h"
#include "core/rules/answer.h"
#include "core/rules/prompt.h"

static const char sources[] =
    "{\"total\":94.5,\"series\":[{\"n\":1,\"sum\":47}],\"date\":\"2026-11-23\"}";

static void read_reply(const char *provider, const char *bytes, size_t size)
{
    struct ai_reply reply = {.retry_after_s = -1};
    reply_read_body(ai_provider_find(provider), &reply, bytes, size);
    must((reply.class_ == AI_ANSWERED) == (reply.text.size > 0), "an answer without words");
    must(strchr(reply.detail, 27) == NULL, "an escape in the detail");
    ai_reply_free(&reply);
}

static void read_answer(enum reflection_subject subject, const char *bytes, size_t size)
{
    struct arena arena = {0};
    struct answer answer;
    struct answer again;
    struct buf stored = {0};
    const char *why = NULL;
    if (answer_read(&arena, subject, bytes, size, sources, &answer, &why)) {
        answer_store(&answer, &stored);
        must(answer_stored(&arena, subject, buf_text(&stored), &again), "it cannot be read back");
        must(again.count == answer.count, "sentences were lost");
        for (int i = 0; i < answer.count; i++) {
            must(strcmp(again.rows[i].text, answer.rows[i].text) == 0, "a sentence changed");
            must(strpbrk(answer.rows[i].text, "\x1b\n\r\x07") == NULL, "a control character");
        }
    }
    buf_free(&stored);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const words[] = {"bakker", "90001"};
    char redacted[1001];
    char *text = fuzz_text(data, size);
    for (int i = 1; i < 4; i++) {
        read_reply(ai_provider_id(ai_provider_at(i)), text, size);
    }
    for (int subject = REFLECTION_SESSION; subject <= REFLECTION_QUESTION; subject++) {
        read_answer((enum reflection_subject)subject, text, size);
    }
    struct ai_reply reply = {.retry_after_s = -1};
    reply_read_error(&reply, 429, text, size);
    ai_reply_free(&reply);
    prompt_redact(redacted, sizeof redacted, text, words, 2);
    (void)answer_is_supported(text, sources);
    free(text);
    return 0;
}
