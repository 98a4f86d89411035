/* What the files about sticks share; for src/export/stick*.c only. */
#ifndef EXPORT_STICK_PARTS_H
#define EXPORT_STICK_PARTS_H
#include "export/stick.h"

/* --- the mount table (stick.c) --------------------------------------------------------------- */
/* The mounted file system of that device, whether or not it counts as a stick. */
bool stick_of_device(const char *device, struct stick *stick);

/* What has to be gone before a stick is safe to remove; taken while its device is still there. */
struct stick_trace {
    char folder[512];
    char source[64];
    char disk[512]; /* in /sys; "": not on a disk */
};
void stick_trace(const struct stick *stick, struct stick_trace *trace);
/* Whether anything of it is still mounted, and where. A table that cannot be read: yes. */
bool stick_is_mounted(const struct stick_trace *trace, char *where, size_t size);

/* How often, and how long apart, the table is read again after udisks2 was asked: it is slow to
 * answer where a file system is looked at for the first time, or is on a slow stick. */
enum { STICK_LOOKS = 100, STICK_LOOK_MS = 100 };
void stick_pause(void); /* STICK_LOOK_MS */

/* --- udisks2 on the system bus (stick_bus.c) ------------------------------------------------- */
enum stick_bus_answer {
    STICK_BUS_NONE,    /* no bus, no udisks2, or it does not know this device */
    STICK_BUS_DONE,    /* it says */
    STICK_BUS_BUSY,    /* a program holds it */
    STICK_BUS_REFUSED, /* not allowed, or another error */
    STICK_BUS_SILENT   /* no answer in time; it may still do it */
};
/* Adds removable file systems that are not mounted behind the `count` there are; the new count. */
int stick_bus_find(struct stick *list, int count, int room);
enum stick_bus_answer stick_bus_mount(const char *device);
enum stick_bus_answer stick_bus_unmount(const char *device);
/* Switches the whole stick off, or ejects it; without a word when that is not possible. */
void stick_bus_power_off(const char *device);

#endif
