/* The shipped faces and programmes, for the tests of core/rules. */
#ifndef TESTS_RULES_SUPPORT_H
#define TESTS_RULES_SUPPORT_H
#include "support.h"

#include "base/data.h"
#include "core/rules/programme.h"
#include "core/rules/score.h"

static inline void test_faces(struct arena *arena, struct face_list *faces)
{
    struct err err = {0};
    const struct data_file *file = data_find("faces.csv");
    assert_non_null(file);
    assert_ok(face_list_read(arena, file->bytes, faces, &err), err);
}

static inline struct hole test_hole(const char *x_mm, const char *y_mm)
{
    struct hole hole = {0};
    struct err err = {0};
    assert_ok(hole_read(x_mm, y_mm, &hole, &err), err);
    return hole;
}

#endif
