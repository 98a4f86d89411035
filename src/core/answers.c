/* Answers and questions as they are looked at (core/queue.h). */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/queue.h"
#include "core/rights.h"
#include "store/answer.h"
#include "store/job.h"
#include "store/member.h"
#include "store/question.h"
#include "store/weapon.h"

static void view_of(const struct answer_row *row, struct answer_view *view)
{
    *view = (struct answer_view){.id = row->id,
                                 .job_id = row->job_id,
                                 .subject_id = row->subject_id,
                                 .kind = row->kind,
                                 .is_calculated = strcmp(row->provider, "calculated") == 0,
                                 .input_tokens = row->input_tokens,
                                 .output_tokens = row->output_tokens,
                                 .duration_ms = row->duration_ms,
                                 .at_ms = row->at_ms,
                                 .acknowledged_at_ms = row->acknowledged_at_ms};
    text_copy(view->provider, sizeof view->provider, row->provider);
    text_copy(view->model, sizeof view->model, row->model);
    text_copy(view->prompt_hash, sizeof view->prompt_hash, row->prompt_hash);
    text_copy(view->language, sizeof view->language, row->language);
    text_copy(view->acknowledged_by, sizeof view->acknowledged_by, row->acknowledged_by);
}

bool answer_latest(struct app *app, struct arena *arena, enum job_kind kind, record_id subject_id,
                   struct answer_view *view, struct err *err)
{
    struct answer_row row;
    char *sentences = NULL;
    if (!rights_check(app, RIGHT_SEE, err) ||
        !answer_newest(app->db, arena, kind, subject_id, &row, &sentences, err) || row.id == 0) {
        return false;
    }
    view_of(&row, view);
    return answer_stored(arena, queue_subject(kind), sentences, &view->answer) ||
           err_set(err, ERR_CORRUPT, _("The stored answer cannot be read. Ask again."));
}

bool answer_acknowledge(struct app *app, record_id answer_id, struct err *err)
{
    if (!rights_check(app, RIGHT_ASK, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = answer_set_acknowledged(app->db, answer_id, time_now_ms(), app->actor.name, err) &&
              app_audit(app, "ai.acknowledge", "answer", answer_id, "", "", err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}

void answer_label(const struct answer_view *view, char *dst, size_t size)
{
    char moment[48];
    time_moment_text(moment, sizeof moment, view->at_ms);
    if (view->is_calculated) {
        snprintf(dst, size, _("calculated, not AI, %s"), moment);
    } else {
        snprintf(dst, size, _("AI suggestion of %s, %s"), view->model, moment);
    }
}

/* --- questions ----------------------------------------------------------------------------------
 */
static bool name_member(struct app *app, struct question_line *line, struct err *err)
{
    struct member member;
    if (line->member_id == 0) {
        return true;
    }
    if (!member_read(app->db, line->member_id, &member, err)) {
        return false;
    }
    snprintf(line->member, sizeof line->member, "%.60s, %.30s", member.family_name,
             member.given_name);
    return true;
}

static bool name_weapon(struct app *app, struct question_line *line, struct err *err)
{
    struct weapon weapon;
    if (line->weapon_id == 0) {
        return true;
    }
    if (!weapon_read(app->db, line->weapon_id, &weapon, err)) {
        return false;
    }
    text_copy(line->weapon, sizeof line->weapon, weapon.name);
    return true;
}

static int count_ids(const char *ids)
{
    int count = *ids != '\0' ? 1 : 0;
    for (; *ids != '\0'; ids++) {
        count += *ids == ',' ? 1 : 0;
    }
    return count;
}

static bool line_of(struct app *app, const struct question *question, const char *session_ids,
                    struct question_line *line, struct err *err)
{
    *line = (struct question_line){.id = question->id,
                                   .member_id = question->member_id,
                                   .weapon_id = question->weapon_id,
                                   .at_ms = question->at_ms,
                                   .session_ids = session_ids,
                                   .session_count = count_ids(session_ids)};
    text_copy(line->from, sizeof line->from, question->from);
    text_copy(line->to, sizeof line->to, question->to);
    text_copy(line->text, sizeof line->text, question->text);
    text_copy(line->by_name, sizeof line->by_name, question->by_name);
    if (!name_member(app, line, err) || !name_weapon(app, line, err)) {
        return false;
    }
    struct err none = {0};
    if (!queue_of_subject(app, JOB_QUESTION, question->id, &line->job, &none)) {
        line->job = (struct queue_line){.state = JOB_DONE}; /* forgotten; the answer stays */
    }
    return none.kind == ERR_OK || (*err = none, false);
}

bool question_list(struct app *app, struct arena *arena, struct question_line **rows, int *count,
                   struct err *err)
{
    struct question *questions = NULL;
    char **session_ids = NULL;
    *count = 0;
    if (!rights_check(app, RIGHT_SEE, err) ||
        !question_rows(app->db, arena, &questions, &session_ids, count, err)) {
        return false;
    }
    *rows = arena_array(arena, (size_t)*count + 1, sizeof **rows);
    for (int i = 0; i < *count; i++) {
        if (!line_of(app, &questions[i], session_ids[i], &(*rows)[i], err)) {
            return false;
        }
    }
    return true;
}

bool question_get(struct app *app, struct arena *arena, record_id id, struct question_line *line,
                  struct err *err)
{
    struct question question;
    char *session_ids = NULL;
    return rights_check(app, RIGHT_SEE, err) &&
           question_read(app->db, arena, id, &question, &session_ids, err) &&
           line_of(app, &question, session_ids, line, err);
}
