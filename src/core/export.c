#include "core/export.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/print_colours.h"
#include "core/rights.h"
#include "core/stick.h"
#include "export/document_json.h"
#include "export/render.h"
#include "store/export.h"
#include "store/member.h"
#include "store/session.h"
#include "store/session_log.h"
#include "store/weapon.h"

enum { FLUSH_BYTES = 64 * 1024, READ_BYTES = 64 * 1024, ASK_ROWS = 256, ROW_BYTES_LEAST = 40 };
enum { SUBJECT_ROOM = 24 }; /* in the name of a file, which has 64 */

struct writing {
    struct app *app;
    const struct export_order *order;
    struct delivery *delivery; /* NULL: only counted */
    struct render *render;     /* of a PDF */
    struct spreadsheet sheet;
    struct document_json json;
    int pages;
    char letters[EXPORT_LETTERS_ROOM];
    enum deliver_step phase; /* of what is made before it is delivered */
    bool is_stopped;         /* a person said so */
    bool write_failed;       /* the delivery or the paper said so, in write_err */
    struct err write_err;
};

/* --- parts to bytes to somewhere ----------------------------------------------------------------
 */
static int64_t rows_of(const struct writing *writing)
{
    return writing->sheet.rows + writing->json.rows;
}

static bool flush(struct writing *writing, struct buf *buf)
{
    bool ok = true;
    if (writing->render != NULL) {
        ok = render_send(writing->render, buf_text(buf), buf->size, &writing->write_err);
    } else if (writing->delivery != NULL) {
        ok = delivery_write(writing->delivery, buf_text(buf), buf->size, &writing->write_err);
    }
    buf_clear(buf);
    writing->write_failed = !ok;
    return ok;
}

static bool goes_on(struct writing *writing, enum deliver_step step, int64_t bytes)
{
    const struct export_watch *watch = &writing->order->watch;
    const struct export_progress progress = {
        .step = step, .rows = rows_of(writing), .bytes = bytes};
    writing->is_stopped = watch->go_on != NULL && !watch->go_on(watch->context, &progress);
    return !writing->is_stopped;
}

static bool sent(struct writing *writing, struct buf *buf)
{
    bool is_time = rows_of(writing) % ASK_ROWS == 0;
    return (!is_time || goes_on(writing, writing->phase, 0)) &&
           (buf->size < FLUSH_BYTES || flush(writing, buf));
}

static bool sheet_sent(struct spreadsheet *sheet)
{
    return sent(sheet->owner, &sheet->out);
}

static bool json_sent(struct document_json *json)
{
    return sent(json->owner, &json->out);
}

/* --- what is kept
 * ---------------------------------------------------------------------------------
 */
static void describe(const struct export_order *order, char *dst, size_t size)
{
    char member[24] = "";
    char weapon[24] = "";
    char session[24] = "";
    if (order->filter.member_id != 0) {
        snprintf(member, sizeof member, "%lld", (long long)order->filter.member_id);
    }
    if (order->filter.weapon_id != 0) {
        snprintf(weapon, sizeof weapon, "%lld", (long long)order->filter.weapon_id);
    }
    if (order->filter.session_id != 0) {
        snprintf(session, sizeof session, "%lld", (long long)order->filter.session_id);
    }
    const char *const pairs[] = {"from",      order->filter.from,
                                 "to",        order->filter.to,
                                 "member",    member,
                                 "weapon",    weapon,
                                 "session",   session,
                                 "programme", order->filter.programme_id,
                                 NULL};
    audit_json(dst, size, pairs);
}

/* The whole path: it is looked for again from another folder. */
static void name_target(const char *folder, char *dst, size_t size)
{
    char *real = realpath(folder, NULL);
    text_copy(dst, size, folder);
    if (real != NULL && strlen(real) < size) {
        text_copy(dst, size, real);
    }
    free(real);
}

