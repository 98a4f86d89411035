#include "core/session_course.h"

#include <string.h>

#include "base/text.h"
#include "core/rules/stats_group.h"
#include "store/session.h"

/* The newest earlier session of the programme whose first part has this face. */
static bool read_previous(struct app *app, struct arena *arena, const struct session_detail *detail,
                          const char *face_id, struct session_course *course, struct err *err)
{
    record_id id = 0;
    const struct session *session = &detail->session;
    struct session_detail *previous = arena_alloc(arena, sizeof *previous);
    if (!session_row_previous(app->db, session, face_id, &id, err)) {
        return false;
    }
    if (id == 0) {
        return true;
    }
    if (!session_get(app, arena, id, previous, err)) {
        return false;
    }
    for (int i = 0; i < previous->part_count && !course->has_previous; i++) {
        if (strcmp(previous->parts[i].weapon.face_id, face_id) == 0) {
            course->has_previous = true;
            course->previous = previous->parts[i];
            text_copy(course->previous_date, sizeof course->previous_date,
                      previous->session.local_date);
        }
    }
    return true;
}

bool session_course_read(struct app *app, struct arena *arena, const struct session_detail *detail,
                         int part, struct session_course *course, struct err *err)
{
    *course = (struct session_course){0};
    if (part >= detail->part_count) {
        return true;
    }
    const struct session_part *own = &detail->parts[part];
    struct shot *shots = arena_array(arena, (size_t)own->shot_count + 1, sizeof *shots);
    for (int i = 0; i < own->shot_count; i++) {
        if (stats_counts(&own->shots[i])) {
            shots[course->count++] = own->shots[i];
        }
    }
    course->shots = shots;
    double *values = arena_array(arena, (size_t)course->count + 1, sizeof *values);
    rolling_read(shots, course->count, values, &course->rolling);
    course->group_count = series_groups_read(shots, course->count, course->groups);
    return read_previous(app, arena, detail, own->weapon.face_id, course, err);
}
