/* systemd's journal, for the few events that have an identity there (MESSAGE_ID): the prefix of a
 * line on standard error can carry a priority, and nothing else. docs/decisions/0013 */
#ifndef BASE_JOURNAL_H
#define BASE_JOURNAL_H
#include <stdbool.h>

#include "base/buf.h"

/* Whether standard error is the journal: JOURNAL_STREAM names that very stream. A program that was
 * started by a service and writes elsewhere is not taken for one. */
bool journal_is_stderr(void);

/* One field of an entry: NAME=value. The value holds no line feed. */
void journal_field(struct buf *entry, const char *name, const char *value);
/* False: nobody takes it, or not now. Never waits. */
bool journal_send(const struct buf *entry);

/* Tests: another socket than systemd's; NULL: that one again. */
void journal_set_socket(const char *path);

#endif
