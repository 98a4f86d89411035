/* aimtrack chart: numbers over time as text, one session a row, for pipes and printers. Plain ASCII
 * whatever the terminal: o is the session, | the smoothed line, X both. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/insight_command.h"

enum { CHART_COLUMNS = 50, LINE_ROOM = 160 };

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
    printf("%-10s  %9s  %-*.*f%*.*f\n", "", "", CHART_COLUMNS / 2, decimals, low,
           CHART_COLUMNS - CHART_COLUMNS / 2, decimals, high);
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
        printf("%-10s  %9.*f  %s\n", date, decimals, series->points[i].value, row);
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
        printf("%s: %s\n", request->name, _(charts[chart].title));
        if (series.count == 0) {
            puts(_("No session in this period has that number."));
        } else {
            print_rows(&series, charts[chart].decimals);
        }
    }
    arena_free(&arena);
    return code;
}

int command_chart(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct insight_request request = {0};
    int code = 0;
    const char *of = command_option(&argc, argv, "--of");
    int chart = find_chart(of != NULL ? of : "average");
    if (!insight_request_choice(&request, &argc, argv)) {
        return usage(NULL);
    }
    if (chart < 0) {
        return usage(_("--of is average, total, sigma, x or y."));
    }
    if (argc != 3 || (strcmp(argv[1], "weapon") != 0 && strcmp(argv[1], "member") != 0)) {
        return usage(_("Say weapon or member and which one."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    if (insight_request_subject(&request, &app, argv[1], argv[2], &code)) {
        code = print_chart(&app, &request, chart);
    }
    app_close(&app);
    return code;
}
