/* JSON with any bytes: refused with a word, or a tree whose texts are UTF-8 and come back. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

static void walk(const cJSON *node, int depth)
{
    must(depth <= JSON_DEPTH_MAX + 1, "too deep");
    for (; node != NULL; node = node->next) {
        if (node->valuestring != NULL) {
            must(text_is_utf8(node->valuestring, strlen(node->valuestring)), "no UTF-8");
        }
        if (node->child != NULL) {
            walk(node->child, depth + 1);
        }
    }
}

/* Any text becomes JSON that is read again; what was UTF-8 is the same. */
static void write_and_read(const char *text)
{
    const char *why = NULL;
    struct buf out = {0};
    json_add_text(&out, text);
    cJSON *again = json_read(buf_text(&out), out.size, &why);
    must(again != NULL && cJSON_IsString(again), "what was written cannot be read");
    if (text_is_utf8(text, strlen(text))) {
        must(strcmp(again->valuestring, text) == 0, "a text changed");
    }
    cJSON_Delete(again);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *why = NULL;
    char *bytes = fuzz_bytes(data, size);
    char *text = fuzz_text(data, size);
    cJSON *tree = json_read(bytes, size, &why);
    must(tree != NULL || why != NULL, "refused without a word");
    if (tree != NULL) {
        walk(tree, 0);
        (void)json_text(tree, "a");
        long long number = json_int(tree, "n", 0, 10, 11);
        must(number >= 0 && number <= 11, "a number outside");
    }
    write_and_read(text);
    cJSON_Delete(tree);
    free(text);
    free(bytes);
    return 0;
}
