/* Decimal numbers as people write them, to exact integers and back. */
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

/* THE rounding of numbers that people see: value * 10^decimals, half away from zero (an average of
 * scores half up). A quotient of integers is rounded as the exact fraction is, although a double
 * holds only what is nearest to it: 554.7 / 60 is 9.245 and gives 925. Exact while divisor * 10 <
 * 10^8 and |value * 10^decimals| < 10^6: then a half is held within 10^-9, and what is no half is
 * further from one than that. Beyond 10^12 the value is cut off; no number gives 0. */
int64_t decimal_round(double value, int decimals);
/* The same as text: "9.25", with all decimals. Returns dst. size >= 32. */
char *decimal_write_rounded(char *dst, size_t size, double value, int decimals, char point);

#endif
