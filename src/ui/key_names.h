/* What this terminal's description calls its keys. */
#ifndef UI_KEY_NAMES_H
#define UI_KEY_NAMES_H
#include "ui/input.h"

/* Once the terminal was started. */
void key_names_read(void);
const struct input_name *key_names(int *count);

#endif
