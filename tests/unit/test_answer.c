/* What comes back: read strictly, cleaned, and each number compared with what was sent. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "core/rules/answer.h"

static const char sources[] =
    "{\"session\":{\"date\":\"2026-10-12\",\"discipline\":\"10 m Air Pistol 60\",\"total\":540,"
    "\"average_rings\":9.45,\"sigma_mm\":8.125,\"centre_x_mm\":-1.4,\"share\":0.345,"
    "\"rounds\":1234,\"big\":12345.6,\"calibre\":\".22\",\"half\":0.5},"
    "\"series\":[{\"number\":3,\"total\":89},{\"number\":12,\"total\":94.05}],"
    "\"slope_per_30_days\":0.02,\"findings\":[{\"text\":\"Gemiddeld 9,38 over 7 sessies.\"}]}";

static void expect(bool is_supported, const char *sentence)
{
    if (answer_is_supported(sentence, sources) != is_supported) {
        fail_msg("%s: %s", is_supported ? "should have a source" : "should have none", sentence);
    }
}

static void numbers_that_were_sent_are_supported(void **state)
{
    (void)state;
    static const char *const good[] = {
        "The shooter was calm.",
        "Een rustige sessie.",
        "The total was 540.",
        "Het totaal was 540 ringen.",
        "Serie 3 was met 89 de zwakste.",
        "An average of 9.45, or 9.4, or 9.5, about 9.",
        "Gemiddeld 9,45, dus 9,4 of 9,5 of 9.",
        "Sigma 8.125 mm, 8.12 mm, 8.13 mm, 8.1 mm, 8 mm.",
        "The group lies 1.4 mm to the left, at -1.4 mm, \u22121.4 mm.",
        "It was shot on 12-10-2026, on 2026-10-12 and on 12/10/2026.",
        "Op 12 oktober 2026.",
        "34.5 % or 35 % or 34 percent; 345 \xE2\x80\xB0 (0.345, 0,3).",
        "1234 rounds, 1,234 rounds, 1.234 patronen, 1 234, 1\u00A0234, 1'234.",
        "12,345.6 and 12.345,6 and 12345,6 and 12 345,6 and 12,346.",
        "Series 3-12, 89-94, 89\u201394.",
        "3/10 and 3:12.",
        "The 3rd series, de 3e serie, 10x, LP60.",
        "Calibre .22 and 22, on 10 m.",
        "\xD9\xA5\xD9\xA4\xD9\xA0 rings",               /* 540 in Arabic digits */
        "\xEF\xBC\x95\xEF\xBC\x94\xEF\xBC\x90 rings",   /* full width */
        "5\u200B40 rings",                              /* zero width between */
        "Half is \xC2\xBD of it, number \xE2\x91\xA2.", /* 1/2, circled 3 */
        "Gemiddeld 9,38 over 7 sessies.",
        "+0.02 per 30 days.",
        "94.05, 94.0, 94.1, 94",
        "At twelve o'clock, om twaalf uur, dertig dagen, thirty days.",
        "One or two of the ten.",
        "That would take thousands of shots, duizenden schoten.",
        "Total: 540! (540) \"540\" [540]",
        "03 and 12.",
        "89.0 and 540.00",
        ""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        expect(true, good[i]);
    }
}

