/* What the files about delivering share; for src/export/deliver*.c only. */
#ifndef EXPORT_DELIVER_INSIDE_H
#define EXPORT_DELIVER_INSIDE_H
#include "export/deliver.h"

enum { DELIVER_PART_ROOM = DELIVER_NAME_ROOM + 24 };

/* --- the file while it is not whole (deliver_part.c): ".NAME.1234abcd.part" ------------------ */
/* Makes one that is new and locked as long as it is open; its descriptor, or -1 and errno. */
int part_create(int folder, const char *name, char part[DELIVER_PART_ROOM]);
/* Takes away those whose program was killed: nobody holds their lock. How many there were. */
int parts_clear(int folder);

/* --- the system's calls (deliver_calls.c) ---------------------------------------------------- */
/* Fills in what is NULL. */
void deliver_calls_fill(struct deliver_calls *calls);
/* Every byte; false: errno. */
bool deliver_write_all(const struct deliver_calls *calls, int file, const char *bytes, size_t size);

/* --- the list of checksums beside the files (deliver_sums.c) --------------------------------- */
/* Adds "HASH  NAME", as sha256sum -c reads it, and syncs. False: errno, and the list is as it was,
 * as far as it can be. */
bool sums_add(const struct deliver_calls *calls, int folder, const char *sha256, const char *name);

#endif
