/* A club from its beginning to its end, in a folder of its own: what an administrator runs after
 * installing, to see that this program works on this machine. The club of the machine is not
 * touched. */
#ifndef CORE_SELFTEST_H
#define CORE_SELFTEST_H
#include "base/err.h"

/* A step is about to begin (err NULL, is_done false), or has ended: well (err NULL) or not. `name`
 * is translated. */
struct selftest_watch {
    void (*step)(void *context, const char *name, bool is_done, const struct err *err);
    void *context;
};

struct selftest_result {
    int passed, failed; /* the first that fails ends it */
    char folder[512];   /* where it was done; gone, unless is_kept */
    bool is_kept;       /* something failed, or it was asked for */
};

/* False only when there is no room for a folder at all ($TMPDIR, or /tmp). Takes some seconds:
 * secrets are hashed as slowly as in a real club. */
bool selftest_run(bool keeps, const struct selftest_watch *watch, struct selftest_result *result,
                  struct err *err);

#endif
