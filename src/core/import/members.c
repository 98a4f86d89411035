/* A row of members: found by number or licence, added or changed. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/import/rows.h"
#include "core/member.h"

enum {
    FIELD_FAMILY,
    FIELD_NUMBER,
    FIELD_LICENCE,
    FIELD_PREFIX,
    FIELD_GIVEN,
    FIELD_BIRTH,
    FIELD_JOINED,
    FIELD_LEFT,
    FIELD_NOTES,
    FIELD_SHARES,
    FIELD_COUNT
};

static const struct sheet_field fields[FIELD_COUNT] = {
    [FIELD_FAMILY] = {",achternaam,family name,last name,surname,familienaam,naam,name,", true},
    [FIELD_NUMBER] = {",lidnummer,lidnr,nummer,member number,number,member,", false},
    [FIELD_LICENCE] = {",licentie,licentienummer,knsa,knsa nummer,licence,license,licence number,",
                       false},
    [FIELD_PREFIX] = {",tussenvoegsel,tussenvoegsels,voorvoegsel,prefix,", false},
    [FIELD_GIVEN] = {",voornaam,given name,first name,roepnaam,", false},
    [FIELD_BIRTH] = {",geboortedatum,geboren,birth date,date of birth,born,", false},
    [FIELD_JOINED] = {",lid sinds,ingeschreven,inschrijfdatum,joined,joined on,member since,",
                      false},
    [FIELD_LEFT] = {",uitgeschreven,lid tot,uitschrijfdatum,left,left on,", false},
    [FIELD_NOTES] = {",opmerkingen,opmerking,notities,notes,remarks,", false},
    [FIELD_SHARES] = {",notities naar ai,notities delen,shares notes,share notes,", false},
};

/* By its number, else its licence; id 0: there is none. False when both are there and differ. */
static bool find(struct app *app, const char *number, const char *licence, struct member *member,
                 struct import_outcome *outcome)
{
    struct member other;
    struct err ignored = {0};
    *member = (struct member){0};
    bool has_number = number[0] != '\0' && member_by_card(app, number, member, &ignored);
    bool has_licence = licence[0] != '\0' && member_by_card(app, licence, &other, &ignored);
    if (!has_number) {
        *member = (struct member){0};
    }
    if (has_number && has_licence && member->id != other.id) {
        outcome->action = IMPORT_ERROR;
        outcome->field = FIELD_LICENCE;
        return err_set(&outcome->err, ERR_INPUT,
                       _("The number and the licence are those of two different members."));
    }
    if (!has_number && has_licence) {
        *member = other;
    }
    return true;
}

static bool take_name(struct arena *arena, const struct sheet *sheet, int row,
                      struct member *member, bool *changed, struct import_outcome *outcome)
{
    char whole[2 * NAME_ROOM];
    const char *prefix = sheet_cell(arena, sheet, row, FIELD_PREFIX);
    const char *family = sheet_cell(arena, sheet, row, FIELD_FAMILY);
    if (family[0] == '\0') {
        return member->id != 0;
    }
    snprintf(whole, sizeof whole, "%s%s%s", prefix, prefix[0] != '\0' ? " " : "", family);
    if (strlen(whole) >= sizeof member->family_name) {
        return import_too_long(outcome, FIELD_FAMILY, strlen(prefix) + strlen(family),
                               sizeof member->family_name);
    }
    *changed = *changed || strcmp(whole, member->family_name) != 0;
    text_copy(member->family_name, sizeof member->family_name, whole);
    return true;
}

/* Whether notes may go to a model; an empty cell leaves it as it is. */
static bool take_shares(struct arena *arena, const struct sheet *sheet, int row,
                        struct member *member, bool *changed, struct import_outcome *outcome)
{
    char folded[NUMBER_ROOM];
    text_fold(folded, sizeof folded, sheet_cell(arena, sheet, row, FIELD_SHARES));
    bool is_yes = strcmp(folded, "yes") == 0 || strcmp(folded, "ja") == 0;
    if (folded[0] == '\0') {
        return true;
    }
    if (!is_yes && strcmp(folded, "no") != 0 && strcmp(folded, "nee") != 0) {
        outcome->action = IMPORT_ERROR;
        outcome->field = FIELD_SHARES;
        return err_set(&outcome->err, ERR_INPUT, _("Write yes or no."));
    }
    *changed = *changed || is_yes != member->shares_notes;
    member->shares_notes = is_yes;
    return true;
}

static bool take_fields(struct arena *arena, const struct sheet *sheet, int row,
                        struct member *member, bool *changed, struct import_outcome *outcome)
{
    if (!take_name(arena, sheet, row, member, changed, outcome)) {
        if (outcome->action != IMPORT_ERROR) {
            outcome->action = IMPORT_ERROR;
            outcome->field = FIELD_FAMILY;
            err_set(&outcome->err, ERR_INPUT, _("A name is needed."));
        }
        return false;
    }
    return import_take(arena, sheet, row, FIELD_NUMBER, member->number, sizeof member->number,
                       changed, outcome) &&
           import_take(arena, sheet, row, FIELD_LICENCE, member->licence, sizeof member->licence,
                       changed, outcome) &&
           import_take(arena, sheet, row, FIELD_GIVEN, member->given_name,
                       sizeof member->given_name, changed, outcome) &&
           import_take(arena, sheet, row, FIELD_NOTES, member->notes, sizeof member->notes, changed,
                       outcome) &&
           import_take_date(arena, sheet, row, FIELD_BIRTH, member->birth_date, changed, outcome) &&
           import_take_date(arena, sheet, row, FIELD_JOINED, member->joined_on, changed, outcome) &&
           import_take_date(arena, sheet, row, FIELD_LEFT, member->left_on, changed, outcome) &&
           take_shares(arena, sheet, row, member, changed, outcome);
}

static void run(struct app *app, struct arena *arena, const struct sheet *sheet, int row,
                struct import_outcome *outcome)
{
    struct member member;
    bool changed = false;
    const char *number = sheet_cell(arena, sheet, row, FIELD_NUMBER);
    const char *licence = sheet_cell(arena, sheet, row, FIELD_LICENCE);
    text_copy(outcome->name, sizeof outcome->name, sheet_cell(arena, sheet, row, FIELD_FAMILY));
    if (!find(app, number, licence, &member, outcome) ||
        !take_fields(arena, sheet, row, &member, &changed, outcome)) {
        return;
    }
    member_name(&member, outcome->name, sizeof outcome->name);
    bool ok = true;
    if (member.id == 0) {
        outcome->action = IMPORT_ADD;
        ok = member_add(app, &member, &outcome->id, &outcome->err);
    } else {
        outcome->action = changed ? IMPORT_CHANGE : IMPORT_SAME;
        outcome->id = member.id;
        ok = !changed || member_edit(app, &member, &outcome->err);
    }
    if (!ok) {
        outcome->action = IMPORT_ERROR;
    }
}

const struct import_class import_members = {
    .fields = fields, .field_count = FIELD_COUNT, .run = run};
