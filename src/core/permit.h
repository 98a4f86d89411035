/* The numbers of a permit dossier of one member: read once, counted by rules/permit.h. */
#ifndef CORE_PERMIT_H
#define CORE_PERMIT_H
#include "core/app.h"
#include "core/rules/permit.h"

struct permit_line { /* one weapon line of a session, in the dossier's table */
    int turn;        /* its number: sessions of one day share it, unless sessions count */
    record_id session_id;
    char local_date[DATE_ROOM];
    const char *club;      /* ours, or the place of another one */
    const char *programme; /* translated name, or its id */
    const char *weapon, *calibre;
    int rounds;
    bool is_competition;
};
struct permit_dossier { /* in the arena */
    struct permit_rules rules;
    struct member member;
    char from[DATE_ROOM], to[DATE_ROOM];
    char reaches[DATE_ROOM]; /* "": not at this pace */
    struct permit permit;
    int count;
    struct permit_line *lines; /* within the window, oldest first */
};
/* The club's rules: settings permit.turns, permit.competitions, permit.turn (day|session) and
 * permit.elsewhere (count|skip: sessions at a place of another club). */
void permit_rules_read(struct app *app, struct permit_rules *rules, bool *skips_elsewhere);
/* to: "" is today. RIGHT_SEE. */
bool permit_read(struct app *app, struct arena *arena, record_id member_id, const char *to,
                 struct permit_dossier *dossier, struct err *err);

/* The same of today, but without lines and without the weapons in permit.groups: what a screen
 * counts each time that it opens. */
bool permit_read_numbers(struct app *app, struct arena *arena, record_id member_id,
                         struct permit_dossier *dossier, struct err *err);

#endif
