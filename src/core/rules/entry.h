/* What the keys of a score mean (docs/manual/officer.md). Pure: bytes in, values out.
 * Whole rings, one key a shot: 1-9; 0 = ten; x or * = inner ten; - or m = miss.
 * Decimals, the point is implied: 9 8 = 9.8; 1 0 4 = 10.4; 1 0 Enter or 1.0 = 1.0. */
#ifndef CORE_RULES_ENTRY_H
#define CORE_RULES_ENTRY_H
#include <stdbool.h>

enum entry_outcome {
    ENTRY_IGNORED, /* not a key of a score: the screen may use it */
    ENTRY_PENDING, /* more keys needed; entry_pending_text shows what there is */
    ENTRY_SHOT,    /* a value is complete */
    ENTRY_BAD,     /* impossible value (10.95, 11, -1): pending keys are dropped */
    ENTRY_CLEARED  /* Backspace or Esc dropped the pending keys */
};

struct entry {
    bool decimals;
    char pending[8]; /* digits and point typed so far; "" when none */
};

struct entry_value {
    int tenths;
    bool is_inner_ten;
};

/* key: a character, '\n' for Enter, '\b' for Backspace, 27 for Esc. */
enum entry_outcome entry_key(struct entry *entry, int key, struct entry_value *value);

/* A value as text, as on the command line or in a form: "9", "x", "10.4", "10,4", "-" a miss; false
 * when it is impossible on this kind of programme. A number means itself: "10" is ten, "0" a miss.
 */
bool entry_read(const char *text, bool decimals, struct entry_value *value);

#endif
