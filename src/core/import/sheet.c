#include "core/import/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

enum { HEADING_ROOM = 128, BYTES_MAX = 10 * 1024 * 1024 };

/* --- encoding ----------------------------------------------------------------------------------
 */
static bool is_utf8(const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        int code_point = 0;
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t used = text_decode(bytes + at, &code_point);
        if (code_point == 0xFFFD) {
            return false;
        }
        at += used;
    }
    return true;
}

/* Windows-1252 puts letters and signs where Latin-1 has controls; 0: nothing there. */
static int windows_point(unsigned char byte)
{
    static const unsigned short high[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

static char *from_windows(struct arena *arena, const char *bytes, size_t size, size_t *out_size)
{
    char *text = arena_alloc(arena, 3 * size + 1);
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        int point = windows_point((unsigned char)bytes[i]);
        point = point == 0 ? '?' : point;
        if (point < 0x80) {
            text[used++] = (char)point;
        } else if (point < 0x800) {
            text[used++] = (char)(0xC0 | (point >> 6));
            text[used++] = (char)(0x80 | (point & 0x3F));
        } else {
            text[used++] = (char)(0xE0 | (point >> 12));
            text[used++] = (char)(0x80 | ((point >> 6) & 0x3F));
            text[used++] = (char)(0x80 | (point & 0x3F));
        }
    }
    *out_size = used;
    return text;
}

/* --- columns -----------------------------------------------------------------------------------
 */
static char delimiter_of(const char *bytes, size_t size)
{
    static const char candidates[] = {';', '\t', ','};
    const char *end = memchr(bytes, '\n', size);
    size_t length = end != NULL ? (size_t)(end - bytes) : size;
    char best = ',';
    int most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        int count = 0;
        for (size_t at = 0; at < length; at++) {
            count += bytes[at] == candidates[i];
        }
        if (count > most) {
            most = count;
            best = candidates[i];
        }
    }
    return best;
}

static bool is_named(const struct sheet_field *field, const char *heading)
{
    char folded[HEADING_ROOM];
    char needle[HEADING_ROOM + 2];
    char trimmed[HEADING_ROOM];
    text_copy(trimmed, sizeof trimmed, heading);
    text_trim(trimmed);
    text_fold(folded, sizeof folded, trimmed);
    for (char *at = folded; *at != '\0'; at++) {
        *at = *at == '_' || *at == '-' ? ' ' : *at;
    }
    needle[0] = ',';
    text_copy(needle + 1, sizeof needle - 2, folded);
    size_t length = strlen(needle);
    needle[length] = ',';
    needle[length + 1] = '\0';
    return folded[0] != '\0' && strstr(field->names, needle) != NULL;
}

static int field_of(const struct sheet_field *fields, int field_count, const char *heading)
{
    for (int field = 0; field < field_count; field++) {
        if (is_named(&fields[field], heading)) {
            return field;
        }
    }
    return -1;
}

static void find_columns(struct arena *arena, const struct sheet_field *fields, int field_count,
                         struct sheet *sheet)
{
    struct buf ignored = {0};
    const struct csv_row *headings = &sheet->table.rows[0];
    for (int field = 0; field < SHEET_FIELDS_MAX; field++) {
        sheet->columns[field] = -1;
    }
    for (int column = 0; column < headings->count; column++) {
        int field = field_of(fields, field_count, headings->cells[column]);
        if (field >= 0 && sheet->columns[field] < 0) {
            sheet->columns[field] = column;
        } else {
            buf_printf(&ignored, "%s%s", ignored.size > 0 ? ", " : "", headings->cells[column]);
        }
    }
    sheet->ignored = arena_text(arena, buf_text(&ignored));
    buf_free(&ignored);
}

/* The first name of a field, for a sentence. */
static void first_name(const struct sheet_field *field, char *dst, size_t size)
{
    text_copy(dst, size, field->names + 1);
    dst[strcspn(dst, ",")] = '\0';
}

bool sheet_read(struct arena *arena, const char *bytes, size_t size,
                const struct sheet_field *fields, int field_count, struct sheet *sheet,
                struct err *err)
{
    char name[HEADING_ROOM];
    *sheet = (struct sheet){0};
    if (size > BYTES_MAX) {
        return err_set(err, ERR_INPUT, _("The file is larger than 10 MB: nothing was read."));
    }
    if (memchr(bytes, '\0', size) != NULL) {
        return err_set(err, ERR_INPUT, _("This is not a text file: nothing was read."));
    }
    char *text = arena_alloc(arena, size + 8); /* decoding may look a few bytes further */
    memcpy(text, bytes, size);
    if (!is_utf8(text, size)) {
        text = from_windows(arena, bytes, size, &size);
    }
    if (!csv_read(arena, text, size, delimiter_of(text, size), &sheet->table, err)) {
        return false;
    }
    if (sheet->table.count == 0) {
        return err_set(err, ERR_INPUT, _("The file is empty: the first row names the columns."));
    }
    find_columns(arena, fields, field_count, sheet);
    for (int field = 0; field < field_count; field++) {
        if (fields[field].is_needed && sheet->columns[field] < 0) {
            first_name(&fields[field], name, sizeof name);
            return err_set(err, ERR_INPUT, _("There is no column \"%s\" in the first row."), name);
        }
    }
    return true;
}

const char *sheet_cell(struct arena *arena, const struct sheet *sheet, int row, int field)
{
    if (sheet->columns[field] < 0) {
        return "";
    }
    const char *stored = csv_cell(&sheet->table.rows[row], sheet->columns[field]);
    char *cell = arena_text(arena, csv_without_guard(stored));
    text_trim(cell);
    return cell;
}

const char *sheet_heading(const struct sheet *sheet, int field)
{
    return field >= 0 && sheet->columns[field] >= 0
               ? csv_cell(&sheet->table.rows[0], sheet->columns[field])
               : "";
}
