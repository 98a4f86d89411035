#include "ui/guest_form.h"

#include "base/i18n.h"
#include "base/text.h"
#include "ui/record_form.h"
#include "ui/register_find.h"

static bool save(void *owner, int *field, struct err *err)
{
    struct guest_form *form = owner;
    enum guest_field wrong = GUEST_FIELD_NONE;
    struct guest_order order = {.name = form->name,
                                .document_type = document_type_code(form->document),
                                .document_number = form->document_number,
                                .host_member_id = form->host_id,
                                .weapon_id = form->weapon_id,
                                .is_again = form->is_again != 0};
    bool ok = guest_add(form->app, &order, &form->stored, &wrong, err);
    *field = (int)wrong; /* the fields stand in that order */
    return ok;
}

static void fill_fields(struct guest_form *form)
{
    const struct form_field all[GUEST_FORM_FIELDS] = {
        [GUEST_FIELD_NAME] = {.kind = FORM_TEXT,
                              .label = N_("Name"),
                              .hint = N_("As the document says it."),
                              .text = form->name,
                              .room = sizeof form->name},
        [GUEST_FIELD_DOCUMENT_TYPE] = {.kind = FORM_CHOICE,
                                       .label = N_("Document"),
                                       .hint = N_("Left and Right choose."),
                                       .choices = form->documents,
                                       .number = &form->document},
        [GUEST_FIELD_DOCUMENT_NUMBER] = {.kind = FORM_TEXT,
                                         .label = N_("Document number"),
                                         .text = form->document_number,
                                         .room = sizeof form->document_number},
        [GUEST_FIELD_HOST] = {.kind = FORM_PICK,
                              .label = N_("Guest of"),
                              .hint = N_("Space finds a member who is in."),
                              .text = form->host,
                              .room = sizeof form->host,
                              .source = &register_host_source,
                              .picked = &form->host_id},
        [GUEST_FIELD_WEAPON] = {.kind = FORM_PICK,
                                .label = N_("Club weapon"),
                                .hint = N_("Space finds one; may stay empty."),
                                .text = form->weapon,
                                .room = sizeof form->weapon,
                                .source = &register_weapon_or_none_source,
                                .picked = &form->weapon_id},
        [GUEST_FIELD_AGAIN] = {.kind = FORM_SWITCH,
                               .label = N_("Once more"),
                               .hint = N_("Space: who was a guest too often already comes once"
                                          " more, when the board agrees. Enter stores."),
                               .number = &form->is_again},
    };
    for (int i = 0; i < GUEST_FORM_FIELDS; i++) {
        form->fields[i] = all[i];
    }
}

void guest_form_open(struct screen *screen, struct guest_form *form,
                     const struct presence_line *host)
{
    *form = (struct guest_form){.app = screen->app};
    for (int i = 0; i < DOCUMENT_TYPES; i++) {
        form->documents[i] = document_type_name(i);
    }
    if (host != NULL && host->presence.member_id != 0 && host->presence.out_at_ms == 0) {
        form->host_id = host->presence.member_id;
        register_person_name(&host->member, form->host, sizeof form->host);
    }
    text_copy(form->weapon, sizeof form->weapon, _("no weapon"));
    fill_fields(form);
    struct record_form_argument argument = {.title = _("New guest"),
                                            .fields = form->fields,
                                            .count = GUEST_FORM_FIELDS,
                                            .owner = form,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}