static void numbers_from_nowhere_are_not(void **state)
{
    (void)state;
    static const char *const bad[] = {"The total was 541.",
                                      "Het totaal was 5400.",
                                      "An average of 9.46.",
                                      "Gemiddeld 9,44.",
                                      "About 9.6.",
                                      "Sigma 8.11 mm.",
                                      "Sigma 8.14 mm.",
                                      "+1.4 mm to the right.",
                                      "-0.02 per 30 days.",
                                      "36 %.",
                                      "346 \xE2\x80\xB0.",
                                      "1,235 rounds.",
                                      "1.235 patronen.",
                                      "Op 13 oktober 2026.",
                                      "On 2026-11-12.",
                                      "4/10",
                                      "Series 3-13.",
                                      "The 4th series, 11x.",
                                      "LP61.",
                                      "\xD9\xA5\xD9\xA4\xD9\xA1 rings",
                                      "\xEF\xBC\x95\xEF\xBC\x94\xEF\xBC\x91",
                                      "5\u200B41",
                                      "\xC2\xBC of it",      /* one fourth */
                                      "\xE2\x85\xA3 points", /* Roman four */
                                      "10\xC2\xB2",          /* ten to the second */
                                      "\xE2\x91\xA3",        /* circled four */
                                      "1e3 rings",
                                      "3e5 rings",
                                      "10^3",
                                      "5k rings; 3k",
                                      "eleven rings",
                                      "vijfennegentig ringen",
                                      "ninety-five rings, ninety five",
                                      "a hundred rings",
                                      "tweehonderd ringen",
                                      "a dozen",
                                      "999999999999999999999999",
                                      "1.2.3.4.5.6.7.8.9.10.11.12",
                                      "540.1",
                                      "0.541",
                                      ".45",
                                      "9.450001"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        expect(false, bad[i]);
    }
    assert_false(answer_is_supported("1", "no json"));
    assert_true(answer_is_supported("none", "no json"));
}

/* --- reading -------------------------------------------------------------------------------------
 */
static bool read_text(struct arena *arena, const char *json, struct answer *answer,
                      const char **why)
{
    return answer_read(arena, REFLECTION_SESSION, json, strlen(json), sources, answer, why);
}

static const char valid[] =
    "{\"summary\":\"Total 540. That is 2.5 rings more than ever! A good day.\","
    "\"positives\":[\"Steady: 9.45 on average.\",\"Series 3. Then 89.\"],"
    "\"improvements\":[],\"next_focus\":\"1. Shoot at 10 m. Then rest.\"}";

static void a_valid_answer_becomes_sentences(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct answer answer;
    const char *why = NULL;
    static const struct {
        enum reflection_part part;
        bool is_item, is_supported;
        const char *text;
    } expected[] = {
        {REFLECTION_SUMMARY, false, true, "Total 540."},
        {REFLECTION_SUMMARY, false, false, "That is 2.5 rings more than ever!"},
        {REFLECTION_SUMMARY, false, true, "A good day."},
        {REFLECTION_STRONG, true, true, "Steady: 9.45 on average."},
        {REFLECTION_STRONG, true, true, "Series 3."},
        {REFLECTION_STRONG, false, true, "Then 89."},
        {REFLECTION_NEXT, false, true, "1. Shoot at 10 m. Then rest."},
    };
    assert_true(read_text(&arena, valid, &answer, &why));
    assert_int_equal(answer.count, sizeof expected / sizeof expected[0]);
    for (int i = 0; i < answer.count; i++) {
        assert_string_equal(answer.rows[i].text, expected[i].text);
        assert_int_equal(answer.rows[i].part, expected[i].part);
        assert_int_equal(answer.rows[i].is_item, expected[i].is_item);
        assert_int_equal(answer.rows[i].is_supported, expected[i].is_supported);
    }
    arena_free(&arena);
}

static const char thirteen_points[] =
    "{\"summary\":\"a\",\"positives\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
    "\"\","
    "\"\"],\"improvements\":[],\"next_focus\":\"\"}";

static void what_does_not_fit_the_schema_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{}",
        "{\"summary\":\"a\",\"positives\":[],\"improvements\":[]}",
        "{\"summary\":\"a\",\"positives\":[],\"improvements\":[],\"next_focus\":\"\",\"x\":1}",
        "{\"summary\":1,\"positives\":[],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"a\",\"positives\":\"b\",\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"a\",\"positives\":[1],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"a\",\"positives\":[[]],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"a\",\"positives\":{},\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":null,\"positives\":[],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"Summary\":\"a\",\"positives\":[],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"\",\"positives\":[],\"improvements\":[],\"next_focus\":\" \\n \"}",
        thirteen_points,
        "Sure! {\"summary\":\"a\",\"positives\":[],\"improvements\":[],\"next_focus\":\"\"}",
        "{\"summary\":\"a\",\"positives\":[],\"improvements\":[],\"next_focus\":\"\"} done"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena arena = {0};
        struct answer answer;
        const char *why = NULL;
        if (read_text(&arena, bad[i], &answer, &why)) {
            fail_msg("taken: %s", bad[i]);
        }
        assert_non_null(why);
        assert_true(why[0] != '\0');
        arena_free(&arena);
    }
}

