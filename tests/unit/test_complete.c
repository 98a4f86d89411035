/* What the shell is told may be typed next. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"

enum { WORDS_MAX = 8 };

/* The answer after that line, with a line break before and after each word. */
static char *answer(const char *line)
{
    char *words[WORDS_MAX] = {0};
    int count = 0;
    char *typed = strdup(line);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (char *word = strtok(typed, " "); word != NULL && count < WORDS_MAX;
         word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    fputc('\n', out);
    complete_print(count, words, out);
    fclose(out);
    free(typed);
    return text;
}

static bool offers(const char *line, const char *word)
{
    char wanted[80];
    char *text = answer(line);
    snprintf(wanted, sizeof wanted, "\n%s\n", word);
    bool found = strstr(text, wanted) != NULL;
    free(text);
    return found;
}

static void every_command_is_offered_at_first(void **state)
{
    (void)state;
    for (const struct command *command = commands; command->name != NULL; command++) {
        assert_true(offers("", command->name));
        assert_true(offers("--data /srv/club --json", command->name));
    }
}

static void a_family_offers_its_verbs_and_then_the_options_of_that_verb(void **state)
{
    (void)state;
    assert_true(offers("queue", "work"));
    assert_true(offers("queue work", "--stop-when-empty"));
    assert_false(offers("queue work", "--older-than"));
    assert_true(offers("queue forget", "--older-than"));
    assert_false(offers("queue work", "retry"));
}

static void an_option_with_fixed_values_offers_those_only(void **state)
{
    (void)state;
    char *text = answer("export sessions --format");
    assert_string_equal(text, "\ncsv\npdf\njson\n");
    free(text);
    assert_true(offers("member add --share-notes", "yes"));
    assert_false(offers("member add --share-notes", "--family"));
}

static void a_value_that_only_a_person_knows_offers_nothing(void **state)
{
    (void)state;
    static const char *const lines[] = {"--data", "member add --family", "export sessions --out",
                                        "no-such-command"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char *text = answer(lines[i]);
        assert_string_equal(text, "\n");
        free(text);
    }
}

static void reports_are_offered_by_name(void **state)
{
    (void)state;
    assert_true(offers("export", "presence"));
    assert_true(offers("export", "reports"));
}

/* Whatever a usage text says: its options can be completed after its own verbs. */
static void no_option_of_any_usage_is_forgotten(void **state)
{
    (void)state;
    for (const struct command *command = commands; command->name != NULL; command++) {
        char line[160];
        char option[64];
        const char *start = command->usage;
        for (const char *at = strstr(start, "--"); at != NULL; at = strstr(at + 1, "--")) {
            size_t size = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-");
            const char *line_start = start;
            for (const char *bar = strstr(start, " | "); bar != NULL && bar < at;
                 bar = strstr(bar + 1, " | ")) {
                line_start = bar + 3;
            }
            size_t verb = strspn(line_start, "abcdefghijklmnopqrstuvwxyz-");
            bool has_verb = verb > 0 && line_start[0] != '-' &&
                            (line_start[verb] == ' ' || line_start[verb] == '|');
            snprintf(line, sizeof line, "%s %.*s", command->name, has_verb ? (int)verb : 0,
                     line_start);
            snprintf(option, sizeof option, "--%.*s", (int)size, at + 2);
            if (!offers(line, option)) {
                fail_msg("\"%s\" does not offer %s", line, option);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_is_offered_at_first),
        cmocka_unit_test(a_family_offers_its_verbs_and_then_the_options_of_that_verb),
        cmocka_unit_test(an_option_with_fixed_values_offers_those_only),
        cmocka_unit_test(a_value_that_only_a_person_knows_offers_nothing),
        cmocka_unit_test(reports_are_offered_by_name),
        cmocka_unit_test(no_option_of_any_usage_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
