/* A shared library that is opened when it is first needed, because what it brings along would slow
 * the start of every command and stay in the memory of every kiosk. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct library_call {
    const char *name; /* NULL ends the list */
    void *place;      /* of a pointer to such a function */
};

/* Fills every place; the library stays open. False: it is not installed or lacks a call, which the
 * log says. Once for each library (pthread_once). */
bool library_open(const char *name, const struct library_call *calls);

/* Defines `const struct GETTER_calls *GETTER(void)`: the calls of the library, opened by the first
 * who asks, from any thread; NULL when it is not there. CALLS lists them (X-macro), ROW(call) is a
 * row {"lib_call", &GETTER_calls.call}. The struct's members are typed by the library's own header,
 * and none of its functions is defined again here: a header that changes cannot conflict. */
#define LIBRARY_LATE(getter, soname, CALLS, ROW)                                                   \
    static struct getter##_calls getter##_calls;                                                   \
    static bool getter##_is_open;                                                                  \
    static void getter##_open(void)                                                                \
    {                                                                                              \
        static const struct library_call rows[] = {CALLS(ROW){NULL, NULL}};                        \
        getter##_is_open = library_open(soname, rows);                                             \
    }                                                                                              \
    const struct getter##_calls *getter(void)                                                      \
    {                                                                                              \
        static pthread_once_t once = PTHREAD_ONCE_INIT;                                            \
        pthread_once(&once, getter##_open);                                                        \
        return getter##_is_open ? &getter##_calls : NULL;                                          \
    }

#endif
