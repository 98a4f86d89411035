/* The manifest: the first file in a backup, JSON, what the others are compared with. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "core/attachment_file.h"
#include "core/backup_parts.h"

enum { FORMAT_VERSION = 1, ITEMS_MAX = 2000000 };
#define MOMENT_MAX (INT64_C(1) << 53) /* a clock may say 1950, and the backup is a backup */
static const char format_name[] = "aimtrack-backup";

void backup_pepper_check(const unsigned char pepper[32], char hex[65])
{
    static const char about[] = "AimTrack backup: which pepper";
    unsigned char digest[32];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)about, sizeof about - 1,
                       pepper, 32);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
}

bool backup_pepper_make(const char *folder, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    unsigned char pepper[32];
    if (!file_join(path, sizeof path, folder, BACKUP_PEPPER)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (file_exists(path)) {
        return true;
    }
    randombytes_buf(pepper, sizeof pepper);
    bool ok = file_write_durable(path, pepper, sizeof pepper, err);
    sodium_memzero(pepper, sizeof pepper);
    return ok;
}

/* --- writing --- */

static void add_field(struct buf *json, const char *name, const char *value)
{
    buf_printf(json, "\"%s\":", name);
    json_add_text(json, value);
    buf_add_text(json, ",\n");
}

static void add_tables(struct buf *json, const struct backup_manifest *manifest)
{
    buf_add_text(json, "\"tables\":[");
    for (int i = 0; i < manifest->table_count; i++) {
        const struct db_table *table = &manifest->tables[i];
        buf_add_text(json, i > 0 ? ",\n{\"name\":" : "\n{\"name\":");
        json_add_text(json, table->name);
        buf_printf(json, ",\"rows\":%lld,\"sha256\":\"%s\"}", (long long)table->rows,
                   table->sha256);
    }
    buf_add_text(json, "],\n");
}

static void add_items(struct buf *json, const struct backup_manifest *manifest)
{
    buf_add_text(json, "\"files\":[");
    for (int i = 0; i < manifest->item_count; i++) {
        const struct backup_item *item = &manifest->items[i];
        buf_add_text(json, i > 0 ? ",\n{\"name\":" : "\n{\"name\":");
        json_add_text(json, item->name);
        buf_printf(json, ",\"bytes\":%lld,\"sha256\":\"%s\"}", (long long)item->bytes,
                   item->sha256);
    }
    buf_add_text(json, "]\n");
}

void backup_manifest_write(const struct backup_manifest *manifest, struct buf *json)
{
    buf_printf(json, "{\"format\":\"%s\",\n\"format_version\":%d,\n", format_name, FORMAT_VERSION);
    add_field(json, "program", manifest->program);
    add_field(json, "club", manifest->club);
    buf_printf(json, "\"schema\":%d,\n\"created_at_ms\":%lld,\n\"has_login\":%s,\n",
               manifest->schema, (long long)manifest->created_at_ms,
               manifest->has_login ? "true" : "false");
    buf_printf(json, "\"missing_papers\":%d,\n", manifest->missing_count);
    add_field(json, "pepper_check", manifest->pepper_check);
    add_field(json, "schema_sha256", manifest->schema_sha256);
    add_tables(json, manifest);
    add_items(json, manifest);
    buf_add_text(json, "}\n");
}

/* --- reading --- */

static bool take_text(const cJSON *json, const char *name, char *dst, size_t size)
{
    const char *text = json_text(json, name);
    return text != NULL && text_copy(dst, size, text);
}

static bool take_hash(const cJSON *json, const char *name, char dst[65])
{
    return take_text(json, name, dst, 65) && strlen(dst) == 64 &&
           strspn(dst, "0123456789abcdef") == 64;
}

static bool read_tables(const cJSON *list, struct arena *arena, struct backup_manifest *manifest)
{
    const cJSON *one = NULL;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > DB_TABLES_MAX) {
        return false;
    }
    manifest->tables = arena_array(arena, DB_TABLES_MAX, sizeof *manifest->tables);
    cJSON_ArrayForEach(one, list)
    {
        struct db_table *table = &manifest->tables[manifest->table_count++];
        table->rows = json_int(one, "rows", 0, INT64_MAX / 2, -1);
        manifest->rows += table->rows;
        if (table->rows < 0 || !take_text(one, "name", table->name, sizeof table->name) ||
            !take_hash(one, "sha256", table->sha256)) {
            return false;
        }
    }
    return true;
}

