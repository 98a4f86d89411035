/* The cells of a table on A4 pages by libharu and nothing else: what a report's pages are measured
 * against. bare_haru ROWS.tsv ROWS-A-PAGE OUT.pdf */
#include <hpdf.h>
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
    HPDF_Doc doc = HPDF_New(NULL, NULL);
    HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc);
    HPDF_Font font = HPDF_GetFont(
        doc,
        HPDF_LoadTTFontFromFile(doc, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", HPDF_TRUE),
        "UTF-8");
    HPDF_Page page = NULL;
    while (getline(&line, &room, rows) > 0) {
        if (row % each == 0) {
            page = HPDF_AddPage(doc);
            HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_LANDSCAPE);
        }
        float y = 540.F - (float)(row % each) * 480.F / (float)each;
        int column = 0;
        for (char *cell = strtok(line, "\t\n"); cell != NULL; cell = strtok(NULL, "\t\n")) {
            HPDF_Page_BeginText(page);
            HPDF_Page_SetFontAndSize(page, font, 7.6F);
            HPDF_Page_TextOut(page, 42.F + 58.F * (float)column++, y, cell);
            HPDF_Page_EndText(page);
        }
        HPDF_Page_MoveTo(page, 42.F, y - 2);
        HPDF_Page_LineTo(page, 800.F, y - 2);
        HPDF_Page_Stroke(page);
        row++;
    }
    HPDF_SaveToFile(doc, argv[3]);
    HPDF_Free(doc);
    free(line);
    fclose(rows);
    return 0;
}
