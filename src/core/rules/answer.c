/* The schema of an answer, reading one strictly, and keeping it. */
#include "core/rules/answer.h"

#include <string.h>

#include "base/json.h"
#include "core/rules/answer_parts.h"
#include "core/rules/plain_json.h"

enum { ITEMS_MAX = 12, FIELDS_MAX = REFLECTION_PART_COUNT, TEXTS_MAX = FIELDS_MAX * ITEMS_MAX };

/* --- schemas ------------------------------------------------------------------------------------
 */
struct field {
    const char *name; /* NULL: no more */
    enum reflection_part part;
    bool is_list;
};

static const struct field fields[][FIELDS_MAX + 1] = {
    [REFLECTION_SESSION] = {{"summary", REFLECTION_SUMMARY, false},
                            {"positives", REFLECTION_STRONG, true},
                            {"improvements", REFLECTION_IMPROVE, true},
                            {"next_focus", REFLECTION_NEXT, false}},
    [REFLECTION_WEAPON] = {{"summary", REFLECTION_SUMMARY, false},
                           {"trends", REFLECTION_STRONG, true},
                           {"issues", REFLECTION_IMPROVE, true},
                           {"recommendations", REFLECTION_NEXT, true}},
    [REFLECTION_QUESTION] = {{"answer", REFLECTION_SUMMARY, false},
                             {"goals", REFLECTION_NEXT, true}},
};

#define TEXT_TYPE   "{\"type\":\"string\"}"
#define LIST_TYPE   "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"
#define OBJECT_TYPE "{\"type\":\"object\",\"additionalProperties\":false,\"required\":"

static const struct {
    const char *name, *schema;
} schemas[] = {
    [REFLECTION_SESSION] = {"session_reflection", OBJECT_TYPE
                            "[\"summary\",\"positives\",\"improvements\",\"next_focus\"],"
                            "\"properties\":{\"summary\":" TEXT_TYPE ",\"positives\":" LIST_TYPE
                            ",\"improvements\":" LIST_TYPE ",\"next_focus\":" TEXT_TYPE "}}"},
    [REFLECTION_WEAPON] = {"weapon_insight", OBJECT_TYPE
                           "[\"summary\",\"trends\",\"issues\",\"recommendations\"],"
                           "\"properties\":{\"summary\":" TEXT_TYPE ",\"trends\":" LIST_TYPE
                           ",\"issues\":" LIST_TYPE ",\"recommendations\":" LIST_TYPE "}}"},
    [REFLECTION_QUESTION] = {"coach_answer", OBJECT_TYPE
                             "[\"answer\",\"goals\"],\"properties\":{\"answer\":" TEXT_TYPE
                             ",\"goals\":" LIST_TYPE "}}"},
};

const char *answer_schema(enum reflection_subject subject)
{
    return schemas[subject].schema;
}

const char *answer_schema_name(enum reflection_subject subject)
{
    return schemas[subject].name;
}

/* --- reading what a model wrote ------------------------------------------------------------------
 */
struct text { /* one string of the answer, as it came */
    enum reflection_part part;
    bool is_item;
    const char *text;
};
struct texts {
    int count;
    struct text rows[TEXTS_MAX];
};

static bool refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

static bool take_text(const cJSON *value, const struct field *field, struct texts *texts,
                      const char **why)
{
    if (!cJSON_IsString(value)) {
        return refuse(why, "a field is no text");
    }
    texts->rows[texts->count++] =
        (struct text){.part = field->part, .is_item = field->is_list, .text = value->valuestring};
    return true;
}

static bool take_field(const cJSON *object, const struct field *field, struct texts *texts,
                       const char **why)
{
    const cJSON *value = json_get(object, field->name);
    if (value == NULL) {
        return refuse(why, "a field is missing");
    }
    if (!field->is_list) {
        return take_text(value, field, texts, why);
    }
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) > ITEMS_MAX) {
        return refuse(why, cJSON_IsArray(value) ? "a list is too long" : "a field is no list");
    }
    for (const cJSON *item = value->child; item != NULL; item = item->next) {
        if (!take_text(item, field, texts, why)) {
            return false;
        }
    }
    return true;
}

static bool take_all(const cJSON *object, enum reflection_subject subject, struct texts *texts,
                     const char **why)
{
    int count = 0;
    if (!cJSON_IsObject(object)) {
        return refuse(why, "it is no object");
    }
    for (const struct field *field = fields[subject]; field->name != NULL; field++) {
        if (!take_field(object, field, texts, why)) {
            return false;
        }
        count++;
    }
    return cJSON_GetArraySize(object) == count || refuse(why, "there is a field too many");
}

/* --- sentences -----------------------------------------------------------------------------------
 */
struct reading {
    struct arena *arena;
    const struct answer_sources *sources; /* NULL: nothing is compared */
    struct answer *answer;
};

static void add_sentence(struct reading *reading, const struct text *text, bool is_first,
                         const char *bytes, size_t length)
{
    char *copy = arena_alloc(reading->arena, length + 1);
    memcpy(copy, bytes, length);
    reading->answer->rows[reading->answer->count++] = (struct answer_sentence){
        .part = text->part,
        .is_item = text->is_item && is_first,
        .is_supported = reading->sources == NULL || answer_keeps_to(copy, reading->sources),
        .text = copy};
}

