/* A shooter's bests, course and rhythm, and a heat map, as JSON. Callers own what comes back. */
#ifndef CLI_SHOOTER_JSON_H
#define CLI_SHOOTER_JSON_H
#include "cli/command.h"
#include "core/rules/heat.h"
#include "core/shooter.h"

cJSON *shooter_json(const struct shooter *shooter);
cJSON *heat_json(const struct heat *heat, const char *face_id);

#endif
