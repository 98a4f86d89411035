/* Who may log in, and how. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/doctor_parts.h"
#include "store/account.h"
#include "store/club.h"
#include "store/setting.h"

enum { LONG_MS_DAYS = 180, ADMINS_MANY = 4, NAMES_ROOM = 200 };
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

struct found {
    int admins;
    int demo, long_gone, old_hash;
    char names[NAMES_ROOM]; /* of those long gone */
};

static void add_name(char names[NAMES_ROOM], const char *name)
{
    size_t used = strlen(names);
    snprintf(names + used, NAMES_ROOM - used, "%s%s", used > 0 ? ", " : "", name);
}

static void look_at(struct doctor *doctor, const struct account *account, struct found *found)
{
    struct account whole;
    struct err ignored = {0};
    if (account->is_disabled) {
        return;
    }
    bool is_demo = account->shown_secret[0] != '\0';
    found->demo += is_demo ? 1 : 0;
    found->admins += account->role == ROLE_ADMIN ? 1 : 0;
    int64_t seen_ms = account->last_login_ms != 0 ? account->last_login_ms : id_ms(account->id);
    if (!is_demo && seen_ms + LONG_MS_DAYS * day_ms < doctor->now_ms) {
        found->long_gone++;
        add_name(found->names, account->login);
    }
    if (!is_demo && account_read(doctor->db, account->id, &whole, &ignored)) {
        found->old_hash += secret_needs_rehash(whole.secret_hash) ? 1 : 0;
        secret_wipe(whole.secret_hash, sizeof whole.secret_hash);
    }
}

static void judge_admins(struct doctor *doctor, const struct found *found)
{
    if (found->admins == 0) {
        doctor_add(doctor, HEALTH_FAILED, "administrators", _("No administrator can log in."),
                   _("Make one: \"aimtrack account add --role admin\"."));
    } else if (found->admins == 1) {
        doctor_add(doctor, HEALTH_WARN, "administrators",
                   _("There is one administrator: when that passphrase is lost, only the owner of"
                     " the data folder can help."),
                   _("Give a second person the role admin."));
    } else if (found->admins > ADMINS_MANY) {
        doctor_format(doctor, HEALTH_WARN, "administrators",
                      _("Give those who only score the role officer."),
                      _("There are %d administrators: more than a club needs."), found->admins);
    } else {
        doctor_format(doctor, HEALTH_OK, "administrators", "", _("There are %d administrators."),
                      found->admins);
    }
}

static void judge_demo(struct doctor *doctor, const struct found *found)
{
    struct club club;
    struct err ignored = {0};
    if (found->demo == 0) {
        doctor_well(doctor, "demonstration", _("No demonstration account can log in."));
        return;
    }
    bool is_all_demo =
        club_read(doctor->db, &club, &ignored) && id_terminal(club.id) == ID_TERMINAL_DEMO;
    doctor_add(doctor, is_all_demo ? HEALTH_WARN : HEALTH_FAILED, "demonstration",
               _("Accounts of the demonstration can log in: their secrets are printed."),
               _("Take the demonstration out: \"aimtrack demo --remove\"."));
}

static void judge_others(struct doctor *doctor, const struct found *found)
{
    if (found->long_gone > 0) {
        doctor_format(doctor, HEALTH_WARN, "unused_accounts",
                      _("Disable who is gone: \"aimtrack account disable LOGIN\"."),
                      _("Not logged in for half a year: %s."), found->names);
    } else {
        doctor_well(doctor, "unused_accounts", _("Every account was used in the last half year."));
    }
    if (found->old_hash > 0) {
        doctor_format(doctor, HEALTH_WARN, "old_secrets",
                      _("They are renewed at the next login; or set a new secret."),
                      P_("%d secret is kept in an older, weaker way.",
                         "%d secrets are kept in an older, weaker way.", found->old_hash),
                      found->old_hash);
    } else {
        doctor_well(doctor, "old_secrets", _("Every secret is kept the strong way."));
    }
}

static void judge_lock(struct doctor *doctor)
{
    char value[16] = "";
    struct err ignored = {0};
    if (setting_get(doctor->db, "idle_lock_s", "", value, sizeof value, &ignored) &&
        strcmp(value, "0") == 0) {
        doctor_add(doctor, HEALTH_WARN, "idle_lock", _("The screens never lock by themselves."),
                   _("Set it: \"aimtrack setting set idle_lock_s 120\"."));
    } else {
        doctor_well(doctor, "idle_lock", _("The screens lock when nobody uses them."));
    }
}

void doctor_accounts(struct doctor *doctor)
{
    struct account *rows = NULL;
    struct found found = {0};
    struct err ignored = {0};
    int count = 0;
    if (doctor->db == NULL ||
        !account_rows(doctor->db, doctor->report->arena, true, &rows, &count, &ignored)) {
        doctor_add(doctor, HEALTH_WARN, "accounts",
                   _("The accounts cannot be looked at while the database cannot be read."),
                   _("Mend the database first."));
        return;
    }
    for (int i = 0; i < count; i++) {
        look_at(doctor, &rows[i], &found);
    }
    judge_admins(doctor, &found);
    judge_demo(doctor, &found);
    judge_others(doctor, &found);
    judge_lock(doctor);
}
