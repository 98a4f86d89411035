/* Figures on paper: a face with its holes to scale, bars and lines over labels. They stay readable
 * without colour: series by number, spans by whiskers, values written beside their marks. */
#ifndef EXPORT_PAPER_FIGURE_H
#define EXPORT_PAPER_FIGURE_H
#include "export/document.h"
#include "export/paper.h"

void paper_target(struct paper *paper, const struct document_target *target);
void paper_chart(struct paper *paper, const struct document_chart *chart);

#endif
