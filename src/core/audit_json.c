#include "core/audit_json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void audit_json(char *dst, size_t size, const char *const *pairs)
{
    cJSON *json = cJSON_CreateObject();
    text_copy(dst, size, "{}");
    for (; json != NULL && pairs[0] != NULL; pairs += 2) {
        if (pairs[1][0] == '\0') {
            continue;
        }
        cJSON_AddStringToObject(json, pairs[0], pairs[1]);
        char *text = cJSON_PrintUnformatted(json);
        if (text == NULL || strlen(text) >= size) {
            cJSON_DeleteItemFromObjectCaseSensitive(json, pairs[0]);
        } else {
            text_copy(dst, size, text);
        }
        free(text);
    }
    cJSON_Delete(json);
}

void audit_json_changes(char *before, char *after, size_t size, const char *const *old_pairs,
                        const char *const *new_pairs)
{
    enum { PAIRS_MAX = 32 };
    const char *was[2 * PAIRS_MAX + 1] = {NULL};
    const char *is[2 * PAIRS_MAX + 1] = {NULL};
    int used = 0;
    for (int i = 0; old_pairs[i] != NULL && used < 2 * PAIRS_MAX; i += 2) {
        if (strcmp(old_pairs[i + 1], new_pairs[i + 1]) != 0) {
            was[used] = is[used] = old_pairs[i];
            was[used + 1] = old_pairs[i + 1];
            is[used + 1] = new_pairs[i + 1];
            used += 2;
        }
    }
    audit_json(before, size, was);
    audit_json(after, size, is);
}
