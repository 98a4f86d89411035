/* The before and after of an audit row: short JSON of names and texts. Used by core only. */
#ifndef CORE_AUDIT_JSON_H
#define CORE_AUDIT_JSON_H
#include <stddef.h>

/* pairs: name, text, name, text, .., NULL. Empty texts are left out; what does not fit is left out
 * whole, so that the result is always valid JSON. */
void audit_json(char *dst, size_t size, const char *const *pairs);

/* The same for two states of one record with the same names in the same order, at most 32: only
 * what differs goes into before and after. */
void audit_json_changes(char *before, char *after, size_t size, const char *const *old_pairs,
                        const char *const *new_pairs);

#endif
