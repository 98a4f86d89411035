/* Target faces: circular rings to the exact attometre.
 *
 * Unit `_am` = attometre (1e-15 mm). Coordinates come in as decimal text or stored micrometres;
 * in attometres every ring limit of every face is a whole number (also half of 7.315 mm divided by
 * ten), so a score is decided by comparing integers: x*x + y*y <= limit*limit in 128 bits. No
 * floating point, no square root. |coordinate| <= 3 m. */
#ifndef CORE_RULES_FACE_H
#define CORE_RULES_FACE_H
#include "base/arena.h"
#include "base/err.h"
#include "store/records.h"
#include <stdbool.h>
#include <stdint.h>

#define AM_PER_UM INT64_C(1000000000000)
#define AM_PER_MM INT64_C(1000000000000000)

enum gauging { GAUGING_INWARD, GAUGING_OUTWARD };
enum face_status { FACE_CONFIRMED, FACE_SINGLE_SOURCE, FACE_UNCERTAIN };

struct face {
    char id[CODE_ROOM];
    char name[NAME_ROOM];
    int64_t distance_mm;
    int64_t ring10_am;    /* outside diameter of the 10 */
    int64_t ring_step_am; /* diameter added per ring */
    int lowest_ring;      /* outside it is a miss */
    int64_t inner_ten_am; /* diameter; 0: the face has none */
    int64_t
        inner_ten_limit_am; /* largest centre distance, whatever the gauge (AR10); 0: by touch */
    int64_t black_am;       /* diameter of the black; 0: not known */
    int64_t gauge_am;       /* standard gauge; 0: scored by the hole's centre */
    enum gauging gauging;
    bool has_decimals;
    char card[NUMBER_ROOM]; /* "170x170" mm as in the source */
    enum face_status status;
};

struct face_list {
    int count;
    struct face *rows; /* in the arena */
};

/* From CSV text with the columns of data/faces.csv. Errors name row and column. */
bool face_list_read(struct arena *arena, const char *csv, struct face_list *list, struct err *err);
const struct face *face_find(const struct face_list *list, const char *id); /* case-insensitive */

/* Largest centre distance that still scores the ring 1..10 with this gauge; -1 when none can. */
int64_t face_ring_limit_am(const struct face *face, int ring, int64_t gauge_am);

/* Largest centre distance of an inner ten; -1 when the face has none. */
int64_t face_inner_ten_limit_am(const struct face *face, int64_t gauge_am);

int64_t face_ring_diameter_am(const struct face *face, int ring); /* outside, printed */

/* Millimetres of a gauge or diameter, 0..limit_mm with at most 12 decimals. */
bool face_length_read(const char *mm, int limit_mm, int64_t *am);

/* Radius of the printed ring (for drawing), and of the whole scoring area. */
int64_t face_ring_radius_am(const struct face *face, int ring);

#endif
