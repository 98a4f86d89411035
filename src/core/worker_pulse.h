/* Does a worker's thread still come round? It answers on a small socket in the data folder, from
 * the place where it sleeps and while a request runs. So a thread that hangs is told from one that
 * has nothing to do, and one that has nothing to do is not woken and writes nothing. */
#ifndef CORE_WORKER_PULSE_H
#define CORE_WORKER_PULSE_H
#include <stdbool.h>

struct worker_pulse;

/* Makes DATA/worker-PID.sock and takes away those of workers that are gone. NULL: this file system
 * has no sockets; the worker works without. */
struct worker_pulse *worker_pulse_open(const char *folder);
int worker_pulse_fd(const struct worker_pulse *pulse); /* readable: somebody asks; -1 for NULL */
/* Answers whoever asks, without waiting. On the thread whose life it is about. */
void worker_pulse_answer(struct worker_pulse *pulse);
void worker_pulse_close(struct worker_pulse *pulse); /* NULL: nothing */
/* Takes the socket away while its thread still hangs; the thread closes it, should it ever come
 * round. From another thread. */
void worker_pulse_hide(const struct worker_pulse *pulse);

struct worker_pulses {
    int answered, silent; /* silent: alive, but not coming round within that time */
};
/* Asks every worker of that folder at once. */
void worker_pulse_ask(const char *folder, int within_ms, struct worker_pulses *found);

#endif
