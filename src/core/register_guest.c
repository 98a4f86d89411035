/* Guests of members: who they are, with whom, and how often. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/check.h"
#include "core/member.h"
#include "core/register.h"
#include "core/register_parts.h"
#include "core/rights.h"
#include "store/member.h"
#include "store/register.h"
#include "store/setting.h"
#include "store/weapon.h"

static const struct {
    const char *code, *name;
} document_types[DOCUMENT_TYPES] = {
    {"id_card", N_("identity card")},
    {"passport", N_("passport")},
    {"driving_licence", N_("driving licence")},
    {"other", N_("other document")},
};

const char *document_type_name(int index)
{
    return index >= 0 && index < DOCUMENT_TYPES ? document_types[index].name : NULL;
}

const char *document_type_code(int index)
{
    return index >= 0 && index < DOCUMENT_TYPES ? document_types[index].code : NULL;
}

int document_type_read(const char *code)
{
    for (int i = 0; i < DOCUMENT_TYPES; i++) {
        if (strcmp(code, document_types[i].code) == 0) {
            return i;
        }
    }
    return -1;
}

/* --- a new guest --------------------------------------------------------------------------------
 */
/* Trimmed and fitting; else a sentence that names it. */
static bool take_line(char *dst, size_t size, const char *text, const char *label, struct err *err)
{
    bool fits = text_copy(dst, size, text != NULL ? text : "");
    text_trim(dst);
    if (!fits) {
        return err_set(err, ERR_INPUT, _("%s: this is too long."), label);
    }
    if (dst[0] == '\0') {
        return err_set(err, ERR_INPUT, _("%s: this is needed."), label);
    }
    return check_line(dst, label, err);
}

static bool fill_guest(const struct app *app, const struct guest_order *order, struct guest *guest,
                       enum guest_field *field, struct err *err)
{
    *guest = (struct guest){.host_member_id = order->host_member_id,
                            .weapon_id = order->weapon_id,
                            .by_account = app->actor.account_id,
                            .at_ms = time_now_ms()};
    const char *type = order->document_type != NULL ? order->document_type : "";
    time_local_date(guest->local_date, guest->at_ms);
    text_copy(guest->by_name, sizeof guest->by_name, app->actor.name);
    text_copy(guest->document_type, sizeof guest->document_type, type);
    *field = GUEST_FIELD_NAME;
    if (!take_line(guest->name, sizeof guest->name, order->name, _("Name"), err)) {
        return false;
    }
    *field = GUEST_FIELD_DOCUMENT_TYPE;
    if (document_type_read(type) < 0) {
        return err_set(err, ERR_INPUT,
                       _("Document: id_card, passport, driving_licence or other is needed."));
    }
    *field = GUEST_FIELD_DOCUMENT_NUMBER;
    return take_line(guest->document_number, sizeof guest->document_number, order->document_number,
                     _("Document number"), err);
}

/* A member, and in now. */
static bool check_host(struct app *app, record_id id, struct err *err)
{
    struct member host;
    struct presence last;
    char name[2 * NAME_ROOM];
    if (id == 0) {
        return err_set(err, ERR_INPUT, _("Whose guest is it? A member who is in is needed."));
    }
    if (!member_read(app->db, id, &host, err) || !register_check_member(&host, err) ||
        !presence_last_of(app->db, id, 0, &last, err)) {
        return false;
    }
    member_name(&host, name, sizeof name);
    return (last.id != 0 && last.out_at_ms == 0) ||
           err_set(err, ERR_INPUT, _("%s is not in: the host comes in first. Nothing was stored."),
                   name);
}

static bool check_weapon(struct app *app, record_id id, struct err *err)
{
    struct weapon weapon;
    if (id == 0) {
        return true;
    }
    return weapon_read(app->db, id, &weapon, err) &&
           (weapon.retired_on[0] == '\0' ||
            err_set(err, ERR_INPUT, _("%s is retired: nothing was stored."), weapon.name));
}

static bool check_visits(struct app *app, const char *name, struct err *err)
{
    char text[16];
    int visits = 0;
    if (!setting_get(app->db, "guest.visits_max", "", text, sizeof text, err) ||
        !guest_count_visits(app->db, name, &visits, err)) {
        return false;
    }
    long most = strtol(text, NULL, 10);
    most = most >= 1 ? most : GUEST_VISITS_MAX;
    return visits < most ||
           err_set(err, ERR_INPUT,
                   P_("%s was a guest %d time already, and %ld is the most. Nothing was stored;"
                      " once more only when the board agrees.",
                      "%s was a guest %d times already, and %ld is the most. Nothing was stored;"
                      " once more only when the board agrees.",
                      visits),
                   name, visits, most);
}

