#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

enum { SIGNAL_EXIT = 128 };

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
enum { COUNT = sizeof numbers / sizeof numbers[0] };

/* A signal handler can reach nothing else. */
static volatile sig_atomic_t asked;
static struct sigaction before[COUNT];

static void note(int number)
{
    asked = number;
}

void interrupt_catch(void)
{
    const struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    asked = 0;
    for (size_t i = 0; i < COUNT; i++) {
        sigaction(numbers[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) {
            sigaction(numbers[i], &action, NULL);
        }
    }
}

bool interrupt_asked(void)
{
    return asked != 0;
}

int interrupt_release(int code)
{
    for (size_t i = 0; i < COUNT; i++) {
        sigaction(numbers[i], &before[i], NULL);
    }
    return code != 0 && asked != 0 ? SIGNAL_EXIT + asked : code;
}
