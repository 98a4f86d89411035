#include "export/paper_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "export/paper_figure.h"

static const float body_size = 8.6F;
static const float edge_size = 6.4F;
static const float fact_step = 13.F;
static const float fact_label = 128.F;

enum { HOLES_MAX = 2000, RINGS_MAX = 16, POINTS_MAX = 400, SIGNS_MAX = 4 };

static void clean_field(char *dst, size_t size, const cJSON *part, const char *name)
{
    const char *text = json_text(part, name);
    sanitize_paper(dst, size, text != NULL ? text : "");
}

static bool flag(const cJSON *part, const char *name)
{
    return cJSON_IsTrue(json_get(part, name));
}

/* --- front, texts, facts ------------------------------------------------------------------------
 */
static bool draw_front(struct paper_parts *parts, const cJSON *part)
{
    struct paper *paper = parts->paper;
    const char *language = json_text(part, "language");
    if (parts->has_front) {
        return false;
    }
    parts->has_front = true;
    clean_field(parts->title, sizeof parts->title, part, "title");
    clean_field(parts->subject, sizeof parts->subject, part, "subject");
    clean_field(parts->club, sizeof parts->club, part, "club");
    clean_field(parts->period, sizeof parts->period, part, "period");
    paper->is_dutch = language != NULL && strcmp(language, "nl") == 0;
    paper_set_wide(paper, flag(part, "is_wide"));
    paper_new_page(paper);
    paper->y += 4.F;
    paper_paragraph(paper, FACE_BOLD, 17.F, PAPER_ACCENT, parts->title);
    if (parts->subject[0] != '\0') {
        paper_paragraph(paper, FACE_BOLD, 11.F, PAPER_BLACK, parts->subject);
    }
    paper_paragraph(paper, FACE_REGULAR, body_size, PAPER_MUTED, parts->period);
    paper->y -= 8.F;
    return true;
}

static void end_facts(struct paper_parts *parts)
{
    if (parts->has_half) {
        parts->paper->y -= fact_step;
        parts->has_half = false;
    }
}

static bool draw_text(struct paper_parts *parts, const cJSON *part, bool is_heading, bool is_small)
{
    char text[PAPER_TEXT_ROOM];
    struct paper *paper = parts->paper;
    clean_field(text, sizeof text, part, "text");
    if (is_heading) {
        paper_room(paper, 60.F); /* never alone at the foot of a page */
        paper->y -= 8.F;
        paper_paragraph(paper, FACE_BOLD, 11.F, PAPER_ACCENT, text);
        paper->y -= 4.F;
        return true;
    }
    paper_paragraph(paper, FACE_REGULAR, is_small ? 7.2F : body_size,
                    is_small ? PAPER_MUTED : PAPER_BLACK, text);
    paper->y -= 5.F;
    return true;
}

/* indent: from the label's left edge to the value's. */
static void draw_half_fact(struct paper *paper, float x, float indent, const char *label,
                           const char *value)
{
    paper_text(paper, FACE_REGULAR, body_size, PAPER_MUTED, x, paper->y - fact_step + 3.F,
               SIDE_LEFT, label, strlen(label));
    paper_text(paper, FACE_BOLD, body_size, PAPER_BLACK, x + indent, paper->y - fact_step + 3.F,
               SIDE_LEFT, value, strlen(value));
}

