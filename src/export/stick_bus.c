#include "export/stick_bus.h"

#include <string.h>
#include <systemd/sd-bus.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"

static const char service[] = "org.freedesktop.UDisks2";
static const char root[] = "/org/freedesktop/UDisks2";
static const char objects_interface[] = "org.freedesktop.DBus.ObjectManager";
static const char system_interface[] = "org.freedesktop.UDisks2.Filesystem";
static const char block_interface[] = "org.freedesktop.UDisks2.Block";

/* Listing is asked by a screen; mounting takes as long as a stick takes. */
enum { LIST_US = 300 * 1000, ACT_US = 20 * 1000 * 1000 };

static sd_bus *open_bus(void)
{
    sd_bus *bus = NULL;
    if (sd_bus_open_system(&bus) < 0) {
        return NULL;
    }
    return bus;
}

static int call(sd_bus *bus, const char *path, const char *interface, const char *member,
                uint64_t wait_us, bool has_options, sd_bus_error *error, sd_bus_message **answer)
{
    sd_bus_message *message = NULL;
    int code = sd_bus_message_new_method_call(bus, &message, service, path, interface, member);
    if (code >= 0) {
        sd_bus_message_set_auto_start(message, false);
        sd_bus_message_set_allow_interactive_authorization(message, false);
        code = has_options
                   ? sd_bus_message_append(message, "a{sv}", 1, "auth.no_user_interaction", "b", 1)
                   : 0;
    }
    code = code >= 0 ? sd_bus_call(bus, message, wait_us, error, answer) : code;
    sd_bus_message_unref(message);
    return code;
}

/* --- reading what udisks2 knows -----------------------------------------------------------------
 */
struct found { /* one object */
    struct stick stick;
    bool is_file_system, is_mounted, is_hidden;
    char drive[160];
};

/* "ay" of a path, with its NUL. */
static void read_bytes(sd_bus_message *message, char *dst, size_t size)
{
    const void *bytes = NULL;
    size_t length = 0;
    if (sd_bus_message_enter_container(message, 'v', "ay") < 0) {
        return;
    }
    if (sd_bus_message_read_array(message, 'y', &bytes, &length) > 0 && length > 0 &&
        length < size) {
        memcpy(dst, bytes, length);
        dst[length] = '\0';
    }
    sd_bus_message_exit_container(message);
}

static void read_text(sd_bus_message *message, const char *type, char *dst, size_t size)
{
    const char *text = NULL;
    if (sd_bus_message_enter_container(message, 'v', type) < 0) {
        return;
    }
    if (sd_bus_message_read_basic(message, type[0], &text) > 0 && text != NULL) {
        sanitize_screen(dst, size, text);
    }
    sd_bus_message_exit_container(message);
}

static void read_flag(sd_bus_message *message, bool *flag)
{
    int value = 0;
    if (sd_bus_message_enter_container(message, 'v', "b") < 0) {
        return;
    }
    if (sd_bus_message_read_basic(message, 'b', &value) > 0) {
        *flag = value != 0;
    }
    sd_bus_message_exit_container(message);
}

/* "aay": mounted when it is not empty. */
static void read_mounts(sd_bus_message *message, struct found *found)
{
    if (sd_bus_message_enter_container(message, 'v', "aay") < 0) {
        return;
    }
    if (sd_bus_message_enter_container(message, 'a', "ay") >= 0) {
        found->is_mounted = sd_bus_message_at_end(message, 0) == 0;
        while (sd_bus_message_skip(message, "ay") > 0 && sd_bus_message_at_end(message, 0) == 0) {
        }
        sd_bus_message_exit_container(message);
    }
    sd_bus_message_exit_container(message);
}

static void read_property(sd_bus_message *message, const char *name, struct found *found)
{
    const char *type = NULL;
    if (sd_bus_message_peek_type(message, NULL, &type) < 0 || type == NULL) {
        return;
    }
    if (strcmp(name, "Device") == 0 && strcmp(type, "ay") == 0) {
        read_bytes(message, found->stick.device, sizeof found->stick.device);
    } else if (strcmp(name, "IdLabel") == 0 && strcmp(type, "s") == 0) {
        read_text(message, "s", found->stick.label, sizeof found->stick.label);
    } else if (strcmp(name, "IdType") == 0 && strcmp(type, "s") == 0) {
        read_text(message, "s", found->stick.kind, sizeof found->stick.kind);
    } else if (strcmp(name, "Drive") == 0 && strcmp(type, "o") == 0) {
        read_text(message, "o", found->drive, sizeof found->drive);
    } else if (strcmp(name, "HintIgnore") == 0 && strcmp(type, "b") == 0) {
        read_flag(message, &found->is_hidden);
    } else if (strcmp(name, "HintSystem") == 0 && strcmp(type, "b") == 0) {
        bool is_system = false;
        read_flag(message, &is_system);
        found->is_hidden = found->is_hidden || is_system;
    } else if (strcmp(name, "MountPoints") == 0 && strcmp(type, "aay") == 0) {
        read_mounts(message, found);
    } else {
        sd_bus_message_skip(message, "v");
    }
}

