/* What `stats` and `chart` share: whose numbers, of which period and programme. */
#ifndef CLI_INSIGHT_COMMAND_H
#define CLI_INSIGHT_COMMAND_H
#include "cli/command.h"
#include "core/insight.h"

struct insight_request {
    enum insight_by skip; /* BY_WEAPON: a weapon's; BY_SHOOTER: a member's */
    record_id id;
    char name[NAME_ROOM];
    struct insight_of of;
    struct insight_choice choice;
    char programme_id[CODE_ROOM];
};

/* Takes --from, --to, --programme out of argv. False: said on stderr. */
bool insight_request_choice(struct insight_request *request, int *argc, char **argv);
/* "weapon ID" or "member ID|NUMBER". False: *code is the exit code, said on stderr. */
bool insight_request_subject(struct insight_request *request, struct app *app, const char *kind,
                             const char *id, int *code);

#endif
