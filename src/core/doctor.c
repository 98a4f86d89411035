#include "core/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "core/doctor_parts.h"
#include "core/health_text.h"
#include "store/db.h"
#include "store/migrate.h"

enum { LIMIT_MS = 500, TEXT_ROOM = 1200 };

static void look_at_health(struct doctor *doctor)
{
    for (int key = 0; key < HEALTH_COUNT; key++) {
        if (key != HEALTH_STORAGE) { /* that has an area of its own */
            doctor_add_health(doctor, (enum health_key)key);
        }
    }
}

static const struct {
    const char *code;
    void (*look)(struct doctor *doctor);
} areas_of[DOCTOR_AREAS] = {
    [DOCTOR_HEALTH] = {"health", look_at_health},
    [DOCTOR_STORAGE] = {"storage", doctor_storage},
    [DOCTOR_HARDENING] = {"hardening", doctor_hardening},
    [DOCTOR_PROGRAM] = {"program", doctor_program},
};

const char *doctor_area_code(enum doctor_area area)
{
    return areas_of[area].code;
}

void doctor_add(struct doctor *doctor, enum health_state state, const char *key, const char *says,
                const char *fix)
{
    struct doctor_report *report = doctor->report;
    char clean[TEXT_ROOM]; /* names of files may hold anything */
    char clean_fix[TEXT_ROOM];
    sanitize_screen(clean, sizeof clean, says);
    sanitize_screen(clean_fix, sizeof clean_fix, fix);
    if (report->count < DOCTOR_ROWS_MAX) {
        report->rows[report->count++] =
            (struct doctor_row){.area = doctor->area,
                                .state = state,
                                .key = key,
                                .says = arena_text(report->arena, clean),
                                .fix = arena_text(report->arena, clean_fix)};
    }
}

void doctor_well(struct doctor *doctor, const char *key, const char *says)
{
    doctor_add(doctor, HEALTH_OK, key, says, "");
}

void doctor_format(struct doctor *doctor, enum health_state state, const char *key, const char *fix,
                   const char *format, ...)
{
    char says[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(says, sizeof says, format, arguments);
    va_end(arguments);
    doctor_add(doctor, state, key, says, fix);
}

void doctor_add_health(struct doctor *doctor, enum health_key key)
{
    char observed[HEALTH_SAYS_ROOM];
    const struct health_row *row = &doctor->health.rows[key];
    health_observed(&doctor->health, key, observed, sizeof observed);
    if (row->errors == 0) {
        doctor_well(doctor, health_key_code(key), observed);
    }
    for (unsigned i = 0; i < HEALTH_ERROR_COUNT; i++) {
        enum health_error error = (enum health_error)i;
        if ((row->errors >> i & 1U) != 0) {
            doctor_format(doctor, row->error == error ? row->state : HEALTH_WARN,
                          health_error_code(error), health_error_advice(error), "%s %s",
                          health_error_says(error), observed);
        }
    }
}

/* Only a database of this program's schema is asked. */
static struct db *open_database(const char *folder)
{
    char path[640];
    struct err ignored = {0};
    struct db_options how = {.limit_ms = LIMIT_MS, .busy_ms = LIMIT_MS};
    if (!file_join(path, sizeof path, folder, "aimtrack.db")) {
        return NULL;
    }
    struct db *db = db_open(path, &how, &ignored);
    if (db != NULL && migrate_version(db, &ignored) != migrate_newest()) {
        db_close(db);
        db = NULL;
    }
    return db;
}

void doctor_run(const char *folder, unsigned areas, struct arena *arena,
                struct doctor_report *report)
{
    struct err ignored = {0}; /* doctor_program tells every mistake of the settings */
    struct doctor *doctor = mem_alloc(sizeof *doctor);
    *report = (struct doctor_report){.arena = arena};
    doctor->report = report;
    doctor->folder = folder;
    doctor->now_ms = time_now_ms();
    (void)config_read(folder, &doctor->config, &ignored);
    health_read(folder, &doctor->health);
    time_set_zone(doctor->health.zone);
    doctor->db = open_database(folder);
    for (int area = 0; area < DOCTOR_AREAS; area++) {
        if ((areas >> (unsigned)area & 1U) != 0) {
            doctor->area = (enum doctor_area)area;
            areas_of[area].look(doctor);
        }
    }
    db_close(doctor->db);
    free(doctor);
}
