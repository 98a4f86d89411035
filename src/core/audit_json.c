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
