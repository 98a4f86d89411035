/* How the backups of the club stand, for who looks at them. */
#ifndef CORE_BACKUP_STATE_H
#define CORE_BACKUP_STATE_H
#include "core/backup.h"

struct backup_state {
    char folder[BACKUP_FOLDER_ROOM];
    bool is_sealed, is_automatic; /* by the settings */
    int hour;
    int64_t tested_ms; /* the newest good restore test; 0: never */
};
/* "4 days", "3 hours", "just now" */
void backup_age_text(char *dst, size_t size, int64_t at_ms);
bool backup_state_read(struct app *app, struct backup_state *state, struct err *err);

#endif
