/* aimtrack ammunition list | show | add | edit | retire | return | book | moves. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "core/ammunition.h"
#include "core/member.h"

enum { ROUNDS_MOST = 10000000 };

static int usage(const char *problem)
{
    return command_usage(command_find("ammunition"), problem);
}

static cJSON *ammunition_json(const struct ammunition *row, int64_t stock)
{
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", row->id);
    cJSON_AddStringToObject(json, "name", row->name);
    cJSON_AddStringToObject(json, "calibre", row->calibre);
    cJSON_AddStringToObject(json, "bullet", row->bullet);
    cJSON_AddStringToObject(json, "lot", row->lot);
    cJSON_AddStringToObject(json, "retired_on", row->retired_on);
    cJSON_AddStringToObject(json, "notes", row->notes);
    cJSON_AddNumberToObject(json, "stock_rounds", (double)stock);
    return json;
}

static void add_row(struct table *table, const struct ammunition *row, int64_t stock)
{
    char id[24];
    char rounds[24];
    snprintf(id, sizeof id, "%lld", (long long)row->id);
    snprintf(rounds, sizeof rounds, "%lld", (long long)stock);
    table_add(table, 5, (const char *[]){id, row->name, row->calibre, row->lot, rounds});
}

static int print_one(struct app *app, const struct command_options *options, record_id id)
{
    struct ammunition row;
    int64_t stock = 0;
    struct err err = {0};
    struct table table = {0};
    if (!ammunition_get(app, id, &row, &err) || !ammunition_stock(app, id, &stock, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(ammunition_json(&row, stock));
    }
    add_row(&table, &row, stock);
    table_print(&table);
    return 0;
}

static int run_list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct ammunition *rows = NULL;
    struct table table = {0};
    struct err err = {0};
    int count = 0;
    int code = 0;
    struct ammunition_query query = {.find = command_option(&argc, argv, "--find"),
                                     .with_retired = command_flag(&argc, argv, "--retired")};
    if (!command_rest_ok(argc, argv)) {
        return usage(NULL);
    }
    bool ok = ammunition_list(app, &arena, &query, &rows, &count, &err);
    cJSON *array = cJSON_CreateArray();
    for (int i = 0; ok && i < count; i++) {
        int64_t stock = 0;
        ok = ammunition_stock(app, rows[i].id, &stock, &err);
        cJSON_AddItemToArray(array, ammunition_json(&rows[i], stock));
        add_row(&table, &rows[i], stock);
    }
    if (ok && options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddItemToObject(json, "ammunition", array);
        code = command_print_json(json);
        table_free(&table);
    } else {
        cJSON_Delete(array);
        table_print(&table);
        code = ok ? 0 : command_fail(&err);
    }
    arena_free(&arena);
    return code;
}

static bool read_id(int argc, char **argv, record_id *id)
{
    if (argc >= 2 && command_record_id(argv[1], id)) {
        return true;
    }
    usage(_("Say which ammunition: its id, as \"aimtrack ammunition list\" shows it."));
    return false;
}

static int run_show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    record_id id = 0;
    return argc == 2 && read_id(argc, argv, &id) ? print_one(app, options, id) : EXIT_USAGE_ERROR;
}

static void take_fields(struct ammunition *row, int *argc, char **argv)
{
    command_take(row->name, sizeof row->name, argc, argv, "--name");
    command_take(row->calibre, sizeof row->calibre, argc, argv, "--calibre");
    command_take(row->bullet, sizeof row->bullet, argc, argv, "--bullet");
    command_take(row->lot, sizeof row->lot, argc, argv, "--lot");
    command_take(row->notes, sizeof row->notes, argc, argv, "--notes");
}

static int run_add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct ammunition row = {0};
    struct err err = {0};
    record_id id = 0;
    take_fields(&row, &argc, argv);
    if (!command_rest_ok(argc, argv)) {
        return usage(NULL);
    }
    return ammunition_add(app, &row, &id, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int run_edit(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct ammunition row;
    struct err err = {0};
    record_id id = 0;
    if (!read_id(argc, argv, &id)) {
        return EXIT_USAGE_ERROR;
    }
    if (!ammunition_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    take_fields(&row, &argc, argv);
    if (argc != 2) {
        return usage(_("There is a word that edit does not know."));
    }
    return ammunition_edit(app, &row, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int set_retired(struct app *app, const struct command_options *options, int argc,
                       char **argv, bool is_retired)
{
    struct ammunition row;
    struct err err = {0};
    record_id id = 0;
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    if (argc != 2 || !read_id(argc, argv, &id)) {
        return EXIT_USAGE_ERROR;
    }
    if (!ammunition_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    text_copy(row.retired_on, sizeof row.retired_on, is_retired ? today : "");
    return ammunition_edit(app, &row, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int run_retire(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_retired(app, options, argc, argv, true);
}

static int run_return(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_retired(app, options, argc, argv, false);
}

static int run_book(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    struct member member;
    struct ammunition_booking booking = {0};
    char date[DATE_ROOM] = "";
    const char *reason = command_option(&argc, argv, "--reason");
    const char *rounds = command_option(&argc, argv, "--rounds");
    const char *number = command_option(&argc, argv, "--member");
    const char *typed = command_option(&argc, argv, "--date");
    booking.note = command_option(&argc, argv, "--note");
    booking.date = date;
    if (reason == NULL || !move_reason_read(reason, &booking.reason)) {
        return usage(_("--reason is bought, issued, returned, counted or discarded."));
    }
    if (!verbs_number(rounds, ROUNDS_MOST, &booking.rounds) ||
        !read_id(argc, argv, &booking.ammunition_id)) {
        return EXIT_USAGE_ERROR;
    }
    if (argc != 2 || (typed != NULL && !time_read_date(typed, date))) {
        return usage(NULL);
    }
    if (number != NULL && !member_by_card(app, number, &member, &err)) {
        return command_fail(&err);
    }
    booking.member_id = number != NULL ? member.id : 0;
    return ammunition_book(app, &booking, NULL, &err)
               ? print_one(app, options, booking.ammunition_id)
               : command_fail(&err);
}

static cJSON *move_json(const void *of)
{
    const struct ammunition_ledger_row *row = of;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", row->move.id);
    cJSON_AddStringToObject(json, "date", row->move.local_date);
    cJSON_AddStringToObject(json, "reason", move_reason_code(row->move.reason));
    cJSON_AddNumberToObject(json, "rounds", (double)row->move.rounds);
    cJSON_AddNumberToObject(json, "balance", (double)row->balance);
    command_json_id(json, "member_id", row->move.member_id);
    cJSON_AddStringToObject(json, "note", row->move.note);
    cJSON_AddStringToObject(json, "by", row->move.by_name);
    return json;
}

static void add_move(struct table *table, const void *of)
{
    const struct ammunition_ledger_row *row = of;
    char rounds[24], balance[24];
    snprintf(rounds, sizeof rounds, "%+lld", (long long)row->move.rounds);
    snprintf(balance, sizeof balance, "%lld", (long long)row->balance);
    table_add(table, 6,
              (const char *[]){row->move.local_date, move_reason_name(row->move.reason), rounds,
                               balance, row->move.by_name, row->move.note});
}

static const struct listing moves = {"moves", move_json, add_move};

static int run_moves(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct ammunition_ledger_row *rows = NULL;
    struct err err = {0};
    int count = 0;
    record_id id = 0;
    if (argc != 2 || !read_id(argc, argv, &id)) {
        return EXIT_USAGE_ERROR;
    }
    int code = ammunition_ledger(app, &arena, id, &rows, &count, &err)
                   ? listing_print(options, &moves, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

int command_ammunition(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", run_list}, {"show", run_show},     {"add", run_add},
        {"edit", run_edit}, {"retire", run_retire}, {"return", run_return},
        {"book", run_book}, {"moves", run_moves},   {0}};
    return verbs_run("ammunition", verbs, options, argc, argv);
}
