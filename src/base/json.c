#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { MEMBERS_MAX = 512 };

void json_start(void)
{
    cJSON_Hooks hooks = {.malloc_fn = mem_alloc, .free_fn = free};
    cJSON_InitHooks(&hooks);
}

/* --- before it is parsed: what cJSON would let pass ---------------------------------------------
 */
struct scan {
    const char *at, *end;
    int depth;
    const char *why; /* NULL: nothing yet */
};

static int hex4(const char *at, const char *end)
{
    int value = 0;
    if (end - at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef";
        const char *found = at[i] != '\0' ? strchr(digits, at[i] | 0x20) : NULL;
        if (found == NULL || (at[i] < '0') || (at[i] > '9' && (at[i] | 0x20) < 'a')) {
            return -1;
        }
        value = value * 16 + (int)(found - digits);
    }
    return value;
}

/* Behind the backslash. */
static void scan_escape(struct scan *scan)
{
    if (scan->at >= scan->end || strchr("\"\\/bfnrtu", *scan->at) == NULL || *scan->at == '\0') {
        scan->why = "an escape that does not exist";
        return;
    }
    if (*scan->at++ != 'u') {
        return;
    }
    int unit = hex4(scan->at, scan->end);
    scan->at += unit < 0 ? 0 : 4;
    if (unit <= 0) {
        scan->why = unit == 0 ? "a NUL in a text" : "an escape that does not exist";
    } else if (unit >= 0xD800 && unit < 0xDC00) {
        bool has_pair = scan->end - scan->at >= 6 && scan->at[0] == '\\' && scan->at[1] == 'u';
        int low = has_pair ? hex4(scan->at + 2, scan->end) : -1;
        scan->at += has_pair ? 6 : 0;
        scan->why = low >= 0xDC00 && low < 0xE000 ? NULL : "half a character";
    } else if (unit >= 0xDC00 && unit < 0xE000) {
        scan->why = "half a character";
    }
}

static void scan_text(struct scan *scan)
{
    scan->at++;
    while (scan->why == NULL && scan->at < scan->end && *scan->at != '"') {
        unsigned char byte = (unsigned char)*scan->at++;
        if (byte < 0x20) {
            scan->why = "a control character in a text";
        } else if (byte == '\\') {
            scan_escape(scan);
        }
    }
    if (scan->why == NULL && scan->at >= scan->end) {
        scan->why = "a text without an end";
    }
    scan->at++;
}

static size_t digits_at(const struct scan *scan, const char *at)
{
    size_t count = 0;
    while (at + count < scan->end && at[count] >= '0' && at[count] <= '9') {
        count++;
    }
    return count;
}

static void scan_number(struct scan *scan)
{
    const char *at = scan->at + (*scan->at == '-' ? 1 : 0);
    size_t whole = digits_at(scan, at);
    bool is_good = whole > 0 && (whole == 1 || *at != '0');
    at += whole;
    if (is_good && at < scan->end && *at == '.') {
        size_t part = digits_at(scan, at + 1);
        is_good = part > 0;
        at += 1 + part;
    }
    if (is_good && at < scan->end && (*at == 'e' || *at == 'E')) {
        at += at + 1 < scan->end && (at[1] == '+' || at[1] == '-') ? 2 : 1;
        size_t part = digits_at(scan, at);
        is_good = part > 0;
        at += part;
    }
    scan->at = at;
    scan->why = is_good ? NULL : "a number that is none";
}

static void scan_one(struct scan *scan)
{
    unsigned char byte = (unsigned char)*scan->at;
    if (byte == '"') {
        scan_text(scan);
        return;
    }
    if (byte == '-' || (byte >= '0' && byte <= '9')) {
        scan_number(scan);
        return;
    }
    if (byte == '[' || byte == '{') {
        scan->depth++;
        scan->why = scan->depth > JSON_DEPTH_MAX ? "nested too deep" : NULL;
    } else if (byte == ']' || byte == '}') {
        scan->depth--;
    } else if (byte < 0x20 && strchr("\t\n\r", byte) == NULL) {
        scan->why = "a control character";
    } else if (byte == '\0') {
        scan->why = "a NUL";
    }
    scan->at++;
}

