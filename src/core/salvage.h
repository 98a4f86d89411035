/* The last resort: what can still be read from a damaged database, as a new data folder beside it,
 * with a list of what was lost. The damaged one is never touched. Restoring a backup is better
 * whenever there is one. Acts as the owner of the folder. */
#ifndef CORE_SALVAGE_H
#define CORE_SALVAGE_H
#include "core/backup.h"

struct salvage_order {
    const char *data_folder;
    const char *out; /* a folder that is new or empty; NULL: DATA/salvage-DATE-TIME */
    bool even_whole; /* also when nothing is damaged */
    struct backup_watch watch;
};
struct salvage_table {
    char name[DB_TABLE_ROOM];
    int64_t rows, refused; /* refused: readable, but no row of ours */
};
struct salvage_result {
    bool is_whole; /* every page, every reference and the club are there; unless even_whole was
                      asked, nothing was made then and folder is "" */
    char folder[BACKUP_FOLDER_ROOM];
    struct salvage_table *tables; /* in the arena */
    int table_count;
    int64_t rows;
    int lost_count;    /* lines in FOLDER/lost.txt */
    int problem_count; /* of a whole check of the result; the first ones stand in lost.txt too */
};
/* False: nothing was made. The result was opened and checked: it can be used as a data folder, or
 * put in place with restore_adopt. */
bool salvage_run(const struct salvage_order *order, struct arena *arena,
                 struct salvage_result *result, struct err *err);

#endif
