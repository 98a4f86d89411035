#include "core/demo_people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/data.h"
#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/demo.h"
#include "core/weapon.h"
#include "store/account.h"
#include "store/ammunition.h"
#include "store/club.h"
#include "store/location.h"
#include "store/member.h"
#include "store/weapon.h"
#include "store/weapon_service.h"
#include "store/weapon_setting.h"

enum { WEAPONS_MAX = 200 };

/* One line of data/demo/weapons.csv, stored. */
struct demo_weapon {
    record_id id;
    char calibre[NUMBER_ROOM];
    const struct programme *programme;
};

struct maker {
    struct app *app;
    struct arena *arena;
    struct demo_random *random;
    int64_t since_ms;
    int made; /* records so far: the sequence in their ids */
    struct demo_weapon weapons[WEAPONS_MAX];
    int weapon_count;
    record_id ammunition_air[2], ammunition_rimfire[2]; /* the usual one, the better one */
};

static record_id next_id(struct maker *maker)
{
    int number = maker->made++;
    return id_at(maker->since_ms - 86400000 + number / 4096, ID_TERMINAL_DEMO, number % 4096);
}

static bool read_words(struct maker *maker, const char *name, struct csv_table *table,
                       struct err *err)
{
    const struct data_file *file = data_find(name);
    if (file == NULL) {
        return err_set(err, ERR_BUG,
                       _("The words of the demonstration are missing from this build."));
    }
    return csv_read(maker->arena, file->bytes, file->size, ',', table, err);
}

static const char *word(const struct csv_table *table, int row, const char *column)
{
    return csv_cell(&table->rows[1 + row % (table->count - 1)], csv_column(table, column));
}

static bool store_club(struct maker *maker, struct err *err)
{
    struct club *club = &maker->app->club;
    if (club->id != 0) {
        return true;
    }
    *club = (struct club){.id = next_id(maker), .terminal = 1};
    text_copy(club->name, sizeof club->name, "SV De Vijf Ringen");
    text_copy(club->city, sizeof club->city, "Oudewater");
    text_copy(club->knsa_number, sizeof club->knsa_number, "00000");
    text_copy(club->zone, sizeof club->zone, "Europe/Amsterdam");
    text_copy(club->language, sizeof club->language, "auto");
    time_set_zone(club->zone);
    return club_put(maker->app->db, club, err);
}

/* A club that has a "jan" of its own gets "jan-demo". */
static void choose_login(struct maker *maker, struct account *account, const char *login)
{
    struct account same;
    struct err ignored = {0};
    bool is_taken = account_read_login(maker->app->db, login, &same, &ignored);
    snprintf(account->login, sizeof account->login, "%.20s%s", login, is_taken ? "-demo" : "");
}

static bool store_accounts(struct maker *maker, struct demo_club *out, struct err *err)
{
    for (int i = 0; i < demo_account_count; i++) {
        struct account account = {.id = next_id(maker), .role = demo_accounts[i].role};
        choose_login(maker, &account, demo_accounts[i].login);
        text_copy(account.name, sizeof account.name, demo_accounts[i].name);
        text_copy(account.shown_secret, sizeof account.shown_secret, demo_accounts[i].secret);
        if (!secret_hash_public(account.secret_hash, demo_accounts[i].secret, maker->app->pepper)) {
            return err_set(err, ERR_IO,
                           _("There is not enough memory to protect a secret. Close other"
                             " programs and try again."));
        }
        if (!account_insert(maker->app->db, &account, err)) {
            return false;
        }
        if (account.role == ROLE_OFFICER) {
            out->officer_id = account.id;
        }
    }
    return true;
}

static bool store_locations(struct maker *maker, struct demo_club *out, struct err *err)
{
    static const char *const names[] = {"Baan 10 m (demo)", "Baan 25 m (demo)", "Baan 50 m (demo)"};
    static const char *const distances[] = {"10", "25", "50"};
    for (int i = 0; i < 3; i++) {
        struct location location = {.id = next_id(maker), .is_range = true};
        text_copy(location.name, sizeof location.name, names[i]);
        text_copy(location.distances, sizeof location.distances, distances[i]);
        if (!location_insert(maker->app->db, &location, err)) {
            return false;
        }
        out->location_id[i] = location.id;
    }
    return true;
}

static bool store_ammunition(struct maker *maker, struct err *err)
{
    struct csv_table table = {0};
    if (!read_words(maker, "demo/ammunition.csv", &table, err)) {
        return false;
    }
    for (int i = 0; i < table.count - 1; i++) {
        struct ammunition ammunition = {.id = next_id(maker)};
        text_copy(ammunition.name, sizeof ammunition.name, word(&table, i, "name"));
        text_copy(ammunition.calibre, sizeof ammunition.calibre, word(&table, i, "calibre"));
        text_copy(ammunition.bullet, sizeof ammunition.bullet, word(&table, i, "bullet"));
        text_copy(ammunition.lot, sizeof ammunition.lot, word(&table, i, "lot"));
        if (!ammunition_insert(maker->app->db, &ammunition, err)) {
            return false;
        }
        bool is_air = strcmp(ammunition.calibre, "4.5 mm") == 0;
        record_id *kept = is_air ? maker->ammunition_air : maker->ammunition_rimfire;
        kept[1] = kept[0];
        kept[0] = ammunition.id;
    }
    return true;
}

