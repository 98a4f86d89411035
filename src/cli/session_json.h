/* Sessions as JSON. Caller owns what comes back (command_print_json frees it). */
#ifndef CLI_SESSION_JSON_H
#define CLI_SESSION_JSON_H
#include "cli/command.h"
#include "core/reflection.h"

cJSON *session_json_line(const struct session_line *line);
/* {part, text, basis, rule} each. */
cJSON *session_json_sentences(const struct reflection *reflection);
cJSON *session_json_reflection(record_id id, const struct reflection *reflection);
cJSON *session_json_detail(const struct session_detail *detail);

#endif
