/* Restoring or salvaging beside the rescue screen, on a thread of its own. */
#ifndef UI_RESCUE_WORK_H
#define UI_RESCUE_WORK_H
#include "core/backup.h"
#include "core/restore.h"
#include "ui/screen.h"

struct rescue_work;
struct rescue_end {
    char kept[RESTORE_MARK_ROOM]; /* where the damaged files are; what follows: of a salvage */
    char folder[BACKUP_FOLDER_ROOM];
    int64_t rows;
    int lost_count;
};
/* path: the backup to put back; NULL: salvage. */
struct rescue_work *rescue_work_start(const char *data_folder, const char *path, struct err *err);
struct task *rescue_work_task(const struct rescue_work *work);
int rescue_work_progress(struct rescue_work *work, char *what, size_t size); /* 0..1000 */
bool rescue_work_finish(struct rescue_work *work, struct rescue_end *end, struct err *err);
/* Ends it soon, whatever it was doing; NULL: nothing. */
void rescue_work_stop(struct rescue_work *work, struct ui *ui);

#endif