static void fill_weapon(const struct csv_table *table, int row, struct weapon *weapon)
{
    text_copy(weapon->name, sizeof weapon->name, word(table, row, "name"));
    weapon_kind_read(word(table, row, "kind"), &weapon->kind);
    text_copy(weapon->calibre, sizeof weapon->calibre, word(table, row, "calibre"));
    text_copy(weapon->front_sight, sizeof weapon->front_sight, word(table, row, "front_sight"));
    text_copy(weapon->rear_sight, sizeof weapon->rear_sight, word(table, row, "rear_sight"));
    text_copy(weapon->trigger_weight, sizeof weapon->trigger_weight,
              word(table, row, "trigger_weight"));
    text_copy(weapon->grip, sizeof weapon->grip, word(table, row, "grip"));
    text_copy(weapon->storage, sizeof weapon->storage, row % 2 == 0 ? "Kluis A" : "Kluis B");
    snprintf(weapon->serial, sizeof weapon->serial, "D%05d", 20417 + row * 1373);
    weapon->click_um_at_10m = (int)strtol(word(table, row, "click_um_at_10m"), NULL, 10);
    weapon->service_interval_rounds = 4000;
}

/* As it came, and with the grip that was fitted later. */
static bool store_settings(struct maker *maker, const struct weapon *weapon, struct err *err)
{
    struct weapon_setting setting = {.weapon_id = weapon->id,
                                     .click_um_at_10m = weapon->click_um_at_10m};
    text_copy(setting.front_sight, sizeof setting.front_sight, weapon->front_sight);
    text_copy(setting.rear_sight, sizeof setting.rear_sight, weapon->rear_sight);
    text_copy(setting.trigger_weight, sizeof setting.trigger_weight, weapon->trigger_weight);
    text_copy(setting.by_name, sizeof setting.by_name, demo_accounts[0].name);
    for (int i = 0; i < 2; i++) {
        setting.id = next_id(maker);
        setting.at_ms = maker->since_ms + (int64_t)i * 200 * 86400000;
        time_local_date(setting.local_date, setting.at_ms);
        text_copy(setting.grip, sizeof setting.grip, i == 0 ? "" : weapon->grip);
        if (!weapon_setting_insert(maker->app->db, &setting, err)) {
            return false;
        }
    }
    return true;
}

static bool store_weapons(struct maker *maker, struct err *err)
{
    struct csv_table table = {0};
    if (!read_words(maker, "demo/weapons.csv", &table, err)) {
        return false;
    }
    for (int i = 0; i < table.count - 1 && i < WEAPONS_MAX; i++) {
        struct weapon weapon = {.id = next_id(maker), .changed_at_ms = maker->since_ms};
        fill_weapon(&table, i, &weapon);
        time_local_date(weapon.owned_since, maker->since_ms - (int64_t)i * 40 * 86400000);
        if (!weapon_insert(maker->app->db, &weapon, err) || !store_settings(maker, &weapon, err)) {
            return false;
        }
        struct demo_weapon *kept = &maker->weapons[maker->weapon_count++];
        kept->id = weapon.id;
        text_copy(kept->calibre, sizeof kept->calibre, weapon.calibre);
        kept->programme = programme_find(&maker->app->programmes, word(&table, i, "programme"));
    }
    return true;
}

/* A share of the ring distance that gives club scores, from keen to new. */
static double starting_sigma_mm(struct demo_random *random, const struct face *face)
{
    double rings = 0.75 + 0.85 * demo_random_unit(random);
    return rings * (double)face->ring_step_am / 2 / (double)AM_PER_MM;
}

static void add_shooter(struct maker *maker, record_id member_id, struct demo_club *out)
{
    struct demo_random *random = maker->random;
    const struct demo_weapon *weapon =
        &maker->weapons[demo_random_below(random, maker->weapon_count)];
    const struct face *face = face_find(&maker->app->faces, weapon->programme->face_id);
    double sigma = starting_sigma_mm(random, face);
    bool is_air = strcmp(weapon->calibre, "4.5 mm") == 0;
    const record_id *ammunition = is_air ? maker->ammunition_air : maker->ammunition_rimfire;
    out->shooters[out->shooter_count++] = (struct demo_shooter){
        .member_id = member_id,
        .weapon_id = weapon->id,
        .ammunition_ids = {ammunition[0], ammunition[1]},
        .programme = weapon->programme,
        .face = face,
        .sigma_mm = sigma,
        .gain = 0.05 + 0.30 * demo_random_unit(random),
        .dip_at = 0.2 + 0.7 * demo_random_unit(random),
        .bias_x_mm = 0.4 * sigma * demo_random_normal(random),
        .bias_y_mm = 0.4 * sigma * demo_random_normal(random),
        .drift_x_mm = 0.8 * sigma * demo_random_normal(random),
        .tiring = 0.25 * demo_random_unit(random),
        .seconds_per_shot = 30 + 25 * demo_random_unit(random),
    };
}

