/* The demonstration's shooters at work: seeded sessions that improve, dip and drift. Pure: the same
 * plan gives the same shots. Used by core/demo.c only. */
#ifndef CORE_DEMO_SHOOTING_H
#define CORE_DEMO_SHOOTING_H
#include "core/rules/programme.h"
#include "core/rules/stats.h"
#include "store/records.h"

struct demo_random { /* xoshiro256** */
    uint64_t s[4];
    double spare; /* second normal value of a pair */
    bool has_spare;
};
void demo_random_start(struct demo_random *random, uint64_t seed);
uint64_t demo_random_next(struct demo_random *random);
int demo_random_below(struct demo_random *random, int limit); /* 0 when limit is not above 0 */
double demo_random_unit(struct demo_random *random);          /* 0 <= u < 1 */
double demo_random_normal(struct demo_random *random);

/* How someone shoots: spread as a share of the face's ring distance, and how it changes. */
struct demo_shooter {
    record_id member_id, weapon_id;
    record_id ammunition_ids[2]; /* the usual one; the better one of every fourth session */
    const struct programme *programme;
    const struct face *face;
    double sigma_mm;                         /* at the beginning */
    double gain;                             /* share of the spread lost over the two years */
    double dip_at;                           /* 0..1 of the period: where form dips */
    double bias_x_mm, bias_y_mm, drift_x_mm; /* where the group sits and how it wanders */
    double tiring;                           /* spread added towards the end of a session */
    double seconds_per_shot;
};

enum { DEMO_SHOTS_MAX = SESSION_SHOTS_MAX + 10 };

struct demo_session {
    struct session session;
    struct session_weapon weapon;
    struct shot_summary summary;
    int shot_count;
    struct shot shots[DEMO_SHOTS_MAX]; /* current ones, with now and then a corrected revision */
};

struct demo_occasion {
    record_id session_id, weapon_line_id, officer_id, location_id;
    int64_t started_at_ms;
    const char *local_date;
    double when; /* 0..1 of the period */
    int lane;
    int shots;                     /* 0: the programme's */
    const char *note, *reflection; /* "" mostly */
};

/* One session of that shooter. */
void demo_shoot(struct demo_random *random, const struct demo_shooter *shooter,
                const struct demo_occasion *occasion, struct demo_session *out);

#endif
