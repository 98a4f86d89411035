/* The three ways a machine reads what health.h found: our JSON (as AimTrack's monitors know it),
 * the media type application/health+json, and Prometheus text. Codes and numbers only: never a
 * sentence of an error, never a secret. */
#ifndef CORE_HEALTH_RENDER_H
#define CORE_HEALTH_RENDER_H
#include "base/buf.h"
#include "core/health.h"
#include <cjson/cJSON.h>

enum health_form { HEALTH_JSON, HEALTH_IETF, HEALTH_PROMETHEUS };

/* Adds it, with a line feed at its end. has_paths: the reader is on this machine. */
void health_render(const struct health *health, enum health_form form, bool has_paths,
                   struct buf *text);
/* HEALTH_JSON, to be part of another answer. */
cJSON *health_json(const struct health *health, bool has_paths);
const char *health_form_type(enum health_form form); /* the media type */
/* "json", "health+json", "prometheus". */
bool health_form_find(const char *name, enum health_form *form);

#endif
