#include "core/health_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

enum { MEGABYTE = 1000 * 1000, HOUR_S = 60 * 60, DAY_S = 24 * HOUR_S };

const char *health_key_name(enum health_key key)
{
    static const char *const names[HEALTH_COUNT] = {
        N_("Database"),    N_("Queue"), N_("Storage"), N_("Backups"),
        N_("Whole check"), N_("Clock"), N_("Coach"),
    };
    return _(names[key]);
}

const char *health_state_name(enum health_state state)
{
    static const char *const names[] = {N_("well"), N_("look"), N_("FAILED")};
    return _(names[state]);
}

/* --- what was observed --------------------------------------------------------------------------
 */
static long long number_of(const struct health *health, enum health_fact fact)
{
    return health_value(health, fact)->number;
}

static bool is_known(const struct health *health, enum health_fact fact)
{
    return health_value(health, fact)->is_known;
}

static void say_database(const struct health *health, char *dst, size_t size)
{
    if (is_known(health, FACT_LATENCY_MS)) {
        snprintf(dst, size, _("A commit took %lld ms; schema %lld, %s, synchronous %s."),
                 number_of(health, FACT_LATENCY_MS), number_of(health, FACT_SCHEMA_VERSION),
                 health_value(health, FACT_JOURNAL_MODE)->text,
                 health_value(health, FACT_SYNCHRONOUS)->text);
    } else {
        text_copy(dst, size, _("Nothing could be stored just now."));
    }
}

static void say_worker(const struct health *health, char *dst, size_t size)
{
    long long all = number_of(health, FACT_WORKERS);
    long long silent = number_of(health, FACT_WORKERS_SILENT);
    if (all == 0) {
        text_copy(dst, size, _("no worker runs"));
    } else if (silent > 0) {
        snprintf(dst, size, _("%lld of %lld workers stalled"), silent, all);
    } else {
        snprintf(dst, size, P_("%lld worker answers", "%lld workers answer", all), all);
    }
}

static void say_queue(const struct health *health, char *dst, size_t size)
{
    char worker[96];
    say_worker(health, worker, sizeof worker);
    if (!is_known(health, FACT_QUEUED)) {
        snprintf(dst, size, _("The queue cannot be read; %s."), worker);
        return;
    }
    snprintf(dst, size, _("%lld waiting, %lld running, %lld failed; %s%s."),
             number_of(health, FACT_QUEUED), number_of(health, FACT_RUNNING),
             number_of(health, FACT_FAILED), worker,
             number_of(health, FACT_PAUSED) != 0 ? _(", paused") : "");
}

static void say_storage(const struct health *health, char *dst, size_t size)
{
    if (!is_known(health, FACT_FREE_BYTES)) {
        text_copy(dst, size, _("The disk does not say how much is free."));
        return;
    }
    snprintf(dst, size, _("%lld MB free (%lld %%); the database takes %lld MB."),
             number_of(health, FACT_FREE_BYTES) / MEGABYTE, number_of(health, FACT_FREE_PERCENT),
             (number_of(health, FACT_DATABASE_BYTES) + number_of(health, FACT_WAL_BYTES)) /
                 MEGABYTE);
}

/* "never" is said only when that is known. */
static void write_moment(const struct health *health, enum health_key key, enum health_fact fact,
                         char *dst, size_t size)
{
    if (is_known(health, fact)) {
        time_moment_text(dst, size, number_of(health, fact));
    } else if ((health->rows[key].errors >> HEALTH_NOT_KNOWN & 1U) != 0) {
        text_copy(dst, size, _("not known"));
    } else {
        text_copy(dst, size, _("never"));
    }
}

static void say_backup(const struct health *health, char *dst, size_t size)
{
    char backup[48];
    char test[48];
    write_moment(health, HEALTH_BACKUP, FACT_BACKUP_AT, backup, sizeof backup);
    write_moment(health, HEALTH_BACKUP, FACT_RESTORE_TEST_AT, test, sizeof test);
    snprintf(dst, size, _("Last good backup: %s; last test of restoring: %s."), backup, test);
}

static void say_integrity(const struct health *health, char *dst, size_t size)
{
    char moment[48];
    write_moment(health, HEALTH_INTEGRITY, FACT_INTEGRITY_CHECKED_AT, moment, sizeof moment);
    snprintf(dst, size, _("Last checked as a whole: %s."), moment);
}

static void say_clock(const struct health *health, char *dst, size_t size)
{
    char date[11];
    char shown[48];
    char clock[6];
    time_local_date(date, health->at_ms);
    time_local_clock(clock, health->at_ms);
    time_date_text(shown, sizeof shown, date);
    if (number_of(health, FACT_CLOCK_AHEAD_S) > 0) {
        snprintf(dst, size, _("%s, %s; the newest record lies %lld minutes ahead of that."), shown,
                 clock, number_of(health, FACT_CLOCK_AHEAD_S) / 60);
    } else {
        snprintf(dst, size, "%s, %s.", shown, clock);
    }
}

