/* What a hole is worth. One function for the screen, the command line and imports. */
#ifndef CORE_RULES_SCORE_H
#define CORE_RULES_SCORE_H
#include "core/rules/face.h"

struct hole { /* centre of the hole from the face's centre, x right, y up */
    int64_t x_am, y_am;
    /* What text said beyond the attometre, in 1e-33 mm (0 .. 1e18-1), away from the centre. */
    uint64_t x_rest, y_rest;
};

struct score {
    int ring;   /* 0 = miss, lowest..10 */
    int tenths; /* decimal value, 109 = 10.9; ring * 10 on a face without decimals */
    bool is_inner_ten;
    int64_t distance_um; /* centre distance, exact value rounded half up (for showing only) */
    int64_t margin_um;   /* how far inside the outer limit of its ring (showing only); a miss: how
                            far outside the lowest ring, negative. Halves away from zero */
};

/* Reads millimetres ("3.31", "-0,07", "1e-05") exactly to 33 decimals; further digits count as "a
 * little more". ERR_INPUT when it is no number or beyond 3 m. */
bool hole_read_axis(const char *mm, int64_t *am,
                    uint64_t *rest); /* one coordinate; no error text */
bool hole_read(const char *x_mm, const char *y_mm, struct hole *hole, struct err *err);
struct hole hole_from_um(int64_t x_um, int64_t y_um);

/* ISSF 6.3.3, 6.3.4; inward: touching the outside edge scores the higher ring. Decimals divide each
 * ring into ten equal rings, a boundary belongs to the higher value, 10.9 is the highest. */
struct score score_hole(const struct face *face, int64_t gauge_am, struct hole hole);

/* The score of a value typed without a place. `inner` as typed (x key); on a decimal programme
 * inner tens are not known without a place. */
struct score score_value(int tenths, bool inner);

/* THE place that writes a score: "9", "10", "10.4", "10x" (whole-ring inner ten), "-" for a miss is
 * "0". point: '.' or ','. dst >= 16 bytes; returns dst. */
char *score_text(char *dst, size_t size, int tenths, bool decimals, bool inner, char point);
/* A total: "281" or "208.0". */
char *score_total_text(char *dst, size_t size, int64_t tenths, bool decimals, char point);

#endif
