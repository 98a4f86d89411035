/* udisks2 over the system bus. What comes from there is hostile: copied bounded and cleaned,
 * counted off against a clock that never gives more than LOOK_MS + CALL_MS in a row. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "export/bus_calls.h"
#include "export/stick_parts.h"

enum { LOOK_MS = 300, CALL_MS = 500, OBJECTS_MAX = 128, PATH_ROOM = 256 };

static const char service[] = "org.freedesktop.UDisks2";
static const char block_face[] = "org.freedesktop.UDisks2.Block";
static const char files_face[] = "org.freedesktop.UDisks2.Filesystem";
static const char drive_face[] = "org.freedesktop.UDisks2.Drive";

struct object { /* a drive, or a block device */
    char path[PATH_ROOM];
    char drive[PATH_ROOM];
    char device[64], label[64], kind[16], usage[16], bus[16];
    uint64_t size;
    bool is_read_only, is_ignored;
    bool has_files, is_mounted;
    bool is_removable, can_power_off, is_ejectable;
};

struct objects {
    struct object *list; /* OBJECTS_MAX of them */
    int count;
};

/* --- the bus -----------------------------------------------------------------------------------
 */
/* Ready to be called, or NULL. sd-bus itself would wait for a minute and a half. */
static sd_bus *open_bus(int64_t until_ms)
{
    sd_bus *bus = NULL;
    if (sd() == NULL) {
        return NULL;
    }
    int ready = sd()->open_system(&bus);
    while (ready >= 0 && (ready = sd()->is_ready(bus)) == 0) {
        int64_t left_ms = until_ms - time_monotonic_ms();
        int done = sd()->process(bus, NULL);
        ready = left_ms <= 0 ? -1 : done;
        if (done == 0 && left_ms > 0) {
            ready = sd()->wait(bus, (uint64_t)left_ms * 1000);
        }
    }
    if (ready <= 0) {
        sd()->close_unref(bus);
        return NULL;
    }
    return bus;
}

/* --- reading what udisks2 knows ----------------------------------------------------------------
 */
enum value { VALUE_TEXT, VALUE_PATH, VALUE_BYTES, VALUE_BOOL, VALUE_SIZE, VALUE_LIST };

#define AT(field)   offsetof(struct object, field)
#define ROOM(field) sizeof(((struct object *)0)->field)

static const struct property {
    const char *face, *name;
    enum value value;
    size_t offset, room;
} properties[] = {
    {block_face, "Device", VALUE_BYTES, AT(device), ROOM(device)},
    {block_face, "Drive", VALUE_PATH, AT(drive), ROOM(drive)},
    {block_face, "IdLabel", VALUE_TEXT, AT(label), ROOM(label)},
    {block_face, "IdType", VALUE_TEXT, AT(kind), ROOM(kind)},
    {block_face, "IdUsage", VALUE_TEXT, AT(usage), ROOM(usage)},
    {block_face, "Size", VALUE_SIZE, AT(size), 0},
    {block_face, "ReadOnly", VALUE_BOOL, AT(is_read_only), 0},
    {block_face, "HintIgnore", VALUE_BOOL, AT(is_ignored), 0},
    {files_face, "MountPoints", VALUE_LIST, AT(is_mounted), 0},
    {drive_face, "Removable", VALUE_BOOL, AT(is_removable), 0},
    {drive_face, "ConnectionBus", VALUE_TEXT, AT(bus), ROOM(bus)},
    {drive_face, "CanPowerOff", VALUE_BOOL, AT(can_power_off), 0},
    {drive_face, "Ejectable", VALUE_BOOL, AT(is_ejectable), 0},
};
static const char *const signatures[] = {"s", "o", "ay", "b", "t", "aay"};

static const struct property *find_property(const char *face, const char *name)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (strcmp(properties[i].face, face) == 0 && strcmp(properties[i].name, name) == 0) {
            return &properties[i];
        }
    }
    return NULL;
}

