/* The reflection of a session: what its numbers say in words (core/rules/reflection.h). */
#ifndef CORE_REFLECTION_H
#define CORE_REFLECTION_H
#include "core/insight.h"
#include "core/rules/reflection.h"
#include "core/session.h"

/* Of a session that was read already; cannot fail. In the current language. */
void reflection_read(const struct session_detail *detail, struct reflection *reflection);

/* Reads the session first. RIGHT_SEE. */
bool reflection_session_get(struct app *app, record_id id, struct reflection *reflection,
                            struct err *err);

/* Of a weapon over what is chosen of its lines. RIGHT_SEE. */
bool reflection_weapon_read(struct app *app, record_id weapon_id, const struct insight_lines *lines,
                            const struct insight_choice *choice, struct reflection *reflection,
                            struct err *err);

/* The same without the name of anything: "ammunition A" for the most used one and so on, as the
 * data that go to a model call them (ask.h). */
bool reflection_weapon_unnamed(struct app *app, record_id weapon_id,
                               const struct insight_lines *lines,
                               const struct insight_choice *choice, struct reflection *reflection,
                               struct err *err);
void reflection_ammunition_label(char *dst, size_t size, int index);

/* "dip" and so on are rules; these are their parts for people (translated) and for JSON. */
const char *reflection_part_name(enum reflection_subject subject, enum reflection_part part);
const char *reflection_part_code(enum reflection_subject subject, enum reflection_part part);

#endif
