/* What is open while the program runs: the data folder, the database, who acts. Passed everywhere;
 * there are no globals. One struct app belongs to one thread. */
#ifndef CORE_APP_H
#define CORE_APP_H
#include "base/arena.h"
#include "base/secret.h"
#include "core/auth_delay.h"
#include "core/rules/face.h"
#include "core/rules/programme.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/records.h"

struct actor {
    record_id account_id; /* 0: command line: the owner of the data folder */
    enum role role;
    char name[NAME_ROOM];
    bool is_present; /* false: nobody is logged in, nothing is allowed */
};

struct app {
    char folder[512]; /* the data folder */
    struct db *db;
    struct club club; /* id 0: first run has not happened */
    struct actor actor;
    struct arena arena; /* lives as long as the app: faces, programmes */
    struct face_list faces;
    struct programme_list programmes;
    unsigned char pepper[32];
    bool is_pepper_unwritten;  /* the old one is lost, this one is not on disk yet */
    int seat_lock;             /* descriptor; -1: not the kiosk */
    int club_lock;             /* of club_lock.h; 0: none */
    bool was_unclean;          /* a WAL lay beside the database: the last end was no clean one,
                                  or somebody else has it open */
    bool ended_suddenly;       /* the kiosk here before: no power, or killed */
    bool is_disk_full;         /* and that is why it is view-only */
    bool is_view_only;         /* database cannot be written: say so on every screen */
    struct auth_delays delays; /* who has to wait before the next try to log in */
    bool is_in_batch;          /* app_batch_begin: use cases write into one transaction */
};

struct app_options {
    const char *folder;   /* NULL: AIMTRACK_DATA, else $XDG_DATA_HOME/aimtrack, else
                             ~/.local/share/aimtrack */
    bool is_kiosk;        /* takes the seat's lock; nobody is logged in */
    bool must_exist;      /* commands other than setup: ERR_NOT_FOUND when there is no club yet */
    bool is_read_only_ok; /* open view-only when the medium cannot be written */
    bool renews_pepper;   /* a lost pepper is made anew, and kept by app_keep_pepper */
};

/* Opens folder (0700), database (migrated), pepper, club, faces and programmes. Without is_kiosk
 * the actor is the folder's owner with the rights of an administrator, audited as "cli:NAME". */
bool app_open(struct app *app, const struct app_options *options, struct err *err);
void app_close(struct app *app);

/* Writes the pepper that renews_pepper made, before the first PIN that needs it; else nothing. */
bool app_keep_pepper(struct app *app, struct err *err);

/* The actor of commands: whoever owns the folder, with the rights of an administrator. */
void app_act_as_owner(struct app *app);

/* Reads the club's row again, after another connection made or changed it. */
bool app_reload_club(struct app *app, struct err *err);

/* The folder those options mean, without touching it; free of links, "." and "..": a home or a disk
 * may lie behind a link, and what is opened in the folder is never followed (db_open, file_read).
 */
bool app_folder(const char *given, char *dst, size_t size, struct err *err);

/* Who owns the data folder, as the audit trail names it: "cli:NAME". */
void app_owner_name(char *dst, size_t size);

/* A second connection to the same database for another thread (owner closes). */
struct db *app_second_connection(const struct app *app, struct err *err);
/* The same, waiting at most busy_ms for another writer. */
struct db *app_connection(const struct app *app, int busy_ms, struct err *err);

/* Transactions for core's use cases: begin; write; audit; commit. On any error call app_abort. */
bool app_begin(struct app *app, struct err *err);
bool app_commit(struct app *app, struct err *err);
bool app_abort(struct app *app); /* rolls back; returns false */
/* Many use cases, all or nothing: between begin and end each of them writes into one transaction. A
 * use case that fails before it wrote leaves it as it was. End commits when `keep`, else takes
 * everything back. */
bool app_batch_begin(struct app *app, struct err *err);
bool app_batch_end(struct app *app, bool keep, struct err *err);
bool app_audit(struct app *app, const char *action, const char *subject, record_id id,
               const char *before, const char *after, struct err *err);
record_id app_new_id(const struct app *app);

/* First run: creates the club and its first administrator (passphrase >= 10 characters). Slow:
 * hashes on the calling thread. Refused when a club exists. */
struct club_setup {
    char club_name[NAME_ROOM], city[NAME_ROOM], language[8];
    char admin_login[NUMBER_ROOM], admin_name[NAME_ROOM], passphrase[SECRET_MAX];
};
bool app_create_club(struct app *app, const struct club_setup *setup, struct err *err);

/* Settings with an audit row. Only keys that a person may set, each with its right; another key is
 * ERR_INPUT. */
bool app_setting_get(struct app *app, const char *key, const char *fallback, char *dst,
                     size_t size);
bool app_setting_put(struct app *app, const char *key, const char *value, struct err *err);

#endif
