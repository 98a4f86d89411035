/* What may be typed next, for the shell's completion (packaging/completion/aimtrack): from the
 * usage texts of the command table, so that a new command or option is known by itself. No club is
 * opened.
 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H
#include <stdio.h>

#define COMPLETE_OPTION "--complete"

/* Prints to `out`, one a line, what may follow those words (of the program's name not one).
 * Nothing: a file, or a value that only a person knows. */
void complete_print(int count, char *const *words, FILE *out);

/* aimtrack --complete WORD...; 0. */
int complete_main(int count, char *const *words);

#endif
