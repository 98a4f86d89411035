/* aimtrack doctor: everything about an installation that can be looked at, each finding with what
 * to do about it. Like health.h it needs no open club and mends nothing. */
#ifndef CORE_DOCTOR_H
#define CORE_DOCTOR_H
#include "base/arena.h"
#include "core/health.h"

enum doctor_area { DOCTOR_HEALTH, DOCTOR_STORAGE, DOCTOR_HARDENING, DOCTOR_PROGRAM, DOCTOR_AREAS };
enum { DOCTOR_ROWS_MAX = 200 };

struct doctor_row {
    enum doctor_area area;
    enum health_state state;
    const char *key;  /* "folder_mode": stable */
    const char *says; /* translated; in the arena */
    const char *fix;  /* what to do; "" when it is well */
};
struct doctor_report {
    struct arena *arena;
    struct doctor_row rows[DOCTOR_ROWS_MAX];
    int count;
};

/* Rows of those areas (bits of 1 << enum doctor_area), in the order they are to be read. */
void doctor_run(const char *folder, unsigned areas, struct arena *arena,
                struct doctor_report *report);
const char *doctor_area_code(enum doctor_area area); /* "storage" */

#endif
