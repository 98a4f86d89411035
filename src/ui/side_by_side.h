/* Two or three shooters, weapons or periods beside each other. */
#ifndef UI_SIDE_BY_SIDE_H
#define UI_SIDE_BY_SIDE_H
#include "ui/insight_card.h"

/* What open() gets: the first column, the period before it as the second. Copied. */
struct side_by_side_argument {
    bool is_weapon;
    record_id id;
    struct insight_choice choice; /* programme_id lives as long as the opener */
};

extern const struct screen_class screen_side_by_side;
/* Act for the key tables of the cards. */
void side_by_side_open(struct screen *card);

#endif
