/* Record identities: 63 bits, unique across terminals, sortable by time.
 * 41 bits ms since 2020-01-01 UTC | 10 bits terminal | 12 bits sequence. */
#ifndef BASE_ID_H
#define BASE_ID_H
#include <stdint.h>

typedef int64_t record_id; /* 0: none */

enum { ID_TERMINAL_DEMO = 1023, ID_TERMINAL_MAX = 1022 };

/* A new id; strictly increasing within the process, safe from any thread. Processes of one terminal
 * begin to count at different places within a millisecond. The number of the
 * terminal comes from the club's row (0..1022); 1023 marks the demonstration club. */
record_id id_new(int terminal);

/* An id as if made at that moment with that sequence 0..4095 (the demonstration's history). */
record_id id_at(int64_t ms, int terminal, int sequence);

int id_terminal(record_id id);
int64_t id_ms(record_id id);

#endif
