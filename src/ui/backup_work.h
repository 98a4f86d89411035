/* Backups beside the screens: one at a time, going on whatever screen is looked at; and the care of
 * the data (core/upkeep.h), whose news becomes a toast. */
#ifndef UI_BACKUP_WORK_H
#define UI_BACKUP_WORK_H
#include "core/backup_job.h"
#include "ui/screen.h"

bool backup_work_start(struct ui *ui, enum backup_job_kind kind, const struct backup_file *file,
                       struct err *err);
bool backup_work_is_running(const struct ui *ui);
/* What it does, and how far: 0..1000. */
int backup_work_read(const struct ui *ui, char *what, size_t size);
void backup_work_stop(struct ui *ui);
/* At the end of the program: stops what runs and frees. */
void backup_work_close(struct ui *ui);

#endif
