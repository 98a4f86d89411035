/* argv -> command table -> a screen or a command. */
#include <malloc.h>
#include <signal.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"

/* A kiosk runs for weeks: what a long report or a backup took goes back to the system when it is
 * free, instead of staying with the thread that had it. */
static void keep_memory_small(void)
{
    enum { LARGE_BYTES = 128 * 1024 };
    (void)mallopt(M_ARENA_MAX, 1);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, LARGE_BYTES);
}

int main(int argc, char **argv)
{
    keep_memory_small();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that failed, not the end */
    if (argc >= 2 && strcmp(argv[1], COMPLETE_OPTION) == 0) {
        return complete_main(argc - 2, argv + 2); /* the shell asks, a person types TAB */
    }
    return command_main(argc, argv);
}
