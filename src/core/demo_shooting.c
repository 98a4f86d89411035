#include "core/demo_shooting.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "core/rules/score.h"

/* How much closer the better ammunition shoots. */
static const double better_spread = 0.92;

static uint64_t rotate(uint64_t value, int by)
{
    return (value << by) | (value >> (64 - by));
}

void demo_random_start(struct demo_random *random, uint64_t seed)
{
    *random = (struct demo_random){0};
    for (int i = 0; i < 4; i++) { /* splitmix64, as the generator's authors advise */
        seed += UINT64_C(0x9E3779B97F4A7C15);
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        random->s[i] = z ^ (z >> 31);
    }
}

uint64_t demo_random_next(struct demo_random *random)
{
    uint64_t *s = random->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
}

int demo_random_below(struct demo_random *random, int limit)
{
    return limit > 0 ? (int)(demo_random_next(random) % (uint64_t)limit) : 0;
}

double demo_random_unit(struct demo_random *random)
{
    return (double)(demo_random_next(random) >> 11) * 0x1.0p-53;
}

double demo_random_normal(struct demo_random *random)
{
    if (random->has_spare) {
        random->has_spare = false;
        return random->spare;
    }
    double x = 0;
    double y = 0;
    double square = 1;
    do { /* Marsaglia's polar method */
        x = 2 * demo_random_unit(random) - 1;
        y = 2 * demo_random_unit(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square < 1e-12);
    double factor = sqrt(-2 * log(square) / square);
    random->spare = y * factor;
    random->has_spare = true;
    return x * factor;
}

/* Spread of this shooter at that time of the period and that shot of the session. */
static double spread_mm(const struct demo_shooter *shooter, bool is_better, double when,
                        double progress)
{
    double away = (when - shooter->dip_at) / 0.07;
    double dip = 0.35 * exp(-away * away);
    return shooter->sigma_mm * (is_better ? better_spread : 1) * (1 - shooter->gain * when) *
           (1 + dip) * (1 + shooter->tiring * progress * progress);
}

static int64_t clamp_um(double mm)
{
    double um = mm * 1000;
    return (int64_t)(um > 900000 ? 900000 : um < -900000 ? -900000 : um);
}

static void value_shot(const struct demo_shooter *shooter, int64_t gauge_um, struct shot *shot)
{
    struct score score =
        score_hole(shooter->face, gauge_um * AM_PER_UM, hole_from_um(shot->x_um, shot->y_um));
    bool decimals = shooter->programme->has_decimals;
    shot->ring = score.ring;
    shot->value_tenths = decimals ? score.tenths : score.ring * 10;
    shot->is_inner_ten = score.is_inner_ten;
}

struct aim {
    double x, y, sigma;
};

static void place_shot(struct demo_random *random, const struct demo_shooter *shooter,
                       struct aim aim, int64_t gauge_um, struct shot *shot)
{
    double wide = demo_random_below(random, 90) == 0 ? 2.6 : 1.0; /* a flier now and then */
    shot->x_um = clamp_um(aim.x + wide * aim.sigma * demo_random_normal(random));
    shot->y_um = clamp_um(aim.y + wide * aim.sigma * demo_random_normal(random));
    shot->is_plotted = true;
    shot->source = SHOT_PLOT;
    shot->machine_tenths = -1;
    value_shot(shooter, gauge_um, shot);
}

/* Typed sessions keep the values and forget the places. */
static void forget_places(struct demo_session *out)
{
    for (int i = 0; i < out->shot_count; i++) {
        struct shot *shot = &out->shots[i];
        shot->is_plotted = false;
        shot->x_um = shot->y_um = 0;
        shot->source = SHOT_KEYS;
    }
}

/* The officer typed a nine for a ten and mended it: an old revision before the current one. */
static void add_correction(struct demo_random *random, struct demo_session *out)
{
    int index = demo_random_below(random, out->shot_count);
    struct shot *now = &out->shots[index];
    if (now->series == 0 || now->value_tenths < 10 || out->shot_count >= DEMO_SHOTS_MAX) {
        return;
    }
    struct shot wrong = *now;
    wrong.value_tenths -= 10;
    wrong.ring -= 1;
    wrong.is_inner_ten = false;
    wrong.is_plotted = false;
    wrong.x_um = wrong.y_um = 0;
    wrong.source = SHOT_KEYS;
    wrong.voided_at_ms = now->entered_at_ms + 21000;
    wrong.voided_by = now->entered_by;
    now->revision = 1;
    memmove(now + 1, now, sizeof *now * (size_t)(out->shot_count - index));
    *now = wrong;
    out->shot_count++;
}

static void fill_records(const struct demo_shooter *shooter, const struct demo_occasion *occasion,
                         struct demo_session *out)
{
    struct session *session = &out->session;
    *session = (struct session){.id = occasion->session_id,
                                .member_id = shooter->member_id,
                                .lane = occasion->lane,
                                .location_id = occasion->location_id,
                                .started_at_ms = occasion->started_at_ms,
                                .state = SESSION_FINISHED,
                                .officer_id = occasion->officer_id};
    text_copy(session->programme_id, sizeof session->programme_id, shooter->programme->id);
    text_copy(session->local_date, sizeof session->local_date, occasion->local_date);
    text_copy(session->notes, sizeof session->notes, occasion->note);
    text_copy(session->reflection, sizeof session->reflection, occasion->reflection);
    out->weapon = (struct session_weapon){.id = occasion->weapon_line_id,
                                          .session_id = occasion->session_id,
                                          .weapon_id = shooter->weapon_id,
                                          .gauge_um = shooter->programme->gauge_um,
                                          .distance_mm = shooter->face->distance_mm,
                                          .ammunition_id = shooter->ammunition_ids[0]};
    if (out->weapon.gauge_um == 0) {
        out->weapon.gauge_um = shooter->face->gauge_am / AM_PER_UM;
    }
    text_copy(out->weapon.face_id, sizeof out->weapon.face_id, shooter->face->id);
}

/* Adds `count` shots of one series from its first place on. */
static int64_t shoot_series(struct demo_random *random, const struct demo_shooter *shooter,
                            const struct demo_occasion *occasion, struct demo_session *out,
                            int series, int count, double progress, int64_t at_ms)
{
    struct aim aim = {
        .x = shooter->bias_x_mm + shooter->drift_x_mm * (occasion->when - 0.5),
        .y = shooter->bias_y_mm,
        .sigma = spread_mm(shooter, out->weapon.ammunition_id != shooter->ammunition_ids[0],
                           occasion->when, progress),
    };
    for (int number = 1; number <= count; number++) {
        double pause = shooter->seconds_per_shot * (0.6 + 0.8 * demo_random_unit(random));
        at_ms += (int64_t)(pause * 1000);
        struct shot *shot = &out->shots[out->shot_count++];
        *shot = (struct shot){.session_weapon_id = out->weapon.id,
                              .series = series,
                              .number = number,
                              .entered_at_ms = at_ms,
                              .entered_by = occasion->officer_id};
        place_shot(random, shooter, aim, out->weapon.gauge_um, shot);
    }
    return at_ms;
}

void demo_shoot(struct demo_random *random, const struct demo_shooter *shooter,
                const struct demo_occasion *occasion, struct demo_session *out)
{
    fill_records(shooter, occasion, out);
    out->shot_count = 0;
    if (demo_random_below(random, 4) == 0 && shooter->ammunition_ids[1] != 0) {
        out->weapon.ammunition_id = shooter->ammunition_ids[1];
    }
    out->session.is_competition = demo_random_below(random, 12) == 0;
    int planned = occasion->shots > 0 ? occasion->shots : programme_shot_count(shooter->programme);
    planned = planned > SESSION_SHOTS_MAX ? SESSION_SHOTS_MAX : planned;
    bool is_typed = demo_random_below(random, 8) == 0;
    int64_t at_ms = occasion->started_at_ms;
    if (occasion->shots == 0) {
        at_ms = shoot_series(random, shooter, occasion, out, 0, 5, 0, at_ms);
    }
    int fired = 0;
    for (int series = 1; series <= SERIES_MAX && fired < planned; series++) {
        int in_series = programme_series_shots(shooter->programme, series);
        in_series = in_series > 0 ? in_series : 10; /* more shots than the programme has */
        int count = planned - fired < in_series ? planned - fired : in_series;
        double progress = (double)fired / planned;
        at_ms = shoot_series(random, shooter, occasion, out, series, count, progress, at_ms);
        fired += count;
    }
    if (is_typed) {
        forget_places(out);
    }
    out->session.finished_at_ms = at_ms + 60000;
    out->weapon.rounds_fired = out->shot_count;
    if (demo_random_below(random, 30) == 0) {
        add_correction(random, out);
    }
    stats_summary(out->shots, out->shot_count, &out->summary);
    out->summary.session_weapon_id = out->weapon.id;
}
