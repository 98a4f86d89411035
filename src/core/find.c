#include "core/find.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static const char between[] = " ,\t";

bool find_check(const char *typed, struct err *err)
{
    int words = 0;
    const char *at = typed != NULL ? typed : "";
    size_t length = strlen(at);
    for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
        at += strcspn(at, between);
        words++;
    }
    return (words <= FIND_WORDS && length < NAME_ROOM) ||
           err_set(
               err, ERR_INPUT,
               _("A search has at most %d words and at most %d bytes (an accented letter counts "
                 "for two). Nothing was looked for."),
               FIND_WORDS, NAME_ROOM - 1);
}

void find_read(struct find *find, const char *typed)
{
    char folded[256];
    *find = (struct find){0};
    text_fold(folded, sizeof folded, typed != NULL ? typed : "");
    char *rest = NULL;
    for (char *word = strtok_r(folded, between, &rest); word != NULL && find->count < FIND_WORDS;
         word = strtok_r(NULL, between, &rest)) {
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
