/* What the commands of the registers share: people, moments, a row by its id. */
#ifndef CLI_REGISTER_ROWS_H
#define CLI_REGISTER_ROWS_H
#include "cli/command.h"

/* An object NAME with number, licence, family and given name. */
void register_json_person(cJSON *json, const char *name, const struct register_person *person);
/* "19:04"; "" for 0. Returns dst. */
const char *register_clock(char dst[6], int64_t ms);
/* argv[1] as an id, and nothing after it. */
bool register_take_id(int argc, char **argv, record_id *id);
/* Prints the id, or {"id"}; 0. */
int register_print_id(const struct command_options *options, record_id id);
/* Voids the row of argv[1] by that function; prints its id or {"id", "is_void"}. */
int register_run_void_command(struct app *app, const struct command_options *options, int argc,
                              char **argv, const char *family,
                              bool (*set_void)(struct app *app, record_id id, struct err *err));
/* --date DATE out of argv: that day, or today. False: it is no date, said. */
bool register_take_day(int *argc, char **argv, const char *family, char date[DATE_ROOM]);

#endif
