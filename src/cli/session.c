/* aimtrack session list | show ID | competition ID...: the numbers of the screen, as text or JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/session_json.h"
#include "core/member.h"
#include "core/range.h"
#include "core/rules/score.h"
#include "core/session.h"

enum { LIST_USUAL = 50, LIST_MOST = 100000, PAGE = 200 };

/* --- a list ----------------------------------------------------------------------------------- */
struct listing { /* what the options ask for */
    struct session_query query;
    int limit;
    char from[DATE_ROOM], to[DATE_ROOM];
};

static int list_problem(const char *problem)
{
    return command_usage(command_find("session"), problem);
}

/* Reads "--NAME DATE"; NULL in *date when it is not given. False when it is no date. */
static bool read_date(int *argc, char **argv, const char *name, char iso[DATE_ROOM],
                      const char **date)
{
    const char *typed = command_option(argc, argv, name);
    *date = typed == NULL ? NULL : iso;
    return typed == NULL || time_read_date(typed, iso);
}

static bool read_limit(int *argc, char **argv, int *limit)
{
    const char *typed = command_option(argc, argv, "--limit");
    char *end = NULL;
    long value = typed == NULL ? LIST_USUAL : strtol(typed, &end, 10);
    *limit = (int)value;
    return value >= 1 && value <= LIST_MOST && (end == NULL || (*end == '\0' && end != typed));
}

/* A member by id, or by club number or licence. */
static bool read_member(struct app *app, const char *typed, record_id *id, struct err *err)
{
    if (typed == NULL) {
        return true;
    }
    struct member *member = calloc(1, sizeof *member);
    if (member == NULL) {
        return err_set(err, ERR_BUG, _("There is no memory left."));
    }
    struct err ignored = {0};
    bool ok = (command_record_id(typed, id) && member_get(app, *id, member, &ignored)) ||
              member_by_card(app, typed, member, err);
    *id = member->id;
    free(member);
    return ok;
}

static void print_line(const struct session_line *line)
{
    char total[24], member[NAME_ROOM], weapon[NAME_ROOM], names[4 * NAME_ROOM];
    score_total_text(total, sizeof total, line->total_tenths, line->has_decimals,
                     i18n_decimal_point());
    sanitize_screen(member, sizeof member, line->member);
    sanitize_screen(weapon, sizeof weapon, line->weapon);
    char shown_member[4 * 26], shown_weapon[4 * 22];
    int pad_member = 24 - text_fit(shown_member, sizeof shown_member, member, 24);
    int pad_weapon = 20 - text_fit(shown_weapon, sizeof shown_weapon, weapon, 20);
    snprintf(names, sizeof names, "%s%*s  %-6s  %s%*s", shown_member, pad_member, "",
             line->programme_id, shown_weapon, pad_weapon, "");
    static const char marks[] = {'*', ' ', 'x'}; /* on a lane now, finished, void */
    bool is_match = line->state == SESSION_FINISHED && line->is_competition;
    printf("%c %s  %s  %4d  %7s  %3d  %lld\n", is_match ? 'c' : marks[line->state],
           line->local_date, names, line->shots, total, line->inner_tens, (long long)line->id);
}

static void print_heading(void)
{
    /* TRANSLATORS: columns of a table: keep them as wide as they are. */
    printf("  %-10s  %-24s  %-6s  %-20s  %4s  %7s  %3s  %s\n", _("date"), _("shooter"), _("prog."),
           _("weapon"), _("n"), _("total"), "X", _("number"));
}

/* Page after page until the limit; rows go to JSON or to the terminal as they come. */
static bool list_all(struct app *app, struct listing *listing, cJSON *array, int *shown,
                     struct err *err)
{
    bool more = true;
    while (more && *shown < listing->limit) {
        struct arena arena = {0};
        struct session_line *rows = NULL;
        int count = 0;
        int left = listing->limit - *shown;
        listing->query.limit = left < PAGE ? left : PAGE;
        if (!session_list(app, &arena, &listing->query, &rows, &count, &more, err)) {
            arena_free(&arena);
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (array != NULL) {
                cJSON_AddItemToArray(array, session_json_line(&rows[i]));
            } else {
                print_line(&rows[i]);
            }
            listing->query.from_id = rows[i].id;
            listing->query.from_started_ms = rows[i].started_at_ms;
        }
        *shown += count;
        more = more && count > 0;
        arena_free(&arena);
    }
    return true;
}

