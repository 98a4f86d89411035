/* Members, weapons and lanes for the tests of range, shots, sessions and verify. */
#ifndef TESTS_UNIT_RANGE_SUPPORT_H
#define TESTS_UNIT_RANGE_SUPPORT_H
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/member.h"
#include "core/range.h"
#include "core/weapon.h"

static inline record_id make_member(struct app *app, const char *family, const char *given)
{
    struct err err = {0};
    record_id id = 0;
    struct member *member = calloc(1, sizeof *member);
    text_copy(member->family_name, sizeof member->family_name, family);
    text_copy(member->given_name, sizeof member->given_name, given);
    assert_ok(member_add(app, member, &id, &err), err);
    free(member);
    return id;
}

static inline record_id make_weapon(struct app *app, const char *name, enum weapon_kind kind)
{
    struct err err = {0};
    record_id id = 0;
    struct weapon *weapon = calloc(1, sizeof *weapon);
    text_copy(weapon->name, sizeof weapon->name, name);
    weapon->kind = kind;
    assert_ok(weapon_add(app, weapon, &id, &err), err);
    free(weapon);
    return id;
}

/* Opens a session and loads its lane; the caller frees the lane. */
static inline void open_lane(struct app *app, record_id member, record_id weapon,
                             const char *programme, int lane_number, struct lane *lane)
{
    struct err err = {0};
    record_id id = 0;
    struct range_start start = {.member_id = member,
                                .weapon_id = weapon,
                                .programme_id = programme,
                                .face_id = strcmp(programme, "FREE") == 0 ? "AP10" : NULL,
                                .lane = lane_number};
    assert_ok(range_open(app, &start, &id, &err), err);
    assert_ok(range_load_lane(app, id, lane, &err), err);
}

static inline void type_shots(struct app *app, struct lane *lane, int count, int tenths)
{
    struct err err = {0};
    for (int i = 0; i < count; i++) {
        assert_ok(range_shot_value(app, lane, tenths, false, &err), err);
    }
}

#endif