static void read_interface(sd_bus_message *message, struct found *found)
{
    const char *interface = NULL;
    if (sd_bus_message_read_basic(message, 's', &interface) <= 0) {
        return;
    }
    bool is_ours = strcmp(interface, block_interface) == 0;
    if (strcmp(interface, system_interface) == 0) {
        is_ours = found->is_file_system = true;
    }
    if (!is_ours) {
        sd_bus_message_skip(message, "a{sv}");
        return;
    }
    sd_bus_message_enter_container(message, 'a', "{sv}");
    while (sd_bus_message_enter_container(message, 'e', "sv") > 0) {
        const char *name = NULL;
        if (sd_bus_message_read_basic(message, 's', &name) > 0) {
            read_property(message, name, found);
        }
        sd_bus_message_exit_container(message);
    }
    sd_bus_message_exit_container(message);
}

static int keep(const struct found *found, struct stick *sticks, int count, int room)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(sticks[i].device, found->stick.device) == 0) {
            text_copy(sticks[i].object, sizeof sticks[i].object, found->stick.object);
            if (found->stick.label[0] != '\0') {
                text_copy(sticks[i].label, sizeof sticks[i].label, found->stick.label);
            }
            return count;
        }
    }
    bool is_new = found->is_file_system && !found->is_mounted && !found->is_hidden &&
                  strcmp(found->drive, "/") != 0 && found->drive[0] != '\0';
    if (is_new && count < room) {
        sticks[count++] = found->stick;
    }
    return count;
}

int stick_bus_add(struct stick *sticks, int count, int room)
{
    sd_bus *bus = open_bus();
    sd_bus_message *answer = NULL;
    if (bus != NULL &&
        call(bus, root, objects_interface, "GetManagedObjects", LIST_US, false, NULL, &answer) >=
            0 &&
        sd_bus_message_enter_container(answer, 'a', "{oa{sa{sv}}}") > 0) {
        while (sd_bus_message_enter_container(answer, 'e', "oa{sa{sv}}") > 0) {
            struct found found = {0};
            const char *object = NULL;
            sd_bus_message_read_basic(answer, 'o', &object);
            sd_bus_message_enter_container(answer, 'a', "{sa{sv}}");
            while (sd_bus_message_enter_container(answer, 'e', "sa{sv}") > 0) {
                read_interface(answer, &found);
                sd_bus_message_exit_container(answer);
            }
            sd_bus_message_exit_container(answer);
            sd_bus_message_exit_container(answer);
            if (object != NULL && found.stick.device[0] != '\0' &&
                text_copy(found.stick.object, sizeof found.stick.object, object)) {
                count = keep(&found, sticks, count, room);
            }
        }
    }
    sd_bus_message_unref(answer);
    sd_bus_flush_close_unref(bus);
    return count;
}

/* --- acting -------------------------------------------------------------------------------------
 */
bool stick_bus_mount(struct stick *stick, struct err *err)
{
    sd_bus *bus = open_bus();
    sd_bus_message *answer = NULL;
    const char *folder = NULL;
    bool ok =
        bus != NULL && stick->object[0] != '\0' &&
        call(bus, stick->object, system_interface, "Mount", ACT_US, true, NULL, &answer) >= 0 &&
        sd_bus_message_read_basic(answer, 's', &folder) > 0 &&
        text_copy(stick->folder, sizeof stick->folder, folder);
    sd_bus_message_unref(answer);
    sd_bus_flush_close_unref(bus);
    return ok || err_set(err, ERR_IO,
                         _("The stick could not be opened. Take it out and put it in"
                           " again, or take another one."));
}

bool stick_bus_unmount(const struct stick *stick, struct err *err)
{
    sd_bus *bus = open_bus();
    sd_bus_message *answer = NULL;
    sd_bus_error error = SD_BUS_ERROR_NULL;
    bool ok =
        bus != NULL && stick->object[0] != '\0' &&
        call(bus, stick->object, system_interface, "Unmount", ACT_US, true, &error, &answer) >= 0;
    if (!ok && sd_bus_error_has_name(&error, "org.freedesktop.UDisks2.Error.DeviceBusy")) {
        err_set(err, ERR_BUSY, "%s", "busy");
    }
    sd_bus_error_free(&error);
    sd_bus_message_unref(answer);
    sd_bus_flush_close_unref(bus);
    return ok;
}
