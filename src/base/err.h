/* How every fallible function reports: it returns false and fills a struct err.
 *
 * `what` is one translated sentence for a person: what happened, what was kept, what to do next.
 * `detail` is for the log only (errno text, SQL message) and is never shown on a screen. */
#ifndef BASE_ERR_H
#define BASE_ERR_H
#include <stdbool.h>

enum err_kind {
    ERR_OK,
    ERR_INPUT,     /* a value a person typed cannot be used */
    ERR_NOT_FOUND, /* no such record, file or name */
    ERR_DENIED,    /* the actor's role does not carry the right */
    ERR_BUSY,      /* someone else holds it: try again */
    ERR_FULL,      /* no space left */
    ERR_READONLY,  /* medium or database cannot be written */
    ERR_IO,        /* reading or writing failed; after a failed sync: final */
    ERR_CORRUPT,   /* the database is damaged or is not ours */
    ERR_NETWORK,
    ERR_NEWER,  /* made by a newer AimTrack */
    ERR_CONFIG, /* terminal, locale or settings do not allow it */
    ERR_BUG     /* cannot happen; tell the authors */
};

struct err {
    enum err_kind kind;
    char what[240];
    char detail[160];
};

/* Fills `err` with a translated sentence made from `format`; returns false so that a caller can
 * write `return err_set(err, ERR_INPUT, _("..."));`. err may be NULL. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the line for the log; keeps kind and what. Returns false. */
bool err_detail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* No room for it: the disk, a quota, or the largest file that is allowed. */
bool err_is_no_room(int error_number);

/* err_set from errno: no room -> ERR_FULL, EROFS -> ERR_READONLY, EACCES -> ERR_DENIED, else
 * ERR_IO. `format` makes the sentence; strerror goes to detail. */
bool err_errno(struct err *err, int error_number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void err_clear(struct err *err);

/* sysexits-style code of a command that ended with this error (docs/man/aimtrack.1, EXIT STATUS).
 */
int err_exit_code(const struct err *err);

#endif
