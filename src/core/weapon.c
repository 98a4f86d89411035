#include "core/weapon.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/find.h"
#include "core/rights.h"
#include "store/member.h"
#include "store/weapon.h"
#include "store/weapon_setting.h"

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

/* Last used by the member, then own, then the club's, then others'; kinds that do not fit come
 * last. */
static bool rank(struct app *app, const struct weapon_query *query, struct weapon_rows_query *low,
                 struct err *err)
{
    int used = 0;
    low->is_ranked = query->for_member != 0 || query->kinds != 0;
    low->kinds = query->kinds;
    low->owner = query->for_member;
    return query->for_member == 0 ||
           weapon_used_by(app->db, query->for_member, low->first, WEAPON_FIRST_MAX, &used, err);
}

bool weapon_list(struct app *app, struct arena *arena, const struct weapon_query *query,
                 struct weapon **rows, int *count, struct err *err)
{
    struct find find;
    struct weapon_rows_query low = {.with_retired = query->with_retired,
                                    .order = query->order,
                                    .offset = query->offset,
                                    .limit = query->limit};
    if (!rights_check(app, RIGHT_SEE, err) || !find_check(query->find, err) ||
        !rank(app, query, &low, err)) {
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
    return weapon_rows(app->db, arena, &low, rows, count, err);
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

static bool check_sights(const struct weapon *weapon, struct err *err)
{
    return check_line(weapon->front_sight, _("Front sight"), err) &&
           check_line(weapon->rear_sight, _("Rear sight"), err) &&
           check_line(weapon->trigger_weight, _("Trigger weight"), err) &&
           check_line(weapon->grip, _("Grip"), err);
}

static bool check_weapon(struct weapon *weapon, struct err *err)
{
    text_trim(weapon->name);
    text_trim(weapon->calibre);
    text_trim(weapon->serial);
    if (weapon->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    if (weapon->kind < 0 || weapon->kind >= WEAPON_KIND_COUNT) {
        return err_set(err, ERR_INPUT, _("Kind: there is no such kind of weapon."));
    }
    if (weapon->click_um_at_10m < 0 || weapon->service_interval_rounds < 0) {
        return err_set(err, ERR_INPUT, _("A number cannot be less than 0 here."));
    }
    return check_line(weapon->name, _("Name"), err) &&
           check_line(weapon->calibre, _("Calibre"), err) &&
           check_line(weapon->serial, _("Serial number"), err) &&
           check_line(weapon->storage, _("Storage"), err) && check_sights(weapon, err) &&
           check_lines(weapon->notes, _("Notes"), err) &&
           check_date(weapon->owned_since, _("Owned since"), err) &&
           check_date(weapon->retired_on, _("Retired on"), err);
}

static bool owner_exists(struct app *app, const struct weapon *weapon, struct err *err)
{
    struct member owner;
    return weapon->owner_member_id == 0 ||
           member_read(app->db, weapon->owner_member_id, &owner, err);
}

/* What goes into the audit trail; of the notes only that they changed. The numbers as text live as
 * long as this. */
enum { AUDITED = 16 };
struct audited {
    char owner[24], click[16], service[16];
    const char *pairs[2 * AUDITED + 1];
};

static void number_text(char *dst, size_t size, int64_t number)
{
    dst[0] = '\0'; /* 0: not given */
    if (number != 0) {
        snprintf(dst, size, "%lld", (long long)number);
    }
}

static void list_audited(const struct weapon *weapon, const char *notes, struct audited *audited)
{
    number_text(audited->owner, sizeof audited->owner, weapon->owner_member_id);
    number_text(audited->click, sizeof audited->click, weapon->click_um_at_10m);
    number_text(audited->service, sizeof audited->service, weapon->service_interval_rounds);
    /* clang-format off */
    const char *const all[2 * AUDITED + 1] = {
        "name", weapon->name, "kind", weapon_kind_code(weapon->kind),
        "calibre", weapon->calibre, "serial", weapon->serial,
        "owner", audited->owner, "storage", weapon->storage,
        "owned_since", weapon->owned_since, "retired_on", weapon->retired_on,
        "front_sight", weapon->front_sight, "rear_sight", weapon->rear_sight,
        "trigger_weight", weapon->trigger_weight, "grip", weapon->grip,
        "click_um", audited->click, "service_every", audited->service,
        "notes", notes, NULL};
    /* clang-format on */
    memcpy(audited->pairs, all, sizeof all);
}

static bool same_settings(const struct weapon *a, const struct weapon *b)
{
    return strcmp(a->front_sight, b->front_sight) == 0 &&
           strcmp(a->rear_sight, b->rear_sight) == 0 &&
           strcmp(a->trigger_weight, b->trigger_weight) == 0 && strcmp(a->grip, b->grip) == 0 &&
           a->click_um_at_10m == b->click_um_at_10m;
}

/* A row of the history when the weapon is set otherwise than before. */
static bool keep_settings(struct app *app, const struct weapon *old, const struct weapon *weapon,
                          struct err *err)
{
    if (same_settings(old, weapon)) {
        return true;
    }
    struct weapon_setting setting = {.id = app_new_id(app),
                                     .weapon_id = weapon->id,
                                     .click_um_at_10m = weapon->click_um_at_10m,
                                     .at_ms = weapon->changed_at_ms};
    time_local_date(setting.local_date, weapon->changed_at_ms);
    text_copy(setting.front_sight, sizeof setting.front_sight, weapon->front_sight);
    text_copy(setting.rear_sight, sizeof setting.rear_sight, weapon->rear_sight);
    text_copy(setting.trigger_weight, sizeof setting.trigger_weight, weapon->trigger_weight);
    text_copy(setting.grip, sizeof setting.grip, weapon->grip);
    text_copy(setting.by_name, sizeof setting.by_name, app->actor.name);
    return weapon_setting_insert(app->db, &setting, err);
}

bool weapon_add(struct app *app, const struct weapon *input, record_id *id, struct err *err)
{
    static const struct weapon nothing;
    char after[512];
    struct audited audited;
    struct weapon weapon = *input;
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_weapon(&weapon, err) ||
        !app_begin(app, err)) {
        return false;
    }
    weapon.id = app_new_id(app);
    weapon.changed_at_ms = time_now_ms();
    list_audited(&weapon, "", &audited);
    audit_json(after, sizeof after, audited.pairs);
    if (!owner_exists(app, &weapon, err) || !weapon_insert(app->db, &weapon, err) ||
        !keep_settings(app, &nothing, &weapon, err) ||
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
    struct audited was;
    struct audited is;
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
    if (!weapon_read(app->db, weapon.id, &old, err) || !owner_exists(app, &weapon, err)) {
        return app_abort(app);
    }
    list_audited(&old, "", &was);
    list_audited(&weapon, strcmp(old.notes, weapon.notes) == 0 ? "" : "changed", &is);
    audit_json_changes(before, after, sizeof before, was.pairs, is.pairs);
    bool ok = weapon_update(app->db, &weapon, input->changed_at_ms, err) &&
              keep_settings(app, &old, &weapon, err) &&
              app_audit(app, "weapon.edit", "weapon", weapon.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}
