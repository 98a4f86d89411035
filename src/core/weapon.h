/* Weapons: the club's and the members'. */
#ifndef CORE_WEAPON_H
#define CORE_WEAPON_H
#include "core/app.h"

const char *weapon_kind_name(enum weapon_kind kind); /* translated */
const char *weapon_kind_code(enum weapon_kind kind); /* "air_pistol" */
bool weapon_kind_read(const char *text, enum weapon_kind *kind);

struct weapon_query {
    const char *find; /* folded words over name, calibre, serial, owner */
    bool with_retired;
    record_id for_member; /* 0: any. Else: last used by this member first, then own, then club's */
    unsigned kinds;       /* bit set as struct programme.weapon_kinds; 0: any; others come last */
    const struct weapon *after; /* the next page; only without for_member and kinds */
    enum weapon_order order;    /* another one than by name: the next page by offset */
    int offset;
    int limit;
};
bool weapon_list(struct app *app, struct arena *arena, const struct weapon_query *query,
                 struct weapon **rows, int *count, struct err *err);
bool weapon_get(struct app *app, record_id id, struct weapon *weapon, struct err *err);
bool weapon_add(struct app *app, const struct weapon *input, record_id *id, struct err *err);
bool weapon_edit(struct app *app, const struct weapon *input, struct err *err);
/* Rounds fired over all sessions (voided ones not). */
bool weapon_rounds(struct app *app, record_id id, int64_t *rounds, struct err *err);

#endif
