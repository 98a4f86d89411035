/* A list as every command prints it: a table for people, {"NAME": [...]} with --json. */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H
#include "cli/command.h"
#include "cli/table.h"

struct listing {
    const char *name; /* of the array */
    cJSON *(*json)(const void *row);
    void (*add)(struct table *table, const void *row);
};
/* rows: an array of what the functions of the listing take. The exit code. */
int listing_print(const struct command_options *options, const struct listing *listing,
                  const void *rows, size_t row_size, int count);

#endif
