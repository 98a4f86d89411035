/* One thread makes sessions, another stores them: a bounded queue of batches between them. */
#ifndef CORE_DEMO_PIPE_H
#define CORE_DEMO_PIPE_H
#include "core/demo_shooting.h"

enum { DEMO_BATCH = 64, DEMO_BATCHES = 8 };

struct demo_batch {
    int count;
    struct demo_session sessions[DEMO_BATCH];
};

struct demo_pipe;

/* Starts `make` on its own thread; it is called for 0, 1, 2 .. total-1, in order. */
struct demo_pipe *demo_pipe_start(int total,
                                  void (*make)(void *context, int index, struct demo_session *out),
                                  void *context);
/* The next filled batch, in order; NULL at the end. Give it back before the next call. */
struct demo_batch *demo_pipe_take(struct demo_pipe *pipe);
void demo_pipe_give_back(struct demo_pipe *pipe);
void demo_pipe_stop(struct demo_pipe *pipe); /* also early; joins and frees */

#endif
