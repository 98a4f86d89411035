/* A row of weapons: found by name and serial number, or by name and owner without one. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/import/rows.h"
#include "core/member.h"
#include "core/weapon.h"
#include "store/weapon.h"

enum {
    FIELD_NAME,
    FIELD_KIND,
    FIELD_CALIBRE,
    FIELD_SERIAL,
    FIELD_OWNER,
    FIELD_STORAGE,
    FIELD_SINCE,
    FIELD_INTERVAL,
    FIELD_CLICK,
    FIELD_FRONT,
    FIELD_REAR,
    FIELD_TRIGGER,
    FIELD_GRIP,
    FIELD_NOTES,
    FIELD_COUNT
};

static const struct sheet_field fields[FIELD_COUNT] = {
    [FIELD_NAME] = {",naam,name,wapen,weapon,merk en type,model,", true},
    [FIELD_KIND] = {",soort,type,kind,", false},
    [FIELD_CALIBRE] = {",kaliber,calibre,caliber,", false},
    [FIELD_SERIAL] = {",serienummer,wapennummer,serial,serial number,", false},
    [FIELD_OWNER] = {",eigenaar,lidnummer eigenaar,owner,owner number,", false},
    [FIELD_STORAGE] = {",opslag,kluis,opslagplaats,storage,", false},
    [FIELD_SINCE] = {",in bezit sinds,sinds,owned since,since,", false},
    [FIELD_INTERVAL] = {",onderhoud elke,onderhoud,service interval,service every,", false},
    [FIELD_CLICK] = {",klik,klik mm op 10 m,click,click mm at 10 m,", false},
    [FIELD_FRONT] = {",korrel,front sight,", false},
    [FIELD_REAR] = {",vizier,rear sight,", false},
    [FIELD_TRIGGER] = {",trekkerdruk,trigger,trigger weight,", false},
    [FIELD_GRIP] = {",greep,grip,", false},
    [FIELD_NOTES] = {",opmerkingen,opmerking,notities,notes,remarks,", false},
};

static const struct {
    const char *name; /* folded */
    enum weapon_kind kind;
} kinds[] = {
    {"pistool", WEAPON_PISTOL},        {"pistol", WEAPON_PISTOL},
    {"geweer", WEAPON_RIFLE},          {"rifle", WEAPON_RIFLE},
    {"karabijn", WEAPON_CARBINE},      {"carbine", WEAPON_CARBINE},
    {"revolver", WEAPON_REVOLVER},     {"hagelgeweer", WEAPON_SHOTGUN},
    {"shotgun", WEAPON_SHOTGUN},       {"luchtpistool", WEAPON_AIR_PISTOL},
    {"air pistol", WEAPON_AIR_PISTOL}, {"luchtgeweer", WEAPON_AIR_RIFLE},
    {"air rifle", WEAPON_AIR_RIFLE},   {"anders", WEAPON_OTHER},
    {"overig", WEAPON_OTHER},          {"other", WEAPON_OTHER},
};

static bool refuse(struct import_outcome *outcome, int field, const char *sentence)
{
    outcome->action = IMPORT_ERROR;
    outcome->field = field;
    return err_set(&outcome->err, ERR_INPUT, "%s", sentence);
}

static bool take_kind(struct arena *arena, const struct sheet *sheet, int row,
                      struct weapon *weapon, bool *changed, struct import_outcome *outcome)
{
    char folded[64];
    const char *cell = sheet_cell(arena, sheet, row, FIELD_KIND);
    if (cell[0] == '\0') {
        return true;
    }
    text_fold(folded, sizeof folded, cell);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, folded) == 0) {
            *changed = *changed || weapon->kind != kinds[i].kind;
            weapon->kind = kinds[i].kind;
            return true;
        }
    }
    enum weapon_kind kind = WEAPON_OTHER;
    if (!weapon_kind_read(cell, &kind)) {
        return refuse(outcome, FIELD_KIND,
                      _("There is no such kind: pistol, rifle, carbine, revolver, shotgun, air"
                        " pistol, air rifle, other."));
    }
    *changed = *changed || weapon->kind != kind;
    weapon->kind = kind;
    return true;
}

