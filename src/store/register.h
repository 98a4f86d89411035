/* The registers a club must keep: presence, guests, weapons handed out, and ammunition with its
 * balance. Rows are added, ended and voided, never deleted. Readers stream, so that the length of a
 * register does not matter; they give each row with the names it refers to. */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H
#include "store/db.h"
#include "store/records.h"

/* --- presence -------------------------------------------------------------------------------- */
bool presence_insert(struct db *db, const struct presence *presence, struct err *err);
/* ERR_NOT_FOUND when it is not open (any more). */
bool presence_end(struct db *db, record_id id, int64_t out_at_ms, const char *out_by,
                  struct err *err);
bool presence_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
bool presence_read(struct db *db, record_id id, struct presence *presence, struct err *err);
/* The open row, else the newest one that counts; id 0: there is none. One of the two ids is 0. */
bool presence_last_of(struct db *db, record_id member_id, record_id guest_id,
                      struct presence *presence, struct err *err);
/* visit returns false to stop; then false without an error. So for the readers below. */
bool presence_each(struct db *db, const struct register_range *range,
                   bool (*visit)(void *context, const struct presence_line *line), void *context,
                   struct err *err);

/* --- guests ---------------------------------------------------------------------------------- */
bool guest_insert(struct db *db, const struct guest *guest, struct err *err);
bool guest_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
bool guest_read(struct db *db, record_id id, struct guest *guest, struct err *err);
/* How often someone of that name was a guest; case and accents do not matter. */
bool guest_count_visits(struct db *db, const char *name, int *visits, struct err *err);
bool guest_each(struct db *db, const struct register_range *range,
                bool (*visit)(void *context, const struct guest_line *line), void *context,
                struct err *err);

/* --- weapons handed out ---------------------------------------------------------------------- */
bool weapon_issue_insert(struct db *db, const struct weapon_issue *issue, struct err *err);
/* ERR_NOT_FOUND when it is not open (any more). */
bool weapon_issue_end(struct db *db, const struct weapon_issue *issue, struct err *err);
bool weapon_issue_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
bool weapon_issue_read(struct db *db, record_id id, struct weapon_issue *issue, struct err *err);
/* Who has it now; id 0: nobody. */
bool weapon_issue_open_of(struct db *db, record_id weapon_id, struct weapon_issue *issue,
                          struct err *err);
/* How many weapons that member has now. */
bool weapon_issue_count_open(struct db *db, record_id member_id, int *count, struct err *err);
bool weapon_issue_each(struct db *db, const struct register_range *range,
                       bool (*visit)(void *context, const struct weapon_issue_line *line),
                       void *context, struct err *err);

/* --- ammunition ------------------------------------------------------------------------------ */
struct ammunition_register_line { /* texts are valid until the next line */
    struct ammunition_move move;
    int64_t balance; /* of that ammunition after it, by date; moves before the range count */
    const char *ammunition, *calibre, *lot;
    const char *member_number, *licence, *family_name, *given_name; /* "": nobody */
};
/* The moves of all ammunition by date; of the range only the dates count. */
bool ammunition_register_each(struct db *db, const struct register_range *range,
                              bool (*visit)(void *context,
                                            const struct ammunition_register_line *line),
                              void *context, struct err *err);

/* --- shared by the readers ------------------------------------------------------------------- */
/* The texts of one reader, [only open][newest first]. lines ends in its WHERE with $1 and $2, the
 * dates; $3, unless only open ones are read: voided ones too. Apart, so that each has its index. */
/* Versions 14 and 19 lay this out each in a way of its own. */
/* clang-format off */
#define REGISTER_TEXTS(lines, is_open, table)                                                      \
    {{lines " AND ($3 = 1 OR " table ".voided_at_ms = 0) ORDER BY " table ".local_date, " table    \
            ".id",                                                                                 \
      lines " AND ($3 = 1 OR " table ".voided_at_ms = 0) ORDER BY " table                          \
            ".local_date DESC, " table ".id DESC"},                                                \
     {lines is_open " ORDER BY " table ".local_date, " table ".id",                                \
      lines is_open " ORDER BY " table ".local_date DESC, " table ".id DESC"}}
/* clang-format on */
void register_bind_range(struct db_stmt *stmt, const struct register_range *range);
/* Number, licence, family name, given name from that column on. */
void register_read_person(struct db_stmt *stmt, int column, struct register_person *person);
/* Sets voided_at_ms by one statement; `missing`: the sentence when there is no such row. */
bool register_run_void(struct db *db, const char *sql, record_id id, int64_t voided_at_ms,
                       const char *missing, struct err *err);

#endif
