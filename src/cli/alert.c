/* aimtrack alert: what needs attention, and what did. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/alert_list.h"
#include "core/alert_words.h"

static void write_moment(char *dst, size_t size, int64_t ms)
{
    char date[11];
    char clock[6];
    time_local_date(date, ms);
    time_local_clock(clock, ms);
    snprintf(dst, size, "%s %s", date, clock);
}

static void add_standing_json(cJSON *array, const struct alert_standing *row)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "alert", row->key);
    cJSON_AddStringToObject(json, "says", alert_says(row->key));
    cJSON_AddStringToObject(json, "detail", row->detail);
    cJSON_AddStringToObject(json, "advice", alert_advice(row->key));
    cJSON_AddNumberToObject(json, "since_ms", (double)row->since_ms);
    cJSON_AddItemToArray(array, json);
}

static void add_event_json(cJSON *array, const struct alert_row *row)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "alert", row->key);
    cJSON_AddStringToObject(json, "event", row->is_on ? "raised" : "recovered");
    cJSON_AddStringToObject(json, "detail", row->detail);
    cJSON_AddNumberToObject(json, "at_ms", (double)row->at_ms);
    cJSON_AddItemToArray(array, json);
}

struct alerts {
    struct alert_standing *standing;
    struct alert_row *events;
    int standing_count, event_count;
    bool with_events;
};

static int print_json(const struct alerts *alerts)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *standing = cJSON_AddArrayToObject(json, "alerts");
    for (int i = 0; i < alerts->standing_count; i++) {
        add_standing_json(standing, &alerts->standing[i]);
    }
    cJSON *events = alerts->with_events ? cJSON_AddArrayToObject(json, "events") : NULL;
    for (int i = 0; i < alerts->event_count; i++) {
        add_event_json(events, &alerts->events[i]);
    }
    return command_print_json(json);
}

static void print_standing(const struct alerts *alerts)
{
    char detail[600];
    char moment[32];
    if (alerts->standing_count == 0) {
        puts(_("Nothing needs attention."));
    }
    for (int i = 0; i < alerts->standing_count; i++) {
        const struct alert_standing *row = &alerts->standing[i];
        write_moment(moment, sizeof moment, row->since_ms);
        sanitize_screen(detail, sizeof detail, row->detail); /* may quote a provider */
        printf("! %s\n", alert_says(row->key));
        printf(_("    since %s: %s\n"), moment, detail);
        printf("    %s\n", alert_advice(row->key));
    }
}

static void print_events(const struct alerts *alerts)
{
    struct table table = {0};
    for (int i = 0; i < alerts->event_count; i++) {
        char moment[32];
        const struct alert_row *row = &alerts->events[i];
        write_moment(moment, sizeof moment, row->at_ms);
        table_add(&table, 4,
                  (const char *[]){moment, row->key, row->is_on ? _("raised") : _("recovered"),
                                   row->detail});
    }
    table_print(&table);
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct err err = {0};
    struct alerts alerts = {.with_events = command_flag(&argc, argv, "--all")};
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("alert"), NULL);
    }
    bool ok = alerts_standing(app, &arena, &alerts.standing, &alerts.standing_count, &err) &&
              (!alerts.with_events ||
               alert_history(app, &arena, &alerts.events, &alerts.event_count, &err));
    int code = ok ? 0 : command_fail(&err);
    if (ok && options->json) {
        code = print_json(&alerts);
    } else if (ok) {
        print_standing(&alerts);
        print_events(&alerts);
    }
    arena_free(&arena);
    return code;
}

int command_alert(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {{"list", list}, {0}};
    return verbs_run("alert", verbs, options, argc, argv);
}
