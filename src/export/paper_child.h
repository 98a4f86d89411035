/* The program that makes paper: reads a document on its standard input, writes a PDF to its
 * standard output, and can do nothing else. render.h starts it as aimtrack-paper, a program of its
 * own, with limits on memory, time and files, and (where the kernel has Landlock) without any file
 * but its fonts.
 *
 * Input: one line {"regular":FONT,"bold":FONT,"made":TEXT,"page":TEXT,"data":TEXT}, then
 * document_json.h. Output: 8 bytes with the length (little end first), 4 with the number of pages,
 * PAPER_LETTERS letters, then the PDF. Exit code: PAPER_OK or which of these. */
#ifndef EXPORT_PAPER_CHILD_H
#define EXPORT_PAPER_CHILD_H

#define PAPER_PROGRAM "aimtrack-paper" /* beside aimtrack, or where packages put it */

enum paper_exit {
    PAPER_OK,
    PAPER_BAD_INPUT = 65, /* no document */
    PAPER_NO_FONT = 66,
    PAPER_FAILED = 70, /* libharu said so */
    PAPER_NO_OUTPUT = 74
};
/* letters: the first that could not be drawn, 4 bytes each; 0: no more */
enum { PAPER_LETTERS = 8, PAPER_HEAD_BYTES = 12 + 4 * PAPER_LETTERS };

int paper_child_main(void);

#endif
