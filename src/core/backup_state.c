#include "core/backup_state.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/config.h"
#include "store/maintenance.h"

bool backup_state_read(struct app *app, struct backup_state *state, struct err *err)
{
    struct config config;
    struct maintenance tested;
    *state = (struct backup_state){0};
    if (!config_read(app->folder, &config, err) ||
        !backup_folder(app->folder, false, state->folder, err) ||
        !maintenance_newest(app->db, MAINTENANCE_RESTORE_TEST, true, &tested, err)) {
        return false;
    }
    state->is_sealed = config.backup.encrypt_to[0] != '\0';
    state->is_automatic = config.backup.is_automatic;
    state->hour = config.backup.hour;
    state->tested_ms = tested.id != 0 ? tested.at_ms : 0;
    return true;
}

void backup_age_text(char *dst, size_t size, int64_t at_ms)
{
    int64_t minutes = (time_now_ms() - at_ms) / 60000;
    if (minutes < 60) {
        text_copy(dst, size, minutes < 2 ? _("just now") : _("within the hour"));
    } else if (minutes < 48L * 60) {
        snprintf(dst, size, P_("%d hour", "%d hours", (int)(minutes / 60)), (int)(minutes / 60));
    } else {
        int days = (int)(minutes / (24L * 60));
        snprintf(dst, size, P_("%d day", "%d days", days), days);
    }
}
