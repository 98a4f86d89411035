/* The header Accept: RFC 9110, 12.5.1, for a choice of two. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "serve/serve.h"

enum { WORD_ROOM = 96 };

/* "q=0.5" of what follows the type, in thousandths; 1000 when it is not said. */
static int weight_of(const char *parameters)
{
    const char *at = strcasestr(parameters, "q=");
    if (at == NULL || (at != parameters && at[-1] != ';' && at[-1] != ' ')) {
        return 1000;
    }
    double weight = strtod(at + 2, NULL);
    return weight > 0 && weight <= 1 ? (int)(weight * 1000) : weight > 1 ? 1000 : 0;
}

/* How exactly a range names that type: 3 by name, 2 "application" with a star, 1 both stars, 0 not.
 */
static int closeness(const char *range, const char *type)
{
    size_t family = strcspn(type, "/") + 1;
    if (strcasecmp(range, type) == 0) {
        return 3;
    }
    if (strncasecmp(range, type, family) == 0 && strcmp(range + family, "*") == 0) {
        return 2;
    }
    return strcmp(range, "*/*") == 0 ? 1 : 0;
}

/* The weight that the closest range gives that type; 0: it is not accepted. */
static int weight_for(const char *accept, const char *type)
{
    int best = 0;
    int weight = 0;
    for (const char *at = accept; *at != '\0';) {
        char range[WORD_ROOM];
        size_t length = strcspn(at, ",");
        snprintf(range, sizeof range, "%.*s", (int)(length < WORD_ROOM ? length : WORD_ROOM - 1),
                 at);
        char *parameters = strchr(range, ';');
        int own = weight_of(parameters != NULL ? parameters + 1 : "");
        if (parameters != NULL) {
            *parameters = '\0';
        }
        text_trim(range);
        int near = closeness(range, type);
        if (near > best) {
            best = near;
            weight = own;
        }
        at += length + (at[length] == ',' ? 1 : 0);
    }
    return weight;
}

bool serve_prefers_second(const char *accept, const char *first, const char *second)
{
    return weight_for(accept, second) > weight_for(accept, first);
}