/* The list holds 60 names; larger clubs get every pairing of given and family names in turn. */
static void fill_member(struct maker *maker, const struct csv_table *names, int index,
                        struct member *member)
{
    int words = names->count - 1;
    text_copy(member->given_name, sizeof member->given_name,
              word(names, index + 7 * (index / words), "given"));
    text_copy(member->family_name, sizeof member->family_name, word(names, index, "family"));
    snprintf(member->number, sizeof member->number, "%d", 90001 + index);
    snprintf(member->licence, sizeof member->licence, "D%06d", 140211 + index * 37);
    int years = 1 + demo_random_below(maker->random, 20);
    time_local_date(member->joined_on, maker->since_ms - (int64_t)years * 365 * 86400000);
    int age = 18 + demo_random_below(maker->random, 55);
    time_local_date(member->birth_date,
                    maker->since_ms - (int64_t)age * 365 * 86400000 -
                        (int64_t)demo_random_below(maker->random, 365) * 86400000);
    member->changed_at_ms = maker->since_ms;
    member->shares_notes = index % 3 == 1; /* about a third agreed */
}

static bool store_members(struct maker *maker, int members, struct demo_club *out, struct err *err)
{
    struct csv_table names = {0};
    if (!read_words(maker, "demo/names.csv", &names, err)) {
        return false;
    }
    out->shooters = arena_array(maker->arena, (size_t)members * 2, sizeof *out->shooters);
    struct member *member = arena_alloc(maker->arena, sizeof *member);
    for (int i = 0; i < members; i++) {
        *member = (struct member){.id = next_id(maker)};
        fill_member(maker, &names, i, member);
        if (!member_insert(maker->app->db, member, err)) {
            return false;
        }
        add_shooter(maker, member->id, out);
        if (i % 3 == 0) { /* some shoot two programmes */
            add_shooter(maker, member->id, out);
        }
    }
    return true;
}

static bool read_notes(struct maker *maker, struct demo_club *out, struct err *err)
{
    struct csv_table table = {0};
    if (!read_words(maker, "demo/notes.csv", &table, err)) {
        return false;
    }
    out->note_count = table.count - 1;
    out->notes = arena_array(maker->arena, (size_t)out->note_count, sizeof *out->notes);
    out->reflections = arena_array(maker->arena, (size_t)out->note_count, sizeof *out->reflections);
    for (int i = 0; i < out->note_count; i++) {
        out->notes[i] = word(&table, i, "note");
        out->reflections[i] = word(&table, i, "reflection");
    }
    return true;
}

bool demo_people_store(struct app *app, struct arena *arena, struct demo_random *random,
                       int members, int64_t since_ms, struct demo_club *club, struct err *err)
{
    struct maker *maker = arena_alloc(arena, sizeof *maker);
    *maker = (struct maker){.app = app, .arena = arena, .random = random, .since_ms = since_ms};
    if (!store_club(maker, err) || !store_accounts(maker, club, err) ||
        !store_locations(maker, club, err) || !store_ammunition(maker, err) ||
        !store_weapons(maker, err) || !store_members(maker, members, club, err)) {
        return false;
    }
    club->member_count = members;
    club->weapon_count = maker->weapon_count;
    record_id *ids = arena_array(arena, (size_t)maker->weapon_count + 1, sizeof *ids);
    for (int i = 0; i < maker->weapon_count; i++) {
        ids[i] = maker->weapons[i].id;
    }
    club->weapon_ids = ids;
    return read_notes(maker, club, err);
}

static bool add_service(struct app *app, record_id weapon_id, int64_t at_ms, int sequence,
                        const char *what, struct err *err)
{
    struct weapon_service service = {
        .id = id_at(at_ms, ID_TERMINAL_DEMO, sequence), .weapon_id = weapon_id, .at_ms = at_ms};
    time_local_date(service.local_date, at_ms);
    text_copy(service.what, sizeof service.what, what);
    text_copy(service.by_name, sizeof service.by_name, demo_accounts[0].name);
    return weapon_service_sum_rounds(app->db, weapon_id, "", service.local_date, &service.rounds,
                                     err) &&
           weapon_service_insert(app->db, &service, err);
}

bool demo_services_store(struct app *app, const struct demo_club *club, struct err *err)
{
    int64_t now_ms = time_now_ms();
    for (int i = 0; i < club->weapon_count; i++) {
        record_id id = club->weapon_ids[i];
        bool is_overdue = i % 4 == 2;
        if (!add_service(app, id, now_ms - INT64_C(400) * 86400000, 2 * i,
                         "Jaarbeurt, afdichtingen", err) ||
            (!is_overdue && !add_service(app, id, now_ms - INT64_C(120) * 86400000, 2 * i + 1,
                                         "Schoongemaakt en gesmeerd", err))) {
            return false;
        }
    }
    return true;
}