static bool keep(struct app *app, const struct export_order *order, int64_t started_ms,
                 struct export_result *result, struct err *err)
{
    char after[512];
    struct export_row row = {.id = app_new_id(app),
                             .rows = result->rows,
                             .bytes = result->file.bytes,
                             .pages = result->pages,
                             .step = (int)result->file.step,
                             .error_number = result->file.error_number,
                             .account_id = app->actor.account_id,
                             .at_ms = time_now_ms(),
                             .duration_ms = (int)(time_monotonic_ms() - started_ms)};
    text_copy(row.report, sizeof row.report, order->report->id);
    text_copy(row.format, sizeof row.format, report_format_code(order->format));
    name_target(order->folder, row.target, sizeof row.target);
    text_copy(row.file_name, sizeof row.file_name, result->file.name);
    text_copy(row.by_name, sizeof row.by_name, app->actor.name);
    if (result->file.step == DELIVER_DONE || result->file.step == DELIVER_SUMS) {
        text_copy(row.sha256, sizeof row.sha256, result->file.sha256);
    }
    describe(order, row.filter, sizeof row.filter);
    char member[24] = "";
    if (order->filter.member_id != 0) {
        snprintf(member, sizeof member, "%lld", (long long)order->filter.member_id);
    }
    char cleared[12] = "";
    if (result->file.cleared > 0) {
        snprintf(cleared, sizeof cleared, "%d", result->file.cleared);
    }
    const char *const pairs[] = {
        "report", row.report, "member",  member, "step", deliver_step_code(result->file.step),
        "sha256", row.sha256, "cleared", /* left behind by one that was broken off */
        cleared,  NULL};
    audit_json(after, sizeof after, pairs);
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = export_insert(app->db, &row, err) &&
              app_audit(app, "export", "export", row.id, "", after, err) && app_commit(app, err);
    result->id = ok ? row.id : 0;
    return ok || app_abort(app);
}

/* --- running -------------------------------------------------------------------------------------
 */
/* "2026-11-23_90003" */
static void name_session(struct app *app, record_id id, char *dst, size_t size)
{
    struct err ignored = {0};
    struct session *session = mem_alloc(sizeof *session); /* with its long texts */
    struct member member;
    if (session_row_read(app->db, id, session, &ignored) &&
        member_read(app->db, session->member_id, &member, &ignored)) {
        snprintf(dst, size, "%s_%s", session->local_date, member.number);
    }
    free(session);
}

/* What the file is about, so that twelve dossiers on one stick can be told apart: the number of a
 * member, never a name. "": nothing in particular. */
static void name_subject(struct app *app, const struct report_filter *filter, char *dst,
                         size_t size)
{
    struct err ignored = {0};
    struct member member;
    struct weapon weapon;
    char text[NAME_ROOM] = "";
    if (filter->session_id != 0) {
        name_session(app, filter->session_id, text, sizeof text);
    } else if (filter->member_id != 0 &&
               member_read(app->db, filter->member_id, &member, &ignored)) {
        text_copy(text, sizeof text, member.number);
    } else if (filter->weapon_id != 0 &&
               weapon_read(app->db, filter->weapon_id, &weapon, &ignored)) {
        text_copy(text, sizeof text, weapon.name);
    } else {
        text_copy(text, sizeof text, filter->programme_id);
    }
    dst[0] = '\0';
    if (text[0] != '\0') {
        deliver_safe_name(dst, size, text);
    }
}

/* "AimTrack_2026-11-23_schietbeurten_90003.pdf" */
static void file_name(struct app *app, const struct export_order *order, char *dst, size_t size)
{
    char date[DATE_ROOM];
    char subject[SUBJECT_ROOM];
    time_local_date(date, time_now_ms());
    name_subject(app, &order->filter, subject, sizeof subject);
    snprintf(dst, size, "AimTrack_%s_%s%s%s.%s", date, order->report->file,
             subject[0] != '\0' ? "_" : "", subject, report_format_code(order->format));
}

/* The rows are read in one view of the database: what changes meanwhile is not half in it. */
static bool write_parts(struct writing *writing, const struct document *document, struct err *err)
{
    struct app *app = writing->app;
    const struct export_order *order = writing->order;
    if (!db_begin_read(app->db, err)) {
        return false;
    }
    bool ok = order->report->write(app, &order->filter, document, err);
    db_rollback(app->db);
    return ok;
}

