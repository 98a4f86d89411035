/* What the files of the checks share. Nobody else includes it. */
#ifndef CORE_HEALTH_PARTS_H
#define CORE_HEALTH_PARTS_H
#include "core/health.h"
#include "store/db.h"
#include "store/records.h"

struct health_run {
    struct health *health;
    struct config config;
    bool has_config; /* false: the defaults, because the settings cannot be read */
    struct db *db;   /* NULL: it cannot be read */
    struct club club;
    int64_t now_ms;
    bool is_looking; /* nothing may be written */
};

/* A check calls these for its own row. A graver state replaces a lesser one; of two equal ones the
 * first stays. */
void health_judge(struct health_run *run, enum health_key key, enum health_state state,
                  enum health_error error);
void health_note(struct health_run *run, enum health_fact fact, int64_t number);
void health_note_text(struct health_run *run, enum health_fact fact, const char *text);

void health_check_database(struct health_run *run); /* opens run->db */
void health_check_queue(struct health_run *run);
void health_check_storage(struct health_run *run);
void health_check_backup(struct health_run *run);
void health_check_integrity(struct health_run *run);
void health_check_clock(struct health_run *run);
void health_check_ai(struct health_run *run);

/* health_timer.c: whether a timer of the package is enabled and has not run when it should have.
 * root: "" but in tests; up_ms: since when this machine runs. */
bool health_timer_is_off(const char *root, const char *folder, int64_t now_ms, int64_t up_ms);

#endif
