/* What to do next: at most three, the most important first; the last ones only when nothing else
 * was said. */
#include "core/rules/reflection_view.h"

#include "base/i18n.h"

bool next_misses(const struct session_view *view, struct draft *draft)
{
    if (view->stats->misses == 0) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_add_text(&draft->text, P_("Find out how the miss came about and write it in the notes.",
                                  "Find out how the misses came about and write it in the notes.",
                                  view->stats->misses));
    buf_printf(&draft->basis, _("misses %d of %d shots"), view->stats->misses, view->stats->shots);
    return true;
}

bool next_sight(const struct session_view *view, struct draft *draft)
{
    return view->input->advice != NULL && draft_sight_turn(draft, view->input->advice);
}

bool next_start(const struct session_view *view, struct draft *draft)
{
    bool is_first = view->has_dip && view->series.weakest == view->series.first;
    if (!view->has_slow_start && !is_first) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               _("Shoot more sighters before the first match shot and see whether series %d gets"
                 " better."),
               view->series.first->number);
    if (view->has_slow_start) {
        series_end_basis(view, draft, view->series.first);
    } else {
        series_dip_basis(view, draft);
    }
    return true;
}

bool next_break(const struct session_view *view, struct draft *draft)
{
    bool is_later = view->series.weakest != NULL && view->series.weakest != view->series.first;
    bool is_weak = view->has_dip || series_is_end(view, view->series.weakest);
    if (!is_later || !is_weak) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text, _("Plan a break before shot %d."), view->stats->dip_first);
    series_dip_basis(view, draft);
    return true;
}

bool next_spread(const struct session_view *view, struct draft *draft)
{
    struct spread spread = session_spread(view);
    return draft_spread_work(draft, &spread);
}

bool next_hasty(const struct session_view *view, struct draft *draft)
{
    if (!session_is_hasty(view)) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_add_text(&draft->text, _("Take a breath and a new aim for every shot: let the time between"
                                 " two shots grow to half a minute."));
    session_hasty_basis(view, draft);
    return true;
}

bool next_fliers(const struct session_view *view, struct draft *draft)
{
    if (!session_has_fliers(view)) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_add_text(&draft->text, _("Call every shot before looking: that tells a bad release from a"
                                 " cause outside the shooter."));
    session_flier_basis(view, draft);
    return true;
}

bool next_complete(const struct session_view *view, struct draft *draft)
{
    int expected = view->input->expected_shots;
    if (view->stats->shots == 0 || view->stats->shots >= expected) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               _("Shoot all %d shots of the programme, so that the total can be"
                 " compared."),
               expected);
    session_missing_basis(view, draft);
    return true;
}

bool next_watch(const struct session_view *view, struct draft *draft)
{
    bool is_weak = view->has_dip || view->has_slow_start || view->has_weak_finish;
    if (view->series.weakest == NULL || is_weak || draft->next > 0) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(
        &draft->text,
        _("Keep an eye on shots %d to %d: once is within noise, but the weakest again next time"
          " is worth looking into."),
        view->stats->dip_first, view->stats->dip_last);
    series_dip_basis(view, draft);
    return true;
}

bool next_more_shots(const struct session_view *view, struct draft *draft)
{
    if (view->stats->shots == 0 || view->stats->shots >= FEW_SHOTS || draft->next > 0) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               _("Shoot at least %d match shots in a session: then the numbers begin"
                 " to mean something."),
               FEW_SHOTS);
    buf_printf(&draft->basis, _("shots %d, wanted %d"), view->stats->shots, FEW_SHOTS);
    return true;
}

bool next_plot(const struct session_view *view, struct draft *draft)
{
    const struct session_stats *stats = view->stats;
    if (stats->shots < FEW_SHOTS || stats->plotted >= PLOTTED_WANTED ||
        (stats->plotted == 0 && draft->next > 0)) {
        return false;
    }
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text,
               _("Enter at least %d shots on the target: then the sight and the spread"
                 " can be judged too."),
               PLOTTED_WANTED);
    buf_printf(&draft->basis, _("plotted shots %d, wanted %d"), stats->plotted, PLOTTED_WANTED);
    return true;
}

bool next_hold(const struct session_view *view, struct draft *draft)
{
    if (!view->stats->average.has || draft->next > 0) {
        return false;
    }
    struct figure average = draft_two(draft, view->stats->average.value);
    draft->part = REFLECTION_NEXT;
    buf_printf(&draft->text, _("Nothing stands out: hold this average of %s in the next session."),
               average.text);
    buf_printf(&draft->basis, _("average %s over %d shots"), average.text, view->stats->shots);
    return true;
}
