/* Shared between the ask*.c files only: the data of a request while it is gathered. */
#ifndef CORE_ASK_PARTS_H
#define CORE_ASK_PARTS_H
#include "core/ask.h"
#include "core/goal.h"
#include "core/rules/heat.h"
#include "core/rules/prompt.h"
#include "core/shooter.h"

enum {
    ASK_LISTS_MAX = 20,
    ASK_FACTS_MAX = 32,
    ASK_GROUPS_MAX = 12,
    ASK_SESSIONS_MAX = 200,
    ASK_FEW_SESSIONS = 5,
    ASK_INTERVAL_PERCENT = 95
};

struct asking {
    struct app *app;
    struct arena *arena;
    struct err *err;
    struct programme_list programmes; /* those that everybody knows: data/programmes.csv */
    int list_count;
    struct prompt_list lists[ASK_LISTS_MAX];
    int row_room;                 /* of the list begun last */
    struct prompt_fact *open_row; /* NULL: none, facts go nowhere */
};
bool asking_start(struct asking *asking, struct app *app, struct arena *arena, struct err *err);

/* --- one fact after the other --------------------------------------------------------------------
 * A list is begun, then its rows, then their facts; texts live as long as the arena. */
void ask_object(struct asking *asking, const char *name); /* with its one row */
void ask_array(struct asking *asking, const char *name, int most_rows);
void ask_row(struct asking *asking); /* beyond most_rows: its facts are left out */
void ask_number(struct asking *asking, const char *name, double value, int decimals);
void ask_count(struct asking *asking, const char *name, int64_t value);
void ask_measure(struct asking *asking, const char *name, const struct measure *measure,
                 int decimals); /* nothing when it is absent */
void ask_text(struct asking *asking, const char *name, const char *text); /* nothing when "" */

/* --- what several requests say alike -------------------------------------------------------------
 */
const char *ask_verdict(enum verdict verdict);
/* Discipline by its public name; of another one nothing. */
void ask_discipline(struct asking *asking, const char *programme_id);
void ask_distance(struct asking *asking, int64_t distance_mm);
void ask_weapon_class(struct asking *asking, const struct weapon *weapon);
/* sessions, shots, average and, with_group, the group. */
void ask_tally(struct asking *asking, const struct tally *tally, bool with_group);
void ask_trend(struct asking *asking, const char *name, const struct insight_series *series);
void ask_before(struct asking *asking, const struct insight *look, bool with_group);
void ask_groups(struct asking *asking, const char *name, const struct insight_groups *groups,
                bool with_group);
/* Rounds in all and since the service; false: err says why. */
bool ask_service(struct asking *asking, record_id weapon_id);
void ask_findings(struct asking *asking, const struct reflection *reflection);
bool ask_has_one_distance(const struct asking *asking, const struct insight_lines *lines,
                          const struct insight_choice *choice);

/* One of a closed list for what someone wrote: "9 mm". */
const char *ask_calibre_class(const struct weapon *weapon);

/* Free text without the words of the club, in the arena; at most `most` bytes. */
bool ask_redacted(struct asking *asking, const char *text, size_t most, char **redacted);

/* --- the end -------------------------------------------------------------------------------------
 */
void ask_session_ids(struct asking *asking, const struct insight_lines *lines,
                     const struct insight_choice *choice, struct ask *ask);
void asking_finish(struct asking *asking, enum reflection_subject subject, const char *notes,
                   const char *question, const struct reflection *calculated, struct ask *ask);

/* --- a question's numbers (ask_question.c gathers, ask_says.c says) ------------------------------
 */
struct ask_question_numbers {
    const struct question_input *input;
    struct insight look;               /* of what is chosen */
    const char *programme_id;          /* the one most shot; NULL: none */
    struct insight_choice main_choice; /* of that programme */
    bool has_one_distance;
    struct insight_series average; /* of the main programme */
    struct shooter *shooter;       /* NULL: not asked for */
    struct heat_lean lean;
    struct goal_suggestions suggestions;
};
void ask_says(const struct ask_question_numbers *numbers, struct reflection *reflection);

#endif
