#include "cli/health_show.h"

#include <stdio.h>

#include "cli/table.h"
#include "core/health_run.h"
#include "core/health_text.h"

bool health_show_look(const char *folder, struct health *health, struct err *err)
{
    struct health_run_thread *run = health_run_start(folder, err);
    if (run == NULL) {
        return false;
    }
    health_run_look(run, health);
    health_run_stop(run);
    return true;
}

static void add_errors(struct table *table, const struct health_row *row)
{
    for (unsigned i = 0; i < HEALTH_ERROR_COUNT; i++) {
        enum health_error error = (enum health_error)i;
        char advice[HEALTH_SAYS_ROOM];
        if ((row->errors >> i & 1U) != 0) {
            snprintf(advice, sizeof advice, "-> %s", health_error_advice(error));
            table_add(table, 3, (const char *[]){"", "", health_error_says(error)});
            table_add(table, 3, (const char *[]){"", "", advice});
        }
    }
}

void health_show_rows(const struct health *health, bool is_unwell_only)
{
    struct table table = {0};
    for (int key = 0; key < HEALTH_COUNT; key++) {
        char observed[HEALTH_SAYS_ROOM];
        const struct health_row *row = &health->rows[key];
        if (is_unwell_only && row->state == HEALTH_OK) {
            continue;
        }
        health_observed(health, (enum health_key)key, observed, sizeof observed);
        table_add(&table, 3,
                  (const char *[]){health_key_name((enum health_key)key),
                                   health_state_name(row->state), observed});
        add_errors(&table, row);
    }
    table_print(&table);
}
