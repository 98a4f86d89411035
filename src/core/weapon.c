#include "core/weapon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/find.h"
#include "core/rights.h"
#include "store/weapon.h"

enum { RANKED_MAX = 500, USED_MAX = 8 };

static const struct {
    const char *code, *name;
} kinds[WEAPON_KIND_COUNT] = {
    [WEAPON_PISTOL] = {"pistol", N_("pistol")},
    [WEAPON_RIFLE] = {"rifle", N_("rifle")},
    [WEAPON_CARBINE] = {"carbine", N_("carbine")},
    [WEAPON_REVOLVER] = {"revolver", N_("revolver")},
    [WEAPON_SHOTGUN] = {"shotgun", N_("shotgun")},
    [WEAPON_AIR_PISTOL] = {"air_pistol", N_("air pistol")},
    [WEAPON_AIR_RIFLE] = {"air_rifle", N_("air rifle")},
    [WEAPON_OTHER] = {"other", N_("other")},
};

const char *weapon_kind_name(enum weapon_kind kind)
{
    return kind >= 0 && kind < WEAPON_KIND_COUNT ? _(kinds[kind].name) : "?";
}

const char *weapon_kind_code(enum weapon_kind kind)
{
    return kind >= 0 && kind < WEAPON_KIND_COUNT ? kinds[kind].code : "other";
}

bool weapon_kind_read(const char *text, enum weapon_kind *kind)
{
    for (int i = 0; i < WEAPON_KIND_COUNT; i++) {
        if (strcmp(text, kinds[i].code) == 0) {
            *kind = (enum weapon_kind)i;
            return true;
        }
    }
    return false;
}

/* --- finding -----------------------------------------------------------------------------------
 */

struct ranked {
    struct weapon *weapon;
    int rank;  /* lower first */
    int place; /* as the store gave it */
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;
    return left->rank != right->rank ? left->rank - right->rank : left->place - right->place;
}

/* Last used by the member, then own, then the club's, then others'; kinds that do not fit come
 * last. */
static int rank_weapon(const struct weapon *weapon, const struct weapon_query *query,
                       const record_id *used, int used_count)
{
    int rank = weapon->owner_member_id == query->for_member && query->for_member != 0 ? 20
               : weapon->owner_member_id == 0                                         ? 30
                                                                                      : 40;
    for (int i = 0; i < used_count; i++) {
        if (used[i] == weapon->id) {
            rank = i;
        }
    }
    bool fits = query->kinds == 0 || (query->kinds & (1U << weapon->kind)) != 0;
    return fits ? rank : rank + 100;
}

static bool rank_rows(struct app *app, struct arena *arena, const struct weapon_query *query,
                      struct weapon **rows, int *count, struct err *err)
{
    record_id used[USED_MAX];
    int used_count = 0;
    if (query->for_member != 0 &&
        !weapon_used_by(app->db, query->for_member, used, USED_MAX, &used_count, err)) {
        return false;
    }
    struct ranked *ranked = arena_array(arena, (size_t)*count, sizeof *ranked);
    for (int i = 0; i < *count; i++) {
        ranked[i] = (struct ranked){.weapon = &(*rows)[i], .place = i};
        ranked[i].rank = rank_weapon(ranked[i].weapon, query, used, used_count);
    }
    if (*count > 0) {
        qsort(ranked, (size_t)*count, sizeof *ranked, by_rank);
    }
    int kept = *count < query->limit ? *count : query->limit;
    struct weapon *sorted = arena_array(arena, (size_t)kept, sizeof *sorted);
    for (int i = 0; i < kept; i++) {
        sorted[i] = *ranked[i].weapon;
    }
    *rows = sorted;
    *count = kept;
    return true;
}

