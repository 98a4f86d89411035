/* The demonstration club: believable, seeded, the same every time, removable. */
#ifndef CORE_DEMO_H
#define CORE_DEMO_H
#include "core/app.h"

struct demo_options {
    int members;           /* 40 */
    int sessions;          /* over two years, all members; 0: 2 years of club evenings */
    int shots_per_session; /* 0: the programme's */
    uint64_t seed;         /* 1 */
};
struct demo_result {
    int members, weapons, sessions;
    int64_t shots;
    double seconds;
};
typedef bool (*demo_progress)(void *context, int64_t done, int64_t total);

/* Into an empty or an existing club (an empty one gets the club, too). Ids carry ID_TERMINAL_DEMO.
 */
bool demo_load(struct app *app, const struct demo_options *options, demo_progress progress,
               void *context, struct demo_result *result, struct err *err);

/* Takes out everything the demonstration made; demo members and weapons that real sessions use
 * stay. */
bool demo_remove(struct app *app, struct demo_result *result, struct err *err);
bool demo_is_loaded(struct app *app);
/* Before demo_load by command: ERR_INPUT in a club that holds anything of its own, where the
 * accounts of the demonstration, whose secrets anybody knows, would open real records. */
bool demo_may_come(struct app *app, struct err *err);

/* Its accounts with their secrets, one of each role (printed, and shown at the login). */
struct demo_account {
    const char *login, *name, *secret;
    enum role role;
};
extern const struct demo_account demo_accounts[];
extern const int demo_account_count;

#endif
