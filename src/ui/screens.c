#include "ui/screens.h"

#include "base/i18n.h"

/* One row a section: its key, its name, its first screen. */
static const struct {
    int section;
    const char *name;
    const struct screen_class *class_;
} sections[] = {
    {1, N_("Range"), &screen_range},     {2, N_("Sessions"), &screen_sessions},
    {3, N_("Members"), &screen_members}, {4, N_("Weapons"), &screen_weapons},
    {5, N_("Coach"), &screen_coach},     {6, N_("Reports"), &screen_reports},
    {7, N_("System"), &screen_system},
};

const struct screen_class *screens_section(int section)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (sections[i].section == section) {
            return sections[i].class_;
        }
    }
    return NULL;
}

const char *screens_section_name(int section)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (sections[i].section == section) {
            return _(sections[i].name);
        }
    }
    return "";
}
