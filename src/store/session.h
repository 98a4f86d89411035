/* Sessions as rows: who shot what, when, where. Functions named session_row_* so that core's
 * session_* use cases stand beside them. Writing ones run inside the caller's transaction. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H
#include "store/db.h"
#include "store/records.h"

/* weapon_id: the weapon the list shows and finds by; 0: not said. It repeats the first weapon line,
 * so that a find needs one index only (docs/decisions/0002). */
bool session_row_add(struct db *db, const struct session *session, record_id weapon_id,
                     struct err *err);

/* ERR_NOT_FOUND when there is none. */
bool session_row_read(struct db *db, record_id id, struct session *session, struct err *err);

bool session_row_state(struct db *db, record_id id, enum session_state *state, struct err *err);

/* State, lane and end together: what opening, finishing and undoing change. */
bool session_row_set_state(struct db *db, record_id id, enum session_state state, int lane,
                           int64_t finished_at_ms, struct err *err);
bool session_row_set_notes(struct db *db, record_id id, const char *notes, struct err *err);
bool session_row_set_reflection(struct db *db, record_id id, const char *reflection,
                                struct err *err);
bool session_row_set_competition(struct db *db, record_id id, bool is_competition, struct err *err);

/* Who shoots now. */
enum { SESSION_LANES_MAX = 99 };
struct session_open {
    record_id id, member_id;
    int lane;
};
struct session_open_list {
    int count;
    struct session_open rows[SESSION_LANES_MAX];
};
bool session_open_read(struct db *db, struct session_open_list *open, struct err *err);

/* The member's newest session that is not void (member_id 0: anyone's). *id is 0 when none. */
bool session_row_newest(struct db *db, record_id member_id, record_id *id, struct err *err);

/* The same member's finished session of the same programme right before that one, with a weapon
 * line on that face. *id is 0 when there is none. */
bool session_row_previous(struct db *db, const struct session *session, const char *face_id,
                          record_id *id, struct err *err);

/* One weapon line of an earlier finished session, oldest first; lines of one session follow each
 * other. */
struct session_past {
    record_id session_id;
    char local_date[DATE_ROOM];
    int shots;
    int64_t total_tenths;
    int series_count;
    int series_tenths[SERIES_MAX], series_shots[SERIES_MAX];
};
struct session_past_query {
    record_id member_id;
    const char *programme_id, *face_id;
    record_id except; /* 0: none */
};
bool session_past_each(struct db *db, const struct session_past_query *query,
                       void (*visit)(void *context, const struct session_past *past), void *context,
                       struct err *err);

/* --- the list (session_list.c) -------------------------------------------------------------- */
enum { SESSION_FIND_WORDS = 4, SESSION_FIND_ROOM = 96, SESSION_PAGE_MAX = 201 };

/* One word of a find: the session's member, weapon, programme or date must match it. */
struct session_word {
    char text[SESSION_FIND_ROOM];   /* folded; as typed */
    char programmes[8 * CODE_ROOM]; /* ",LP60,KKG60,": those whose names match; "": none */
    int date_count;
    char dates[2][2 * DATE_ROOM]; /* LIKE patterns over the local date */
};

struct session_filter {
    int word_count;
    struct session_word words[SESSION_FIND_WORDS];
    record_id member_id, weapon_id; /* 0: any */
    const char *programme_id;       /* "": any */
    const char *from, *to;          /* ISO dates; "": open */
    int64_t from_ms, to_ms;         /* bounds of started_at_ms that hold those dates */
    int64_t key_ms;                 /* the page beyond this row */
    record_id key_id;
    bool is_backward; /* towards newer ones */
    bool with_void;
    int limit; /* at most SESSION_PAGE_MAX */
};
/* Ids of one page in the direction of travel. */
bool session_page_read(struct db *db, const struct session_filter *filter,
                       record_id ids[SESSION_PAGE_MAX], int *count, struct err *err);

/* The statement of that page: a test asks the engine how it would run it. */
const char *session_page_sql(const struct session_filter *filter);

/* What the list shows of one session, over all its weapon lines. */
struct session_row {
    record_id id;
    int64_t started_at_ms;
    char local_date[DATE_ROOM];
    char family_name[NAME_ROOM], given_name[NAME_ROOM];
    char programme_id[CODE_ROOM];
    char weapon[NAME_ROOM];
    char face_id[CODE_ROOM];
    enum session_state state;
    int lane;
    bool has_notes, is_competition;
    int rounds, shots, inner_tens;
    int64_t total_tenths;
};
bool session_line_read(struct db *db, record_id id, struct session_row *row, struct err *err);

#endif
