/* What the fault tests share: a program under faults that are switched while it runs, and what must
 * hold afterwards. */
#ifndef TESTS_FAULT_FAULT_H
#define TESTS_FAULT_FAULT_H
#include "fault/shim.h"
#include "support.h"
#include "tui/tui.h"

#include <stdbool.h>

bool fault_is_full_run(void); /* AIMTRACK_FULL: everything, else the quick part */

/* A block of shim.h in a file of its own, everything off. Lives until the test program ends. */
struct fault_control *fault_control(void);

/* For struct tui_options.env: LD_PRELOAD and what it needs, after at most 8 of `more` (NULL-ended,
 * may be NULL). Valid until the next call. */
const char *const *fault_env(const char *const *more);

/* The officer of the demonstration club at the range, with those faults at hand. */
struct tui *fault_range(const char *folder);
/* And Visser on lane 1, whole rings, in entry. */
struct tui *fault_entry(const char *folder);

/* Runs a shell line in the test's own folders; fails the test unless it ends with 0. */
__attribute__((format(printf, 1, 2))) void fault_run(const char *line, ...);
/* The same, gives how it ended: its status, or -signal. */
__attribute__((format(printf, 1, 2))) int fault_status(const char *line, ...);

/* Opens the club as a command does; fails the test when that is refused. */
void fault_open(struct app *app, const char *folder);
/* Verify finds nothing: audit chain, sums, attachments, the database's own check. */
void fault_assert_whole(const char *folder);
/* Shots of the open lanes together. */
int fault_count_shots(const char *folder);

int64_t fault_now_ms(void); /* monotonic */
/* Milliseconds of processor time that a process has used so far. */
int64_t fault_cpu_ms(pid_t pid);

#endif