/* No name from a backup reaches a path but these. */
static bool is_name_ours(const char *name, bool is_first)
{
    size_t length = strlen(BACKUP_PAPERS "/");
    if (is_first || strcmp(name, BACKUP_DATABASE) == 0) {
        return is_first && strcmp(name, BACKUP_DATABASE) == 0;
    }
    return strcmp(name, BACKUP_PEPPER) == 0 || strcmp(name, BACKUP_SETTINGS) == 0 ||
           (strncmp(name, BACKUP_PAPERS "/", length) == 0 &&
            attachment_name_is_ours(name + length));
}

static bool read_items(const cJSON *list, struct arena *arena, struct backup_manifest *manifest)
{
    const cJSON *one = NULL;
    int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    if (count < 1 || count > ITEMS_MAX) {
        return false;
    }
    manifest->items = arena_array(arena, (size_t)count, sizeof *manifest->items);
    cJSON_ArrayForEach(one, list)
    {
        struct backup_item *item = &manifest->items[manifest->item_count];
        item->bytes = json_int(one, "bytes", 0, INT64_MAX / 2, -1);
        if (item->bytes < 0 || !take_text(one, "name", item->name, sizeof item->name) ||
            !take_hash(one, "sha256", item->sha256) ||
            !is_name_ours(item->name, manifest->item_count == 0)) {
            return false;
        }
        manifest->item_count++;
    }
    return true;
}

static bool read_all(const cJSON *json, struct arena *arena, struct backup_manifest *manifest)
{
    manifest->schema = (int)json_int(json, "schema", 1, 100000, 0);
    manifest->created_at_ms = json_int(json, "created_at_ms", -MOMENT_MAX, MOMENT_MAX, MOMENT_MAX);
    manifest->missing_count = (int)json_int(json, "missing_papers", 0, INT32_MAX, 0);
    manifest->has_login = cJSON_IsTrue(json_get(json, "has_login"));
    return manifest->schema > 0 && manifest->created_at_ms < MOMENT_MAX &&
           take_text(json, "program", manifest->program, sizeof manifest->program) &&
           take_text(json, "club", manifest->club, sizeof manifest->club) &&
           take_hash(json, "pepper_check", manifest->pepper_check) &&
           take_hash(json, "schema_sha256", manifest->schema_sha256) &&
           read_tables(json_get(json, "tables"), arena, manifest) &&
           read_items(json_get(json, "files"), arena, manifest);
}

bool backup_manifest_read(const char *bytes, size_t size, struct arena *arena,
                          struct backup_manifest *manifest, struct err *err)
{
    const char *why = "";
    *manifest = (struct backup_manifest){0};
    cJSON *json = json_read(bytes, size, &why);
    const char *format = json != NULL ? json_text(json, "format") : NULL;
    if (format == NULL || strcmp(format, format_name) != 0) {
        cJSON_Delete(json);
        return backup_say_damaged(err, why);
    }
    if (json_int(json, "format_version", 1, INT32_MAX, 0) > FORMAT_VERSION) {
        cJSON_Delete(json);
        return err_set(err, ERR_NEWER,
                       _("This backup was made by a newer AimTrack. Nothing was changed. Install"
                         " the newer version."));
    }
    bool ok = read_all(json, arena, manifest) || backup_say_damaged(err, "manifest");
    cJSON_Delete(json);
    return ok;
}
