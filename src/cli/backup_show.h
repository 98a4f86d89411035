/* What the commands about backups share: how far they are, keys, names, the manifest as JSON. */
#ifndef CLI_BACKUP_SHOW_H
#define CLI_BACKUP_SHOW_H
#include "cli/command.h"
#include "core/backup.h"

enum { EXIT_FOUND_BAD = 1 };

/* On a terminal, unless it is JSON: one line that shows how far it is. */
struct backup_watch backup_show_watch(const struct command_options *options);
void backup_show_end(const struct command_options *options); /* that line goes */

/* Takes --key FILE. False: said, *code set. key->pair is `pair`, or NULL without the option. */
bool backup_show_key(int *argc, char **argv, struct seal_pair *pair, struct backup_key *key,
                     int *code);
/* A path as it can stand in JSON: UTF-8. */
void backup_json_path(cJSON *json, const char *name, const char *path);
void backup_json_manifest(cJSON *json, const struct backup_manifest *manifest);
void backup_bytes_text(char *dst, size_t size, int64_t bytes);
/* After a database that could not be opened: which backup could take its place. */
void backup_offer(const struct command_options *options, const struct err *err);

#endif
