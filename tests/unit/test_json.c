/* JSON from outside is read strictly. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"

static bool is_taken(const char *text)
{
    const char *why = NULL;
    cJSON *tree = json_read(text, strlen(text), &why);
    bool taken = tree != NULL;
    assert_true(taken == (why == NULL));
    cJSON_Delete(tree);
    return taken;
}

static void what_is_json_is_taken(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        " {\"a\": [1, -2.5, 3e2, 0, true, null]} \n",
        "\"caf\xC3\xA9 \\u00e9 \\ud83d\\ude00\"",
        "{\"a\":{\"A\":1}}",
        "-0.5E-3",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (!is_taken(good[i])) {
            fail_msg("refused: %s", good[i]);
        }
    }
}

static void what_cjson_would_let_pass_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "{} x",
        "{}{}",
        "{\"a\":1,\"a\":2}",
        "\"x\\u0000y\"",
        "\"raw\nline\"",
        "\"tab\there\"",
        "\"\xC3(\"",
        "\"\xFF\"",
        "1e999",
        "[1,]",
        "{\"a\":}",
        "\x01{}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\x41\"",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "'a'",
        "{a:1}",
        "\"open",
        "[1",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (is_taken(bad[i])) {
            fail_msg("taken: %s", bad[i]);
        }
    }
}

static void a_nul_inside_is_refused(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_null(json_read("{}\0", 3, &why));
    assert_null(json_read("\"a\0b\"", 5, &why));
}

static void nesting_ends_at_32(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int depth = 31; depth <= 33; depth++) {
        buf_clear(&text);
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "[");
        }
        for (int i = 0; i < depth; i++) {
            buf_add_text(&text, "]");
        }
        assert_int_equal(is_taken(buf_text(&text)), depth <= JSON_DEPTH_MAX);
    }
    buf_clear(&text);
    for (int i = 0; i < 100000; i++) {
        buf_add_text(&text, "[");
    }
    assert_false(is_taken(buf_text(&text)));
    buf_free(&text);
}

static void a_flood_of_names_is_refused(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_add_text(&text, "{\"a\":1");
    for (int i = 0; i < 600; i++) {
        buf_printf(&text, ",\"n%d\":1", i);
    }
    buf_add_text(&text, "}");
    assert_false(is_taken(buf_text(&text)));
    buf_free(&text);
}

static void fields_have_the_type_that_is_asked_for(void **state)
{
    (void)state;
    const char *why = NULL;
    const char *text = "{\"n\":7,\"half\":7.5,\"Text\":\"x\",\"big\":1e18}";
    cJSON *tree = json_read(text, strlen(text), &why);
    assert_non_null(tree);
    assert_int_equal(json_int(tree, "n", 0, 10, -1), 7);
    assert_int_equal(json_int(tree, "n", 0, 5, -1), -1);
    assert_int_equal(json_int(tree, "half", 0, 10, -1), -1);
    assert_int_equal(json_int(tree, "big", 0, 10, -1), -1);
    assert_int_equal(json_int(tree, "none", 0, 10, -1), -1);
    assert_string_equal(json_text(tree, "Text"), "x");
    assert_null(json_text(tree, "text"));
    assert_null(json_text(tree, "n"));
    assert_null(json_get(NULL, "n"));
    cJSON_Delete(tree);
}

/* Whatever is done to a document: it is refused, or it is what cJSON reads of it. */
static void hurt_documents_are_refused_or_read_alike(void **state)
{
    (void)state;
    static const char whole[] = "{\"content\":[{\"type\":\"text\",\"text\":\"a\\u00e9\xC3\xA9\"}],"
                                "\"usage\":{\"in\":12,\"out\":-3.5e1},\"x\":[true,null]}";
    struct test_random random;
    char text[sizeof whole];
    test_random_start(&random);
    for (size_t size = 0; size < sizeof whole - 1; size++) {
        const char *why = NULL;
        assert_null(json_read(whole, size, &why));
    }
    for (int i = 0; i < 20000; i++) {
        memcpy(text, whole, sizeof whole);
        for (int hits = 1 + test_random_below(&random, 3); hits > 0; hits--) {
            text[test_random_below(&random, sizeof whole - 1)] =
                (char)test_random_below(&random, 256);
        }
        const char *why = NULL;
        cJSON *ours = json_read(text, sizeof whole - 1, &why);
        cJSON *theirs = cJSON_ParseWithLength(text, sizeof whole);
        assert_true(ours == NULL || (theirs != NULL && cJSON_Compare(ours, theirs, 1)));
        cJSON_Delete(ours);
        cJSON_Delete(theirs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json_is_taken),
        cmocka_unit_test(what_cjson_would_let_pass_is_refused),
        cmocka_unit_test(a_nul_inside_is_refused),
        cmocka_unit_test(nesting_ends_at_32),
        cmocka_unit_test(a_flood_of_names_is_refused),
        cmocka_unit_test(fields_have_the_type_that_is_asked_for),
        cmocka_unit_test(hurt_documents_are_refused_or_read_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
