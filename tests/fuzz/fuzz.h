/* One fuzzer: any bytes in, nothing may crash, and what `must` hold holds. Built by clang with
 * -DAIMTRACK_FUZZ=ON (scripts/fuzz) it is guided by coverage; else fuzz_main.c makes it an ordinary
 * test over tests/fuzz/corpus/NAME. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with that word; what it was given is then a finding. */
void must(bool truth, const char *what);

/* The bytes with a NUL behind them, in memory of exactly that size: free(). */
char *fuzz_text(const uint8_t *data, size_t size);
/* The bytes alone: one more would be read from beyond. free(). */
char *fuzz_bytes(const uint8_t *data, size_t size);

#endif