/* Inside the transaction: against the registers as they are now. */
static bool check_guest(struct app *app, const struct guest *guest, bool is_again,
                        enum guest_field *field, struct err *err)
{
    *field = GUEST_FIELD_HOST;
    if (!check_host(app, guest->host_member_id, err)) {
        return false;
    }
    *field = GUEST_FIELD_WEAPON;
    if (!check_weapon(app, guest->weapon_id, err)) {
        return false;
    }
    *field = GUEST_FIELD_AGAIN;
    if (!is_again && !check_visits(app, guest->name, err)) {
        return false;
    }
    *field = GUEST_FIELD_NONE;
    return true;
}

static bool audit_guest(struct app *app, const char *action, const struct guest *guest,
                        bool is_again, struct err *err)
{
    char host[24];
    char weapon[24];
    const char *const pairs[] = {"host",   register_number(host, guest->host_member_id),
                                 "weapon", register_number(weapon, guest->weapon_id),
                                 "date",   guest->local_date,
                                 "again",  is_again ? "yes" : "",
                                 NULL};
    return register_audit(app, action, "guest", guest->id, pairs, err);
}

static bool store_guest(struct app *app, const struct guest *guest, bool is_again, struct err *err)
{
    struct presence presence;
    register_start_presence(app, &presence);
    presence.guest_id = guest->id;
    return guest_insert(app->db, guest, err) && presence_insert(app->db, &presence, err) &&
           audit_guest(app, "guest.add", guest, is_again, err) && app_commit(app, err);
}

bool guest_add(struct app *app, const struct guest_order *order, record_id *id,
               enum guest_field *field, struct err *err)
{
    struct guest guest;
    enum guest_field ignored = GUEST_FIELD_NONE;
    enum guest_field *wrong = field != NULL ? field : &ignored;
    *wrong = GUEST_FIELD_NONE;
    *id = 0;
    if (!rights_check(app, RIGHT_SCORE, err) || !fill_guest(app, order, &guest, wrong, err)) {
        return false;
    }
    *wrong = GUEST_FIELD_NONE;
    if (!app_begin(app, err)) {
        return false;
    }
    guest.id = app_new_id(app);
    if (!check_guest(app, &guest, order->is_again, wrong, err) ||
        !store_guest(app, &guest, order->is_again, err)) {
        return app_abort(app);
    }
    *id = guest.id;
    return true;
}

/* --- afterwards ---------------------------------------------------------------------------------
 */
bool guest_out(struct app *app, record_id id, struct err *err)
{
    struct guest guest;
    struct presence last;
    if (!rights_check(app, RIGHT_SCORE, err) || !guest_read(app->db, id, &guest, err) ||
        !presence_last_of(app->db, 0, id, &last, err)) {
        return false;
    }
    if (last.id == 0 || last.out_at_ms != 0) {
        return err_set(err, ERR_INPUT, _("%s is not in: nothing was changed."), guest.name);
    }
    return presence_out(app, last.id, err);
}

static bool void_presence(struct app *app, record_id guest_id, int64_t now, struct err *err)
{
    struct presence last;
    do {
        if (!presence_last_of(app->db, 0, guest_id, &last, err) ||
            (last.id != 0 && !presence_set_void(app->db, last.id, now, err))) {
            return false;
        }
    } while (last.id != 0);
    return true;
}

bool guest_void(struct app *app, record_id id, struct err *err)
{
    struct guest guest;
    int64_t now = time_now_ms();
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = guest_read(app->db, id, &guest, err);
    if (ok && guest.voided_at_ms != 0) {
        ok = err_set(err, ERR_INPUT, _("That row is void already."));
    }
    ok = ok && guest_set_void(app->db, id, now, err) && void_presence(app, id, now, err) &&
         audit_guest(app, "guest.void", &guest, false, err) && app_commit(app, err);
    return ok || app_abort(app);
}

/* --- reading ------------------------------------------------------------------------------------
 */
bool guest_get(struct app *app, record_id id, struct guest *guest, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && guest_read(app->db, id, guest, err);
}

static bool keep_line(void *context, const struct guest_line *line)
{
    register_keep(context, line);
    return true;
}

static bool read_lines(struct app *app, struct register_gather *gather,
                       const struct register_range *range, struct err *err)
{
    return guest_each(app->db, range, keep_line, gather, err);
}

bool guest_list(struct app *app, struct arena *arena, const struct register_range *range,
                struct guest_line **rows, int *count, struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && read_lines(app, &gather, range, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}

bool guest_now(struct app *app, struct arena *arena, struct guest_line **rows, int *count,
               struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && register_read_now(app, &gather, read_lines, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}
