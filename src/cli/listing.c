#include "cli/listing.h"

static int print_json(const struct listing *listing, const char *row, size_t row_size, int count)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, listing->name);
    for (int i = 0; i < count; i++, row += row_size) {
        cJSON_AddItemToArray(array, listing->json(row));
    }
    return command_print_json(json);
}

int listing_print(const struct command_options *options, const struct listing *listing,
                  const void *rows, size_t row_size, int count)
{
    struct table table = {0};
    const char *row = rows;
    if (options->json) {
        return print_json(listing, row, row_size, count);
    }
    for (int i = 0; i < count; i++, row += row_size) {
        listing->add(&table, row);
    }
    table_print(&table);
    return 0;
}
