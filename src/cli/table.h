/* Rows of aligned columns for people; what comes from outside is cleaned for the terminal. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

enum { TABLE_COLUMNS = 8 };

/* Adds a row of `count` texts (copied). */
struct table {
    int columns, count, room;
    char **cells;
};
void table_add(struct table *table, int columns, const char *const *texts);
/* Prints all rows with columns as wide as their widest text, then frees. */
void table_print(struct table *table);
/* Without printing. */
void table_free(struct table *table);

#endif
