/* Gathers what a model may know of a session, a weapon or a question, from the allow-list of
 * rules/prompt.h. Nothing is sent from here; the texts go into a job (queue.h). */
#ifndef CORE_ASK_H
#define CORE_ASK_H
#include "core/insight.h"
#include "core/reflection.h"

struct ask { /* texts in the arena */
    char *system, *user;
    char *sources;     /* the data, JSON */
    char *calculated;  /* what the rules say, as an answer (rules/answer.h) */
    char *session_ids; /* "123,124": whose numbers these are */
};

/* In the current language. ERR_NOT_FOUND; ERR_INPUT when there is nothing to say yet (no shots). */
bool ask_session(struct app *app, struct arena *arena, record_id session_id, struct ask *ask,
                 struct err *err);
/* Over all its sessions of the last 365 days, or ever when those are none. */
bool ask_weapon(struct app *app, struct arena *arena, record_id weapon_id, struct ask *ask,
                struct err *err);

struct question_input {
    record_id member_id, weapon_id;      /* at least one */
    char from[DATE_ROOM], to[DATE_ROOM]; /* ISO, inclusive; "": open */
    char text[512];
};
bool ask_question(struct app *app, struct arena *arena, const struct question_input *input,
                  struct ask *ask, struct err *err);

#endif
