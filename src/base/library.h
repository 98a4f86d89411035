/* A shared library that is opened when it is first needed, because what it brings along would slow
 * the start of every command and stay in the memory of every kiosk. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H
#include <stdbool.h>

struct library_call {
    const char *name; /* NULL ends the list */
    void *place;      /* of a pointer to such a function */
};

/* Fills every place; the library stays open. False: it is not installed or lacks a call, which the
 * log says. Once for each library (pthread_once). */
bool library_open(const char *name, const struct library_call *calls);

#endif
