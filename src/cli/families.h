/* The command families; each is one file in cli/ and one row in commands.c. */
#ifndef CLI_FAMILIES_H
#define CLI_FAMILIES_H
#include "cli/command.h"

int command_kiosk(const struct command_options *options, int argc, char **argv);
int command_setup(const struct command_options *options, int argc, char **argv);
int command_score(const struct command_options *options, int argc, char **argv);
int command_session(const struct command_options *options, int argc, char **argv);
int command_member(const struct command_options *options, int argc, char **argv);
int command_weapon(const struct command_options *options, int argc, char **argv);
int command_service(const struct command_options *options, int argc, char **argv);
int command_attachment(const struct command_options *options, int argc, char **argv);
int command_goal(const struct command_options *options, int argc, char **argv);
int command_account(const struct command_options *options, int argc, char **argv);
int command_ammunition(const struct command_options *options, int argc, char **argv);
int command_location(const struct command_options *options, int argc, char **argv);
int command_import(const struct command_options *options, int argc, char **argv);
int command_stats(const struct command_options *options, int argc, char **argv);
int command_chart(const struct command_options *options, int argc, char **argv);
int command_ai(const struct command_options *options, int argc, char **argv);
int command_ask(const struct command_options *options, int argc, char **argv);
int command_answer(const struct command_options *options, int argc, char **argv);
int command_queue(const struct command_options *options, int argc, char **argv);
int command_export(const struct command_options *options, int argc, char **argv);
int command_stick(const struct command_options *options, int argc, char **argv);
int command_privacy(const struct command_options *options, int argc, char **argv);
int command_setting(const struct command_options *options, int argc, char **argv);
int command_permit(const struct command_options *options, int argc, char **argv);
int command_note(const struct command_options *options, int argc, char **argv);
int command_presence(const struct command_options *options, int argc, char **argv);
int command_guest(const struct command_options *options, int argc, char **argv);
int command_issue(const struct command_options *options, int argc, char **argv);
int command_backup(const struct command_options *options, int argc, char **argv);
int command_keypair(const struct command_options *options, int argc, char **argv);
int command_restore(const struct command_options *options, int argc, char **argv);
int command_restore_test(const struct command_options *options, int argc, char **argv);
int command_upkeep(const struct command_options *options, int argc, char **argv);
int command_salvage(const struct command_options *options, int argc, char **argv);
int command_config(const struct command_options *options, int argc, char **argv);
int command_alert(const struct command_options *options, int argc, char **argv);
int command_log(const struct command_options *options, int argc, char **argv);
int command_migrate(const struct command_options *options, int argc, char **argv);
int command_health(const struct command_options *options, int argc, char **argv);
int command_doctor(const struct command_options *options, int argc, char **argv);
int command_metrics(const struct command_options *options, int argc, char **argv);
int command_verify(const struct command_options *options, int argc, char **argv);
int command_selftest(const struct command_options *options, int argc, char **argv);
int command_demo(const struct command_options *options, int argc, char **argv);
int command_version(const struct command_options *options, int argc, char **argv);

#endif
