/* What the registers share. Used by core's register files only. */
#ifndef CORE_REGISTER_PARTS_H
#define CORE_REGISTER_PARTS_H
#include "core/app.h"

/* Rows that a reader gives, copied into the arena one by one. Zero-initialise the rest. */
struct register_gather {
    struct arena *arena;
    size_t size; /* of one row */
    char *rows;
    int count, room;
};
void register_keep(struct register_gather *gather, const void *row);

/* Today's rows, then the open ones of earlier days: `read` is called once for each. */
bool register_read_now(struct app *app, struct register_gather *gather,
                       bool (*read)(struct app *app, struct register_gather *gather,
                                    const struct register_range *range, struct err *err),
                       struct err *err);

/* Whether they are a member today; else a sentence that says since when not. */
bool register_check_member(const struct member *member, struct err *err);

/* A new row of presence for now; the caller fills member or guest and lane, and stores it. */
void register_start_presence(const struct app *app, struct presence *presence);

/* The moment a row ends: now, but never before it began. */
int64_t register_end_ms(int64_t began_ms);

/* An audit row of names and texts (core/audit_json.h). */
bool register_audit(struct app *app, const char *action, const char *subject, record_id id,
                    const char *const *pairs, struct err *err);
/* A number or id as text for its pairs; 0 is left out. */
const char *register_number(char dst[24], int64_t number);

#endif
