#include "support.h"

#include "cli/command.h"

#include <string.h>

/* The words of a line, as a shell gives them. */
static int split(char *line, char *argv[8])
{
    int argc = 0;
    char *rest = NULL;
    for (char *word = strtok_r(line, " ", &rest); word != NULL && argc < 7;
         word = strtok_r(NULL, " ", &rest)) {
        argv[argc++] = word;
    }
    argv[argc] = NULL;
    return argc;
}

static void options_are_found_with_a_space_or_an_equals_sign_and_taken_out(void **state)
{
    char line[] = "score --x -3.5 rest --face=AP10 --list";
    char *argv[8];
    int argc = split(line, argv);
    (void)state;
    assert_string_equal(command_option(&argc, argv, "--x"), "-3.5");
    assert_string_equal(command_option(&argc, argv, "--face"), "AP10");
    assert_null(command_option(&argc, argv, "--y"));
    assert_true(command_flag(&argc, argv, "--list"));
    assert_false(command_flag(&argc, argv, "--list"));
    assert_int_equal(argc, 2);
    assert_string_equal(argv[1], "rest");
    assert_null(argv[2]);
}

static void an_option_without_its_value_is_left_and_refused(void **state)
{
    char line[] = "score --face";
    char *argv[8];
    int argc = split(line, argv);
    (void)state;
    assert_null(command_option(&argc, argv, "--face"));
    assert_int_equal(argc, 2);
    assert_false(command_rest_ok(argc, argv));
    assert_true(command_rest_ok(1, argv));
}

static void an_option_that_only_begins_alike_is_another(void **state)
{
    char line[] = "score --xy=4 --x 1";
    char *argv[8];
    int argc = split(line, argv);
    (void)state;
    assert_string_equal(command_option(&argc, argv, "--x"), "1");
    assert_string_equal(argv[1], "--xy=4");
}

static void record_ids_are_whole_positive_numbers(void **state)
{
    static const char *const bad[] = {"", "0", "-1", "12a", "a", " 1", "9223372036854775808"};
    record_id id = 0;
    (void)state;
    assert_true(command_record_id("9223372036854775807", &id));
    assert_int_equal(id, INT64_MAX);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(command_record_id(bad[i], &id));
    }
}

static void an_absent_number_is_null_with_its_reason(void **state)
{
    cJSON *json = cJSON_CreateObject();
    (void)state;
    command_json_stat(json, "sigma", 1.5, true, NULL);
    command_json_stat(json, "cep", 0, false, "from 2 shots");
    command_json_id(json, "id", INT64_MAX);
    command_json_id(json, "none", 0);
    char *text = cJSON_PrintUnformatted(json);
    assert_string_equal(text, "{\"sigma\":1.5,\"cep\":null,\"cep_why\":\"from 2 shots\","
                              "\"id\":\"9223372036854775807\",\"none\":null}");
    cJSON_free(text);
    cJSON_Delete(json);
}

static void every_command_has_its_words_and_is_found_by_name(void **state)
{
    (void)state;
    for (const struct command *command = commands; command->name != NULL; command++) {
        assert_non_null(command->run);
        assert_non_null(command->usage);
        assert_true(strlen(command->about) > 0);
        assert_ptr_equal(command_find(command->name), command);
    }
    assert_null(command_find("frob"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_found_with_a_space_or_an_equals_sign_and_taken_out),
        cmocka_unit_test(an_option_without_its_value_is_left_and_refused),
        cmocka_unit_test(an_option_that_only_begins_alike_is_another),
        cmocka_unit_test(record_ids_are_whole_positive_numbers),
        cmocka_unit_test(an_absent_number_is_null_with_its_reason),
        cmocka_unit_test(every_command_has_its_words_and_is_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
