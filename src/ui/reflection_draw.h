/* A reflection as a page of text: the label, a heading per part, its sentences. For the session's
 * screen and the weapon's card. */
#ifndef UI_REFLECTION_DRAW_H
#define UI_REFLECTION_DRAW_H
#include "core/reflection.h"
#include "ui/draw.h"

/* From its line `top` on, with the number behind each sentence below it when asked for. Returns how
 * many lines it has in all. */
int reflection_draw(const struct reflection *reflection, bool with_basis, struct area area,
                    int top);

#endif
