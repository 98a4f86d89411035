#include "core/demo_pipe.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"

/* Invariant: filled counts batches [taken, taken + filled) of the ring that wait for the store. */
struct demo_pipe {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct demo_batch *ring;
    int total;
    int made;  /* batches filled so far */
    int taken; /* batches given back so far */
    bool is_at_end, is_stopped;
    void (*make)(void *context, int index, struct demo_session *out);
    void *context;
};

static struct demo_batch *wait_for_room(struct demo_pipe *pipe)
{
    pthread_mutex_lock(&pipe->mutex);
    while (pipe->made - pipe->taken == DEMO_BATCHES && !pipe->is_stopped) {
        pthread_cond_wait(&pipe->changed, &pipe->mutex);
    }
    struct demo_batch *batch = pipe->is_stopped ? NULL : &pipe->ring[pipe->made % DEMO_BATCHES];
    pthread_mutex_unlock(&pipe->mutex);
    return batch;
}

static void tell(struct demo_pipe *pipe, int batches, bool is_at_end)
{
    pthread_mutex_lock(&pipe->mutex);
    pipe->made += batches;
    pipe->is_at_end = is_at_end;
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->mutex);
}

static void *make_all(void *argument)
{
    struct demo_pipe *pipe = argument;
    for (int index = 0; index < pipe->total;) {
        struct demo_batch *batch = wait_for_room(pipe);
        if (batch == NULL) {
            break;
        }
        batch->count = 0;
        while (batch->count < DEMO_BATCH && index < pipe->total) {
            pipe->make(pipe->context, index++, &batch->sessions[batch->count++]);
        }
        tell(pipe, 1, false);
    }
    tell(pipe, 0, true);
    return NULL;
}

struct demo_pipe *demo_pipe_start(int total,
                                  void (*make)(void *context, int index, struct demo_session *out),
                                  void *context)
{
    struct demo_pipe *pipe = mem_alloc(sizeof *pipe);
    pipe->ring = mem_array(DEMO_BATCHES, sizeof *pipe->ring);
    pipe->total = total;
    pipe->make = make;
    pipe->context = context;
    pthread_mutex_init(&pipe->mutex, NULL);
    pthread_cond_init(&pipe->changed, NULL);
    if (pthread_create(&pipe->thread, NULL, make_all, pipe) != 0) {
        pthread_cond_destroy(&pipe->changed);
        pthread_mutex_destroy(&pipe->mutex);
        free(pipe->ring);
        free(pipe);
        return NULL;
    }
    return pipe;
}

struct demo_batch *demo_pipe_take(struct demo_pipe *pipe)
{
    pthread_mutex_lock(&pipe->mutex);
    while (pipe->made == pipe->taken && !pipe->is_at_end) {
        pthread_cond_wait(&pipe->changed, &pipe->mutex);
    }
    struct demo_batch *batch =
        pipe->made == pipe->taken ? NULL : &pipe->ring[pipe->taken % DEMO_BATCHES];
    pthread_mutex_unlock(&pipe->mutex);
    return batch;
}

void demo_pipe_give_back(struct demo_pipe *pipe)
{
    pthread_mutex_lock(&pipe->mutex);
    pipe->taken++;
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->mutex);
}

void demo_pipe_stop(struct demo_pipe *pipe)
{
    pthread_mutex_lock(&pipe->mutex);
    pipe->is_stopped = true;
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->mutex);
    pthread_join(pipe->thread, NULL);
    pthread_cond_destroy(&pipe->changed);
    pthread_mutex_destroy(&pipe->mutex);
    free(pipe->ring);
    free(pipe);
}
