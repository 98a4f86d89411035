#include "core/rules/exact.h"

#include <math.h>

struct square exact_square(grains length)
{
    uint64_t low = (uint64_t)length;
    uint64_t high = (uint64_t)(length >> 64);
    grains low_low = (grains)low * low;
    grains cross = 2 * (grains)high * low; /* below 2^123: high < 2^58 */
    grains high_high = (grains)high * high;
    grains middle = (low_low >> 64) + (uint64_t)cross;
    grains upper = high_high + (cross >> 64) + (middle >> 64);
    return (struct square){
        {(uint64_t)low_low, (uint64_t)middle, (uint64_t)upper, (uint64_t)(upper >> 64)}};
}

struct square exact_sum(struct square a, struct square b)
{
    struct square sum;
    grains carry = 0;
    for (int i = 0; i < 4; i++) {
        carry += (grains)a.limb[i] + b.limb[i];
        sum.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    return sum;
}

int exact_compare(const struct square *squared, signed_grains limit)
{
    if (limit < 0) {
        return 1;
    }
    struct square bound = exact_square((grains)limit);
    for (int i = 3; i >= 0; i--) {
        if (squared->limb[i] != bound.limb[i]) {
            return squared->limb[i] < bound.limb[i] ? -1 : 1;
        }
    }
    return 0;
}

double exact_root_guess(const struct square *squared)
{
    double sum = 0;
    for (int i = 3; i >= 0; i--) {
        sum = sum * 0x1p64 + (double)squared->limb[i];
    }
    return sqrt(sum);
}