static bool write_sheet(struct writing *writing, struct err *err)
{
    writing->sheet.style = writing->order->style;
    writing->sheet.owner = writing;
    writing->sheet.sent = sheet_sent;
    const struct document document = spreadsheet_document(&writing->sheet);
    return write_parts(writing, &document, err) &&
           (writing->sheet.rows == 0 || flush(writing, &writing->sheet.out));
}

static bool write_json(struct writing *writing, struct err *err)
{
    writing->json.owner = writing;
    writing->json.sent = json_sent;
    const struct document document = document_json_of(&writing->json);
    document_json_begin(&writing->json);
    if (!write_parts(writing, &document, err)) {
        return false;
    }
    if (writing->json.rows == 0) {
        document_text(&document, TEXT_PLAIN, _("There is nothing in this period."));
    }
    document_json_end(&writing->json);
    return flush(writing, &writing->json.out);
}

/* --- paper --------------------------------------------------------------------------------------
 */
static bool paper_goes_on(void *context)
{
    struct writing *writing = context;
    return goes_on(writing, writing->phase, 0);
}

static bool copy_pages(struct writing *writing)
{
    char *block = mem_alloc(READ_BYTES);
    size_t size = 1;
    bool ok = true;
    while (ok && size > 0) {
        ok = render_read(writing->render, block, READ_BYTES, &size, &writing->write_err) &&
             (size == 0 || writing->delivery == NULL ||
              delivery_write(writing->delivery, block, size, &writing->write_err));
    }
    free(block);
    return ok;
}

static bool write_paper(struct writing *writing, struct err *err)
{
    char made[128];
    char date[48];
    char clock[6];
    int64_t bytes = 0;
    int64_t now = time_now_ms();
    char today[DATE_ROOM];
    time_local_date(today, now);
    time_local_clock(clock, now);
    time_date_text(date, sizeof date, today);
    snprintf(made, sizeof made, _("made on %s at %s by AimTrack %s"), date, clock,
             AIMTRACK_VERSION);
    struct print_colours colours;
    print_colours_read(writing->app, &colours);
    const struct render_order render = {.program = writing->order->program,
                                        .made = made,
                                        .page = _("page {page} of {pages}"),
                                        .data = _("SHA-256 of the data (this report as JSON):"),
                                        .accent = colours.accent,
                                        .second = colours.second,
                                        .go_on = paper_goes_on,
                                        .context = writing};
    if (writing->render == NULL) {
        writing->render = render_prepare(render.program, &writing->write_err);
    }
    writing->write_failed =
        writing->render == NULL || !render_begin(writing->render, &render, &writing->write_err);
    if (writing->write_failed || !write_json(writing, err)) {
        return false;
    }
    writing->phase = DELIVER_PAPER;
    bool ok = render_end(writing->render, &bytes, &writing->pages, &writing->write_err);
    if (ok) {
        render_letters(writing->render, writing->letters, sizeof writing->letters);
    }
    ok = ok &&
         (writing->delivery == NULL ||
          delivery_expect(writing->delivery, bytes, &writing->write_err)) &&
         copy_pages(writing);
    writing->write_failed = !ok;
    return ok;
}

static bool write_format(struct writing *writing, struct err *err)
{
    switch (writing->order->format) {
    case FORMAT_PDF:
        return write_paper(writing, err);
    case FORMAT_JSON:
        return write_json(writing, err);
    default:
        return write_sheet(writing, err);
    }
}

static void writing_free(struct writing *writing)
{
    if (writing->render != NULL) {
        render_free(writing->render);
    }
    buf_free(&writing->sheet.out);
    buf_free(&writing->json.out);
}

/* --- to a file ----------------------------------------------------------------------------------
 */
static bool stop(struct writing *writing, struct deliver_result *file, enum deliver_step step,
                 enum err_kind kind, const char *what, struct err *err)
{
    delivery_cancel(writing->delivery, file);
    file->step = step;
    return err_set(err, kind, "%s", what);
}

