/* Backups: one file that holds the club's records and papers, written while people score, checked
 * after it was written, and restored with restore.h. docs/decisions/0011 says what is in it, 0012
 * how it is encrypted. Making and checking may take minutes: off the screen's path, with a
 * connection of that thread. RIGHT_MANAGE_SYSTEM. */
#ifndef CORE_BACKUP_H
#define CORE_BACKUP_H
#include "core/app.h"
#include "core/rules/rotation.h"
#include "export/seal.h"
#include "store/db_backup.h"

enum { BACKUP_FOLDER_ROOM = 512, BACKUP_PATH_ROOM = 600, BACKUP_ITEM_ROOM = 100 };

/* Called now and then with what is done (translated) and how far (0..1000); false: stop. */
struct backup_watch {
    bool (*go_on)(void *context, const char *what, int per_mille); /* NULL: never asked */
    void *context;
};

/* --- what is in a backup --- */
struct backup_item { /* one file in it */
    char name[BACKUP_ITEM_ROOM];
    int64_t bytes;
    char sha256[65];
};
struct backup_manifest {
    char program[24];
    int schema;
    char club[NAME_ROOM];
    int64_t created_at_ms;
    bool has_login;        /* pepper and settings are in it: PINs work on another machine */
    char pepper_check[65]; /* tells whether a data folder has the pepper that its PINs need */
    char schema_sha256[65];
    struct db_table *tables;
    int table_count;
    int64_t rows; /* of all tables */
    struct backup_item *items;
    int item_count;    /* the database is the first */
    int missing_count; /* papers whose file was not there, or was not the one that was stored */
};

/* --- making --- */
struct backup_order {
    const char *to;     /* a folder, perhaps on a stick; NULL: the club's own, with rotation */
    bool must_encrypt;  /* --encrypt: refused without a key in the settings; with one, always */
    bool tests_restore; /* a whole restore test of it at once, while its key is known */
    struct backup_watch watch;
};
struct backup_result {
    char folder[BACKUP_FOLDER_ROOM], name[BACKUP_NAME_ROOM];
    int64_t bytes;
    char sha256[65];
    bool is_sealed, is_tested;
    int table_count, paper_count, missing_count;
    int64_t rows;
    int removed;                      /* older ones that went */
    char also[2][BACKUP_NAME_ROOM];   /* the week's and the month's, when this is one; "" */
    int64_t room_bytes, needed_bytes; /* backup_plan */
    char goes[64][BACKUP_NAME_ROOM];  /* backup_plan: what would be removed */
};
/* A file is there under its name only when it is whole and was read back. ERR_CORRUPT: the database
 * is damaged, or what was written could not be trusted. Good or not, a row is kept of it
 * (store/maintenance.h), but not when it was stopped (ERR_BUSY with the sentence) or another backup
 * is being made (ERR_BUSY). */
bool backup_make(struct app *app, const struct backup_order *order, struct backup_result *result,
                 struct err *err);
/* What backup_make would do; nothing is written. */
bool backup_plan(struct app *app, const struct backup_order *order, struct backup_result *result,
                 struct err *err);

/* --- which there are --- */
struct backup_file {
    char name[BACKUP_NAME_ROOM], path[BACKUP_PATH_ROOM];
    struct backup_name what;
    int64_t bytes;
    int64_t at_ms;    /* when it was written */
    bool is_ahead;    /* dated tomorrow or later, by a clock that was wrong: it comes last */
    char sha256[65];  /* as the list beside it says; "": it stands in no list */
    bool is_verified; /* complete by its own manifest, and not found damaged since */
};
/* Where backups go, from the settings; makes it when `makes`. */
bool backup_folder(const char *data_folder, bool makes, char dst[BACKUP_FOLDER_ROOM],
                   struct err *err);
/* Newest first. The same without a database (which may be damaged): backup_list_folder, where
 * what was found of them before is not known. */
bool backup_list(struct app *app, struct arena *arena, struct backup_file **files, int *count,
                 struct err *err);
bool backup_list_folder(const char *data_folder, struct arena *arena, struct backup_file **files,
                        int *count, struct err *err);
/* The newest verified one; false when there is none. Reads no database. */
bool backup_newest(const char *data_folder, struct backup_file *file);
/* The same, every byte of it read: for who is about to put it back. */
bool backup_newest_sound(const char *data_folder, struct backup_file *file);
/* One sentence about a list (SHA256SUMS) that is lost or wrong; false: it is as it should be. */
bool backup_list_says(const char *data_folder, char *dst, size_t size);
/* A name in the club's folder, or a path. */
bool backup_find(const char *data_folder, const char *name, char path[BACKUP_PATH_ROOM],
                 struct err *err);

/* --- checking --- */
struct backup_key { /* how a sealed one is opened; all NULL: only what can be seen without */
    const struct seal_pair *pair;
    const unsigned char *session_key;
};
struct backup_check {
    bool has_sum;  /* it stood in the list beside it, and is what is listed */
    bool is_whole; /* everything in it was compared; false: a sealed one without its key */
    bool is_sealed;
    struct backup_manifest manifest; /* when is_whole; in the arena */
};
/* Everything: the list beside it, every file in it, the database's own checks, every table's rows
 * and digest. `data_folder` (its work folder) must be there. False: ERR_CORRUPT with what is wrong;
 * ERR_NOT_FOUND. app (may be NULL): what is found damaged is kept as a row. */
bool backup_verify(struct app *app, const char *data_folder, const char *path,
                   const struct backup_key *key, const struct backup_watch *watch,
                   struct arena *arena, struct backup_check *check, struct err *err);

/* --- restore test --- */
struct backup_test {
    struct backup_check check;
    char session[160]; /* the one that was read end to end; "": there is none */
    int session_shots;
    char kept_in[BACKUP_FOLDER_ROOM]; /* with `keeps`: where it stands */
};
/* Restores into a folder of its own, compares every table with the manifest and reads one session
 * through the app's own store; a row is kept of it. keeps: the folder stays. */
bool backup_test(struct app *app, const char *path, const struct backup_key *key, bool keeps,
                 const struct backup_watch *watch, struct arena *arena, struct backup_test *test,
                 struct err *err);

/* --- keys --- */
/* Makes a pair: the private key in a new file (0600) outside the data folder, the public key as
 * text (SEAL_TEXT_ROOM). */
bool backup_key_make(const char *data_folder, const char *path, char *public_text, struct err *err);
/* Reads the private key's file; wipe it after use. */
bool backup_key_read(const char *path, struct seal_pair *pair, struct err *err);

#endif