/* Two beside each other; one whose texts need more gets the line alone, or more lines. */
static bool draw_fact(struct paper_parts *parts, const cJSON *part)
{
    char label[256];
    char value[PAPER_TEXT_ROOM];
    struct paper_line lines[PAPER_LINES_MAX];
    struct paper *paper = parts->paper;
    float half = (paper->right - paper->left) / 2;
    clean_field(label, sizeof label, part, "label");
    clean_field(value, sizeof value, part, "value");
    float named = paper_text_width(paper, FACE_REGULAR, body_size, label, strlen(label)) + 6.F;
    float indent = named > fact_label ? named : fact_label;
    bool fits =
        paper_text_width(paper, FACE_BOLD, body_size, value, strlen(value)) < half - indent - 6.F &&
        strchr(value, '\n') == NULL;
    if (fits && parts->has_half) {
        draw_half_fact(paper, paper->left + half, indent, label, value);
        end_facts(parts);
        return true;
    }
    end_facts(parts);
    paper_room(paper, fact_step);
    if (fits) {
        draw_half_fact(paper, paper->left, indent, label, value);
        parts->has_half = true;
        return true;
    }
    draw_half_fact(paper, paper->left, indent, label, "");
    int count = paper_wrap(paper, FACE_BOLD, body_size, 2 * half - indent, value, lines);
    for (int i = 0; i < count; i++) {
        paper_room(paper, fact_step);
        paper_text(paper, FACE_BOLD, body_size, PAPER_BLACK, paper->left + indent,
                   paper->y - fact_step + 3.F, SIDE_LEFT, lines[i].at, lines[i].bytes);
        paper->y -= fact_step;
    }
    return true;
}

/* --- tables -----------------------------------------------------------------------------------
 */
static enum cell_kind kind_of(const char *name)
{
    return name != NULL && strcmp(name, "number") == 0 ? CELL_NUMBER
           : name != NULL && strcmp(name, "date") == 0 ? CELL_DATE
                                                       : CELL_TEXT;
}

static bool draw_table(struct paper_parts *parts, const cJSON *part)
{
    char title[512];
    struct paper_table *table = &parts->table;
    const cJSON *columns = json_get(part, "columns");
    const cJSON *column = NULL;
    table->paper = parts->paper;
    table->count = 0;
    cJSON_ArrayForEach(column, columns)
    {
        if (table->count == DOCUMENT_COLUMNS_MAX) {
            return false;
        }
        clean_field(table->columns[table->count].title, sizeof table->columns[0].title, column,
                    "title");
        table->columns[table->count].kind = kind_of(json_text(column, "kind"));
        table->columns[table->count].width = (int)json_int(column, "width", 0, 1000, 0);
        table->count++;
    }
    clean_field(title, sizeof title, part, "title");
    parts->paper->y -= 3.F;
    if (title[0] != '\0') {
        paper_room(parts->paper, 72.F);
        paper_paragraph(parts->paper, FACE_BOLD, 10.F, PAPER_ACCENT, title);
        parts->paper->y -= 3.F;
    }
    paper_table_begin(table);
    return true;
}

static bool draw_row(struct paper_parts *parts, const cJSON *part)
{
    const char *texts[DOCUMENT_COLUMNS_MAX];
    const cJSON *cell = json_get(part, "cells");
    int count = 0;
    if (!parts->table.is_open || !cJSON_IsArray(cell)) {
        return false;
    }
    cJSON_ArrayForEach(cell, json_get(part, "cells"))
    {
        if (count == parts->table.count) {
            return false;
        }
        if (!cJSON_IsString(cell)) {
            return false;
        }
        texts[count] = cell->valuestring;
        count++;
    }
    if (count != parts->table.count) {
        return false;
    }
    paper_table_row(&parts->table, texts);
    return true;
}

/* --- figures ------------------------------------------------------------------------------------
 */
static int64_t whole_at(const cJSON *array, int index)
{
    const cJSON *item = cJSON_GetArrayItem(array, index);
    bool is_whole = cJSON_IsNumber(item) && item->valuedouble > -1e9 && item->valuedouble < 1e9;
    return is_whole ? (int64_t)item->valuedouble : 0;
}

