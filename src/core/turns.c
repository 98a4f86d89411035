#include "core/turns.h"

#include "core/permit.h"

bool turns_read(struct app *app, record_id member_id, struct turns *turns, struct err *err)
{
    struct arena arena = {0};
    struct permit_dossier *dossier = arena_alloc(&arena, sizeof *dossier);
    bool ok = permit_read_numbers(app, &arena, member_id, dossier, err);
    *turns = (struct turns){.turns = dossier->permit.turns,
                            .required = dossier->rules.turns,
                            .competitions = dossier->permit.competitions,
                            .competitions_required = dossier->rules.competitions};
    arena_free(&arena);
    return ok;
}
