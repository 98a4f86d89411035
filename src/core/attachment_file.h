/* Where the file of an attachment stands, and whether it is the one that was stored. Used by core
 * only. */
#ifndef CORE_ATTACHMENT_FILE_H
#define CORE_ATTACHMENT_FILE_H
#include "base/buf.h"
#include "core/app.h"

enum { ATTACHMENT_PATH_ROOM = 700 };

/* The folder of all of them. */
bool attachment_folder(const struct app *app, char dst[ATTACHMENT_PATH_ROOM], struct err *err);
/* Of one file; ERR_CORRUPT when the name, which comes from the database, is not one of ours. */
bool attachment_file(const struct app *app, const char *stored_name, char dst[ATTACHMENT_PATH_ROOM],
                     struct err *err);
/* "123456.pdf": digits, a dot, small letters. Nothing else can stand in the folder. */
bool attachment_name_is_ours(const char *stored_name);
/* SHA-256 as 64 hexadecimal digits. */
void attachment_hash(const void *bytes, size_t size, char hex[65]);

/* Before the rows of a terminal are taken out: the files of its sessions and weapons, one name a
 * line. And after the commit: those files go whose rows went. */
bool attachment_names(struct app *app, int terminal, struct buf *names, struct err *err);
void attachment_remove_unlisted(struct app *app, char *names);

#endif
