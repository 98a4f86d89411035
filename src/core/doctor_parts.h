/* What the files of the doctor share. Nobody else includes it. */
#ifndef CORE_DOCTOR_PARTS_H
#define CORE_DOCTOR_PARTS_H
#include "core/doctor.h"

struct doctor {
    struct doctor_report *report;
    enum doctor_area area; /* whose turn it is */
    const char *folder;
    struct config config; /* the defaults, when it cannot be read */
    struct health health;
    struct db *db; /* NULL: cannot be opened */
    int64_t now_ms;
};

/* A row; says and fix are copied. */
void doctor_add(struct doctor *doctor, enum health_state state, const char *key, const char *says,
                const char *fix);
void doctor_well(struct doctor *doctor, const char *key, const char *says);
/* As doctor_add with words put in; format is translated. */
void doctor_format(struct doctor *doctor, enum health_state state, const char *key, const char *fix,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The rows of health.h of one check. */
void doctor_add_health(struct doctor *doctor, enum health_key key);

void doctor_storage(struct doctor *doctor);
void doctor_hardening(struct doctor *doctor);
void doctor_accounts(struct doctor *doctor);
void doctor_program(struct doctor *doctor);
void doctor_libraries(struct doctor *doctor);
/* The same for what is said to be installed: "package version" a line. */
void doctor_judge_libraries(struct doctor *doctor, const char *installed);

/* doctor_debian.c: negative, 0, positive as Debian orders versions (deb-version(7)). */
int doctor_compare_versions(const char *a, const char *b);

#endif