static bool draw_target(struct paper_parts *parts, const cJSON *part)
{
    int64_t rings[RINGS_MAX];
    struct document_hole *holes = mem_array(HOLES_MAX, sizeof *holes);
    const cJSON *item = NULL;
    const cJSON *mean = json_get(part, "mean_um");
    struct document_target target = {
        .title = json_text(part, "title") != NULL ? json_text(part, "title") : "",
        .ring_um = rings,
        .hole = holes,
        .black_um = json_int(part, "black_um", 0, 10000000, 0),
        .inner_um = json_int(part, "inner_um", 0, 10000000, 0),
        .hole_um = json_int(part, "hole_um", 0, 100000, 0),
        .has_mean = cJSON_IsArray(mean),
        .mean_x_um = whole_at(mean, 0),
        .mean_y_um = whole_at(mean, 1),
        .mean_radius_um = json_int(part, "mean_radius_um", 0, 10000000, 0)};
    cJSON_ArrayForEach(item, json_get(part, "ring_um"))
    {
        if (target.rings < RINGS_MAX && cJSON_IsNumber(item)) {
            rings[target.rings++] = (int64_t)item->valuedouble;
        }
    }
    cJSON_ArrayForEach(item, json_get(part, "holes"))
    {
        if (target.holes < HOLES_MAX && cJSON_IsArray(item)) {
            holes[target.holes++] = (struct document_hole){.x_um = whole_at(item, 0),
                                                           .y_um = whole_at(item, 1),
                                                           .series = (int)whole_at(item, 2),
                                                           .number = (int)whole_at(item, 3)};
        }
    }
    paper_target(parts->paper, &target);
    free(holes);
    return true;
}

