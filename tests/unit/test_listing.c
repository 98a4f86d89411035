/* A list as every command prints it. */
#include "support.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/listing.h"

struct fruit {
    const char *name;
    int weight;
};

static cJSON *fruit_json(const void *row)
{
    const struct fruit *fruit = row;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", fruit->name);
    cJSON_AddNumberToObject(json, "weight", fruit->weight);
    return json;
}

static void add_fruit(struct table *table, const void *row)
{
    const struct fruit *fruit = row;
    char weight[16];
    snprintf(weight, sizeof weight, "%d", fruit->weight);
    table_add(table, 2, (const char *[]){fruit->name, weight});
}

static const struct listing listing = {"fruits", fruit_json, add_fruit};
static const struct fruit fruits[] = {{"pear", 170}, {"melon\033", 2000}};

/* What is printed on standard output. */
static void print(bool json, const struct fruit *rows, int count, char said[1000])
{
    char folder[512];
    char path[600];
    test_folder(folder);
    assert_true(file_join(path, sizeof path, folder, "said"));
    fflush(stdout);
    int before = dup(STDOUT_FILENO);
    assert_non_null(freopen(path, "w", stdout));
    const struct command_options options = {.json = json};
    int code = listing_print(&options, &listing, rows, sizeof *rows, count);
    fflush(stdout);
    dup2(before, STDOUT_FILENO);
    close(before);
    assert_int_equal(code, 0);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    said[fread(said, 1, 999, file)] = '\0';
    fclose(file);
}

static void people_get_a_table_of_every_row(void **state)
{
    char said[1000];
    (void)state;
    print(false, fruits, 2, said);
    assert_string_equal(said, "pear    170\nmelon\xE2\x90\x9B  2000\n");
    print(false, NULL, 0, said);
    assert_string_equal(said, "");
}

static void programs_get_one_object_with_every_row(void **state)
{
    char said[1000];
    (void)state;
    print(true, fruits, 2, said);
    cJSON *json = cJSON_Parse(said);
    const cJSON *array = cJSON_GetObjectItem(json, "fruits");
    assert_int_equal(cJSON_GetArraySize(array), 2);
    assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(array, 0), "name")->valuestring,
                        "pear");
    assert_int_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(array, 1), "weight")->valueint, 2000);
    cJSON_Delete(json);
    print(true, NULL, 0, said);
    json = cJSON_Parse(said);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(json, "fruits")), 0);
    assert_true(cJSON_IsArray(cJSON_GetObjectItem(json, "fruits")));
    cJSON_Delete(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_get_a_table_of_every_row),
        cmocka_unit_test(programs_get_one_object_with_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