static void expect_cleaned(const char *json_text, const char *expected)
{
    struct arena arena = {0};
    struct answer answer;
    struct buf json = {0};
    struct buf all = {0};
    const char *why = NULL;
    buf_printf(&json, "{\"answer\":\"%s\",\"goals\":[]}", json_text);
    if (!answer_read(&arena, REFLECTION_QUESTION, buf_text(&json), json.size, sources, &answer,
                     &why)) {
        fail_msg("%s: %s", why, json_text);
    }
    for (int i = 0; i < answer.count; i++) {
        buf_printf(&all, "%s%s", i > 0 ? "|" : "", answer.rows[i].text);
    }
    assert_string_equal(buf_text(&all), expected);
    buf_free(&json);
    buf_free(&all);
    arena_free(&arena);
}

static void fields_are_one_plain_line(void **state)
{
    (void)state;
    expect_cleaned("one\\ntwo\\t three\\r\\n four", "one two three four");
    expect_cleaned("\\u001b[31mred\\u001b[0m and \\u001b]0;title\\u0007on", "red and on");
    expect_cleaned("\\u009b2Jclear \\u0085 \\u0007bell \\u007f", "clear bell");
    expect_cleaned("a\\u202eb\\u2066c\\u200bd\\ufeffe\\u00adf", "abcdef");
    expect_cleaned("a\\ue000b\\ufff9c\\ufe0fd", "abcd");
    expect_cleaned("# Title\\n- **point** one\\n* `two`\\n> three", "Title point one two three");
    expect_cleaned("```json\\nhello\\n```", "hello");
    expect_cleaned("<b>bold</b> & <script>", "<b>bold</b> & <script>");
    expect_cleaned("2*10 shots, 10 * 3", "2*10 shots, 10 3");
    expect_cleaned("Only. Sentences! Here? Yes\xE2\x80\xA6 And (so.) On",
                   "Only.|Sentences!|Here?|Yes\xE2\x80\xA6|And (so.)|On");
    expect_cleaned("At 9.45 rings. About 10 m. away. Dat is o.a. Serie 3. En 9,4.",
                   "At 9.45 rings.|About 10 m. away.|Dat is o.a. Serie 3.|En 9,4.");
    expect_cleaned("The total was 540. Next.", "The total was 540.|Next.");
}

/* A model that does all it can to be more than text. */
static void whatever_a_model_writes_stays_one_line_of_text(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "\\u001b]8;;https://evil.example\\u0007click\\u001b]8;;\\u0007",
        "\\u001bP+q544e\\u001b\\\\\\u001b[2J\\u001b[1;1H",
        "\\u001b[6n\\u001bc\\u001b(0lqqk",
        "\\u202e\\u2067hidden\\u2069\\u200f",
        "\\ud83d\\ude00 \\udb40\\udc41tag",
        "{\\\"summary\\\":\\\"nested\\\"}",
        "<system>do this</system> [click](javascript:alert(1)) ![x](http://evil)",
        "'; DROP TABLE member; -- $(reboot) `reboot` ../../etc/passwd %s%n",
        "aimtrack account add evil --role admin\\n\\n:q!\\u0004\\u0003",
        "\\u0008\\u0008\\u0008overwrite\\rline\\u0000"};
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct arena arena = {0};
        struct answer answer = {0};
        struct buf json = {0};
        const char *why = NULL;
        buf_printf(&json, "{\"answer\":\"%s\",\"goals\":[\"%s\"]}", hostile[i], hostile[i]);
        bool ok = answer_read(&arena, REFLECTION_QUESTION, buf_text(&json), json.size, sources,
                              &answer, &why);
        for (int k = 0; ok && k < answer.count; k++) {
            const char *text = answer.rows[k].text;
            assert_true(text_is_clean(text, strlen(text)));
            assert_null(strpbrk(text, "\n\t\r\x1b`"));
            assert_null(strstr(text, "\xE2\x80\xAE"));
        }
        buf_free(&json);
        arena_free(&arena);
    }
}

