/* Who holds a lease: a name that tells whether that process still lives on this machine. */
#ifndef CORE_WORKER_NAME_H
#define CORE_WORKER_NAME_H
#include <stdbool.h>
#include <stddef.h>

/* "HOST/PID/START": START is when the process began, in ticks of this boot. */
void worker_name(char *dst, size_t size);

/* Certainly gone: of this machine, and no process has that number and that beginning. */
bool worker_is_gone(const char *name);

#endif
