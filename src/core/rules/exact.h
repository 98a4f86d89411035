/* Comparing a distance with a limit without rounding: 128-bit lengths, 256-bit squares.
 * A grain is 1e-33 mm: an attometre divided by 1e18. Lengths stay below 2^122 grains (5.3 m). */
#ifndef CORE_RULES_EXACT_H
#define CORE_RULES_EXACT_H
#include <stdint.h>

__extension__ typedef unsigned __int128 grains;
__extension__ typedef __int128 signed_grains;

#define GRAINS_PER_AM      ((grains)UINT64_C(1000000000000000000))
#define GRAINS_PER_HALF_UM (GRAINS_PER_AM * UINT64_C(500000000000))

struct square {
    uint64_t limb[4]; /* lowest first */
};

struct square exact_square(grains length);
struct square exact_sum(struct square a, struct square b);

/* The root of `squared` against `limit`: negative when smaller, 0 when equal, else positive. */
int exact_compare(const struct square *squared, signed_grains limit);

/* The root, in grains, as near as a double gets: a first guess that exact_compare corrects. */
double exact_root_guess(const struct square *squared);

#endif
