/* The program: its settings and its time zone. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "core/config_check.h"
#include "core/doctor_parts.h"

static void check_settings(struct doctor *doctor)
{
    struct config_report *report = mem_alloc(sizeof *report);
    struct err err = {0};
    if (!config_check(doctor->folder, report, &err)) {
        doctor_add(doctor, HEALTH_FAILED, "settings", err.what,
                   _("Make the settings file readable for its owner."));
    } else if (report->problem_count == 0) {
        doctor_well(doctor, "settings",
                    report->has_file ? _("The settings file has no mistake.")
                                     : _("There is no settings file: the defaults are in force."));
    }
    int shown =
        report->problem_count < CONFIG_PROBLEMS_MAX ? report->problem_count : CONFIG_PROBLEMS_MAX;
    for (int i = 0; i < shown; i++) {
        doctor_format(doctor, HEALTH_FAILED, "settings",
                      _("Change that line; \"aimtrack config check\" looks again."),
                      _("aimtrack.conf, line %d: %s"), report->problems[i].line,
                      report->problems[i].text);
    }
    free(report);
}

static void check_zone(struct doctor *doctor)
{
    char path[128];
    const char *zone = doctor->health.zone;
    if (zone[0] == '\0') {
        return;
    }
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    if (file_exists(path)) {
        doctor_well(doctor, "zone", _("The time zone of the club is known here."));
    } else {
        doctor_format(doctor, HEALTH_WARN, "zone", _("Install the package tzdata."),
                      _("The time zone %s is not known here: local dates are those of UTC."), zone);
    }
}

void doctor_program(struct doctor *doctor)
{
    check_settings(doctor);
    check_zone(doctor);
    doctor_libraries(doctor);
}