static const char *refuse_bytes(const char *bytes, size_t size)
{
    struct scan scan = {.at = bytes, .end = bytes + size};
    if (!text_is_utf8(bytes, size)) {
        return "not UTF-8";
    }
    while (scan.why == NULL && scan.at < scan.end) {
        scan_one(&scan);
    }
    return scan.why;
}

/* --- after it is parsed
 * ---------------------------------------------------------------------------
 */
static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char *refuse_names(const cJSON *object)
{
    const char *names[MEMBERS_MAX];
    size_t count = 0;
    for (const cJSON *one = object->child; one != NULL; one = one->next) {
        if (count == MEMBERS_MAX) {
            return "too many names in one object";
        }
        names[count++] = one->string;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) == 0) {
            return "one name twice in an object";
        }
    }
    return NULL;
}

/* At most JSON_DEPTH_MAX deep. NOLINTNEXTLINE(misc-no-recursion) */
static const char *refuse_tree(const cJSON *tree)
{
    const char *why = cJSON_IsObject(tree) ? refuse_names(tree) : NULL;
    if (cJSON_IsNumber(tree) && !isfinite(tree->valuedouble)) {
        why = "a number that is too large";
    }
    for (const cJSON *one = tree->child; why == NULL && one != NULL; one = one->next) {
        why = refuse_tree(one);
    }
    return why;
}

cJSON *json_read(const char *bytes, size_t size, const char **why)
{
    *why = size > 0 ? refuse_bytes(bytes, size) : "empty";
    if (*why != NULL) {
        return NULL;
    }
    char *copy = mem_alloc(size + 1); /* cJSON looks at the NUL to see that nothing follows */
    memcpy(copy, bytes, size);
    cJSON *tree = cJSON_ParseWithLengthOpts(copy, size + 1, NULL, 1);
    free(copy);
    *why = tree != NULL ? refuse_tree(tree) : "not JSON";
    if (*why != NULL) {
        cJSON_Delete(tree);
        return NULL;
    }
    return tree;
}

/* --- fields
 * ---------------------------------------------------------------------------------------
 */
const cJSON *json_get(const cJSON *object, const char *name)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

const char *json_text(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(json_get(object, name));
}

long long json_int(const cJSON *object, const char *name, long long low, long long high,
                   long long fallback)
{
    const cJSON *field = json_get(object, name);
    if (!cJSON_IsNumber(field) || floor(field->valuedouble) != field->valuedouble ||
        field->valuedouble < (double)low || field->valuedouble > (double)high) {
        return fallback;
    }
    return (long long)field->valuedouble;
}

/* --- writing -------------------------------------------------------------------------------- */
static void add_escape(struct buf *buf, unsigned char byte)
{
    static const char short_names[] = "btn?fr"; /* from 8 */
    if (byte == '"' || byte == '\\') {
        buf_printf(buf, "\\%c", byte);
    } else if (byte >= '\b' && byte <= '\r' && byte != '\v') {
        buf_printf(buf, "\\%c", short_names[byte - '\b']);
    } else {
        buf_printf(buf, "\\u%04x", byte);
    }
}

void json_add_text(struct buf *buf, const char *text)
{
    bool is_utf8 = text_is_utf8(text, strlen(text));
    const char *plain = text; /* from here on nothing needs an escape */
    buf_add(buf, "\"", 1);
    while (*text != '\0') {
        unsigned char byte = (unsigned char)*text;
        int code_point = 0;
        size_t size = byte < 0x80 || is_utf8 ? 1 : text_decode(text, &code_point);
        bool is_bad = code_point == 0xFFFD && size == 1;
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F && !is_bad) {
            text += size;
            continue;
        }
        buf_add(buf, plain, (size_t)(text - plain));
        if (is_bad) {
            buf_add_text(buf, "\xEF\xBF\xBD");
        } else {
            add_escape(buf, byte);
        }
        plain = text += size;
    }
    buf_add(buf, plain, (size_t)(text - plain));
    buf_add(buf, "\"", 1);
}
