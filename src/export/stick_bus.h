/* udisks2 over D-Bus, where it runs. Every call ends within a moment; nothing it says is trusted:
 * texts are cut and cleaned. */
#ifndef EXPORT_STICK_BUS_H
#define EXPORT_STICK_BUS_H
#include "export/stick.h"

/* Adds removable file systems that are not mounted, and fills in `object` of those that are.
 * Returns the new count. Without udisks2: the same. */
int stick_bus_add(struct stick *sticks, int count, int room);
bool stick_bus_mount(struct stick *stick, struct err *err);
/* False without err->kind: udisks2 cannot (it does not run): another way may. */
bool stick_bus_unmount(const struct stick *stick, struct err *err);

#endif