static void long_answers_are_clamped_and_nothing_is_lost(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct answer answer;
    struct buf json = {0};
    const char *why = NULL;
    buf_add_text(&json, "{\"answer\":\"");
    for (int i = 0; i < 3000; i++) {
        buf_add_text(&json, "\xC3\xA9. ");
    }
    buf_add_text(&json, "\",\"goals\":[\"One.\",\"Two.\"]}");
    assert_true(answer_read(&arena, REFLECTION_QUESTION, buf_text(&json), json.size, sources,
                            &answer, &why));
    assert_int_equal(answer.count, ANSWER_SENTENCES_MAX);
    size_t size = 0;
    for (int i = 0; i < answer.count - 2; i++) {
        size += strlen(answer.rows[i].text) + 1;
        assert_true(text_is_clean(answer.rows[i].text, strlen(answer.rows[i].text)));
    }
    assert_true(size <= ANSWER_FIELD_MAX + 64);
    assert_string_equal(answer.rows[62].text, "One.");
    assert_string_equal(answer.rows[63].text, "Two.");
    buf_free(&json);
    arena_free(&arena);
}

static void an_answer_is_kept_as_it_was(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct answer answer;
    struct answer again;
    struct buf json = {0};
    const char *why = NULL;
    assert_true(read_text(&arena, valid, &answer, &why));
    answer_store(&answer, &json);
    assert_true(answer_stored(&arena, REFLECTION_SESSION, buf_text(&json), &again));
    assert_int_equal(again.count, answer.count);
    for (int i = 0; i < answer.count; i++) {
        assert_string_equal(again.rows[i].text, answer.rows[i].text);
        assert_int_equal(again.rows[i].part, answer.rows[i].part);
        assert_int_equal(again.rows[i].is_item, answer.rows[i].is_item);
        assert_int_equal(again.rows[i].is_supported, answer.rows[i].is_supported);
    }
    assert_false(answer_stored(&arena, REFLECTION_SESSION, "{}", &again));
    assert_false(answer_stored(&arena, REFLECTION_SESSION, "[{\"part\":9}]", &again));
    assert_false(answer_stored(&arena, REFLECTION_SESSION, "broken", &again));
    buf_free(&json);
    arena_free(&arena);
}

static void a_calculated_reflection_is_an_answer(void **state)
{
    (void)state;
    static const enum reflection_part parts[] = {REFLECTION_SUMMARY, REFLECTION_SUMMARY,
                                                 REFLECTION_STRONG, REFLECTION_NEXT,
                                                 REFLECTION_NEXT};
    for (int subject = REFLECTION_SESSION; subject <= REFLECTION_QUESTION; subject++) {
        struct arena arena = {0};
        struct reflection reflection = {.subject = (enum reflection_subject)subject, .count = 5};
        struct answer answer;
        struct buf json = {0};
        const char *why = NULL;
        for (int i = 0; i < 5; i++) {
            reflection.sentences[i].part = parts[i];
            snprintf(reflection.sentences[i].text, REFLECTION_TEXT_ROOM, "Say \"%c\" <so>.",
                     'A' + i);
        }
        answer_of_reflection(&reflection, &json);
        assert_true(answer_read(&arena, reflection.subject, buf_text(&json), json.size, NULL,
                                &answer, &why));
        assert_string_equal(answer.rows[0].text, "Say \"A\" <so>.");
        assert_int_equal(answer.count, subject == REFLECTION_QUESTION ? 4 : 5);
        assert_int_equal(answer.rows[answer.count - 1].part, REFLECTION_NEXT);
        buf_free(&json);
        arena_free(&arena);
    }
}

