/* A backup, a check of one or a restore test beside the screen: its own thread and its own
 * connection; people go on scoring. */
#ifndef CORE_BACKUP_JOB_H
#define CORE_BACKUP_JOB_H
#include "core/backup.h"

enum backup_job_kind {
    BACKUP_JOB_MAKE,
    BACKUP_JOB_STICK, /* to the stick that is in, which is then made safe to remove */
    BACKUP_JOB_VERIFY,
    BACKUP_JOB_TEST
};
struct backup_job;
struct task;

struct backup_job_end {
    enum backup_job_kind kind;
    char name[BACKUP_NAME_ROOM]; /* the file it was about */
    bool is_whole;    /* VERIFY: false: encrypted, only what can be seen without its key */
    bool is_released; /* STICK: it is safe to remove */
    int table_count;
    int64_t rows, bytes;
};

/* file: of VERIFY and TEST. Acts with the rights of app->actor. NULL with the sentence. */
struct backup_job *backup_job_start(const struct app *app, enum backup_job_kind kind,
                                    const struct backup_file *file, struct err *err);
struct task *backup_job_task(const struct backup_job *job);
/* What it is doing (translated) and how far, 0..1000. */
int backup_job_progress(struct backup_job *job, char *what, size_t size);
void backup_job_cancel(struct backup_job *job);
/* Waits for the end and frees; false with err when it failed, found something bad, or was stopped.
 */
bool backup_job_finish(struct backup_job *job, struct backup_job_end *end, struct err *err);

/* The folder of the only stick that is in, mounted when it was not. ERR_NOT_FOUND: none, or more
 * than one. May wait for it. */
bool backup_stick_folder(struct app *app, char dst[BACKUP_FOLDER_ROOM], struct err *err);

#endif