static int list_print(struct app *app, const struct command_options *options,
                      struct listing *listing, const char *member)
{
    struct err err = {0};
    int shown = 0;
    if (!read_member(app, member, &listing->query.member_id, &err)) {
        return command_fail(&err);
    }
    cJSON *json = options->json ? cJSON_CreateObject() : NULL;
    cJSON *array = json != NULL ? cJSON_AddArrayToObject(json, "sessions") : NULL;
    if (json == NULL) {
        print_heading();
    }
    if (!list_all(app, listing, array, &shown, &err)) {
        cJSON_Delete(json);
        return command_fail(&err);
    }
    return json != NULL ? command_print_json(json) : 0;
}

static int run_list(const struct command_options *options, int argc, char **argv)
{
    struct listing listing = {0};
    struct app app;
    int code = 0;
    listing.query.find = command_option(&argc, argv, "--find");
    listing.query.programme_id = command_option(&argc, argv, "--programme");
    listing.query.with_void = command_flag(&argc, argv, "--void");
    const char *member = command_option(&argc, argv, "--member");
    if (!read_date(&argc, argv, "--from", listing.from, &listing.query.from) ||
        !read_date(&argc, argv, "--to", listing.to, &listing.query.to)) {
        return list_problem(_("--from and --to are dates, as 2026-10-12."));
    }
    if (!read_limit(&argc, argv, &listing.limit)) {
        return list_problem(_("--limit is a number from 1 to 100000."));
    }
    if (!command_rest_ok(argc, argv)) {
        return list_problem(NULL);
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = list_print(&app, options, &listing, member);
    app_close(&app);
    return code;
}

/* --- one session ------------------------------------------------------------------------------ */
static void print_number(const char *name, struct measure stat, const char *unit)
{
    char number[32];
    if (!stat.has) {
        printf("  %-24s -  (%s)\n", name, stat.why == NULL ? "" : _(stat.why));
        return;
    }
    decimal_write_rounded(number, sizeof number, stat.value, 2, i18n_decimal_point());
    printf("  %-24s %s %s\n", name, number, unit);
}

static void print_text_block(const char *title, const char *text)
{
    char clean[2 * NOTE_ROOM];
    if (text[0] != '\0') {
        sanitize_screen(clean, sizeof clean, text);
        printf("\n%s\n  %s\n", title, clean);
    }
}

static void print_head(const struct session_detail *detail)
{
    const struct session *session = &detail->session;
    char name[NAME_ROOM], clean[NAME_ROOM], date[40], total[24];
    member_name(&detail->member, name, sizeof name);
    sanitize_screen(clean, sizeof clean, name);
    time_date_text(date, sizeof date, session->local_date);
    score_total_text(total, sizeof total, detail->stats.total_tenths, detail->has_decimals,
                     i18n_decimal_point());
    printf("%s  %s  %s\n", date, clean,
           detail->programme == NULL ? session->programme_id : programme_name(detail->programme));
    if (session->is_competition) {
        puts(_("A competition."));
    }
    if (session->state == SESSION_VOID) {
        puts(_("This session is void: it counts nowhere."));
    }
    if (session->state == SESSION_OPEN) {
        printf(_("On lane %d now.\n"), session->lane);
    }
    printf(_("\nTotal %s, %d inner tens, %d shots, %d sighters\n"), total, detail->stats.inner_tens,
           detail->stats.shots, detail->stats.sighters);
}

static void print_series(const struct session_detail *detail)
{
    const struct session_stats *stats = &detail->stats;
    for (int i = 0; i < stats->series_count; i++) {
        const struct series_stats *series = &stats->series[i];
        char total[24];
        score_total_text(total, sizeof total, series->total_tenths, detail->has_decimals,
                         i18n_decimal_point());
        printf("  %2d  %6s  %2dx", series->number, total, series->inner_tens);
        if (!series->is_complete && series->expected > 0) {
            printf("  %d/%d", series->shots, series->expected);
        }
        if (series->number == stats->best_series) {
            printf("  %s", _("best"));
        }
        if (series->number == stats->weakest_series) {
            printf("  %s", _("weakest"));
        }
        putchar('\n');
    }
}

static void print_numbers(const struct session_detail *detail)
{
    const struct session_stats *stats = &detail->stats;
    const struct {
        const char *name;
        struct measure stat;
        const char *unit;
    } rows[] = {
        {_("average"), stats->average, ""},
        {_("versus own average"), detail->versus_average, ""},
        {_("own best"), detail->own_best, ""},
        {_("percentile"), detail->percentile, ""},
        {_("cadence"), stats->cadence_s, "s"},
        /* from here on: the group */
        {_("centre right"), stats->mpi_x, "mm"},
        {_("centre up"), stats->mpi_y, "mm"},
        {_("SD x"), stats->sd_x, "mm"},
        {_("SD y"), stats->sd_y, "mm"},
        {_("width"), stats->width, "mm"},
        {_("height"), stats->height, "mm"},
        {_("extreme spread"), stats->extreme_spread, "mm"},
        {_("mean radius"), stats->mean_radius, "mm"},
        {_("sigma"), stats->sigma, "mm"},
        {_("CEP (R50)"), stats->cep, "mm"},
        {_("R95"), stats->r95, "mm"},
    };
    enum { ROWS = sizeof rows / sizeof rows[0], BEFORE_GROUP = 5 };
    putchar('\n');
    for (int i = 0; i < (stats->plotted > 0 ? ROWS : BEFORE_GROUP); i++) {
        print_number(rows[i].name, rows[i].stat, rows[i].unit);
    }
}

static void print_parts(const struct session_detail *detail)
{
    for (int i = 0; i < detail->part_count; i++) {
        const struct session_part *part = &detail->parts[i];
        char clean[NAME_ROOM];
        sanitize_screen(clean, sizeof clean, part->arm.name);
        printf(_("\nWeapon %s, face %s, %d rounds\n "), clean[0] == '\0' ? "-" : clean,
               part->weapon.face_id, part->weapon.rounds_fired);
        int series = -1;
        for (int k = 0; k < part->shot_count; k++) {
            const struct shot *shot = &part->shots[k];
            char value[16];
            if (shot->series != series && k > 0) {
                printf("\n ");
            }
            series = shot->series;
            printf(" %s", score_text(value, sizeof value, shot->value_tenths, detail->has_decimals,
                                     shot->is_inner_ten, i18n_decimal_point()));
        }
        putchar('\n');
    }
}

static void print_corrections(const struct session_detail *detail)
{
    if (detail->correction_count > 0) {
        printf("\n%s\n", _("Corrections"));
    }
    for (int i = 0; i < detail->correction_count; i++) {
        const struct session_correction *row = &detail->corrections[i];
        char moment[40], old[16], new[16], by[NAME_ROOM];
        char point = i18n_decimal_point();
        time_moment_text(moment, sizeof moment, row->at_ms);
        sanitize_screen(by, sizeof by, row->by);
        score_text(old, sizeof old, row->old_tenths, detail->has_decimals, row->old_inner, point);
        if (row->new_tenths < 0) {
            printf(_("  %s  series %d, shot %d: %s taken back  %s\n"), moment, row->series,
                   row->number, old, by);
            continue;
        }
        score_text(new, sizeof new, row->new_tenths, detail->has_decimals, row->new_inner, point);
        printf(_("  %s  series %d, shot %d: %s became %s  %s\n"), moment, row->series, row->number,
               old, new, by);
    }
}

static void print_detail(const struct session_detail *detail)
{
    print_head(detail);
    print_series(detail);
    print_numbers(detail);
    print_parts(detail);
    print_corrections(detail);
    print_text_block(_("Notes"), detail->session.notes);
    print_text_block(_("Own reflection"), detail->session.reflection);
}

static int show_print(struct app *app, const struct command_options *options, record_id id)
{
    struct err err = {0};
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    int code = 0;
    if (!session_get(app, &arena, id, detail, &err)) {
        code = command_fail(&err);
    } else if (options->json) {
        code = command_print_json(session_json_detail(detail));
    } else {
        print_detail(detail);
    }
    arena_free(&arena);
    return code;
}

typedef int (*one_session)(struct app *app, const struct command_options *options, record_id id);

static int run_one(const struct command_options *options, int argc, char **argv, one_session print)
{
    struct app app;
    record_id id = 0;
    int code = 0;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return command_usage(command_find("session"),
                             _("Say which session by its number; \"session list\" shows them."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = print(&app, options, id);
    app_close(&app);
    return code;
}

/* --- what the numbers say --------------------------------------------------------------------- */
static void print_reflection(const struct reflection *reflection)
{
    char clean[REFLECTION_TEXT_ROOM];
    int part = -1;
    puts(_("calculated, not AI"));
    for (int i = 0; i < reflection->count; i++) {
        const struct reflection_sentence *sentence = &reflection->sentences[i];
        if ((int)sentence->part != part) {
            part = (int)sentence->part;
            printf("\n%s\n", reflection_part_name(reflection->subject, sentence->part));
        }
        sanitize_screen(clean, sizeof clean, sentence->text);
        printf("  - %s\n", clean);
        sanitize_screen(clean, sizeof clean, sentence->basis);
        printf("    [%s]\n", clean);
    }
}

static int reflect_print(struct app *app, const struct command_options *options, record_id id)
{
    struct err err = {0};
    struct reflection reflection;
    if (!reflection_session_get(app, id, &reflection, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(session_json_reflection(id, &reflection));
    }
    print_reflection(&reflection);
    return 0;
}

static int set_void(struct app *app, const struct command_options *options, record_id id)
{
    struct err err = {0};
    return range_void(app, id, &err) ? show_print(app, options, id) : command_fail(&err);
}

static int set_counting(struct app *app, const struct command_options *options, record_id id)
{
    struct err err = {0};
    return range_unvoid(app, id, &err) ? show_print(app, options, id) : command_fail(&err);
}

/* --- a competition, or practice --- */

static int mark_print(struct app *app, const struct command_options *options,
                      const struct session_mark *marks, int count)
{
    struct err err = {0};
    int changed = 0;
    if (!session_set_competition(app, marks, count, &changed, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "is_competition", marks[0].is_competition);
        cJSON_AddNumberToObject(json, "sessions", count);
        cJSON_AddNumberToObject(json, "changed", changed);
        return command_print_json(json);
    }
    if (changed == 0) {
        puts(_("It was so already: nothing was changed."));
        return 0;
    }
    printf(marks[0].is_competition ? P_("%d session is a competition now.\n",
                                        "%d sessions are competitions now.\n", changed)
                                   : P_("%d session is practice again.\n",
                                        "%d sessions are practice again.\n", changed),
           changed);
    return 0;
}

static int run_competition(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    bool is_off = command_flag(&argc, argv, "--off");
    struct session_mark *marks = mem_alloc((size_t)argc * sizeof *marks);
    bool ok = argc >= 2;
    for (int i = 1; ok && i < argc; i++) {
        marks[i - 1].is_competition = !is_off;
        ok = command_record_id(argv[i], &marks[i - 1].id);
    }
    if (!ok) {
        code =
            command_usage(command_find("session"),
                          _("Say which sessions by their numbers; \"session list\" shows them."));
    } else if (command_open(&app, options, true, &code)) {
        code = mark_print(&app, options, marks, argc - 1);
        app_close(&app);
    }
    free(marks);
    return code;
}

int command_session(const struct command_options *options, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*print)(struct app *app, const struct command_options *options, record_id id);
    } verbs[] = {{"show", show_print},
                 {"reflect", reflect_print},
                 {"void", set_void},
                 {"unvoid", set_counting}};
    if (argc >= 2 && strcmp(argv[1], "list") == 0) {
        return run_list(options, argc - 1, argv + 1);
    }
    if (argc >= 2 && strcmp(argv[1], "competition") == 0) {
        return run_competition(options, argc - 1, argv + 1);
    }
    for (size_t i = 0; argc >= 2 && i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            return run_one(options, argc - 1, argv + 1, verbs[i].print);
        }
    }
    return command_usage(
        command_find("session"),
        _("Say \"session list\", or show, reflect, competition, void or unvoid and its ID."));
}
