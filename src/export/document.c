#include "export/document.h"

bool document_front(const struct document *document, const struct document_front *front)
{
    return document->writer->front == NULL || document->writer->front(document->context, front);
}

bool document_text(const struct document *document, enum document_text_kind kind, const char *text)
{
    return document->writer->text == NULL || document->writer->text(document->context, kind, text);
}

bool document_fact(const struct document *document, const char *label, const char *value)
{
    return document->writer->fact == NULL ||
           document->writer->fact(document->context, label, value);
}

bool document_table(const struct document *document, const struct document_table *table)
{
    return document->writer->table == NULL || document->writer->table(document->context, table);
}

bool document_row(const struct document *document, const char *const *cells)
{
    return document->writer->row == NULL || document->writer->row(document->context, cells);
}

bool document_target(const struct document *document, const struct document_target *target)
{
    return document->writer->target == NULL || document->writer->target(document->context, target);
}

bool document_chart(const struct document *document, const struct document_chart *chart)
{
    return document->writer->chart == NULL || document->writer->chart(document->context, chart);
}

bool document_sign(const struct document *document, const char *const *labels, int count)
{
    return document->writer->sign == NULL ||
           document->writer->sign(document->context, labels, count);
}
