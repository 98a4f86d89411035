/* What the numbers say in words: a session's reflection and a weapon's insight, by rules, without
 * network and without a model. Every sentence stands on a number that is kept beside it. Pure. It
 * is always shown with the label "calculated, not AI". */
#ifndef CORE_RULES_REFLECTION_H
#define CORE_RULES_REFLECTION_H
#include "core/rules/tally.h"
#include "core/rules/trend.h"

enum reflection_part {
    REFLECTION_SUMMARY,
    REFLECTION_STRONG,  /* weapon: trends */
    REFLECTION_IMPROVE, /* weapon: typical issues */
    REFLECTION_NEXT,    /* weapon: recommendations */
    REFLECTION_PART_COUNT
};

enum { REFLECTION_SENTENCES_MAX = 24, REFLECTION_TEXT_ROOM = 240, REFLECTION_BASIS_ROOM = 160 };

struct reflection_sentence {
    enum reflection_part part;
    char text[REFLECTION_TEXT_ROOM];   /* translated, whole sentence */
    char basis[REFLECTION_BASIS_ROOM]; /* translated: the number behind it, shown on request */
    char rule[CODE_ROOM];              /* "dip", "mpi_off": which rule wrote it */
};

enum reflection_subject { REFLECTION_SESSION, REFLECTION_WEAPON, REFLECTION_QUESTION };

struct reflection {
    enum reflection_subject subject;
    int count;
    struct reflection_sentence sentences[REFLECTION_SENTENCES_MAX]; /* by part */
};

/* Of one session: its numbers and the member's own past. */
struct reflection_session {
    const struct session_stats *stats;
    bool has_decimals;
    bool has_stages;    /* stages that differ: their series are not compared with each other */
    int expected_shots; /* of the programme; 0: open-ended */
    struct measure versus_average, own_best, percentile;
    const struct sight_advice *advice; /* NULL: none */
    char decimal_point;
};
void reflection_of_session(const struct reflection_session *input, struct reflection *reflection);

/* Of a weapon over a period. With more than one distance nothing is said in millimetres or clicks.
 */
struct reflection_group { /* one ammunition, distance or shooter beside the others */
    const char *name;     /* for people; not NULL, "" : not said, left out */
    struct tally tally;
};
struct reflection_weapon {
    const struct tally *all, *before;  /* this period; the one of the same length before (NULL) */
    const struct trend *score, *sigma; /* rings a shot and mm, of sessions; NULL: none */
    int ammunition_count, distance_count;
    const struct reflection_group *ammunition, *distances;
    int64_t rounds_since_service;
    int service_interval; /* 0: none */
    const struct sight_advice *advice;
    char decimal_point;
};
void reflection_of_weapon(const struct reflection_weapon *input, struct reflection *reflection);

#endif
