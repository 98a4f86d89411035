#include "ui/reflection_draw.h"

#include <stdio.h>

#include "base/i18n.h"

enum { INDENT = 3 };

static int draw_sentence(const struct reflection_sentence *sentence, bool with_basis,
                         struct area area, int line)
{
    struct area inside = area_part(area, 0, INDENT, area.lines, area.columns - INDENT - 1);
    draw_text(area, line, INDENT - 2, INK_MUTED, draw_symbol("·", "-"));
    line += draw_wrapped(inside, line, INK_TEXT, sentence->text);
    return with_basis ? line + draw_wrapped(inside, line, INK_MUTED, sentence->basis) : line;
}

int reflection_draw(const struct reflection *reflection, bool with_basis, struct area area, int top)
{
    int line = -top;
    int part = -1;
    draw_text(area, line++, 1, INK_MUTED,
              with_basis ? _("calculated, not AI; b hides the numbers behind it")
                         : _("calculated, not AI; b shows the numbers behind it"));
    for (int i = 0; i < reflection->count; i++) {
        const struct reflection_sentence *sentence = &reflection->sentences[i];
        if ((int)sentence->part != part) {
            part = (int)sentence->part;
            draw_text(area, line++, 1, INK_TITLE,
                      reflection_part_name(reflection->subject, sentence->part));
        }
        line = draw_sentence(sentence, with_basis, area, line);
    }
    return line + top;
}
