/* What health.h found, in sentences for a person, translated: the same on the System screen and in
 * "aimtrack health". */
#ifndef CORE_HEALTH_TEXT_H
#define CORE_HEALTH_TEXT_H
#include "core/health.h"
#include <stddef.h>

enum { HEALTH_SAYS_ROOM = 240 };

const char *health_key_name(enum health_key key);       /* "Database" */
const char *health_state_name(enum health_state state); /* "well", "look", "FAILED" */
/* What was observed: "A commit took 3 ms; schema 7." */
void health_observed(const struct health *health, enum health_key key, char *dst, size_t size);
/* What is the matter and what to do about it; "" when fine. */
const char *health_error_says(enum health_error error);
const char *health_error_advice(enum health_error error);
/* The same for who sits in front of the screens: a key where there is one. */
const char *health_error_key(enum health_error error);

#endif