/* "/dev/sdb1" with its NUL; what does not fit or is not clean is left empty. */
static int take_bytes(sd_bus_message *message, char *dst, size_t room)
{
    const void *bytes = NULL;
    size_t size = 0;
    int done = sd()->message_read_array(message, 'y', &bytes, &size);
    if (done >= 0 && size > 0 && size <= room && memchr(bytes, '\0', size) != NULL &&
        text_is_clean(bytes, strlen(bytes)) && strchr(bytes, '\n') == NULL) {
        text_copy(dst, room, bytes);
    }
    return done;
}

static int take_text(sd_bus_message *message, char type, char *dst, size_t room)
{
    const char *text = NULL;
    int done = sd()->message_read_basic(message, type, &text);
    if (done > 0 && type == 's') {
        sanitize_screen(dst, room, text);
    } else if (done > 0 && strlen(text) < room) {
        text_copy(dst, room, text);
    }
    return done;
}

static int take_bool(sd_bus_message *message, bool *dst)
{
    int is_true = 0;
    int done = sd()->message_read_basic(message, 'b', &is_true);
    *dst = done > 0 && is_true != 0;
    return done;
}

static int take_has_any(sd_bus_message *message, bool *dst)
{
    int done = sd()->message_enter_container(message, 'a', "ay");
    if (done < 0) {
        return done;
    }
    *dst = sd()->message_at_end(message, 0) == 0;
    while (done >= 0 && sd()->message_at_end(message, 0) == 0) {
        done = sd()->message_skip(message, "ay");
    }
    return done < 0 ? done : sd()->message_exit_container(message);
}

static int take_value(sd_bus_message *message, const struct property *property,
                      struct object *object)
{
    char *into = (char *)object + property->offset;
    switch (property->value) {
    case VALUE_TEXT:
        return take_text(message, 's', into, property->room);
    case VALUE_PATH:
        return take_text(message, 'o', into, property->room);
    case VALUE_BYTES:
        return take_bytes(message, into, property->room);
    case VALUE_BOOL:
        return take_bool(message, (bool *)into);
    case VALUE_SIZE:
        return sd()->message_read_basic(message, 't', &object->size);
    case VALUE_LIST:
        return take_has_any(message, (bool *)into);
    }
    return -1;
}

/* One "sv"; a property that we do not know, or of another type, is passed over. */
static int take_property(sd_bus_message *message, const char *face, struct object *object)
{
    const char *name = NULL;
    const char *contents = NULL;
    char type = 0;
    int done = sd()->message_read_basic(message, 's', &name);
    done = done < 0 ? done : sd()->message_peek_type(message, &type, &contents);
    if (done < 0) {
        return done;
    }
    const struct property *property = find_property(face, name);
    if (property == NULL || contents == NULL ||
        strcmp(contents, signatures[property->value]) != 0) {
        return sd()->message_skip(message, "v");
    }
    done = sd()->message_enter_container(message, 'v', contents);
    done = done < 0 ? done : take_value(message, property, object);
    return done < 0 ? done : sd()->message_exit_container(message);
}

struct taking {
    struct objects *objects;
    struct object *object;
    const char *face;
};

/* An array of pairs: `take` reads what is in each. Negative: the message is not what it should be.
 */
static int each(sd_bus_message *message, const char *pair,
                int (*take)(sd_bus_message *message, struct taking *taking), struct taking *taking)
{
    char array[32];
    int done = 1;
    text_copy(array, sizeof array, pair);
    array[strlen(array) - 1] = '\0'; /* what is between the braces */
    if ((done = sd()->message_enter_container(message, 'a', pair)) < 0) {
        return done;
    }
    while ((done = sd()->message_enter_container(message, 'e', array + 1)) > 0) {
        done = take(message, taking);
        done = done < 0 ? done : sd()->message_exit_container(message);
        if (done < 0) {
            return done;
        }
    }
    return done < 0 ? done : sd()->message_exit_container(message);
}

static int take_pair(sd_bus_message *message, struct taking *taking)
{
    return take_property(message, taking->face, taking->object);
}

static int take_face(sd_bus_message *message, struct taking *taking)
{
    int done = sd()->message_read_basic(message, 's', &taking->face);
    if (done < 0) {
        return done;
    }
    taking->object->has_files = taking->object->has_files || strcmp(taking->face, files_face) == 0;
    return each(message, "{sv}", take_pair, taking);
}

