/* aimtrack ask: puts a request to the coach in the queue, or shows what it would send; aimtrack
 * answer: what came. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/queue_json.h"
#include "cli/verbs.h"
#include "core/queue.h"
#include "core/reflection.h"

static int problem(const char *text)
{
    return command_usage(command_find("ask"), text);
}

/* --- asking -------------------------------------------------------------------------------------
 */
static int print_preview(const struct command_options *options, const struct queue_preview *preview)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "is_local", preview->is_local);
        cJSON_AddStringToObject(json, "provider", preview->provider);
        cJSON_AddStringToObject(json, "model", preview->model);
        cJSON_AddStringToObject(json, "address", preview->where);
        cJSON_AddBoolToObject(json, "has_notes", preview->has_notes);
        cJSON_AddStringToObject(json, "hash", preview->hash);
        cJSON_AddStringToObject(json, "body", preview->body);
        return command_print_json(json);
    }
    puts(preview->is_local ? _("Nothing is sent: it is calculated here.") : preview->body);
    return 0;
}

static int print_job(const struct command_options *options, record_id job_id, record_id subject_id)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "job_id", job_id);
        command_json_id(json, "subject_id", subject_id);
        return command_print_json(json);
    }
    printf("%lld\n", (long long)job_id);
    return 0;
}

struct subject_kind {
    bool (*preview)(struct app *app, struct arena *arena, record_id id,
                    struct queue_preview *preview, struct err *err);
    bool (*ask)(struct app *app, record_id id, record_id *job_id, struct err *err);
};

static int ask_subject(struct app *app, const struct command_options *options, int argc,
                       char **argv, const struct subject_kind *kind)
{
    struct arena arena = {0};
    struct queue_preview preview;
    struct err err = {0};
    record_id id = 0;
    record_id job_id = 0;
    bool shows = command_flag(&argc, argv, "--show");
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return problem(_("Say about which: its id."));
    }
    bool ok =
        shows ? kind->preview(app, &arena, id, &preview, &err) : kind->ask(app, id, &job_id, &err);
    int code = !ok     ? command_fail(&err)
               : shows ? print_preview(options, &preview)
                       : print_job(options, job_id, id);
    arena_free(&arena);
    return code;
}

static int ask_about_session(struct app *app, const struct command_options *options, int argc,
                             char **argv)
{
    static const struct subject_kind kind = {queue_preview_session, queue_ask_session};
    return ask_subject(app, options, argc, argv, &kind);
}

static int ask_about_weapon(struct app *app, const struct command_options *options, int argc,
                            char **argv)
{
    static const struct subject_kind kind = {queue_preview_weapon, queue_ask_weapon};
    return ask_subject(app, options, argc, argv, &kind);
}

static bool take_date(char dst[DATE_ROOM], int *argc, char **argv, const char *name)
{
    const char *typed = command_option(argc, argv, name);
    return typed == NULL || time_read_date(typed, dst);
}

/* False: *code says why. */
static bool take_question(struct app *app, int *argc, char **argv, struct question_input *input,
                          int *code)
{
    struct err err = {0};
    struct member member;
    const char *typed = command_option(argc, argv, "--member");
    const char *weapon = command_option(argc, argv, "--weapon");
    if (typed != NULL && !find_member(app, typed, &member, &err)) {
        *code = command_fail(&err);
        return false;
    }
    input->member_id = typed != NULL ? member.id : 0;
    if ((typed == NULL && weapon == NULL) ||
        (weapon != NULL && !command_record_id(weapon, &input->weapon_id))) {
        *code = problem(_("Say about whom or what: --member ID or NUMBER, --weapon ID."));
        return false;
    }
    if (!take_date(input->from, argc, argv, "--from") ||
        !take_date(input->to, argc, argv, "--to")) {
        *code = problem(_("A date is written as 2026-11-23."));
        return false;
    }
    if (*argc != 2 || !text_copy(input->text, sizeof input->text, argv[1])) {
        *code = problem(_("Ask one question of at most 500 letters, between quotes."));
        return false;
    }
    return true;
}

static int ask_a_question(struct app *app, const struct command_options *options, int argc,
                          char **argv)
{
    struct arena arena = {0};
    struct question_input input = {0};
    struct queue_preview preview;
    struct err err = {0};
    record_id question_id = 0;
    record_id job_id = 0;
    int code = 0;
    bool shows = command_flag(&argc, argv, "--show");
    if (!take_question(app, &argc, argv, &input, &code)) {
        return code;
    }
    bool ok = shows ? queue_preview_question(app, &arena, &input, &preview, &err)
                    : queue_ask_question(app, &input, &question_id, &job_id, &err);
    code = !ok     ? command_fail(&err)
           : shows ? print_preview(options, &preview)
                   : print_job(options, job_id, question_id);
    arena_free(&arena);
    return code;
}

int command_ask(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"session", ask_about_session},
        {"weapon", ask_about_weapon},
        {"question", ask_a_question},
        {0},
    };
    return verbs_run("ask", verbs, options, argc, argv);
}

/* --- answers ------------------------------------------------------------------------------------
 */
static void print_sentences(const struct answer_view *view)
{
    char label[160];
    char clean[1024];
    int part = -1;
    answer_label(view, label, sizeof label);
    puts(label);
    if (!view->is_calculated) {
        puts(_("A suggestion; safety and law come first."));
    }
    for (int i = 0; i < view->answer.count; i++) {
        const struct answer_sentence *row = &view->answer.rows[i];
        if ((int)row->part != part) {
            part = (int)row->part;
            printf("\n%s\n", reflection_part_name(view->answer.subject, row->part));
        }
        sanitize_screen(clean, sizeof clean, row->text);
        printf("- %s%s\n", row->is_supported ? "" : _("not supported by the data: "), clean);
    }
}

static int print_answer(struct app *app, const struct command_options *options, int argc,
                        char **argv, enum job_kind kind)
{
    struct arena arena = {0};
    struct answer_view view;
    struct err err = {0};
    record_id id = 0;
    int code = 0;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return command_usage(command_find("answer"), _("Say about which: its id."));
    }
    if (!answer_latest(app, &arena, kind, id, &view, &err)) {
        if (err.kind == ERR_OK) {
            err_set(&err, ERR_NOT_FOUND, _("There is no answer yet."));
        }
        code = command_fail(&err);
    } else if (options->json) {
        code = command_print_json(answer_view_json(&view));
    } else {
        print_sentences(&view);
    }
    arena_free(&arena);
    return code;
}

static int answer_of_session(struct app *app, const struct command_options *options, int argc,
                             char **argv)
{
    return print_answer(app, options, argc, argv, JOB_REFLECTION);
}

static int answer_of_weapon(struct app *app, const struct command_options *options, int argc,
                            char **argv)
{
    return print_answer(app, options, argc, argv, JOB_INSIGHT);
}

static int answer_of_question(struct app *app, const struct command_options *options, int argc,
                              char **argv)
{
    return print_answer(app, options, argc, argv, JOB_QUESTION);
}

static int acknowledge(struct app *app, const struct command_options *options, int argc,
                       char **argv)
{
    struct err err = {0};
    record_id id = 0;
    (void)options;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return command_usage(command_find("answer"), _("Say about which: its id."));
    }
    return answer_acknowledge(app, id, &err) ? 0 : command_fail(&err);
}

int command_answer(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"session", answer_of_session},
        {"weapon", answer_of_weapon},
        {"question", answer_of_question},
        {"acknowledge", acknowledge},
        {0},
    };
    return verbs_run("answer", verbs, options, argc, argv);
}