static void say_ai(const struct health *health, char *dst, size_t size)
{
    long long failures = number_of(health, FACT_RECENT_FAILURES);
    const struct health_value *class_ = health_value(health, FACT_LAST_ERROR_CLASS);
    snprintf(dst, size,
             P_("%lld failed request in %lld minutes%s%s.",
                "%lld failed requests in %lld minutes%s%s.", failures),
             failures, number_of(health, FACT_WINDOW_S) / 60, class_->is_known ? ": " : "",
             class_->text);
}

void health_observed(const struct health *health, enum health_key key, char *dst, size_t size)
{
    static void (*const say[HEALTH_COUNT])(const struct health *health, char *dst, size_t size) = {
        [HEALTH_DATABASE] = say_database,
        [HEALTH_QUEUE] = say_queue,
        [HEALTH_STORAGE] = say_storage,
        [HEALTH_BACKUP] = say_backup,
        [HEALTH_INTEGRITY] = say_integrity,
        [HEALTH_CLOCK] = say_clock,
        [HEALTH_AI] = say_ai,
    };
    say[key](health, dst, size);
}

/* --- what is the matter, and what to do ---------------------------------------------------------
 */
static const struct {
    const char *says, *advice;
} meanings[HEALTH_ERROR_COUNT] = {
    [HEALTH_TIMED_OUT] = {N_("This check did not come to an end in time."),
                          N_("The disk may hang: look at its cable and at dmesg, then start the"
                             " machine again.")},
    [HEALTH_NOT_KNOWN] = {N_("This is not known while the database cannot be read."),
                          N_("Mend what the first line says.")},
    [HEALTH_DATABASE_BUSY] = {N_("Another program holds the database for longer than a second."),
                              N_("Wait for a restore, an import or a migration to end. Otherwise"
                                 " find the program: fuser -v on aimtrack.db.")},
    [HEALTH_DATABASE_UNREACHABLE] =
        {N_("The database cannot be opened."),
         N_("\"aimtrack doctor\" says why: owner, rights or the disk.")},
    [HEALTH_DATABASE_DAMAGED] = {N_("The database is damaged."),
                                 N_("Keep the data folder as it is and restore the newest backup:"
                                    " \"aimtrack backup list\", then \"aimtrack restore FILE\".")},
    [HEALTH_DATABASE_FULL] = {N_("The disk is full: nothing can be stored."),
                              N_("Free some space; everything stored before is kept.")},
    [HEALTH_READ_ONLY] = {N_("The database can be read but not written."),
                          N_("Make the data folder writable for its owner, or mount the disk"
                             " writable again.")},
    [HEALTH_NO_CLUB] = {N_("There is no club in this data folder."),
                        N_("Check --data, or make a club: \"aimtrack setup\".")},
    [HEALTH_SCHEMA_OLD] = {N_("The database was made by an older AimTrack."),
                           N_("Run \"aimtrack migrate\"; it makes a backup first.")},
    [HEALTH_SCHEMA_NEW] = {N_("The database was made by a newer AimTrack."),
                           N_("Install that version here; nothing was changed.")},
    [HEALTH_QUEUE_UNAVAILABLE] = {N_("The queue of the coach cannot be read."),
                                  N_("Mend the database first.")},
    [HEALTH_WORKER_STALLED] = {N_("A worker of the coach hangs, or nobody does what is due."),
                               N_("W on the page System, Health starts it again; without a"
                                  " screen, restart \"aimtrack queue work\".")},
    [HEALTH_WORKER_MISSING] = {N_("Requests wait, and no worker runs."),
                               N_("Start a kiosk, or \"aimtrack queue work\".")},
    [HEALTH_JOBS_WAITING] = {N_("Requests have been waiting for more than ten minutes."),
                             N_("Perhaps the day's limit is reached: \"aimtrack queue stats\".")},
    [HEALTH_JOBS_FAILED] = {N_("Requests to the coach failed."),
                            N_("Look at them on the page Queue (or \"aimtrack queue failed\"), mend"
                               " the cause, then try again or forget them.")},
    [HEALTH_STORAGE_UNWRITABLE] =
        {N_("A folder of the club cannot be written."),
         N_("\"aimtrack doctor storage\" names it, when it is the rights; otherwise look"
            " at the disk: dmesg.")},
    [HEALTH_STORAGE_SHARED] = {N_("Others may write in the data folder: AimTrack does not start"
                                  " there."),
                               N_("Take that right away: chmod 700 on the data folder; \"aimtrack"
                                  " doctor storage\" names it.")},
    [HEALTH_STORAGE_FULL] = {N_("The disk is full."),
                             N_("Free some space now: nothing new can be stored.")},
    [HEALTH_STORAGE_READ_ONLY] = {N_("The disk is mounted for reading only."),
                                  N_("A failing disk is often the cause: look at dmesg, make a copy"
                                     " of the data folder, then mount it writable.")},
    [HEALTH_STORAGE_LOW] = {N_("The disk is nearly full."),
                            N_("Take old exports away, move backups to another disk, or use a"
                               " larger one.")},
    [HEALTH_INODES_LOW] = {N_("The disk can hold hardly any more files."),
                           N_("Take folders with many small files away.")},
    [HEALTH_WAL_LARGE] = {N_("The write-ahead log has grown large."),
                          N_("A program reads the database without end: close it, or start AimTrack"
                             " again.")},
    [HEALTH_BACKUP_FOLDER_MISSING] = {N_("The folder for backups cannot be written."),
                                      N_("Connect that disk, or change [backup] folder in the"
                                         " settings file.")},
    [HEALTH_BACKUP_MISSING] = {N_("There is no good backup yet."),
                               N_("Make one: \"aimtrack backup\".")},
    [HEALTH_BACKUP_NEVER] = {N_("The club's data was never backed up."),
                             N_("Make a backup now: \"aimtrack backup\".")},
    [HEALTH_BACKUP_FAILED] = {N_("The last backup failed."),
                              N_("\"aimtrack backup\" says why; the older ones are kept.")},
    [HEALTH_BACKUP_OVERDUE] = {N_("The newest good backup is too old."),
                               N_("Make one now: \"aimtrack backup\". Then see why the daily one"
                                  " did not run.")},
    [HEALTH_BACKUP_GONE] =
        {N_("The folder of the backups holds no good one any more."),
         N_("Make one: \"aimtrack backup\". When nobody took them away, look whether"
            " their disk is there.")},
    [HEALTH_BACKUP_LIST] =
        {N_("The backups are there, but SHA256SUMS beside them is gone or does not fit them."),
         N_("Nothing is lost: each proves itself. The next backup writes it again: \"aimtrack"
            " backup\".")},
    [HEALTH_TIMER_OFF] = {N_("A timer of the backups is enabled and does not run."),
                          N_("Start it: systemctl start aimtrack-backup.timer"
                             " aimtrack-restore-test.timer")},
    [HEALTH_RESTORE_TEST_FAILED] =
        {N_("The last test of restoring a backup failed."),
         N_("Make a new backup and test it: \"aimtrack restore-test\".")},
    [HEALTH_RESTORE_TEST_OVERDUE] = {N_("Restoring was not tested for too long."),
                                     N_("Test it now: \"aimtrack restore-test\".")},
    [HEALTH_INTEGRITY_FAILED] = {N_("The last whole check found something wrong."),
                                 N_("Make a copy of the data folder, then look: \"aimtrack"
                                    " verify\".")},
    [HEALTH_CLOCK_BACK] = {N_("The clock stands before the newest record."),
                           N_("Set the clock right (timedatectl). Records keep the time they were"
                              " given.")},
    [HEALTH_CLOCK_WRONG] = {N_("The clock stands at a day before this program was made."),
                            N_("Set the clock right (timedatectl), and look at the battery of the"
                               " clock.")},
    [HEALTH_AI_FAILING] = {N_("The coach's provider fails. Scoring goes on without it."),
                           N_("\"aimtrack ai check --live\" says why.")},
    [HEALTH_AI_SETTINGS] = {N_("The settings file cannot be used as it is."),
                            N_("\"aimtrack doctor\" names the line.")},
};