static int take_object(sd_bus_message *message, struct taking *taking)
{
    struct objects *objects = taking->objects;
    const char *path = NULL;
    int done = sd()->message_read_basic(message, 'o', &path);
    if (done < 0) {
        return done;
    }
    if (objects->count >= OBJECTS_MAX || strlen(path) >= PATH_ROOM) {
        return sd()->message_skip(message, "a{sa{sv}}");
    }
    taking->object = &objects->list[objects->count++];
    *taking->object = (struct object){0};
    text_copy(taking->object->path, PATH_ROOM, path);
    return each(message, "{sa{sv}}", take_face, taking);
}

/* Everything udisks2 knows, or nothing. */
static bool read_objects(sd_bus *bus, int64_t until_ms, struct objects *objects)
{
    sd_bus_message *message = NULL;
    sd_bus_message *reply = NULL;
    struct taking taking = {.objects = objects};
    int64_t left_ms = until_ms - time_monotonic_ms();
    bool ok = sd()->message_new_method_call(bus, &message, service, "/org/freedesktop/UDisks2",
                                            "org.freedesktop.DBus.ObjectManager",
                                            "GetManagedObjects") >= 0 &&
              left_ms > 0 &&
              sd()->call(bus, message, (uint64_t)left_ms * 1000, NULL, &reply) >= 0 &&
              each(reply, "{oa{sa{sv}}}", take_object, &taking) >= 0;
    sd()->message_unref(message);
    sd()->message_unref(reply);
    return ok;
}

/* --- what it means -----------------------------------------------------------------------------
 */
struct talk {
    sd_bus *bus; /* NULL: nobody there */
    struct objects objects;
};

static struct talk begin(void)
{
    int64_t until_ms = time_monotonic_ms() + LOOK_MS;
    struct talk talk = {.bus = open_bus(until_ms)};
    talk.objects.list = mem_alloc(OBJECTS_MAX * sizeof *talk.objects.list);
    if (talk.bus != NULL && !read_objects(talk.bus, until_ms, &talk.objects)) {
        talk.bus = sd()->close_unref(talk.bus);
        talk.objects.count = 0;
    }
    return talk;
}

static void end(struct talk *talk)
{
    if (talk->bus != NULL) {
        sd()->close_unref(talk->bus);
    }
    free(talk->objects.list);
}

static const struct object *of_path(const struct objects *objects, const char *path)
{
    for (int i = 0; i < objects->count; i++) {
        if (strcmp(objects->list[i].path, path) == 0) {
            return &objects->list[i];
        }
    }
    return NULL;
}

static const struct object *of_device(const struct objects *objects, const char *device)
{
    for (int i = 0; i < objects->count && device[0] != '\0'; i++) {
        if (objects->list[i].has_files && strcmp(objects->list[i].device, device) == 0) {
            return &objects->list[i];
        }
    }
    return NULL;
}

static bool is_waiting(const struct objects *objects, const struct object *object)
{
    const struct object *drive = of_path(objects, object->drive);
    return object->has_files && !object->is_mounted && !object->is_ignored &&
           strncmp(object->device, "/dev/", 5) == 0 && strcmp(object->usage, "filesystem") == 0 &&
           drive != NULL && (drive->is_removable || strcmp(drive->bus, "usb") == 0);
}

static bool is_listed(const struct stick *list, int count, const char *device)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(list[i].device, device) == 0) {
            return true;
        }
    }
    return false;
}

int stick_bus_find(struct stick *list, int count, int room)
{
    struct talk talk = begin();
    for (int i = 0; i < talk.objects.count && count < room; i++) {
        const struct object *object = &talk.objects.list[i];
        if (!is_waiting(&talk.objects, object) || is_listed(list, count, object->device)) {
            continue;
        }
        struct stick *stick = &list[count++];
        *stick = (struct stick){.free_bytes = -1, .is_read_only = object->is_read_only};
        stick->size_bytes = object->size <= INT64_MAX ? (int64_t)object->size : 0;
        text_copy(stick->device, sizeof stick->device, object->device);
        text_copy(stick->kind, sizeof stick->kind, object->kind);
        text_copy(stick->label, sizeof stick->label,
                  object->label[0] != '\0' ? object->label : object->device + 5);
    }
    end(&talk);
    return count;
}