bool weapon_list(struct app *app, struct arena *arena, const struct weapon_query *query,
                 struct weapon **rows, int *count, struct err *err)
{
    struct find find;
    bool is_ranked = query->for_member != 0 || query->kinds != 0;
    struct weapon_rows_query low = {.with_retired = query->with_retired,
                                    .limit = is_ranked ? RANKED_MAX : query->limit};
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    find_read(&find, query->find);
    for (int i = 0; i < FIND_WORDS; i++) {
        low.patterns[i] = find_pattern(&find, i);
    }
    if (query->after != NULL) {
        weapon_find_text(query->after, low.after_find, sizeof low.after_find);
        low.after_id = query->after->id;
    }
    struct arena scratch = {0};
    bool ok = weapon_rows(app->db, is_ranked ? &scratch : arena, &low, rows, count, err) &&
              (!is_ranked || rank_rows(app, arena, query, rows, count, err));
    arena_free(&scratch);
    return ok;
}

bool weapon_get(struct app *app, record_id id, struct weapon *weapon, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && weapon_read(app->db, id, weapon, err);
}

bool weapon_rounds(struct app *app, record_id id, int64_t *rounds, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && weapon_sum_rounds(app->db, id, rounds, err);
}

/* --- changes -----------------------------------------------------------------------------------
 */

static bool date_is_ok(const char *date, const char *label, struct err *err)
{
    return *date == '\0' || time_is_date(date) ||
           err_set(err, ERR_INPUT, _("%s: \"%s\" is no date. Write it as 2026-11-23."), label,
                   date);
}

static bool check_weapon(struct weapon *weapon, struct err *err)
{
    text_trim(weapon->name);
    text_trim(weapon->calibre);
    text_trim(weapon->serial);
    if (weapon->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    if (!text_is_clean(weapon->name, strlen(weapon->name))) {
        return err_set(err, ERR_INPUT, _("The name holds characters that cannot be stored."));
    }
    if (weapon->click_um_at_10m < 0 || weapon->service_interval_rounds < 0) {
        return err_set(err, ERR_INPUT, _("A number cannot be less than 0 here."));
    }
    return date_is_ok(weapon->owned_since, _("Owned since"), err) &&
           date_is_ok(weapon->retired_on, _("Retired on"), err);
}

static void describe(const struct weapon *weapon, char *dst, size_t size)
{
    audit_json(dst, size,
               (const char *const[]){"name", weapon->name, "kind", weapon_kind_code(weapon->kind),
                                     "calibre", weapon->calibre, "serial", weapon->serial,
                                     "retired_on", weapon->retired_on, NULL});
}

bool weapon_add(struct app *app, const struct weapon *input, record_id *id, struct err *err)
{
    char after[512];
    struct weapon weapon = *input;
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_weapon(&weapon, err) ||
        !app_begin(app, err)) {
        return false;
    }
    weapon.id = app_new_id(app);
    weapon.changed_at_ms = time_now_ms();
    describe(&weapon, after, sizeof after);
    if (!weapon_insert(app->db, &weapon, err) ||
        !app_audit(app, "weapon.add", "weapon", weapon.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = weapon.id;
    return true;
}

bool weapon_edit(struct app *app, const struct weapon *input, struct err *err)
{
    char before[512];
    char after[512];
    struct weapon old;
    struct weapon weapon = *input;
    if (!rights_check(app, RIGHT_EDIT_MEMBER, err) || !check_weapon(&weapon, err) ||
        !app_begin(app, err)) {
        return false;
    }
    weapon.changed_at_ms = time_now_ms();
    if (weapon.changed_at_ms <= input->changed_at_ms) {
        weapon.changed_at_ms = input->changed_at_ms + 1;
    }
    if (!weapon_read(app->db, weapon.id, &old, err)) {
        return app_abort(app);
    }
    describe(&old, before, sizeof before);
    describe(&weapon, after, sizeof after);
    bool ok = weapon_update(app->db, &weapon, input->changed_at_ms, err) &&
              app_audit(app, "weapon.edit", "weapon", weapon.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}
