/* Everything that is kept about one member, for the member: access and portability. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/register.h"
#include "core/reports.h"
#include "core/rules/answer.h"
#include "store/person.h"

struct writing {
    const struct document *document;
    const struct person_table *table;
    bool is_begun;
    char moments[PERSON_COLUMNS_MAX][24];
    struct arena arena; /* of one row */
};

/* "2026-11-23 19:04", local; "" for 0. */
static const char *moment_text(char dst[24], const char *ms_text)
{
    char date[DATE_ROOM];
    char clock[6];
    int64_t ms = strtoll(ms_text, NULL, 10);
    dst[0] = '\0';
    if (ms != 0) {
        time_local_date(date, ms);
        time_local_clock(clock, ms);
        snprintf(dst, 24, "%s %s", date, clock);
    }
    return dst;
}

/* The word for a number; the number itself when there is none. */
static const char *word_of(enum person_kind kind, const char *number)
{
    enum { WORDS_MAX = 5 };
    static const char *const words[PERSON_KIND_COUNT][WORDS_MAX] = {
        [PERSON_YES_NO] = {N_("no"), N_("yes")},
        [PERSON_STATE] = {N_("open"), N_("finished"), N_("void")},
        [PERSON_ROLE] = {N_("range officer"), N_("coach"), N_("administrator")},
        [PERSON_REASON] = {N_("bought"), N_("issued"), N_("returned"), N_("counted"),
                           N_("discarded")},
        [PERSON_DEVIATION] = {N_("none"), N_("left"), N_("right"), N_("high"), N_("low")},
        [PERSON_ASKED] = {N_("a session"), N_("a weapon"), N_("a question")},
    };
    long at = number[0] != '\0' ? strtol(number, NULL, 10) : -1;
    return at >= 0 && at < WORDS_MAX && words[kind][at] != NULL ? _(words[kind][at]) : number;
}

/* The sentences of an answer one after another; as they are kept when they are damaged. */
static const char *sentences_text(struct arena *arena, const char *json)
{
    struct answer *answer = arena_alloc(arena, sizeof *answer);
    struct buf text = {0};
    if (!answer_stored(arena, REFLECTION_SESSION, json, answer)) {
        return json;
    }
    for (int i = 0; i < answer->count; i++) {
        buf_printf(&text, "%s%s", i > 0 ? " " : "", answer->rows[i].text);
    }
    const char *kept = arena_text(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

static const char *cell_text(struct writing *writing, int column, const char *cell)
{
    enum person_kind kind = writing->table->columns[column].kind;
    int type = 0;
    switch (kind) {
    case PERSON_TEXT:
    case PERSON_NUMBER:
    case PERSON_DATE:
        return cell;
    case PERSON_MOMENT:
        return moment_text(writing->moments[column], cell);
    case PERSON_SENTENCES:
        return sentences_text(&writing->arena, cell);
    case PERSON_DOCUMENT:
        type = document_type_read(cell);
        return type >= 0 ? _(document_type_name(type)) : cell;
    default:
        return word_of(kind, cell);
    }
}

static bool begin_table(struct writing *writing)
{
    const struct person_table *table = writing->table;
    struct document_column columns[PERSON_COLUMNS_MAX];
    int count = person_column_count(table);
    for (int i = 0; i < count; i++) {
        columns[i] =
            (struct document_column){.title = _(table->columns[i].title),
                                     .kind = table->columns[i].kind == PERSON_NUMBER ? CELL_NUMBER
                                             : table->columns[i].kind == PERSON_DATE ? CELL_DATE
                                                                                     : CELL_TEXT,
                                     .width = table->columns[i].width};
    }
    const struct document_table head = {.id = table->id,
                                        .title = _(table->title),
                                        .columns = columns,
                                        .count = count,
                                        .is_main = true};
    writing->is_begun = true;
    return document_table(writing->document, &head);
}

static bool write_row(void *context, const char *const *cells)
{
    struct writing *writing = context;
    const char *texts[PERSON_COLUMNS_MAX];
    int count = person_column_count(writing->table);
    if (!writing->is_begun && !begin_table(writing)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        texts[i] = cell_text(writing, i, cells[i]);
    }
    bool goes_on = document_row(writing->document, texts);
    arena_free(&writing->arena);
    return goes_on;
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct member member;
    char subject[3 * NAME_ROOM];
    const struct report_filter all = {.member_id = filter->member_id};
    bool ok = member_get(app, filter->member_id, &member, err);
    if (ok) {
        report_member_text(&member, subject, sizeof subject);
        ok = report_front(app, document, &report_person, subject, &all, true) &&
             document_text(document, TEXT_SMALL,
                           _("What the club's log holds about this member. Scores in tenths of a"
                             " ring, places in micrometres from the centre, times local."));
    }
    for (int i = 0; ok && person_table_at(i) != NULL; i++) {
        struct writing writing = {.document = document, .table = person_table_at(i)};
        ok = person_each(app->db, writing.table, filter->member_id, write_row, &writing, err);
    }
    return ok;
}

const struct report report_person = {
    .id = "person",
    .name = N_("Everything about a member"),
    .about = N_("what is kept about one member, every table, for the member to have"),
    .file = "persoonsgegevens",
    .needs = REPORT_MEMBER,
    .uses = REPORT_MEMBER,
    .has_no_csv = true,
    .question = N_("Write everything that is kept about this member to a file? Only the member may"
                   " have it: take the stick out, and give it to nobody else."),
    .right = RIGHT_EDIT_MEMBER,
    .write = write_report,
};