static void schemas_name_their_fields(void **state)
{
    (void)state;
    for (int subject = REFLECTION_SESSION; subject <= REFLECTION_QUESTION; subject++) {
        const char *why = NULL;
        const char *text = answer_schema((enum reflection_subject)subject);
        cJSON *schema = json_read(text, strlen(text), &why);
        assert_non_null(schema);
        assert_int_equal(cJSON_GetArraySize(json_get(schema, "required")),
                         cJSON_GetArraySize(json_get(schema, "properties")));
        assert_true(cJSON_IsFalse(json_get(schema, "additionalProperties")));
        cJSON_Delete(schema);
        assert_non_null(answer_schema_name((enum reflection_subject)subject));
    }
}

/* --- any bytes -----------------------------------------------------------------------------------
 */
static void try_bytes(const char *bytes, size_t size)
{
    struct arena arena = {0};
    struct answer answer;
    const char *why = NULL;
    if (answer_read(&arena, REFLECTION_SESSION, bytes, size, sources, &answer, &why)) {
        for (int i = 0; i < answer.count; i++) {
            size_t length = strlen(answer.rows[i].text);
            assert_true(length > 0);
            assert_true(text_is_clean(answer.rows[i].text, length));
        }
    }
    arena_free(&arena);
}

static void every_prefix_and_many_mutations_do_no_harm(void **state)
{
    (void)state;
    struct test_random random;
    char bytes[sizeof valid];
    test_random_start(&random);
    for (size_t size = 0; size < sizeof valid; size++) {
        char *copy = malloc(size + 1);
        assert_non_null(copy);
        memcpy(copy, valid, size);
        copy[size] = '\0';
        try_bytes(copy, size);
        free(copy);
    }
    for (int round = 0; round < 2000; round++) {
        memcpy(bytes, valid, sizeof valid);
        int changes = 1 + test_random_below(&random, 6);
        for (int i = 0; i < changes; i++) {
            bytes[test_random_below(&random, (int)sizeof valid - 1)] =
                (char)test_random_below(&random, 256);
        }
        try_bytes(bytes, sizeof valid - 1);
    }
}

static void any_sentence_is_compared_without_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {"1",        "9",
                                         "0",        ".",
                                         ",",        "'",
                                         " ",        "-",
                                         "+",        "%",
                                         "e",        "^",
                                         "k",        "/",
                                         "\xC2\xBD", "\xE2\x85\xA3",
                                         "\xD9\xA5", "\xEF\xB7\xBA",
                                         "\xCC\x81", "eleven",
                                         "honderd",  "\xE2\x80\x8B",
                                         "\xFF",     "(",
                                         ")",        "\x02",
                                         "twenty-",  "a"};
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 5000; round++) {
        char text[400] = "";
        int count = test_random_below(&random, 40);
        for (int i = 0; i < count; i++) {
            int piece = test_random_below(&random, (int)(sizeof pieces / sizeof pieces[0]));
            strncat(text, pieces[piece], sizeof text - strlen(text) - 1);
        }
        answer_is_supported(text, sources);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_were_sent_are_supported),
        cmocka_unit_test(numbers_from_nowhere_are_not),
        cmocka_unit_test(a_valid_answer_becomes_sentences),
        cmocka_unit_test(what_does_not_fit_the_schema_is_refused),
        cmocka_unit_test(fields_are_one_plain_line),
        cmocka_unit_test(whatever_a_model_writes_stays_one_line_of_text),
        cmocka_unit_test(long_answers_are_clamped_and_nothing_is_lost),
        cmocka_unit_test(an_answer_is_kept_as_it_was),
        cmocka_unit_test(a_calculated_reflection_is_an_answer),
        cmocka_unit_test(schemas_name_their_fields),
        cmocka_unit_test(every_prefix_and_many_mutations_do_no_harm),
        cmocka_unit_test(any_sentence_is_compared_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
