/* argv -> command table -> a screen or a command; or the part of AimTrack that only makes paper. */
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"
#include "export/paper_child.h"

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], PAPER_COMMAND) == 0) {
        return paper_child_main(); /* not a command of people: export/render.h starts it */
    }
    if (argc >= 2 && strcmp(argv[1], COMPLETE_OPTION) == 0) {
        return complete_main(argc - 2, argv + 2); /* the shell asks, a person types TAB */
    }
    return command_main(argc, argv);
}
