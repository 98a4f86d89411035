/* Documents as JSON and on paper: the program that makes paper is the real one. */
#include "range_support.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "base/sanitize.h"
#include "core/export.h"
#include "export/document_json.h"
#include "export/render.h"

static bool never(void *context)
{
    (void)context;
    return false;
}

static struct render_order order_of(bool (*go_on)(void *context))
{
    return (struct render_order){.program = TEST_PAPER,
                                 .made = "made now",
                                 .page = "page {page} of {pages}",
                                 .data = "SHA-256",
                                 .go_on = go_on};
}

static void write_document(struct buf *out, int rows)
{
    struct document_json json = {0};
    const struct document document = document_json_of(&json);
    const struct document_front front = {.report = "test",
                                         .title = "Łódź Özgür O'Brien-d'Été",
                                         .subject = "Ωμέγα Жанна \"quoted\"\\",
                                         .club = "Club",
                                         .period = "2026"};
    const struct document_column columns[] = {{"Nr", CELL_NUMBER, 1}, {"Text", CELL_TEXT, 9}};
    const struct document_table table = {
        .id = "t", .title = "", .columns = columns, .count = 2, .is_main = true};
    document_json_begin(&json);
    assert_true(document_front(&document, &front) && document_table(&document, &table));
    for (int i = 0; i < rows; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        assert_true(
            document_row(&document, (const char *[]){number, "a cell\twith \x01 bytes\n2"}));
    }
    document_json_end(&json);
    assert_int_equal(json.rows, rows);
    buf_add(out, json.out.bytes, json.out.size);
    buf_free(&json.out);
}

/* --- JSON -------------------------------------------------------------------------------------
 */
static void a_document_is_one_json_object_whatever_its_texts(void **state)
{
    (void)state;
    struct buf out = {0};
    const char *why = NULL;
    write_document(&out, 3);
    cJSON *json = json_read(out.bytes, out.size, &why);
    assert_non_null(json);
    const cJSON *parts = json_get(json, "parts");
    assert_int_equal(cJSON_GetArraySize(parts), 6);
    const cJSON *row = json_get(cJSON_GetArrayItem(parts, 2), "cells");
    assert_string_equal(cJSON_GetArrayItem(row, 1)->valuestring, "a cell\twith \x01 bytes\n2");
    cJSON_Delete(json);
    buf_free(&out);
}

static void bytes_that_are_no_utf8_become_a_sign_and_stay_json(void **state)
{
    (void)state;
    struct buf out = {0};
    const char *why = NULL;
    json_add_text(&out, "a\xC3(b\x80\"\\\x7F");
    cJSON *json = json_read(out.bytes, out.size, &why);
    assert_non_null(json);
    assert_string_equal(json->valuestring, "a\xEF\xBF\xBD(b\xEF\xBF\xBD\"\\\x7F");
    cJSON_Delete(json);
    buf_free(&out);
}

/* --- cleaning ---------------------------------------------------------------------------------
 */
static void paper_gets_no_control_bytes_and_whole_letters(void **state)
{
    (void)state;
    char text[64];
    sanitize_paper(text, sizeof text, "a\x1b[31m\tb\nc");
    assert_string_equal(text, "a [31m b\nc");
    sanitize_paper(text, sizeof text, "e\xCC\x81"); /* e and an accent: one letter */
    assert_string_equal(text, "é");
    sanitize_paper(text, sizeof text, "x\xE2\x80\xAEy\xF0\x9F\x98\x80z");
    assert_string_equal(text, "xy\xEF\xBF\xBDz");
    sanitize_paper(text, 4, "ééé");
    assert_string_equal(text, "é");
}

/* --- paper --------------------------------------------------------------------------------------
 */
static int pages_of(int rows, int64_t *bytes)
{
    struct buf out = {0};
    struct err err = {0};
    struct render_order order = order_of(NULL);
    int pages = 0;
    char block[4096];
    size_t size = 1;
    int64_t sum = 0;
    write_document(&out, rows);
    struct render *render = render_start(&order, &err);
    assert_non_null(render);
    assert_ok(render_send(render, out.bytes, out.size, &err), err);
    assert_ok(render_end(render, bytes, &pages, &err), err);
    for (bool is_first = true; size > 0; is_first = false) {
        assert_ok(render_read(render, block, sizeof block, &size, &err), err);
        assert_true(!is_first || memcmp(block, "%PDF-", 5) == 0);
        sum += (int64_t)size;
    }
    assert_int_equal(sum, *bytes);
    render_free(render);
    buf_free(&out);
    return pages;
}

static void a_document_becomes_pages(void **state)
{
    (void)state;
    int64_t bytes = 0;
    assert_int_equal(pages_of(0, &bytes), 1);
    assert_true(bytes > 10000); /* with its letters */
    assert_int_equal(pages_of(10, &bytes), 1);
    assert_true(pages_of(300, &bytes) > 5);
}

static void what_is_no_document_is_refused_and_nothing_comes(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "{}", "{\"format\":\"aimtrack-document-1\",\"parts\":[\nnonsense\n",
        "{\"format\":\"aimtrack-document-1\",\"parts\":[\n{\"part\":\"row\",\"cells\":[]},\n",
        "{\"format\":\"aimtrack-document-1\",\"parts\":[\n{\"part\":\"front\"},\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err err = {0};
        struct render_order order = order_of(NULL);
        int64_t bytes = 0;
        int pages = 0;
        struct render *render = render_start(&order, &err);
        assert_non_null(render);
        (void)render_send(render, wrong[i], strlen(wrong[i]), &err);
        assert_false(render_end(render, &bytes, &pages, &err));
        assert_int_equal(err.kind, ERR_IO);
        assert_non_null(strstr(err.what, "Nothing was written"));
        render_free(render);
    }
}

