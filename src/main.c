/* argv -> command table -> a screen or a command. */
#include <signal.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that failed, not the end */
    if (argc >= 2 && strcmp(argv[1], COMPLETE_OPTION) == 0) {
        return complete_main(argc - 2, argv + 2); /* the shell asks, a person types TAB */
    }
    return command_main(argc, argv);
}
