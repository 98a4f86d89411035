#include "ui/competition.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"

static bool are_all(const struct session_mark *are, int count)
{
    for (int i = 0; i < count; i++) {
        if (!are[i].is_competition) {
            return false;
        }
    }
    return true;
}

/* id: how many there are of what was kept. */
static void put_back(struct ui *ui, record_id count)
{
    struct err err = {0};
    int changed = 0;
    if (session_set_competition(ui_app(ui), ui_undo_kept(ui), (int)count, &changed, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("It is as it was."));
    } else {
        ui_toast_err(ui, &err);
    }
}

void competition_change(struct ui *ui, const struct session_mark *are, int count)
{
    struct err err = {0};
    int changed = 0;
    bool is_on = !are_all(are, count);
    size_t size = (size_t)count * sizeof *are;
    struct session_mark *wanted = mem_alloc(size + 1);
    memcpy(wanted, are, size);
    for (int i = 0; i < count; i++) {
        wanted[i].is_competition = is_on;
    }
    if (!session_set_competition(ui_app(ui), wanted, count, &changed, &err)) {
        ui_toast_err(ui, &err);
    } else if (changed == 0) {
        ui_toast(ui, TOAST_INFO, "%s", _("It was so already: nothing was changed."));
    } else {
        ui_undo_set_with(ui, put_back, count, N_("as it was"), are, size);
        ui_toast(ui, TOAST_GOOD,
                 is_on ? P_("%d session is a competition now. u undoes it.",
                            "%d sessions are competitions now. u undoes it.", changed)
                       : P_("%d session is practice again. u undoes it.",
                            "%d sessions are practice again. u undoes it.", changed),
                 changed);
    }
    free(wanted);
}
