/* The demonstration's people and things, from data/demo. Used by core/demo.c only. */
#ifndef CORE_DEMO_PEOPLE_H
#define CORE_DEMO_PEOPLE_H
#include "core/app.h"
#include "core/demo_shooting.h"

struct demo_club {
    int shooter_count;
    struct demo_shooter *shooters; /* one per member and programme they shoot; in the arena */
    int member_count, weapon_count;
    const record_id *weapon_ids; /* in the arena */
    record_id location_id[3];    /* 10, 25 and 50 m */
    record_id officer_id;
    int note_count;
    const char **notes, **reflections;
};

/* Stores club (when there is none), accounts, members, weapons, locations and ammunition with ids
 * of the demonstration's terminal. Inside a write transaction. */
bool demo_people_store(struct app *app, struct arena *arena, struct demo_random *random,
                       int members, int64_t since_ms, struct demo_club *club, struct err *err);

/* Each weapon was serviced a year ago and, but for every fourth, this summer, with the rounds that
 * the sessions made it fire until then. Inside a write transaction. */
bool demo_services_store(struct app *app, const struct demo_club *club, struct err *err);

#endif
