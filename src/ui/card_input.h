/* A card number behind the scanner's prefix, on screens where digits mean something else. */
#ifndef UI_CARD_INPUT_H
#define UI_CARD_INPUT_H
#include "core/app.h"
#include <stdbool.h>

struct card_input {
    char prefix; /* the club's setting, usually ';'; '\0': none */
    bool is_on;  /* the number is being typed */
    char number[40];
};
void card_input_start(struct card_input *input, struct app *app);

enum card_event {
    CARD_UNUSED, /* not a key of a card */
    CARD_TYPING,
    CARD_DONE, /* number is complete; typing has ended */
    CARD_LEFT  /* Esc, or everything taken back */
};
/* The prefix starts, and starts again; then every character belongs to the card. */
enum card_event card_input_key(struct card_input *input, int key);
/* "Card 900_  (Enter)". Returns dst. */
char *card_input_text(const struct card_input *input, char *dst, size_t size);

#endif
