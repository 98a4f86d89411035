/* aimtrack chart: numbers over time as text, one session a row, for pipes and printers. Plain ASCII
 * whatever the terminal: o is the session, | the smoothed line, X both. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/insight_command.h"
#include "core/heat_job.h"
#include "core/shooter.h"

enum { CHART_COLUMNS = 50, LINE_ROOM = 160, PROGRAMMES_MOST = 32 };

static const struct {
    const char *name;
    enum insight_number number;
    const char *title; /* with its unit */
    int decimals;
} charts[] = {
    {"average", NUMBER_AVERAGE, N_("Average a shot, rings"), 2},
    {"total", NUMBER_TOTAL, N_("Total of whole cards, rings"), 1},
    {"sigma", NUMBER_SIGMA, N_("Group (sigma), mm"), 1},
    {"x", NUMBER_CENTRE_X, N_("Group centre sideways, mm (right is more)"), 1},
    {"y", NUMBER_CENTRE_Y, N_("Group centre in height, mm (high is more)"), 1},
};

static int usage(const char *problem)
{
    return command_usage(command_find("chart"), problem);
}

static int find_chart(const char *name)
{
    for (int i = 0; i < (int)(sizeof charts / sizeof charts[0]); i++) {
        if (strcmp(charts[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static int column_of(double value, double low, double high)
{
    double share = high > low ? (value - low) / (high - low) : 0.5;
    return (int)lround(share * (CHART_COLUMNS - 1));
}

static void print_rows(const struct insight_series *series, int decimals)
{
    double low = series->points[0].value;
    double high = low;
    for (int i = 1; i < series->count; i++) {
        low = fmin(low, series->points[i].value);
        high = fmax(high, series->points[i].value);
    }
    char from[NUMBER_ROOM];
    char to[NUMBER_ROOM];
    decimal_write_rounded(from, sizeof from, low, decimals, i18n_decimal_point());
    decimal_write_rounded(to, sizeof to, high, decimals, i18n_decimal_point());
    printf("%-10s  %9s  %-*s%*s\n", "", "", CHART_COLUMNS / 2, from,
           CHART_COLUMNS - CHART_COLUMNS / 2, to);
    for (int i = 0; i < series->count; i++) {
        char row[LINE_ROOM];
        char date[DATE_ROOM];
        memset(row, ' ', CHART_COLUMNS);
        row[CHART_COLUMNS] = '\0';
        int point = column_of(series->points[i].value, low, high);
        int line = column_of(series->line[i], low, high);
        row[line] = '|';
        row[point] = point == line ? 'X' : 'o';
        for (int end = CHART_COLUMNS - 1; end >= 0 && row[end] == ' '; end--) {
            row[end] = '\0';
        }
        time_days_date(date, (int64_t)series->points[i].day);
        char number[NUMBER_ROOM];
        decimal_write_rounded(number, sizeof number, series->points[i].value, decimals,
                              i18n_decimal_point());
        printf("%-10s  %9s  %s\n", date, number, row);
    }
}

static int print_chart(struct app *app, const struct insight_request *request, int chart)
{
    struct err err = {0};
    struct arena arena = {0};
    struct insight_lines lines;
    struct insight_series series;
    int code = 0;
    if (!insight_read(app, &arena, &request->of, &lines, &err)) {
        code = command_fail(&err);
    } else {
        insight_series_read(app, &arena, &lines, &request->choice, charts[chart].number, &series);
        char clean[NAME_ROOM];
        sanitize_screen(clean, sizeof clean, request->name);
        printf("%s: %s\n", clean, _(charts[chart].title));
        if (series.count == 0) {
            puts(_("No session in this period has that number."));
        } else {
            print_rows(&series, charts[chart].decimals);
        }
    }
    arena_free(&arena);
    return code;
}

/* --- within a session, and on the face ----------------------------------------------------------
 */
static void print_drift(const struct drift *drift)
{
    double low = drift->average[0];
    double high = low;
    for (int i = 1; i < drift->positions; i++) {
        low = fmin(low, drift->average[i]);
        high = fmax(high, drift->average[i]);
    }
    for (int i = 0; i < drift->positions; i++) {
        bool is_weak = i + 1 >= drift->weak_first && i + 1 <= drift->weak_last;
        int length = 1 + column_of(drift->average[i], low, high);
        char number[NUMBER_ROOM];
        decimal_write_rounded(number, sizeof number, drift->average[i], 2, i18n_decimal_point());
        printf("%4d  %6s %c ", i + 1, number, is_weak ? '<' : ' ');
        for (int column = 0; column < length; column++) {
            putchar('#');
        }
        putchar('\n');
    }
}

static int chart_drift(struct app *app, struct insight_request *request)
{
    struct err err = {0};
    struct arena arena = {0};
    struct insight_lines lines;
    struct shooter *shooter = arena_alloc(&arena, sizeof *shooter);
    const char *most[PROGRAMMES_MOST];
    bool ok = insight_read(app, &arena, &request->of, &lines, &err);
    if (ok && request->choice.programme_id == NULL) {
        int count = insight_programmes(&lines, &request->choice, most, PROGRAMMES_MOST);
        request->choice.programme_id = count > 0 ? most[0] : NULL;
    }
    ok = ok && shooter_read(app, &arena, request->id, &lines, &request->choice, shooter, &err);
    if (ok) {
        char clean[NAME_ROOM];
        sanitize_screen(clean, sizeof clean, request->name);
        printf("%s: %s\n", clean, _("Average by shot, rings (< the weakest ten)"));
        if (shooter->drift.why != NULL) {
            puts(_(shooter->drift.why));
        }
        print_drift(&shooter->drift);
    }
    arena_free(&arena);
    return ok ? 0 : command_fail(&err);
}

static void print_heat(const struct heat *heat)
{
    static const char shades[] = " .:-=+*#@";
    int64_t most = heat->most > 0 ? heat->most : 1;
    for (int line = 0; line < HEAT_CELLS; line++) {
        for (int column = 0; column < HEAT_CELLS; column++) {
            int64_t count = heat->cells[line][column];
            char shade = shades[count == 0 ? 0 : 1 + (count - 1) * 8 / most];
            printf("%c%c", shade, shade);
        }
        putchar('\n');
    }
}

static int chart_heat(struct app *app, const struct insight_request *request)
{
    struct err err = {0};
    struct arena arena = {0};
    struct insight_lines lines;
    struct heat heat;
    bool ok = insight_read(app, &arena, &request->of, &lines, &err);
    struct heat_job *job = ok ? heat_job_start(app, &lines, &request->choice, &err) : NULL;
    ok = job != NULL && heat_job_finish(job, &heat, &err);
    if (ok) {
        char clean[NAME_ROOM];
        sanitize_screen(clean, sizeof clean, request->name);
        printf(_("%s: %lld shots; a sign is %.2f mm wide\n"), clean, (long long)heat.shots,
               (double)heat.cell_um / 2000);
        print_heat(&heat);
    }
    arena_free(&arena);
    return ok ? 0 : command_fail(&err);
}

static int draw(struct app *app, struct insight_request *request, const char *of, int chart)
{
    if (strcmp(of, "heat") == 0) {
        return chart_heat(app, request);
    }
    return strcmp(of, "drift") == 0 ? chart_drift(app, request) : print_chart(app, request, chart);
}

int command_chart(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct insight_request request = {0};
    int code = 0;
    const char *of = command_option(&argc, argv, "--of");
    of = of != NULL ? of : "average";
    bool is_drift = strcmp(of, "drift") == 0;
    int chart = find_chart(of);
    if (!insight_request_choice(&request, &argc, argv)) {
        return usage(NULL);
    }
    if (chart < 0 && !is_drift && strcmp(of, "heat") != 0) {
        return usage(_("--of is average, total, sigma, x, y, heat or (of a member) drift."));
    }
    bool is_member = argc == 3 && strcmp(argv[1], "member") == 0;
    if (argc != 3 || (!is_member && (is_drift || strcmp(argv[1], "weapon") != 0))) {
        return usage(_("Say weapon or member and which one."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    if (insight_request_subject(&request, &app, argv[1], argv[2], &code)) {
        code = draw(&app, &request, of, chart);
    }
    app_close(&app);
    return code;
}