/* At most `room` sentences; the last one takes the rest, so that nothing is lost. */
static void add_text(struct reading *reading, const struct text *text, int room)
{
    struct buf clean = {0};
    answer_clean(&clean, text->text);
    const char *rest = buf_text(&clean);
    for (int i = 0; i < room && *rest != '\0'; i++) {
        size_t length = i + 1 < room ? answer_sentence_length(rest) : strlen(rest);
        add_sentence(reading, text, i == 0, rest, length);
        rest += length;
        rest += strspn(rest, " ");
    }
    buf_free(&clean);
}

static void add_texts(struct reading *reading, const struct texts *texts)
{
    reading->answer->rows =
        arena_array(reading->arena, ANSWER_SENTENCES_MAX, sizeof *reading->answer->rows);
    for (int i = 0; i < texts->count; i++) {
        int kept_free = texts->count - 1 - i; /* one for each text that follows */
        add_text(reading, &texts->rows[i],
                 ANSWER_SENTENCES_MAX - reading->answer->count - kept_free);
    }
}

bool answer_read(struct arena *arena, enum reflection_subject subject, const char *json,
                 size_t size, const char *sources, struct answer *answer, const char **why)
{
    struct texts texts = {0};
    struct answer_sources numbers = {0};
    struct reading reading = {
        .arena = arena, .sources = sources != NULL ? &numbers : NULL, .answer = answer};
    *answer = (struct answer){.subject = subject};
    *why = "";
    cJSON *object = json_read(json, size, why);
    bool ok = object != NULL && take_all(object, subject, &texts, why);
    if (ok) {
        answer_sources_read(sources != NULL ? sources : "", &numbers);
        add_texts(&reading, &texts);
        answer_sources_free(&numbers);
        ok = answer->count > 0 || refuse(why, "it says nothing");
    }
    cJSON_Delete(object);
    return ok;
}

bool answer_is_supported(const char *sentence, const char *sources)
{
    struct answer_sources numbers = {0};
    answer_sources_read(sources, &numbers);
    bool is_supported = answer_keeps_to(sentence, &numbers);
    answer_sources_free(&numbers);
    return is_supported;
}

/* --- keeping -------------------------------------------------------------------------------------
 */
void answer_store(const struct answer *answer, struct buf *json)
{
    buf_add_text(json, "[");
    for (int i = 0; i < answer->count; i++) {
        const struct answer_sentence *row = &answer->rows[i];
        buf_printf(json, "%s{\"part\":%d,\"item\":%s,\"supported\":%s,\"text\":", i > 0 ? "," : "",
                   (int)row->part, row->is_item ? "true" : "false",
                   row->is_supported ? "true" : "false");
        plain_json_text(json, row->text);
        buf_add_text(json, "}");
    }
    buf_add_text(json, "]");
}

static bool take_stored(struct arena *arena, const cJSON *row, struct answer *answer)
{
    long long part = json_int(row, "part", 0, REFLECTION_PART_COUNT - 1, -1);
    const char *text = json_text(row, "text");
    const cJSON *item = json_get(row, "item");
    const cJSON *supported = json_get(row, "supported");
    if (part < 0 || text == NULL || !cJSON_IsBool(item) || !cJSON_IsBool(supported) ||
        answer->count == ANSWER_SENTENCES_MAX) {
        return false;
    }
    answer->rows[answer->count++] =
        (struct answer_sentence){.part = (enum reflection_part)part,
                                 .is_item = cJSON_IsTrue(item),
                                 .is_supported = cJSON_IsTrue(supported),
                                 .text = arena_text(arena, text)};
    return true;
}

bool answer_stored(struct arena *arena, enum reflection_subject subject, const char *json,
                   struct answer *answer)
{
    const char *why = NULL;
    *answer = (struct answer){.subject = subject};
    cJSON *list = json_read(json, strlen(json), &why);
    bool ok = list != NULL && cJSON_IsArray(list);
    answer->rows = arena_array(arena, ANSWER_SENTENCES_MAX, sizeof *answer->rows);
    for (const cJSON *row = ok ? list->child : NULL; ok && row != NULL; row = row->next) {
        ok = take_stored(arena, row, answer);
    }
    cJSON_Delete(list);
    return ok;
}

/* --- a calculated one ----------------------------------------------------------------------------
 */
static void add_joined(struct buf *json, const struct reflection *reflection,
                       enum reflection_part part)
{
    struct buf joined = {0};
    for (int i = 0; i < reflection->count; i++) {
        if (reflection->sentences[i].part == part) {
            buf_add_text(&joined, joined.size > 0 ? " " : "");
            buf_add_text(&joined, reflection->sentences[i].text);
        }
    }
    plain_json_text(json, buf_text(&joined));
    buf_free(&joined);
}

static void add_items(struct buf *json, const struct reflection *reflection,
                      enum reflection_part part)
{
    int count = 0;
    buf_add_text(json, "[");
    for (int i = 0; i < reflection->count; i++) {
        if (reflection->sentences[i].part == part && count < ITEMS_MAX) {
            buf_add_text(json, count++ > 0 ? "," : "");
            plain_json_text(json, reflection->sentences[i].text);
        }
    }
    buf_add_text(json, "]");
}

void answer_of_reflection(const struct reflection *reflection, struct buf *json)
{
    const struct field *all = fields[reflection->subject];
    buf_add_text(json, "{");
    for (const struct field *field = all; field->name != NULL; field++) {
        buf_printf(json, "%s\"%s\":", field > all ? "," : "", field->name);
        if (field->is_list) {
            add_items(json, reflection, field->part);
        } else {
            add_joined(json, reflection, field->part);
        }
    }
    buf_add_text(json, "}");
}