static double number_at(const cJSON *array, int index)
{
    const cJSON *item = cJSON_GetArrayItem(array, index);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static bool draw_chart(struct paper_parts *parts, const cJSON *part)
{
    struct document_point *points = mem_array(POINTS_MAX, sizeof *points);
    const cJSON *item = NULL;
    struct document_chart chart = {
        .title = json_text(part, "title") != NULL ? json_text(part, "title") : "",
        .unit = json_text(part, "unit") != NULL ? json_text(part, "unit") : "",
        .is_line = flag(part, "is_line"),
        .decimals = (int)json_int(part, "decimals", 0, 6, 1),
        .points = points};
    cJSON_ArrayForEach(item, json_get(part, "points"))
    {
        const cJSON *name = cJSON_GetArrayItem(item, 0);
        if (chart.count < POINTS_MAX && cJSON_IsString(name)) {
            points[chart.count++] =
                (struct document_point){.label = name->valuestring,
                                        .value = number_at(item, 1),
                                        .has_span = cJSON_GetArraySize(item) == 4,
                                        .low = number_at(item, 2),
                                        .high = number_at(item, 3)};
        }
    }
    paper_chart(parts->paper, &chart);
    free(points);
    return true;
}

/* Boxes side by side; the label stands in the box, at its top. */
static bool draw_sign(struct paper_parts *parts, const cJSON *part)
{
    static const float height = 78.F;
    static const float gap = 10.F;
    struct paper *paper = parts->paper;
    const cJSON *labels = json_get(part, "labels");
    const cJSON *item = NULL;
    int count = cJSON_GetArraySize(labels);
    int at = 0;
    if (count < 1 || count > SIGNS_MAX) {
        return false;
    }
    float width = (paper->right - paper->left - gap * (float)(count - 1)) / (float)count;
    paper_room(paper, height + 14.F);
    paper->y -= 6.F;
    cJSON_ArrayForEach(item, labels)
    {
        char label[256];
        float x = paper->left + (width + gap) * (float)at++;
        sanitize_paper(label, sizeof label, cJSON_IsString(item) ? item->valuestring : "");
        paper_stroke_ink(paper, PAPER_MUTED);
        paper_line_width(paper, .6F);
        HPDF_Page_Rectangle(paper->page, x, paper->y - height, width, height);
        HPDF_Page_Stroke(paper->page);
        paper_text(paper, FACE_REGULAR, 7.F, PAPER_MUTED, x + 5, paper->y - 11, SIDE_LEFT, label,
                   strlen(label));
    }
    paper->y -= height + 8.F;
    return true;
}

/* --- choosing ---------------------------------------------------------------------------------
 */
static bool draw(struct paper_parts *parts, const char *name, const cJSON *part)
{
    if (strcmp(name, "row") == 0) {
        return draw_row(parts, part);
    }
    paper_table_end(&parts->table);
    if (strcmp(name, "fact") == 0) {
        return draw_fact(parts, part);
    }
    end_facts(parts);
    if (strcmp(name, "text") == 0 || strcmp(name, "heading") == 0 || strcmp(name, "small") == 0) {
        return draw_text(parts, part, name[0] == 'h', name[0] == 's');
    }
    if (strcmp(name, "table") == 0) {
        return draw_table(parts, part);
    }
    if (strcmp(name, "target") == 0) {
        return draw_target(parts, part);
    }
    if (strcmp(name, "chart") == 0) {
        return draw_chart(parts, part);
    }
    if (strcmp(name, "sign") == 0) {
        return draw_sign(parts, part);
    }
    parts->has_end = strcmp(name, "end") == 0;
    return parts->has_end;
}

bool paper_part(struct paper_parts *parts, const cJSON *part)
{
    const char *name = json_text(part, "part");
    if (name == NULL || parts->has_end) {
        return false;
    }
    if (strcmp(name, "front") == 0) {
        return draw_front(parts, part);
    }
    return parts->has_front && draw(parts, name, part);
}

/* --- the edges of every page --------------------------------------------------------------------
 */
/* "page {page} of {pages}" with the numbers. */
static void page_text(char *dst, size_t size, const char *pattern, int page, int pages)
{
    struct buf buf = {0};
    while (*pattern != '\0') {
        if (strncmp(pattern, "{page}", 6) == 0) {
            buf_printf(&buf, "%d", page);
            pattern += 6;
        } else if (strncmp(pattern, "{pages}", 7) == 0) {
            buf_printf(&buf, "%d", pages);
            pattern += 7;
        } else {
            buf_add(&buf, pattern++, 1);
        }
    }
    text_copy(dst, size, buf_text(&buf));
    buf_free(&buf);
}

static void draw_edges(struct paper_parts *parts, int page, const char *sha256)
{
    struct paper *paper = parts->paper;
    char text[1400];
    float above = paper->height - 36.F;
    float below = 36.F;
    paper_graphics(paper);
    paper_forget_state(paper);
    paper->page = paper->pages[page];
    paper_text(paper, FACE_BOLD, 7.6F, PAPER_BLACK, paper->left, above, SIDE_LEFT, parts->club,
               strlen(parts->club));
    snprintf(text, sizeof text, "%s \xC2\xB7 %s", parts->title, parts->period);
    paper_text(paper, FACE_REGULAR, 7.F, PAPER_MUTED, paper->right, above, SIDE_RIGHT, text,
               strlen(text));
    paper_rule(paper, PAPER_LINE, .5F, paper->left, above - 5.F, paper->right, above - 5.F);
    paper_rule(paper, PAPER_LINE, .5F, paper->left, below + 8.F, paper->right, below + 8.F);
    paper_text(paper, FACE_REGULAR, edge_size, PAPER_MUTED, paper->left, below, SIDE_LEFT,
               parts->made, strlen(parts->made));
    page_text(text, sizeof text, parts->page, page + 1, paper->page_count);
    paper_text(paper, FACE_REGULAR, 7.F, PAPER_BLACK, paper->right, below, SIDE_RIGHT, text,
               strlen(text));
    snprintf(text, sizeof text, "%s %s", parts->data, sha256);
    paper_text(paper, FACE_REGULAR, edge_size, PAPER_MUTED, paper->left, below - 9.F, SIDE_LEFT,
               text, strlen(text));
}

void paper_edges(struct paper_parts *parts, const char *sha256)
{
    for (int page = 0; page < parts->paper->page_count; page++) {
        draw_edges(parts, page, sha256);
    }
    paper_graphics(parts->paper);
}