/* At least that much comes, as far as it can be known before it is read. */
static int64_t least_bytes(struct app *app, const struct export_order *order)
{
    struct session_log_filter log;
    struct err ignored = {0};
    int64_t lines = 0;
    int64_t shots = 0;
    report_log_filter(&order->filter, &log);
    bool is_log = order->report == &report_sessions || order->report == &report_shots;
    if (!is_log || order->format == FORMAT_PDF ||
        !session_log_count(app->db, &log, &lines, &shots, &ignored)) {
        return 0;
    }
    return (order->report == &report_shots ? shots : lines) * ROW_BYTES_LEAST;
}

static bool settles_on(void *context, enum deliver_step step, int64_t bytes)
{
    return goes_on(context, step, bytes);
}

/* Where a stick was, the computer's own disk is not meant. */
static bool has_its_stick(struct app *app, const struct export_order *order, struct err *err)
{
    struct stick stick;
    struct err none = {0};
    bool is_there = order->needs_stick ? stick_at(app, order->folder, &stick, &none)
                                       : !stick_is_missing(order->folder);
    return is_there ||
           err_set(err, ERR_NOT_FOUND,
                   _("No stick is mounted in that folder. Nothing was written; put the stick in, or"
                     " choose another folder."));
}

static bool deliver(struct writing *writing, struct export_result *result, struct err *err)
{
    const struct deliver_watch watch = {.go_on = settles_on, .context = writing};
    char name[DELIVER_NAME_ROOM];
    if (!has_its_stick(writing->app, writing->order, err)) {
        result->file.step = DELIVER_TARGET;
        return false;
    }
    file_name(writing->app, writing->order, name, sizeof name);
    writing->delivery =
        delivery_open(writing->order->folder, name, least_bytes(writing->app, writing->order), NULL,
                      &result->file, err);
    if (writing->delivery == NULL) {
        return false;
    }
    bool ok = write_format(writing, err);
    result->rows = rows_of(writing);
    result->pages = writing->pages;
    text_copy(result->letters, sizeof result->letters, writing->letters);
    if (writing->is_stopped) {
        return stop(writing, &result->file, DELIVER_CANCELLED, ERR_BUSY,
                    _("Stopped: nothing was left behind."), err);
    }
    if (writing->write_failed) {
        *err = writing->write_err;
        delivery_cancel(writing->delivery, &result->file);
        result->file.step =
            result->file.step == DELIVER_CANCELLED ? DELIVER_PAPER : result->file.step;
        return false;
    }
    if (!ok) {
        char what[240];
        text_copy(what, sizeof what, err->what);
        return stop(writing, &result->file, DELIVER_READ, err->kind, what, err);
    }
    if (result->rows == 0 && writing->order->format == FORMAT_CSV) {
        return stop(writing, &result->file, DELIVER_EMPTY, ERR_NOT_FOUND,
                    _("There is nothing in this period: nothing was written. Choose another"
                      " period."),
                    err);
    }
    return delivery_finish(writing->delivery, &watch, &result->file, err);
}

static bool may_run(struct app *app, const struct export_order *order, struct err *err)
{
    if (order->report->has_no_csv && order->format == FORMAT_CSV) {
        return err_set(err, ERR_INPUT,
                       _("This report is more than one table: choose pdf or json."));
    }
    return rights_check(app, RIGHT_EXPORT, err) && rights_check(app, order->report->right, err) &&
           report_check(order->report, &order->filter, err);
}

struct render *export_prepare_paper(void)
{
    struct err later = {0};
    return render_prepare(NULL, &later);
}

void export_forget_paper(struct render *paper)
{
    if (paper != NULL) {
        render_free(paper);
    }
}

bool export_run(struct app *app, const struct export_order *order, struct export_result *result,
                struct err *err)
{
    struct writing writing = {
        .app = app, .order = order, .phase = DELIVER_WRITE, .render = order->paper};
    struct err keep_err = {0};
    int64_t started_ms = time_monotonic_ms();
    *result = (struct export_result){0};
    if (!may_run(app, order, err)) {
        writing_free(&writing);
        return false;
    }
    bool ok = deliver(&writing, result, err);
    writing_free(&writing);
    if (!keep(app, order, started_ms, result, &keep_err)) {
        log_err("export row", &keep_err);
        if (ok) {
            err_set(err, keep_err.kind,
                    _("The file is there and right, but the list of exports could not be written."
                      " %s"),
                    keep_err.what);
        }
        ok = false;
    }
    return ok;
}

