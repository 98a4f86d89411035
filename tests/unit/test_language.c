/* Both languages, whatever locales the machine has: the catalogue, and the real program in
 * environments of every kind. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/catalogue.h"
#include "base/data.h"
#include "base/i18n.h"

/* --- the catalogue --- */

static const struct data_file *dutch(void)
{
    const struct data_file *file = data_find("nl.mo");
    assert_non_null(file);
    return file;
}

static void a_catalogue_gives_texts_and_plurals(void **state)
{
    (void)state;
    struct catalogue catalogue;
    assert_true(catalogue_open(&catalogue, dutch()->bytes, dutch()->size));
    assert_true(catalogue.count > 2000);
    assert_string_equal(catalogue_text(&catalogue, "evening"), "avond");
    assert_string_equal(catalogue_text(&catalogue, "no text of ours"), "no text of ours");
    assert_string_equal(catalogue_text(&catalogue, "zzz"), "zzz");
    static const char *const one = "%d guest has no name any more.\n";
    static const char *const more = "%d guests have no name any more.\n";
    const char *first = catalogue_plural(&catalogue, one, more, 1);
    const char *other = catalogue_plural(&catalogue, one, more, 2);
    assert_string_not_equal(first, one);
    assert_string_not_equal(other, more);
    assert_string_not_equal(first, other);
    assert_string_equal(catalogue_plural(&catalogue, one, more, 0), other);
    assert_string_equal(catalogue_plural(&catalogue, "%d thing", "%d things", 1), "%d thing");
    assert_string_equal(catalogue_plural(&catalogue, "%d thing", "%d things", 0), "%d things");
    /* a text without a plural of its own has one form */
    assert_string_equal(catalogue_plural(&catalogue, "evening", "evenings", 2), "avond");
}

static void nothing_is_translated_by_half_a_catalogue(void **state)
{
    (void)state;
    struct catalogue catalogue;
    size_t size = dutch()->size;
    char *copy = malloc(size);
    assert_non_null(copy);
    for (size_t cut = 0; cut < size; cut += cut < 4096 ? 1 : 997) {
        char *short_one = malloc(cut + 1); /* of its own, so that a read behind it is seen */
        assert_non_null(short_one);
        memcpy(short_one, dutch()->bytes, cut);
        assert_false(catalogue_open(&catalogue, short_one, cut));
        assert_string_equal(catalogue_text(&catalogue, "evening"), "evening");
        free(short_one);
    }
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 2000; round++) {
        memcpy(copy, dutch()->bytes, size);
        for (int i = 0; i < 4; i++) {
            int place = test_random_below(&random, round % 2 == 0 ? 28 : (int)size);
            copy[place] = (char)test_random_below(&random, 256);
        }
        if (catalogue_open(&catalogue, copy, size)) { /* the texts alone were changed */
            assert_non_null(catalogue_text(&catalogue, "evening"));
            assert_non_null(
                catalogue_plural(&catalogue, "%d guest has no name any more.\n", "", 2));
        }
    }
    free(copy);
}

/* --- the program --- */

static char said[TEST_SAID_ROOM];

static void run(const char *environment, const char *words, const char *folder)
{
    char line[1400];
    snprintf(line, sizeof line, "env -i %s '%s' %s --data '%s' 2>&1", environment, TEST_PROGRAM,
             words, folder);
    FILE *program = popen(line, "r"); /* NOLINT(cert-env33-c): our own words */
    assert_non_null(program);
    size_t size = fread(said, 1, sizeof said - 1, program);
    said[size] = '\0';
    pclose(program);
}

static void says(const char *environment, const char *words, const char *folder, const char *what)
{
    run(environment, words, folder);
    if (strstr(said, what) == NULL) {
        fail_msg("%s aimtrack %s: not \"%s\" but: %s", environment, words, what, said);
    }
}

static void write_settings(const char *folder, const char *text)
{
    char path[600];
    snprintf(path, sizeof path, "%s/aimtrack.conf", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The newest session of the club: its number, and its date as each language says it. */
static void find_date(const char *folder, char id[32], char english[32], char dutch[32])
{
    static const char *const months[][2] = {{"Jan", "jan"}, {"Feb", "feb"}, {"Mar", "mrt"},
                                            {"Apr", "apr"}, {"May", "mei"}, {"Jun", "jun"},
                                            {"Jul", "jul"}, {"Aug", "aug"}, {"Sep", "sep"},
                                            {"Oct", "okt"}, {"Nov", "nov"}, {"Dec", "dec"}};
    int year = 0;
    int month = 0;
    int day = 0;
    assert_int_equal(test_command(folder, said, "session list --limit 1 --json"), 0);
    const char *at = strstr(said, "\"id\"");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "\"id\": \"%31[0-9]", id), 1);
    at = strstr(said, "\"date\"");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "\"date\": \"%d-%d-%d", &year, &month, &day), 3);
    assert_in_range(month, 1, 12);
    snprintf(english, 32, "%d %s %d", day, months[month - 1][0], year);
    snprintf(dutch, 32, "%d %s %d", day, months[month - 1][1], year);
}

