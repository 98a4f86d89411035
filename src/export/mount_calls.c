#include "export/mount_calls.h"

#include "base/library.h"

#define ROW(name) {"mnt_" #name, &mnt_calls.name},
LIBRARY_LATE(mnt, "libmount.so.1", MOUNT_CALLS, ROW)
