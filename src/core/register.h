/* The registers a club must keep: who was there, guests, club weapons handed out. Entering and
 * voiding needs RIGHT_SCORE, reading RIGHT_SEE. Nothing is deleted: a mistake is voided. Names and
 * documents of guests never go into the audit trail, because they are blanked after a time. */
#ifndef CORE_REGISTER_H
#define CORE_REGISTER_H
#include "core/app.h"

/* --- presence -------------------------------------------------------------------------------- */
enum presence_wish { PRESENCE_COMES, PRESENCE_GOES, PRESENCE_EITHER };
enum presence_event {
    PRESENCE_CAME,
    PRESENCE_WENT,
    PRESENCE_STAYS_IN, /* was in already: nothing was changed */
    PRESENCE_STAYS_OUT /* went out less than a minute ago: nothing was changed */
};
struct presence_result {
    enum presence_event event;
    record_id id;    /* of the row */
    int64_t at_ms;   /* in or out */
    int weapons_out; /* club weapons the member still has when going out */
    bool closed_old; /* a row that was forgotten for half a day was ended first */
    char name[2 * NAME_ROOM];
};
/* By club number or licence, as scanned: comes in, or goes out when present. A second scan within a
 * minute changes nothing and says so. A row left open for 12 hours was forgotten: it is ended and
 * the member comes in. Who left the club does not come in. */
bool presence_scan(struct app *app, const char *card, struct presence_result *result,
                   struct err *err);
/* The same for a member, or one way only: coming in twice is PRESENCE_STAYS_IN, going out who is
 * not in is ERR_INPUT. lane 0: not said. */
bool presence_book(struct app *app, record_id member_id, enum presence_wish wish, int lane,
                   struct presence_result *result, struct err *err);
/* Ends that row; ERR_NOT_FOUND when they are out already. */
bool presence_out(struct app *app, record_id id, struct err *err);
/* Everybody who is still in, of whatever day. *count: how many. */
bool presence_out_all(struct app *app, int *count, struct err *err);
/* A guest's row goes with the guest's. */
bool presence_void(struct app *app, record_id id, struct err *err);
/* "Bakker, Anna is in, 19:04." Translated; returns dst. */
char *presence_sentence(const struct presence_result *result, char *dst, size_t size);
/* Of a guest "Mulder, Kees (guest of Bakker, Anna)". */
void presence_line_name(const struct presence_line *line, char *dst, size_t size);
bool presence_list(struct app *app, struct arena *arena, const struct register_range *range,
                   struct presence_line **rows, int *count, struct err *err);

/* --- guests ---------------------------------------------------------------------------------- */
enum { DOCUMENT_TYPES = 4, GUEST_VISITS_MAX = 3 };
const char *document_type_name(int index); /* N_(), NULL after the last */
const char *document_type_code(int index); /* "passport" */
/* The index of a code, -1: none. */
int document_type_read(const char *code);

enum guest_field {
    GUEST_FIELD_NONE = -1,
    GUEST_FIELD_NAME,
    GUEST_FIELD_DOCUMENT_TYPE,
    GUEST_FIELD_DOCUMENT_NUMBER,
    GUEST_FIELD_HOST,
    GUEST_FIELD_WEAPON,
    GUEST_FIELD_AGAIN
};
struct guest_order {
    const char *name, *document_type, *document_number; /* the type as a code */
    record_id host_member_id;                           /* a member who is in now */
    record_id weapon_id;                                /* 0: none named */
    bool is_again; /* more visits than the setting guest.visits_max allows */
};
/* A guest comes in: a row in both registers. *field (may be NULL): which one is wrong. */
bool guest_add(struct app *app, const struct guest_order *order, record_id *id,
               enum guest_field *field, struct err *err);
/* Goes out; ERR_INPUT when the guest is out already. */
bool guest_out(struct app *app, record_id id, struct err *err);
/* With the rows of presence. */
bool guest_void(struct app *app, record_id id, struct err *err);
bool guest_get(struct app *app, record_id id, struct guest *guest, struct err *err);
bool guest_list(struct app *app, struct arena *arena, const struct register_range *range,
                struct guest_line **rows, int *count, struct err *err);

/* --- club weapons handed out ------------------------------------------------------------------ */
/* Only a weapon of the club that is in use and in; the sentence names who has it. To a member who
 * has not left. condition: as it went out, may be NULL. */
bool weapon_issue_out(struct app *app, record_id weapon_id, record_id member_id,
                      const char *condition, record_id *id, struct err *err);
/* Comes back, by the id of the row. */
bool weapon_issue_in(struct app *app, record_id id, const char *condition, struct err *err);
/* The row of who has it now; ERR_NOT_FOUND: it is not out. */
bool weapon_issue_find(struct app *app, record_id weapon_id, struct weapon_issue *issue,
                       struct err *err);
bool weapon_issue_void(struct app *app, record_id id, struct err *err);
bool weapon_issue_list(struct app *app, struct arena *arena, const struct register_range *range,
                       struct weapon_issue_line **rows, int *count, struct err *err);

/* --- all of them ------------------------------------------------------------------------------ */
/* "Bakker, Anna" */
void register_person_name(const struct register_person *person, char *dst, size_t size);

/* What a screen shows: today's rows, and the open ones of earlier days, newest first. */
bool presence_now(struct app *app, struct arena *arena, struct presence_line **rows, int *count,
                  struct err *err);
bool guest_now(struct app *app, struct arena *arena, struct guest_line **rows, int *count,
               struct err *err);
bool weapon_issue_now(struct app *app, struct arena *arena, struct weapon_issue_line **rows,
                      int *count, struct err *err);

#endif
