/* Reading JSON from outside strictly: cJSON builds the tree, this refuses what cJSON would take. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum { JSON_DEPTH_MAX = 32 };

/* Once, before the first use: cJSON's memory is ours (buf.h), so that nothing is left out of what
 * is written when there is none. */
void json_start(void);

/* One JSON value of `size` bytes: valid UTF-8, no raw control characters inside strings, no \u0000,
 * at most JSON_DEPTH_MAX deep, no key twice in one object, finite numbers, nothing after it. NULL:
 * refused, *why (English, static) says for what. Free with cJSON_Delete. */
cJSON *json_read(const char *bytes, size_t size, const char **why);

/* The text of a field of that exact name (case counts); NULL when missing or of another type. */
const char *json_text(const cJSON *object, const char *name);
/* A whole number within low..high; `fallback` when missing, of another type or outside. */
long long json_int(const cJSON *object, const char *name, long long low, long long high,
                   long long fallback);
const cJSON *json_get(const cJSON *object, const char *name); /* case counts; NULL: none */

/* Adds the text as a JSON string with its quotes; what is not UTF-8 becomes U+FFFD. */
void json_add_text(struct buf *buf, const char *text);

#endif
