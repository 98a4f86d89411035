/* aimtrack score: one hole from the command line. Many of them: score_csv.c. */
#include "cli/score.h"

#include "base/data.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/families.h"

#include <stdio.h>

static const char *const status_codes[] = {
    [FACE_CONFIRMED] = "confirmed",
    [FACE_SINGLE_SOURCE] = "single source",
    [FACE_UNCERTAIN] = "uncertain",
};

const char *score_gauging_code(const struct face *face, int64_t gauge_am)
{
    if (gauge_am == 0) {
        return "centre";
    }
    return face->gauging == GAUGING_INWARD ? "inward" : "outward";
}

char *score_mm_text(char dst[32], int64_t um, char point)
{
    return decimal_write(dst, 32, um, 3, 3, point);
}

void score_note_status(const struct face *face)
{
    if (face->status == FACE_SINGLE_SOURCE) {
        fprintf(stderr, _("aimtrack: note: the sizes of face %s come from a single source.\n"),
                face->id);
    } else if (face->status == FACE_UNCERTAIN) {
        fprintf(stderr, _("aimtrack: note: sources disagree on the sizes of face %s.\n"), face->id);
    }
}

bool score_gauge_read(const char *text, int64_t *gauge_am)
{
    return face_length_read(text, SCORE_GAUGE_LIMIT_MM, gauge_am);
}

static void print_line(const struct face *face, struct score score)
{
    char point = i18n_decimal_point();
    char distance[32];
    char margin[32];
    char value[16];
    score_mm_text(distance, score.distance_um, point);
    score_mm_text(margin, score.margin_um < 0 ? -score.margin_um : score.margin_um, point);
    if (score.ring == 0) {
        printf(_("%s: miss; %s mm from the centre, %s mm outside the %d line\n"), face->id,
               distance, margin, face->lowest_ring);
        return;
    }
    printf(_("%s: ring %d"), face->id, score.ring);
    if (face->has_decimals) {
        printf(", %s", score_text(value, sizeof value, score.tenths, true, false, point));
    }
    if (score.is_inner_ten) {
        printf(", %s", _("inner ten"));
    } else if (score.ring == 10 && face->inner_ten_am > 0) {
        printf(", %s", _("no inner ten"));
    }
    printf(_("; %s mm from the centre, %s mm inside the %d line\n"), distance, margin, score.ring);
}

static double am_to_mm(int64_t am)
{
    return (double)am / (double)AM_PER_MM;
}

static cJSON *score_json(const struct face *face, int64_t gauge_am, struct hole hole,
                         struct score score)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "face", face->id);
    cJSON_AddNumberToObject(json, "x_mm", am_to_mm(hole.x_am));
    cJSON_AddNumberToObject(json, "y_mm", am_to_mm(hole.y_am));
    cJSON_AddNumberToObject(json, "gauge_mm", am_to_mm(gauge_am));
    cJSON_AddNumberToObject(json, "ring", score.ring);
    if (face->has_decimals) {
        cJSON_AddNumberToObject(json, "decimal", score.tenths / 10.0);
    } else {
        cJSON_AddNullToObject(json, "decimal");
    }
    cJSON_AddBoolToObject(json, "inner_ten", score.is_inner_ten);
    cJSON_AddNumberToObject(json, "distance_mm", (double)score.distance_um / 1000);
    cJSON_AddNumberToObject(json, "margin_mm", (double)score.margin_um / 1000);
    cJSON_AddStringToObject(json, "status", status_codes[face->status]);
    cJSON_AddStringToObject(json, "gauging", score_gauging_code(face, gauge_am));
    return json;
}

static cJSON *face_json(const struct face *face)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "face", face->id);
    cJSON_AddStringToObject(json, "name", face->name);
    cJSON_AddNumberToObject(json, "distance_m", (double)face->distance_mm / 1000);
    cJSON_AddNumberToObject(json, "gauge_mm", am_to_mm(face->gauge_am));
    cJSON_AddStringToObject(json, "gauging", score_gauging_code(face, face->gauge_am));
    cJSON_AddBoolToObject(json, "decimals", face->has_decimals);
    cJSON_AddNumberToObject(json, "lowest_ring", face->lowest_ring);
    cJSON_AddStringToObject(json, "status", status_codes[face->status]);
    return json;
}

static int list_faces(const struct face_list *faces, bool as_json)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(json, "faces");
    for (int i = 0; i < faces->count; i++) {
        const struct face *face = &faces->rows[i];
        if (as_json) {
            cJSON_AddItemToArray(rows, face_json(face));
            continue;
        }
        bool is_confirmed = face->status == FACE_CONFIRMED;
        printf("%-10s %s%s%s%s\n", face->id, face->name, is_confirmed ? "" : " (",
               is_confirmed ? "" : status_codes[face->status], is_confirmed ? "" : ")");
    }
    if (as_json) {
        return command_print_json(json);
    }
    cJSON_Delete(json);
    return 0;
}

struct hole_arguments {
    const char *face, *x, *y;
    int64_t gauge_am; /* -1: the face's own */
};

static int score_one(const struct command_options *options, const struct face_list *faces,
                     const struct hole_arguments *given)
{
    struct err err = {0};
    struct hole hole = {0};
    const struct face *face = face_find(faces, given->face);
    if (face == NULL) {
        char shown[120]; /* with a "…" where it is cut, never inside a letter */
        text_fit(shown, sizeof shown, given->face, 40);
        err_set(&err, ERR_NOT_FOUND,
                _("There is no face \"%s\"; aimtrack score --faces lists them."), shown);
        return command_fail(&err);
    }
    if (!hole_read(given->x, given->y, &hole, &err)) {
        return command_fail(&err);
    }
    int64_t gauge_am = given->gauge_am < 0 ? face->gauge_am : given->gauge_am;
    struct score score = score_hole(face, gauge_am, hole);
    if (options->json) {
        return command_print_json(score_json(face, gauge_am, hole, score));
    }
    print_line(face, score);
    score_note_status(face);
    return 0;
}

static int score_arguments(const struct command_options *options, const struct face_list *faces,
                           int argc, char **argv)
{
    const struct command *command = command_find("score");
    struct hole_arguments hole = {
        .face = command_option(&argc, argv, "--face"),
        .x = command_option(&argc, argv, "--x"),
        .y = command_option(&argc, argv, "--y"),
        .gauge_am = -1,
    };
    const char *gauge = command_option(&argc, argv, "--gauge");
    const char *csv = command_option(&argc, argv, "--csv");
    bool is_list = command_flag(&argc, argv, "--faces");
    bool is_hole = hole.face != NULL && hole.x != NULL && hole.y != NULL;
    bool is_part = hole.face != NULL || hole.x != NULL || hole.y != NULL;
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command, NULL);
    }
    if (is_list && !is_part && csv == NULL) {
        return list_faces(faces, options->json);
    }
    if ((csv != NULL ? is_part : !is_hole) || is_list || (csv != NULL && options->json)) {
        return command_usage(command,
                             _("score takes either one hole (--face, --x, --y) or --csv."));
    }
    if (gauge != NULL && !score_gauge_read(gauge, &hole.gauge_am)) {
        return command_usage(command, _("--gauge is a diameter in millimetres, 0 to 100."));
    }
    return csv != NULL ? score_csv(faces, csv, hole.gauge_am) : score_one(options, faces, &hole);
}

int command_score(const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct face_list faces;
    struct err err = {0};
    const struct data_file *file = data_find("faces.csv");
    int code = file != NULL && face_list_read(&arena, file->bytes, &faces, &err)
                   ? score_arguments(options, &faces, argc, argv)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}