/* What the screens can do themselves; the rest needs a command or hands. */
static const struct {
    enum health_error error;
    const char *advice;
} keys[] = {
    {HEALTH_WORKER_MISSING, N_("Press W here: it starts the worker anew.")},
    {HEALTH_WORKER_STALLED, N_("Press W here: it starts the worker anew.")},
    {HEALTH_JOBS_WAITING, N_("Perhaps the day's limit is reached: the page Queue says it.")},
    {HEALTH_JOBS_FAILED,
     N_("On the page Queue: look why, mend the cause, then r tries again and d forgets.")},
    {HEALTH_BACKUP_MISSING, N_("Make one: m on the page Backups.")},
    {HEALTH_BACKUP_NEVER, N_("Make a backup now: m on the page Backups.")},
    {HEALTH_BACKUP_FAILED, N_("m on the page Backups tries again and says why; the older ones are"
                              " kept.")},
    {HEALTH_BACKUP_OVERDUE, N_("Make one now: m on the page Backups. Then see on the page Log why"
                               " the daily one did not run.")},
    {HEALTH_BACKUP_GONE, N_("Make one: m on the page Backups. When nobody took them away, look"
                            " whether their disk is there.")},
    {HEALTH_BACKUP_LIST, N_("Nothing is lost: each proves itself. The next backup writes it again:"
                            " m on the page Backups.")},
    {HEALTH_RESTORE_TEST_FAILED,
     N_("On the page Backups: m makes a new one, t restores it as a test.")},
    {HEALTH_RESTORE_TEST_OVERDUE, N_("Test one now: t on the page Backups.")},
    {HEALTH_INTEGRITY_FAILED,
     N_("Make a copy of the data folder, then look: c on the page Overview.")},
};

const char *health_error_key(enum health_error error)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].error == error) {
            return _(keys[i].advice);
        }
    }
    return health_error_advice(error);
}

const char *health_error_says(enum health_error error)
{
    return meanings[error].says != NULL ? _(meanings[error].says) : "";
}

const char *health_error_advice(enum health_error error)
{
    return meanings[error].advice != NULL ? _(meanings[error].advice) : "";
}
