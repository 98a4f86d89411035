#include "export/bus_calls.h"

#include "base/library.h"

#define ROW(name) {"sd_bus_" #name, &sd_calls.name},
LIBRARY_LATE(sd, "libsystemd.so.0", BUS_CALLS, ROW)
