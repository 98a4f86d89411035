/* What comes from a provider, and what a model wrote, with any bytes at all: nothing may crash, and
 * what is taken must come back from the store as it went in.
 *
 * Built by clang with -DAIMTRACK_FUZZ=ON it is a coverage-guided fuzzer; else an ordinary test that
 * hurts good replies at random for two seconds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ai/provider.h"
#include "core/rules/answer.h"
#include "core/rules/prompt.h"

static const char sources[] =
    "{\"total\":94.5,\"series\":[{\"n\":1,\"sum\":47}],\"date\":\"2026-11-23\"}";

static void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const words[] = {"bakker", "90001"};
    char redacted[1001];
    char *text = mem_alloc(size + 1);
    memcpy(text, data, size);
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

#ifndef AIMTRACK_FUZZ
static const char *const seeds[] = {
    "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"summary\\\":\\\"a 94,5\\\"}\"}],"
    "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}",
    "{\"choices\":[{\"message\":{\"content\":\"{}\",\"refusal\":null},\"finish_reason\":\"stop\"}]"
    "}",
    "{\"message\":{\"content\":\"```json\\n{}\\n```\"},\"done_reason\":\"stop\"}",
    "{\"error\":{\"type\":\"x\",\"message\":\"y\"}}",
    "{\"summary\":\"Total 94.5 in 2 series. \\u001b[2J\",\"positives\":[\"9,4 m. up\"],"
    "\"improvements\":[],\"next_focus\":\"Hold.\"}",
    "{\"summary\":\"x\",\"trends\":[\"1.2\"],\"issues\":[\"\xE2\x80\xAE\"],\"recommendations\":[]}",
    "{\"answer\":\"Because 47 of 94,5.\",\"goals\":[\"Ten shots\"]}",
};

int main(void)
{
    unsigned seed = (unsigned)time(NULL);
    const char *given = getenv("AIMTRACK_TEST_SEED");
    char bytes[512];
    unsigned long runs = 0;
    seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : seed;
    printf("AIMTRACK_TEST_SEED=%u\n", seed);
    srandom(seed);
    for (time_t end = time(NULL) + 3; time(NULL) < end; runs++) {
        const char *whole = seeds[(size_t)random() % (sizeof seeds / sizeof seeds[0])];
        size_t size = strlen(whole);
        memcpy(bytes, whole, size);
        for (long hits = random() % 4; hits > 0; hits--) {
            bytes[(size_t)random() % size] = (char)random();
        }
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, random() % 8 == 0 ? size / 2 : size);
    }
    printf("%lu inputs\n", runs);
    return runs > 1000 ? 0 : 1;
}
#endif
