#include "core/heat_job.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "core/rights.h"
#include "store/shot.h"

struct heat_job {
    struct db *db; /* of its own */
    struct task *task;
    const struct face *face;
    int count;
    record_id *line_ids;
    atomic_int done;
    atomic_bool is_cancelled;
    struct heat heat;
    bool ok;
    struct err err;
};

static void run(void *work)
{
    struct heat_job *job = work;
    struct shot_list list = {0};
    job->ok = true;
    for (int i = 0; job->ok && i < job->count && !atomic_load(&job->is_cancelled); i++) {
        job->ok = shot_list_current(job->db, job->line_ids[i], &list, &job->err);
        for (int shot = 0; job->ok && shot < list.count; shot++) {
            heat_add(&job->heat, &list.rows[shot]);
        }
        atomic_store(&job->done, i + 1);
    }
    shot_list_free(&list);
}

/* The face with most shots with a place, of equals the one shot last; NULL: there is none. */
static const char *main_face(const struct insight_lines *lines, const struct insight_choice *choice)
{
    const char *faces[16];
    int64_t shots[16] = {0};
    int count = 0;
    int best = 0;
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        int at = 0;
        if (!insight_is_chosen(line, choice) || line->sums.plotted == 0) {
            continue;
        }
        while (at < count && strcmp(faces[at], line->face_id) != 0) {
            at++;
        }
        if (at == 16) {
            continue;
        }
        faces[at] = line->face_id;
        shots[at] += line->sums.plotted;
        count = at == count ? count + 1 : count;
        best = shots[at] >= shots[best] ? at : best;
    }
    return count > 0 ? faces[best] : NULL;
}

/* Wide enough for nearly every shot, never wider than the face. */
static int64_t radius_um(const struct face *face, const struct tally *tally)
{
    struct tally_numbers numbers;
    tally_numbers(tally, &numbers);
    double across = fabs(numbers.mpi_x.value) + 3 * numbers.sd_x.value;
    double up = fabs(numbers.mpi_y.value) + 3 * numbers.sd_y.value;
    double least = (double)face_ring_radius_am(face, 9) / (double)AM_PER_UM;
    double most = (double)face_ring_radius_am(face, face->lowest_ring) / (double)AM_PER_UM;
    double wanted = fmax(across, up) * 1000;
    return (int64_t)fmin(fmax(wanted, least), most);
}

static void choose_lines(struct heat_job *job, const struct insight_lines *lines,
                         const struct insight_choice *choice, const char *face_id)
{
    struct tally tally = {0};
    job->line_ids = mem_array((size_t)lines->count + 1, sizeof *job->line_ids);
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        if (insight_is_chosen(line, choice) && line->sums.plotted > 0 &&
            strcmp(line->face_id, face_id) == 0) {
            job->line_ids[job->count++] = line->line_id;
            tally_add(&tally, &line->sums);
        }
    }
    heat_start(&job->heat, radius_um(job->face, &tally));
}

static void job_free(struct heat_job *job)
{
    db_close(job->db);
    free(job->line_ids);
    free(job);
}

struct heat_job *heat_job_start(struct app *app, const struct insight_lines *lines,
                                const struct insight_choice *choice, struct err *err)
{
    const char *face_id = main_face(lines, choice);
    const struct face *face = face_id != NULL ? face_find(&app->faces, face_id) : NULL;
    if (!rights_check(app, RIGHT_SEE, err)) {
        return NULL;
    }
    if (face == NULL) {
        err_set(err, ERR_NOT_FOUND, _("No shot in this period was entered on the target."));
        return NULL;
    }
    struct heat_job *job = mem_alloc(sizeof *job);
    job->face = face;
    choose_lines(job, lines, choice, face_id);
    job->db = app_second_connection(app, err);
    job->task = job->db != NULL ? task_start(run, job, err) : NULL;
    if (job->task == NULL) {
        job_free(job);
        return NULL;
    }
    return job;
}

struct task *heat_job_task(const struct heat_job *job)
{
    return job->task;
}

const struct face *heat_job_face(const struct heat_job *job)
{
    return job->face;
}

void heat_job_progress(const struct heat_job *job, int *done, int *total)
{
    *done = atomic_load(&job->done);
    *total = job->count;
}

void heat_job_cancel(struct heat_job *job)
{
    atomic_store(&job->is_cancelled, true);
}

bool heat_job_finish(struct heat_job *job, struct heat *heat, struct err *err)
{
    task_finish(job->task);
    bool is_whole = atomic_load(&job->done) == job->count;
    bool ok = job->ok && is_whole;
    *heat = job->heat;
    *err = job->err;
    if (job->ok && !is_whole) {
        err_set(err, ERR_BUSY, _("Stopped: the heat map is not whole."));
    }
    job_free(job);
    return ok;
}
