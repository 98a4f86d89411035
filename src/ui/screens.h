/* Every screen: sections 1..7, and those opened from them. One row each in screens.c. */
#ifndef UI_SCREENS_H
#define UI_SCREENS_H
#include "ui/screen.h"

extern const struct screen_class screen_first_run, screen_login, screen_lock, screen_rescue,
    screen_range, screen_new_shooter, screen_target, screen_sessions, screen_session,
    screen_members, screen_member, screen_weapons, screen_weapon, screen_coach, screen_reports,
    screen_registers, screen_system, screen_help, screen_palette, screen_ask, screen_form,
    screen_picker, screen_text_editor;

/* First screen of a section, NULL when there is none. */
const struct screen_class *screens_section(int section);
const char *screens_section_name(int section); /* translated */

/* Arguments of open():
 *   screen_session: const record_id *     screen_member, screen_weapon: const record_id *
 *   screen_target:  struct target_argument (target.h)    others: NULL unless their header says */

#endif