static void a_program_that_is_none_is_said(void **state)
{
    (void)state;
    struct err err = {0};
    struct render_order order = order_of(NULL);
    order.program = "/bin/true";
    int64_t bytes = 0;
    int pages = 0;
    struct render *render = render_start(&order, &err);
    assert_true(render == NULL || !render_end(render, &bytes, &pages, &err));
    assert_int_equal(err.kind, ERR_IO);
    if (render != NULL) {
        render_free(render);
    }
}

/* It gave everything that it had promised, and then said that it failed. */
static void a_program_that_ends_badly_is_not_believed(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    char script[700];
    struct err err = {0};
    struct buf out = {0};
    struct render_order order = order_of(NULL);
    int64_t bytes = 0;
    int pages = 0;
    size_t size = 1;
    unsigned char block[4096];
    test_folder(folder);
    snprintf(path, sizeof path, "%s/paper", folder);
    snprintf(script, sizeof script, "#!/bin/sh\n'%s'\nexit 3\n", TEST_PAPER);
    assert_ok(file_write_new(path, script, strlen(script), &err), err);
    assert_int_equal(chmod(path, 0700), 0);
    order.program = path;
    write_document(&out, 4);
    struct render *render = render_start(&order, &err);
    assert_non_null(render);
    assert_ok(render_send(render, out.bytes, out.size, &err), err);
    assert_ok(render_end(render, &bytes, &pages, &err), err);
    while (size > 0 && render_read(render, block, sizeof block, &size, &err)) {
    }
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.what, "Nothing was written"));
    render_free(render);
    buf_free(&out);
}

/* A folder, or bytes that no machine runs, in its place: it is missing, memory is not short. */
static void what_cannot_be_started_is_missing(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct err err = {0};
    struct render_order order = order_of(NULL);
    test_folder(folder);
    file_join(path, sizeof path, folder, "rubbish");
    assert_ok(file_write_durable(path, "rubbish", 7, &err), err);
    assert_int_equal(chmod(path, 0700), 0);
    const char *const programs[] = {folder, path};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        order.program = programs[i];
        assert_null(render_start(&order, &err));
        assert_int_equal(err.kind, ERR_NOT_FOUND);
        assert_non_null(strstr(err.what, "install AimTrack again"));
    }
}

static void stopping_ends_the_program_at_once(void **state)
{
    (void)state;
    struct buf out = {0};
    struct err err = {0};
    struct render_order order = order_of(never);
    int64_t bytes = 0;
    int pages = 0;
    write_document(&out, 4000);
    struct render *render = render_start(&order, &err);
    assert_non_null(render);
    bool ok =
        render_send(render, out.bytes, out.size, &err) && render_end(render, &bytes, &pages, &err);
    assert_false(ok);
    assert_int_equal(err.kind, ERR_BUSY);
    render_free(render);
    buf_free(&out);
}

/* --- an export ----------------------------------------------------------------------------------
 */
static void an_export_on_paper_is_delivered_and_kept(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct export_result result;
    char folder[512];
    test_club(&app);
    test_folder(folder);
    record_id anna = make_member(&app, "Bakker", "Anna");
    const struct export_order order = {.report = report_find("permit"),
                                       .format = FORMAT_PDF,
                                       .filter = {.member_id = anna},
                                       .folder = folder,
                                       .program = TEST_PAPER};
    assert_ok(export_run(&app, &order, &result, &err), err);
    assert_int_equal(result.pages, 1);
    struct export_row row;
    assert_ok(export_get(&app, result.id, &row, &err), err);
    assert_int_equal(row.pages, 1);
    assert_string_equal(row.format, "pdf");
    assert_ok(export_verify(&app, result.id, NULL, &err), err);
    assert_ok(export_preview(&app, &order, &result, &err), err);
    assert_int_equal(result.pages, 1);
    assert_int_equal(result.id, 0);
    app_close(&app);
}

static void a_report_that_cannot_be_csv_says_so_and_who_is_missing(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct export_result result;
    test_club(&app);
    struct export_order order = {.report = report_find("person"), .folder = "/nowhere"};
    assert_false(export_run(&app, &order, &result, &err));
    assert_non_null(strstr(err.what, "pdf or json"));
    order.format = FORMAT_JSON;
    assert_false(export_run(&app, &order, &result, &err));
    assert_non_null(strstr(err.what, "one member"));
    app.actor.role = ROLE_OFFICER;
    assert_false(export_run(&app, &order, &result, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_one_json_object_whatever_its_texts),
        cmocka_unit_test(bytes_that_are_no_utf8_become_a_sign_and_stay_json),
        cmocka_unit_test(paper_gets_no_control_bytes_and_whole_letters),
        cmocka_unit_test(a_document_becomes_pages),
        cmocka_unit_test(what_is_no_document_is_refused_and_nothing_comes),
        cmocka_unit_test(a_program_that_is_none_is_said),
        cmocka_unit_test(a_program_that_ends_badly_is_not_believed),
        cmocka_unit_test(what_cannot_be_started_is_missing),
        cmocka_unit_test(stopping_ends_the_program_at_once),
        cmocka_unit_test(an_export_on_paper_is_delivered_and_kept),
        cmocka_unit_test(a_report_that_cannot_be_csv_says_so_and_who_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
