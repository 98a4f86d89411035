/* Decimal numbers as people write them, to exact integers. No floating point. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads "-12.5", "12,5", "+.5", "7" (optional exponent "1e-3") as a multiple of 10^-decimals:
 * decimal_read("3.31", 3, false, &v) gives 3310. Digits past `decimals` must be zero, unless
 * `away` is true: then the value is rounded away from zero. Surrounding blanks are allowed.
 * False when it is no number, has too many decimals, or does not fit. */
bool decimal_read(const char *text, int decimals, bool away, int64_t *value);

/* Writes value * 10^-decimals with `point` as separator; trims trailing zeros down to
 * `min_decimals`. Returns dst. size >= 32. */
char *decimal_write(char *dst, size_t size, int64_t value, int decimals, int min_decimals,
                    char point);

#endif