static void a_language_needs_no_locale(void **state)
{
    static const char *const environments[] = {
        "", /* a unit of systemd, a shell with nothing set */
        "LC_ALL=C",
        "LC_ALL=POSIX",
        "LC_ALL=C.UTF-8",
        "LANG=C.UTF-8",
        "LC_ALL=xx_YY.UTF-8", /* over ssh, from a machine with other locales */
        "LANG=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8",
        "LANG=nl_NL.UTF-8",
        "LC_ALL=tr_TR.UTF-8",
        "LANGUAGE=fr LC_ALL=fr_FR.ISO-8859-1",
    };
    char folder[512];
    char id[32];
    char english[32];
    char dutch[32];
    (void)state;
    test_folder(folder);
    assert_int_equal(
        test_command(folder, said, "demo --members 2 --sessions 4 --shots-per-session 5"), 0);
    find_date(folder, id, english, dutch);
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        const char *environment = environments[i];
        static const char *const shot = "score --face AP10 --x 3.31 --y 5.53";
        char words[200];
        says(environment, "--language nl help", folder, "Gebruik:");
        says(environment, "--language en help", folder, "Usage:");
        snprintf(words, sizeof words, "--language nl %s", shot);
        says(environment, words, folder, "ring 10, 10,1, geen binnentien; 6,445 mm");
        snprintf(words, sizeof words, "--language en %s", shot);
        says(environment, words, folder, "ring 10, 10.1, no inner ten; 6.445 mm");
        snprintf(words, sizeof words, "--language nl session show %s", id);
        says(environment, words, folder, dutch);
        snprintf(words, sizeof words, "--language en session show %s", id);
        says(environment, words, folder, english);
        says(environment, "--language nl session list", folder, "datum       schutter");
        says(environment, "--language en session list", folder, "date        shooter");
        write_settings(folder, "[nonsense]\na = 1\n");
        says(environment, "--language nl config check", folder, "1 fout in");
        says(environment, "--language en config check", folder, "1 mistake in");
        write_settings(folder, "[nonsense]\na = 1\nb = 2\n");
        says(environment, "--language nl config check", folder, "2 fouten in");
        says(environment, "--language en config check", folder, "2 mistakes in");
        write_settings(folder, "");
    }
}

/* What a person's session is set to decides, also where that locale was never made. */
static void the_users_language_is_read_from_its_name(void **state)
{
    static const struct {
        const char *environment;
        bool is_dutch;
    } rows[] = {
        {"", false},
        {"LANG=nl_NL.UTF-8", true},
        {"LANG=nl_BE", true},
        {"LC_ALL=nl_XX.UTF-8 LANG=en_US.UTF-8", true},
        {"LC_MESSAGES=nl_NL.UTF-8 LANG=en_US.UTF-8", true},
        {"LC_ALL=C LANG=nl_NL.UTF-8", false},
        {"LC_ALL=C LANGUAGE=nl:en", true},
        {"LANGUAGE=en LANG=nl_NL.UTF-8", false},
    };
    char folder[512];
    (void)state;
    test_folder(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        says(rows[i].environment, "help", folder, rows[i].is_dutch ? "Gebruik:" : "Usage:");
    }
}

static void a_locale_that_was_not_made_is_believed_by_its_name(void **state)
{
    static const struct {
        const char *name;
        bool is_utf8;
    } rows[] = {{"C", false},          {"", false},
                {"C.UTF-8", true},     {"xx_YY.UTF-8", true},
                {"xx_YY.utf8", true},  {"xx_YY.UTF-8@euro", true},
                {"xx_YY", false},      {"xx_YY.ISO-8859-1", false},
                {"xx_YY.UTF-7", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        setenv("LC_ALL", rows[i].name, 1);
        if (rows[i].name[0] == '\0') {
            unsetenv("LC_CTYPE");
            unsetenv("LANG");
        }
        assert_int_equal(i18n_start(), rows[i].is_utf8);
        assert_true(MB_CUR_MAX > 1); /* C.UTF-8 stands in: a name is never cut inside a letter */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_catalogue_gives_texts_and_plurals),
        cmocka_unit_test(nothing_is_translated_by_half_a_catalogue),
        cmocka_unit_test(a_language_needs_no_locale),
        cmocka_unit_test(the_users_language_is_read_from_its_name),
        cmocka_unit_test(a_locale_that_was_not_made_is_believed_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
