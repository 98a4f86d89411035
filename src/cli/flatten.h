/* A JSON value as rows of two columns, key and value: "by_ammunition.0.average", "9.21". The same
 * numbers for a spreadsheet (CSV, RFC 4180) and for people (aligned). */
#ifndef CLI_FLATTEN_H
#define CLI_FLATTEN_H
#include <cjson/cJSON.h>

/* Both print to standard output and free the value; 0. Null values print as an empty cell. */
int flatten_print_csv(cJSON *json);
int flatten_print_table(cJSON *json);

#endif
