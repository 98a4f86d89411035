/* The same pages by cairo, with its own way to show text. bare_cairo ROWS.tsv ROWS-A-PAGE OUT.pdf
 */
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t room = 0;
    int row = 0;
    FILE *rows = argc == 4 ? fopen(argv[1], "r") : NULL;
    if (rows == NULL) {
        return 64;
    }
    int each = (int)strtol(argv[2], NULL, 10);
    cairo_surface_t *surface = cairo_pdf_surface_create(argv[3], 841.89, 595.276);
    cairo_t *page = cairo_create(surface);
    cairo_select_font_face(page, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(page, 7.6);
    cairo_set_line_width(page, 0.25);
    while (getline(&line, &room, rows) > 0) {
        if (row > 0 && row % each == 0) {
            cairo_show_page(page);
        }
        double y = 55.0 + (double)(row % each) * 480.0 / (double)each;
        int column = 0;
        for (char *cell = strtok(line, "\t\n"); cell != NULL; cell = strtok(NULL, "\t\n")) {
            cairo_move_to(page, 42.0 + 58.0 * (double)column++, y);
            cairo_show_text(page, cell);
        }
        cairo_move_to(page, 42.0, y + 2);
        cairo_line_to(page, 800.0, y + 2);
        cairo_stroke(page);
        row++;
    }
    cairo_show_page(page);
    cairo_destroy(page);
    cairo_surface_destroy(surface);
    free(line);
    fclose(rows);
    return 0;
}
