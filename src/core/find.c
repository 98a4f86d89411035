#include "core/find.h"

#include <string.h>

void find_read(struct find *find, const char *typed)
{
    char folded[256];
    *find = (struct find){0};
    text_fold(folded, sizeof folded, typed != NULL ? typed : "");
    char *rest = NULL;
    for (char *word = strtok_r(folded, " ,", &rest); word != NULL && find->count < FIND_WORDS;
         word = strtok_r(NULL, " ,", &rest)) {
        char *pattern = find->patterns[find->count++];
        size_t used = 0;
        pattern[used++] = '%';
        for (; *word != '\0' && used < FIND_ROOM - 4; word++) {
            if (strchr("%_\\", *word) != NULL) {
                pattern[used++] = '\\';
            }
            pattern[used++] = *word;
        }
        pattern[used++] = '%';
        pattern[used] = '\0';
    }
}

const char *find_pattern(const struct find *find, int index)
{
    return index < find->count ? find->patterns[index] : "%";
}