/* --- asking for something ----------------------------------------------------------------------
 */
/* options: a text "options", or NULL. Never asks a person for a password. */
static sd_bus_message *make_call(sd_bus *bus, const char *path, const char *face,
                                 const char *method, const char *options)
{
    sd_bus_message *message = NULL;
    bool ok =
        sd()->message_new_method_call(bus, &message, service, path, face, method) >= 0 &&
        sd()->message_open_container(message, 'a', "{sv}") >= 0 &&
        sd()->message_append(message, "{sv}", "auth.no_user_interaction", "b", 1) >= 0 &&
        (options == NULL || sd()->message_append(message, "{sv}", "options", "s", options) >= 0) &&
        sd()->message_close_container(message) >= 0;
    return ok ? message : sd()->message_unref(message);
}

static enum stick_bus_answer ask(sd_bus *bus, const char *path, const char *face,
                                 const char *method, const char *options)
{
    sd_bus_error error = SD_BUS_ERROR_NULL;
    enum stick_bus_answer answer = STICK_BUS_REFUSED;
    sd_bus_message *message = make_call(bus, path, face, method, options);
    if (message == NULL) {
        return STICK_BUS_NONE;
    }
    if (sd()->call(bus, message, (uint64_t)CALL_MS * 1000, &error, NULL) >= 0) {
        answer = STICK_BUS_DONE;
    } else if (sd()->error_has_name(&error, "org.freedesktop.UDisks2.Error.DeviceBusy")) {
        answer = STICK_BUS_BUSY;
    } else if (sd()->error_has_names_sentinel(&error, SD_BUS_ERROR_TIMEOUT, SD_BUS_ERROR_NO_REPLY,
                                              "org.freedesktop.UDisks2.Error.TimedOut", NULL)) {
        answer = STICK_BUS_SILENT;
    }
    sd()->error_free(&error);
    sd()->message_unref(message);
    return answer;
}

static enum stick_bus_answer ask_for(const char *device, const char *method, const char *options)
{
    struct talk talk = begin();
    const struct object *object = of_device(&talk.objects, device);
    enum stick_bus_answer answer =
        object == NULL ? STICK_BUS_NONE : ask(talk.bus, object->path, files_face, method, options);
    end(&talk);
    return answer;
}

enum stick_bus_answer stick_bus_mount(const char *device)
{
    return ask_for(device, "Mount", "nosuid,nodev,noexec");
}

enum stick_bus_answer stick_bus_unmount(const char *device)
{
    return ask_for(device, "Unmount", NULL);
}

void stick_bus_power_off(const char *device)
{
    struct talk talk = begin();
    const struct object *object = of_device(&talk.objects, device);
    const struct object *drive = object != NULL ? of_path(&talk.objects, object->drive) : NULL;
    if (drive != NULL && (drive->can_power_off || drive->is_ejectable)) {
        (void)ask(talk.bus, drive->path, drive_face, drive->can_power_off ? "PowerOff" : "Eject",
                  NULL);
    }
    end(&talk);
}

bool stick_mount(struct stick *stick, struct err *err)
{
    struct stick found;
    if (stick->is_mounted) {
        return true;
    }
    enum stick_bus_answer answer = stick_bus_mount(stick->device);
    bool may_come = answer == STICK_BUS_SILENT || answer == STICK_BUS_DONE;
    for (int look = 0; look == 0 || (may_come && look < STICK_LOOKS); look++) {
        if (stick_of_device(stick->device, &found)) { /* the table has the last word */
            *stick = found;
            return true;
        }
        if (may_come) {
            stick_pause();
        }
    }
    if (may_come) {
        return err_set(err, ERR_BUSY,
                       _("The system has not mounted the stick yet. Nothing was written; look again"
                         " in a moment."));
    }
    if (answer == STICK_BUS_NONE) {
        return err_set(err, ERR_NOT_FOUND,
                       _("The stick is not there any more. Nothing was written; put it in again."));
    }
    return err_set(
        err, ERR_DENIED,
        _("The system does not let AimTrack mount the stick. Nothing was written; mount it"
          " from the desktop, or take another stick."));
}
