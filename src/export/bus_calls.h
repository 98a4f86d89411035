/* sd-bus of libsystemd, opened when a stick is looked for (base/library.h). */
#ifndef EXPORT_BUS_CALLS_H
#define EXPORT_BUS_CALLS_H
#include <systemd/sd-bus.h>

#define BUS_CALLS(X)                                                                               \
    X(call)                                                                                        \
    X(close_unref)                                                                                 \
    X(error_free)                                                                                  \
    X(error_has_name)                                                                              \
    X(error_has_names_sentinel)                                                                    \
    X(is_ready)                                                                                    \
    X(message_append)                                                                              \
    X(message_at_end)                                                                              \
    X(message_close_container)                                                                     \
    X(message_enter_container)                                                                     \
    X(message_exit_container)                                                                      \
    X(message_new_method_call)                                                                     \
    X(message_open_container)                                                                      \
    X(message_peek_type)                                                                           \
    X(message_read_array)                                                                          \
    X(message_read_basic)                                                                          \
    X(message_skip)                                                                                \
    X(message_unref)                                                                               \
    X(open_system)                                                                                 \
    X(process)                                                                                     \
    X(wait)

struct sd_calls { /* each as in sd-bus.h, behind its sd_bus_ */
#define BUS_MEMBER(name) __typeof__(sd_bus_##name) *(name);
    BUS_CALLS(BUS_MEMBER)
#undef BUS_MEMBER
};

/* sd()->call() is sd_bus_call(). NULL: there is no libsystemd, and so nobody to ask. */
const struct sd_calls *sd(void);

#endif
