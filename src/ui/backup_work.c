#include "ui/backup_work.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "core/upkeep.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct backup_work {
    struct backup_job *job; /* NULL: nothing runs */
};

/* --- what a person asked for --- */

static void say(struct ui *ui, const struct backup_job_end *end)
{
    switch (end->kind) {
    case BACKUP_JOB_MAKE:
        ui_toast(ui, TOAST_GOOD, _("Backup made and checked: %s."), end->name);
        break;
    case BACKUP_JOB_STICK:
        if (end->is_released) {
            ui_toast(ui, TOAST_GOOD, _("Backup on the stick, checked: %s. Safe to remove."),
                     end->name);
        } else {
            ui_toast(ui, TOAST_GOOD, _("Backup on the stick, checked: %s. Do not pull it out yet."),
                     end->name);
        }
        break;
    case BACKUP_JOB_VERIFY:
        if (end->is_whole) {
            ui_toast(ui, TOAST_GOOD, _("%s is whole: every table is what was backed up."),
                     end->name);
        } else {
            ui_toast(ui, TOAST_INFO,
                     _("%s is what was written. It is encrypted: more can be seen only with the"
                       " private key."),
                     end->name);
        }
        break;
    case BACKUP_JOB_TEST:
        ui_toast(ui, TOAST_GOOD, _("%s was restored as a test: all of it is there."), end->name);
        break;
    }
}

/* Lists that show backups read them again. */
static void refresh(struct ui *ui)
{
    if (ui->top != NULL && ui->top->class_ == &screen_system) {
        screen_system.focus(ui->top);
    }
}

static void is_done(void *context)
{
    struct ui *ui = context;
    struct err err = {0};
    struct backup_job_end end;
    struct backup_job *job = ui->backups->job;
    ui->backups->job = NULL;
    if (backup_job_finish(job, &end, &err)) {
        say(ui, &end);
    } else {
        ui_toast_err(ui, &err);
    }
    refresh(ui);
}

bool backup_work_start(struct ui *ui, enum backup_job_kind kind, const struct backup_file *file,
                       struct err *err)
{
    if (ui->backups == NULL) {
        ui->backups = mem_alloc(sizeof *ui->backups);
    }
    if (ui->backups->job != NULL) {
        return err_set(
            err, ERR_BUSY,
            _("A backup, a test of one or a restore is going on already. Wait for its end."));
    }
    ui->backups->job = backup_job_start(ui->app, kind, file, err);
    if (ui->backups->job == NULL) {
        return false;
    }
    ui_watch_task(ui, backup_job_task(ui->backups->job), is_done, ui);
    return true;
}

bool backup_work_is_running(const struct ui *ui)
{
    return ui->backups != NULL && ui->backups->job != NULL;
}

int backup_work_read(const struct ui *ui, char *what, size_t size)
{
    return backup_work_is_running(ui) ? backup_job_progress(ui->backups->job, what, size) : 0;
}

void backup_work_stop(struct ui *ui)
{
    if (backup_work_is_running(ui)) {
        backup_job_cancel(ui->backups->job);
    }
}

void backup_work_close(struct ui *ui)
{
    struct backup_job_end end;
    if (backup_work_is_running(ui)) {
        backup_work_stop(ui);
        ui_forget_task(ui, backup_job_task(ui->backups->job));
        (void)backup_job_finish(ui->backups->job, &end, NULL);
    }
    free(ui->backups);
    ui->backups = NULL;
}

/* --- what is done by itself --- */

void ui_follow_upkeep(struct ui *ui)
{
    struct err err = {0};
    record_id club = ui->app->is_view_only ? 0 : ui->app->club.id;
    if (club == ui->upkeep_club) {
        return;
    }
    ui_stop_upkeep(ui);
    ui->upkeep_club = club;
    ui->upkeep = club != 0 ? upkeep_start(ui->app, &err) : NULL;
    if (club != 0 && ui->upkeep == NULL) {
        log_err("upkeep", &err);
    }
}

int ui_upkeep_fd(const struct ui *ui)
{
    return ui->upkeep != NULL ? upkeep_fd(ui->upkeep) : -1;
}

void ui_stop_upkeep(struct ui *ui)
{
    upkeep_stop(ui->upkeep);
    ui->upkeep = NULL;
}

/* Short, and for everybody: who is there may be no administrator. */
static void tell(struct ui *ui, const struct upkeep_news *news)
{
    switch (news->event) {
    case UPKEEP_BACKUP_MADE:
        ui_toast_later(ui, TOAST_GOOD, _("Today's backup was made and checked: %s."), news->file);
        break;
    case UPKEEP_BACKUP_FAILED:
        ui_toast_later(
            ui, TOAST_WARN, "%s",
            _("Today's backup failed; it is tried again in an hour. The records are safe. The"
              " administrator finds the reason under System, Log."));
        break;
    case UPKEEP_TEST_PASSED:
        ui_toast_later(ui, TOAST_GOOD, _("%s was restored as a test: all of it is there."),
                       news->file);
        break;
    case UPKEEP_TEST_FAILED:
        ui_toast_later(ui, TOAST_WARN, "%s",
                       _("The monthly restore test failed. The administrator finds the reason under"
                         " System, Log."));
        break;
    case UPKEEP_CHECKED:
        break;
    case UPKEEP_DAMAGED:
        ui->damage = news->err;
        ui_quit(ui);
        break;
    }
}

void ui_take_upkeep(struct ui *ui)
{
    struct upkeep_news news;
    while (ui->upkeep != NULL && upkeep_take(ui->upkeep, &news)) {
        tell(ui, &news);
    }
    refresh(ui);
    ui->needs_paint = true;
}
