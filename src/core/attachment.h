/* Papers and photographs of a session or a weapon. The file stands in the data folder under
 * "attachments", named by its id; the row holds its size and SHA-256. The file is on disk before
 * the row is: what a crash leaves is a file without a row, which attachment_verify names and which
 * harms nothing. */
#ifndef CORE_ATTACHMENT_H
#define CORE_ATTACHMENT_H
#include "core/app.h"

enum { ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024 };

struct attachment_subject { /* one of them; the other 0 */
    record_id session_id, weapon_id;
};

/* Copies that file in. Only a regular file, of a kind we keep (by its bytes), at most
 * ATTACHMENT_BYTES_MAX, from outside the data folder; an account also not from hidden folders. */
bool attachment_add(struct app *app, const struct attachment_subject *subject, const char *path,
                    record_id *id, struct err *err);
/* Newest first, at most 500, without what was removed. */
bool attachment_list(struct app *app, struct arena *arena, const struct attachment_subject *subject,
                     struct attachment **rows, int *count, struct err *err);
/* Writes it to a folder, under the name it came with, or to a new file of that name; nothing is
 * ever overwritten. What it read was the file that was stored, else ERR_CORRUPT. written (may be
 * NULL): where. */
bool attachment_export(struct app *app, record_id id, const char *destination, char *written,
                       size_t size, struct err *err);
/* No longer listed; row and file stay. */
bool attachment_void(struct app *app, record_id id, struct err *err);

struct attachment_verify_hooks {
    void *context;
    void (*found)(void *context, const char *sentence);       /* one problem */
    bool (*next)(void *context, int64_t done, int64_t total); /* false: stop; NULL: never */
};
/* Every file against its row, and files without one. *checked: rows looked at. False only when
 * checking failed or was stopped. Inside or outside a transaction. */
bool attachment_verify(struct app *app, const struct attachment_verify_hooks *hooks,
                       int64_t *checked, struct err *err);

/* "~/papers" as the person means it; anything else as it is. */
bool attachment_path(char *dst, size_t size, const char *typed);

#endif