static bool take_number(struct arena *arena, const struct sheet *sheet, int row, int field,
                        int decimals, int *value, bool *changed, struct import_outcome *outcome)
{
    int64_t number = 0;
    const char *cell = sheet_cell(arena, sheet, row, field);
    if (cell[0] == '\0') {
        return true;
    }
    if (!decimal_read(cell, decimals, false, &number) || number < 0 || number > 1000000) {
        return refuse(outcome, field, _("This is no number that fits here."));
    }
    *changed = *changed || *value != (int)number;
    *value = (int)number;
    return true;
}

static bool find_owner(struct app *app, struct arena *arena, const struct sheet *sheet, int row,
                       record_id *owner, bool *is_given, struct import_outcome *outcome)
{
    struct member member;
    struct err ignored = {0};
    const char *cell = sheet_cell(arena, sheet, row, FIELD_OWNER);
    *owner = 0;
    *is_given = cell[0] != '\0';
    if (!*is_given) {
        return true;
    }
    if (!member_by_card(app, cell, &member, &ignored)) {
        return refuse(outcome, FIELD_OWNER, _("No member has this number."));
    }
    *owner = member.id;
    return true;
}

static bool take_fields(struct arena *arena, const struct sheet *sheet, int row,
                        struct weapon *weapon, bool *changed, struct import_outcome *outcome)
{
    const struct {
        int field;
        char *dst;
        size_t size;
    } texts[] = {
        {FIELD_NAME, weapon->name, sizeof weapon->name},
        {FIELD_CALIBRE, weapon->calibre, sizeof weapon->calibre},
        {FIELD_SERIAL, weapon->serial, sizeof weapon->serial},
        {FIELD_STORAGE, weapon->storage, sizeof weapon->storage},
        {FIELD_FRONT, weapon->front_sight, sizeof weapon->front_sight},
        {FIELD_REAR, weapon->rear_sight, sizeof weapon->rear_sight},
        {FIELD_TRIGGER, weapon->trigger_weight, sizeof weapon->trigger_weight},
        {FIELD_GRIP, weapon->grip, sizeof weapon->grip},
        {FIELD_NOTES, weapon->notes, sizeof weapon->notes},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!import_take(arena, sheet, row, texts[i].field, texts[i].dst, texts[i].size, changed,
                         outcome)) {
            return false;
        }
    }
    return take_kind(arena, sheet, row, weapon, changed, outcome) &&
           import_take_date(arena, sheet, row, FIELD_SINCE, weapon->owned_since, changed,
                            outcome) &&
           take_number(arena, sheet, row, FIELD_INTERVAL, 0, &weapon->service_interval_rounds,
                       changed, outcome) &&
           take_number(arena, sheet, row, FIELD_CLICK, 3, &weapon->click_um_at_10m, changed,
                       outcome);
}

static void store(struct app *app, struct weapon *weapon, bool changed,
                  struct import_outcome *outcome)
{
    bool ok = true;
    if (weapon->id == 0) {
        outcome->action = IMPORT_ADD;
        ok = weapon_add(app, weapon, &outcome->id, &outcome->err);
    } else {
        outcome->action = changed ? IMPORT_CHANGE : IMPORT_SAME;
        outcome->id = weapon->id;
        ok = !changed || weapon_edit(app, weapon, &outcome->err);
    }
    if (!ok) {
        outcome->action = IMPORT_ERROR;
    }
}

static void run(struct app *app, struct arena *arena, const struct sheet *sheet, int row,
                struct import_outcome *outcome)
{
    struct weapon weapon = {.kind = WEAPON_OTHER};
    record_id owner = 0;
    bool is_owner_given = false;
    bool changed = false;
    const char *name = sheet_cell(arena, sheet, row, FIELD_NAME);
    const char *serial = sheet_cell(arena, sheet, row, FIELD_SERIAL);
    text_copy(outcome->name, sizeof outcome->name, name);
    if (!find_owner(app, arena, sheet, row, &owner, &is_owner_given, outcome)) {
        return;
    }
    if (!weapon_find(app->db, name, serial, owner, &weapon, &outcome->err)) {
        outcome->action = IMPORT_ERROR;
        return;
    }
    if (weapon.id == 0) {
        weapon.kind = WEAPON_OTHER;
    }
    if (!take_fields(arena, sheet, row, &weapon, &changed, outcome)) {
        return;
    }
    if (is_owner_given && weapon.owner_member_id != owner) {
        weapon.owner_member_id = owner;
        changed = true;
    }
    store(app, &weapon, changed, outcome);
}

const struct import_class import_weapons = {
    .fields = fields, .field_count = FIELD_COUNT, .run = run};
