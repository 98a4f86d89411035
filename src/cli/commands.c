#include "cli/families.h"

#include "base/i18n.h"

/* The first row runs when no command is named. */
const struct command commands[] = {
    {"kiosk", "[--ascii] [--no-mouse] [--theme NAME]",
     N_("the screens: range, sessions, members, weapons, system"), command_kiosk},
    {"score", "--face ID --x MM --y MM [--gauge MM] [--json] | --csv FILE|- [--gauge MM] | --faces",
     N_("what a hole is worth, from its place"), command_score},
    {"session",
     "list [--find WORDS] [--from DATE] [--to DATE] [--member ID|NUMBER] [--programme ID] [--void]"
     " [--limit N] | show ID | reflect ID | competition ID... [--off] |"
     " void ID | unvoid ID",
     N_("list sessions, show one with all its numbers, say what they mean, or make them "
        "competitions"),
     command_session},
    {"member",
     "list [--find WORDS] [--left] [--limit N] | show ID|NUMBER|LICENCE | add --family NAME"
     " [--given NAME] [--number N] [--licence N] [--birth-date DATE] [--joined DATE] [--notes "
     "TEXT] [--share-notes yes|no] | edit ID|NUMBER|LICENCE ... | leave ID|NUMBER [--on DATE] |"
     " return ID|NUMBER",
     N_("the members"), command_member},
    {"weapon",
     "list [--find WORDS] [--retired] | show ID | add --name NAME [--kind KIND] [--calibre C]"
     " [--serial N] [--owner NUMBER|club] [--storage PLACE] [--owned-since DATE]"
     " [--front-sight T] [--rear-sight T] [--trigger T] [--grip T] [--click-mm MM]"
     " [--service-interval N] [--notes T] | edit ID ... | retire ID [--on DATE] | return ID",
     N_("the weapons"), command_weapon},
    {"import", "members|weapons FILE|- [--dry-run]",
     N_("members or weapons from CSV: all of it or nothing"), command_import},
    {"ammunition",
     "list [--find WORDS] [--retired] | show ID | add --name NAME [--calibre C] [--bullet B] "
     "[--lot L]"
     " [--notes TEXT] | edit ID ... | retire ID | return ID | book ID --reason"
     " bought|issued|returned|counted|discarded --rounds N [--date DATE] [--member NUMBER]"
     " [--note TEXT] | moves ID",
     N_("ammunition and its stock"), command_ammunition},
    {"location",
     "list [--retired] | show ID | add --name NAME [--range yes|no] [--storage yes|no] "
     "[--elsewhere yes|no]"
     " [--distances M,M] [--notes TEXT] | edit ID ... | retire ID | return ID",
     N_("ranges and storage places"), command_location},
    {"stats",
     "session ID | weapon ID | member ID|NUMBER [--from DATE] [--to DATE] [--programme ID] [--csv]",
     N_("every number of a session, a weapon or a shooter"), command_stats},
    {"chart",
     "weapon ID | member ID|NUMBER [--of average|total|sigma|x|y|heat|drift] [--from DATE] [--to "
     "DATE]"
     " [--programme ID]",
     N_("a number over time as text"), command_chart},
    {"service",
     "list --weapon ID | settings --weapon ID | add --weapon ID --what TEXT [--date DATE]"
     " [--rounds N] | void ID",
     N_("a weapon's service log, when it is due, and how it was set"), command_service},
    {"attachment",
     "list --session ID|--weapon ID | add --session ID|--weapon ID FILE | export ID FOLDER|FILE |"
     " remove ID | verify",
     N_("papers and photographs of a session or a weapon"), command_attachment},
    {"goal",
     "list --member ID|NUMBER | suggest --member ID|NUMBER [--programme ID]"
     " | add --member ID|NUMBER --title TEXT [--detail TEXT] [--month 2026-11]"
     " | take --member ID|NUMBER --rule NAME [--programme ID] | done ID | undone ID | remove ID",
     N_("training goals of a member, and those the numbers suggest"), command_goal},
    {"ask",
     "session ID | weapon ID | question --member ID|NUMBER [--weapon ID] [--from DATE] [--to DATE]"
     " TEXT  [--show]",
     N_("ask the coach; --show prints the exact bytes instead of asking"), command_ask},
    {"answer", "session ID | weapon ID | question ID | acknowledge ANSWER-ID",
     N_("what the coach answered"), command_answer},
    {"queue",
     "list [--state STATE] | show ID | failed [--fail-if-any] | retry ID...|all|--class CLASS"
     " | forget ID...|--older-than 30d | stats | pause | resume"
     " | work [--once|--stop-when-empty] [--max-jobs N]",
     N_("requests to the coach: how they stand, again, and doing them"), command_queue},
    {"ai", "check [--live] | providers", N_("how the coach is set up, and whether it works"),
     command_ai},
    {"export",
     "REPORT [--from DATE] [--to DATE] [--member ID|NUMBER] [--weapon ID] [--session ID]"
     " [--programme ID] [--format csv|pdf|json] [--out FOLDER] [--release] [--separator ,|;] "
     "[--bom]"
     " | reports | list | show ID | verify ID",
     N_("reports to a folder or a stick, checked before it says so"), command_export},
    {"stick", "list | mount DEVICE | unmount FOLDER",
     N_("USB sticks: which are in, and making one safe to remove"), command_stick},
    {"privacy", "due | anonymise ID|NUMBER --yes | blank-guests --yes",
     N_("what is kept too long, and taking a person out of what must stay"), command_privacy},
    {"setting", "list | get KEY | set KEY VALUE", N_("the rules and settings of the club"),
     command_setting},
    {"permit", "ID|NUMBER [--to DATE]",
     N_("a member's turns of 12 months against the 18 of a permit"), command_permit},
    {"note",
     "add --export ID|--session ID|--member ID|--weapon ID TEXT | list --export ID|--session ID|..",
     N_("notes for who audits; only added"), command_note},
    {"presence", "in CARD [--lane N] | out CARD | out --all | list [--date DATE] | void ID",
     N_("who is at the range: the presence register"), command_presence},
    {"guest",
     "add --name NAME --document id_card|passport|driving_licence|other --document-number N"
     " --host NUMBER [--weapon ID] [--again] | out ID | list [--date DATE] | void ID",
     N_("the register of guests"), command_guest},
    {"issue",
     "out WEAPON-ID NUMBER [--condition TEXT] | in WEAPON-ID [--condition TEXT] | list [--all]"
     " | void ID",
     N_("club weapons handed out and brought back"), command_issue},
    {"account",
     "list | show LOGIN | add --login NAME --name NAME [--role officer|coach|admin] | edit LOGIN"
     " [--name NAME] [--role ROLE] | disable LOGIN | enable LOGIN | unlock LOGIN | secret LOGIN",
     N_("who may log in; a PIN or passphrase comes from standard input"), command_account},
    {"setup", "--club NAME --name NAME [--login NAME] [--city NAME]",
     N_("make a club without the screens; the passphrase comes from standard input"),
     command_setup},
    {"health",
     "[--json|--format json|health+json|prometheus] [--strict] [--wait [--timeout SECONDS]"
     " [--interval SECONDS]] | serve [--listen ADDRESS]",
     N_("is everything well: database, queue, disk, backups, clock, coach"), command_health},
    {"doctor", "[storage|hardening]",
     N_("look at everything, and say what to do about each finding"), command_doctor},
    {"metrics", "", N_("the same as numbers for Prometheus"), command_metrics},
    {"backup",
     "[--to FOLDER|STICK [--release]] [--encrypt] [--test] [--if-due] [--dry-run]"
     " | list | verify [FILE|--all] [--key FILE]",
     N_("make a backup while people score, and check those that are there"), command_backup},
    {"keypair", "[FILE]", N_("make the keys for encrypted backups"), command_keypair},
    {"restore", "FILE [--key FILE]", N_("put the club back as a backup holds it"), command_restore},
    {"restore-test", "[FILE] [--key FILE] [--keep]",
     N_("restore a backup as a test and compare every table"), command_restore_test},
    {"salvage", "[--out FOLDER] [--use] [--even-whole]",
     N_("read what is left of a damaged database, and list what was lost"), command_salvage},
    {"upkeep", "", N_("do what is due: the day's backup, the month's restore test, the check"),
     command_upkeep},
    {"verify", "", N_("check every stored number, the audit trail and the database"),
     command_verify},
    {"config", "check | show | path",
     N_("the settings file of this machine: every mistake in it, what is in force"),
     command_config},
    {"alert", "list [--all]", N_("what needs attention now; --all: what did before"),
     command_alert},
    {"log", "[--lines N] [--follow]", N_("the last lines of the kiosk's log, and what is added"),
     command_log},
    {"migrate", "[--dry-run | --status | --force | --back [--dry-run | --yes]]",
     N_("bring the club of an older AimTrack up to date, after a copy of it"), command_migrate},
    {"selftest", "[--keep]", N_("try everything on a club of its own, which goes away again"),
     command_selftest},
    {"demo", "[--members N] [--sessions N] [--shots-per-session N] [--seed N] | --remove",
     N_("make the demonstration club, or take it out again"), command_demo},
    {"version", "", N_("this program's version and the libraries it runs with"), command_version},
    {0},
};
