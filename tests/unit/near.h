/* Floating-point numbers, compared within a distance that the test names. */
#ifndef TESTS_UNIT_NEAR_H
#define TESTS_UNIT_NEAR_H
#include "support.h"

#include <math.h>

#define assert_near(value, expected, within)                                                       \
    do {                                                                                           \
        double near_value = (value);                                                               \
        double near_expected = (expected);                                                         \
        if (!(fabs(near_value - near_expected) <= (within))) {                                     \
            fail_msg("%s is %.15g, not %.15g", #value, near_value, near_expected);                 \
        }                                                                                          \
    } while (0)

#endif
