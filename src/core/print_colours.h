/* The two accents of the club's theme on paper: data/themes.csv, columns print and print2. */
#ifndef CORE_PRINT_COLOURS_H
#define CORE_PRINT_COLOURS_H
#include "core/app.h"

struct print_colours {
    char accent[8], second[8]; /* "#055449"; "": the theme has none */
};
void print_colours_read(struct app *app, struct print_colours *colours);

#endif
