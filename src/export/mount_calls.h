/* libmount, opened when a stick is looked for (base/library.h). */
#ifndef EXPORT_MOUNT_CALLS_H
#define EXPORT_MOUNT_CALLS_H
#include <libmount/libmount.h>

#define MOUNT_CALLS(X)                                                                             \
    X(context_get_status)                                                                          \
    X(context_get_syscall_errno)                                                                   \
    X(context_set_target)                                                                          \
    X(context_syscall_called)                                                                      \
    X(context_umount)                                                                              \
    X(free_context)                                                                                \
    X(free_iter)                                                                                   \
    X(fs_get_devno)                                                                                \
    X(fs_get_fstype)                                                                               \
    X(fs_get_srcpath)                                                                              \
    X(fs_get_target)                                                                               \
    X(new_context)                                                                                 \
    X(new_iter)                                                                                    \
    X(new_table)                                                                                   \
    X(table_find_mountpoint)                                                                       \
    X(table_find_srcpath)                                                                          \
    X(table_find_target)                                                                           \
    X(table_next_fs)                                                                               \
    X(table_parse_file)                                                                            \
    X(unref_table)

struct mnt_calls { /* each as in libmount.h, behind its mnt_ */
#define MOUNT_MEMBER(name) __typeof__(mnt_##name) *(name);
    MOUNT_CALLS(MOUNT_MEMBER)
#undef MOUNT_MEMBER
};

/* mnt()->new_table() is mnt_new_table(). NULL: it is not installed, and no stick can be seen. */
const struct mnt_calls *mnt(void);

#endif