char *export_letters_text(char *dst, size_t size, const struct export_result *result)
{
    text_copy(dst, size, "");
    if (result->letters[0] != '\0') {
        snprintf(dst, size, _("These letters cannot be printed as they are: %s."), result->letters);
    }
    return dst;
}

bool export_preview(struct app *app, const struct export_order *order, struct export_result *result,
                    struct err *err)
{
    struct writing writing = {.app = app, .order = order, .phase = DELIVER_WRITE};
    *result = (struct export_result){0};
    bool ok = may_run(app, order, err) && write_format(&writing, err);
    if (!ok && writing.write_failed) {
        *err = writing.write_err;
    }
    result->rows = rows_of(&writing);
    result->pages = writing.pages;
    text_copy(result->letters, sizeof result->letters, writing.letters);
    writing_free(&writing);
    return ok;
}

void export_last_folder(struct app *app, char *dst, size_t size)
{
    struct arena arena = {0};
    struct export_row *rows = NULL;
    struct err ignored = {0};
    int count = 0;
    text_copy(dst, size, "");
    if (export_list(app, &arena, &rows, &count, &ignored) && count > 0) {
        text_copy(dst, size, rows[0].target);
    }
    arena_free(&arena);
}

/* --- afterwards
 * ------------------------------------------------------------------------------------
 */
bool export_list(struct app *app, struct arena *arena, struct export_row **rows, int *count,
                 struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && export_rows(app->db, arena, rows, count, err);
}

bool export_get(struct app *app, record_id id, struct export_row *row, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && export_read(app->db, id, row, err);
}

/* --- notes
 * ----------------------------------------------------------------------------------------
 */
static bool subject_exists(struct app *app, const char *subject, record_id id, struct err *err)
{
    struct export_row export_row;
    struct session_row session;
    struct member member;
    struct weapon weapon;
    if (strcmp(subject, "export") == 0) {
        return export_read(app->db, id, &export_row, err);
    }
    if (strcmp(subject, "session") == 0) {
        return session_line_read(app->db, id, &session, err);
    }
    if (strcmp(subject, "member") == 0) {
        return member_read(app->db, id, &member, err);
    }
    if (strcmp(subject, "weapon") == 0) {
        return weapon_read(app->db, id, &weapon, err);
    }
    return err_set(err, ERR_INPUT,
                   _("A note is about an export, a session, a member or a weapon."));
}

bool note_add(struct app *app, const char *subject, record_id subject_id, const char *text,
              record_id *id, struct err *err)
{
    struct note *note = mem_alloc(sizeof *note);
    note->id = *id = app_new_id(app);
    note->subject_id = subject_id;
    note->at_ms = time_now_ms();
    text_copy(note->subject, sizeof note->subject, subject);
    text_copy(note->by_name, sizeof note->by_name, app->actor.name);
    bool ok = rights_check(app, RIGHT_EXPORT, err) &&
              check_copy(note->text, sizeof note->text, text, _("Note"), err);
    text_trim(note->text);
    ok = ok && (note->text[0] != '\0' || err_set(err, ERR_INPUT, _("Note: this is needed."))) &&
         check_lines(note->text, _("Note"), err) && subject_exists(app, subject, subject_id, err) &&
         app_begin(app, err);
    if (ok) {
        ok = note_insert(app->db, note, app->actor.account_id, err) &&
             app_audit(app, "note.add", "note", note->id, "", "", err) && app_commit(app, err);
        ok = ok || app_abort(app);
    }
    free(note);
    return ok;
}

bool note_list(struct app *app, struct arena *arena, const char *subject, record_id subject_id,
               struct note **rows, int *count, struct err *err)
{
    *count = 0;
    return rights_check(app, RIGHT_SEE, err) &&
           note_rows(app->db, arena, subject, subject_id, rows, count, err);
}
