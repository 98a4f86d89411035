#!/usr/bin/env python3
"""cut_check.py AIMTRACK [--full]: nothing that was typed is cut in silence. Every command of the usage that the program
prints, every option and every word of it, with a value that is far too long (and, --full, one of 100,000 bytes): it is
refused with a sentence and changes no row, or it is stored whole. Where the sentence names a limit, a value of just
that length is stored whole, and one of letters that take two bytes is never cut between them."""
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

AIMTRACK = sys.argv[1]
LENGTHS = (700, 5000, 100000) if "--full" in sys.argv else (700, 5000)
# What needs a machine, a network or a terminal, or writes no word that a person typed into the club.
ELSEWHERE = {"kiosk", "demo", "selftest", "keypair", "restore", "restore-test", "salvage", "upkeep", "migrate", "doctor", "log", "stick", "backup", "health", "metrics"}
CHANGES_BY_ITSELF = {"health_probe", "maintenance", "sqlite_sequence", "job", "attempt"}
problems, tried, kept_whole = [], 0, 0


def run(folder, words, stdin=""):
    done = subprocess.run([AIMTRACK, "--language", "en", "--data", folder, *words], capture_output=True, text=True, input=stdin, timeout=120)
    return done.returncode, done.stdout + done.stderr


def rows(folder):
    with sqlite3.connect(f"file:{folder}/aimtrack.db?mode=ro", uri=True) as club:
        names = [name for name, in club.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: club.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in CHANGES_BY_ITSELF}


def holds(club, text):
    return any(text in str(cell) for table in club.values() for row in table for cell in row)


def number(folder, sql):
    with sqlite3.connect(f"file:{folder}/aimtrack.db?mode=ro", uri=True) as club:
        return str((club.execute(sql).fetchone() or ["1"])[0])


def usages():
    """command -> its alternatives, as the program prints them."""
    said = run("/nowhere", ["help"])[1]
    names = re.findall(r"^  ([a-z-]+)\b", said, re.M)
    for name in dict.fromkeys(names):
        usage = re.search(rf"^Usage: aimtrack {name} (.*)$", run("/nowhere", ["help", name])[1], re.M)
        if usage and name not in ELSEWHERE:
            yield name, re.split(r" \| (?![^\[]*\])", usage.group(1))


def sample(folder, command, word, option):
    known = {
        "ID": {"session": "session", "weapon": "weapon", "member": "member", "ammunition": "ammunition", "location": "location", "permit": "member",
               "privacy": "member", "stats": "member", "chart": "member"},
    }
    if option == "--member" or command == "member" or (command in ("permit", "privacy") and option is None):
        return number(folder, "SELECT id FROM member ORDER BY id LIMIT 1")
    if option in ("--owner", "--host") or word == "NUMBER" or word == "CARD":
        return number(folder, "SELECT number FROM member WHERE number <> '' ORDER BY id LIMIT 1")
    if option == "--weapon" or word == "WEAPON-ID" or (command == "service" and word == "ID" and option is None):
        return number(folder, "SELECT id FROM weapon ORDER BY id LIMIT 1")
    if option == "--session":
        return number(folder, "SELECT id FROM session ORDER BY id LIMIT 1")
    if option == "--export":
        return "1"
    if word.startswith("ID"):
        return number(folder, f"SELECT id FROM {known['ID'].get(command, 'session')} ORDER BY id LIMIT 1")
    if word == "LOGIN" and option is None:
        return number(folder, "SELECT login FROM account ORDER BY id LIMIT 1")
    if option is not None and "|" in word:
        return word.split("|")[0]
    return {"DATE": "2026-11-01", "N": "3", "MM": "1.0", "KEY": "range.lanes", "VALUE": "8", "--rule": "more_inner_tens", "--month": "2026-11",
            "--document-number": "NX123", "--login": "newone", "REPORT": "members"}.get(option or word, {"DATE": "2026-11-01", "N": "3"}.get(word, "Word"))


def lines(folder, command, alternative):
    """The words of a line that works, as (option or None, value), and where each begins."""
    required = re.sub(r"\[[^\]]*\]", " ", alternative)
    parts = []
    for text, is_optional in [(required, False)] + [(found, True) for found in re.findall(r"\[([^\]]*)\]", alternative)]:
        words = text.replace("...", " ").split()
        at = 0
        while at < len(words):
            if words[at].startswith("--"):
                option = words[at].split("|")[0]
                takes = at + 1 < len(words) and not words[at + 1].startswith("--")
                parts.append((option, sample(folder, command, words[at + 1], option) if takes else None, is_optional))
                at += 2 if takes else 1
            elif words[at][0].isupper():
                parts.append((None, sample(folder, command, words[at], None), is_optional))
                at += 1
            else:
                parts.append((None, words[at].split("|")[0], None))  # the verb
                at += 1
    if re.search(r"\bedit\b", alternative) and "..." in alternative:  # edit takes what add takes
        parts += [(option, sample(folder, command, "NAME", option), True) for option in EDITED.get(command, [])]
    return parts


def typed(command, parts, only):
    line = [command]
    for index, (option, value, is_optional) in enumerate(parts):
        if is_optional and index != only:
            continue
        line += [word for word in (option, value) if word is not None]
    return line


def attempt(folder, spare, command, parts, index, value):
    """Runs it on a copy; what is wrong with it, or None, and what it said."""
    global tried
    tried += 1
    shutil.rmtree(spare, ignore_errors=True)
    shutil.copytree(folder, spare)
    option, _, is_optional = parts[index]
    changed = parts[:index] + [(option, value, is_optional)] + parts[index + 1:]
    before = rows(spare)
    code, said = run(spare, typed(command, changed, index), "1234\n")
    after = rows(spare)
    if code < 0 or code >= 128:
        return f"ended by a signal ({code})", said, after
    if code != 0 and before != after:
        return f"refused ({code}), but something was stored", said, after
    if code != 0 and not said.strip():
        return f"refused ({code}) without a word", said, after
    if code == 0 and before != after and not holds(after, value):
        return "stored, but not whole", said, after
    return None, said, after


def look(folder, spare, command, alternative):
    global kept_whole
    parts = lines(folder, command, alternative)
    for index, (option, value, is_optional) in enumerate(parts):
        if value is None or is_optional is None:
            continue
        what = f"{command} {' '.join(word for o, v, i in parts if i is None for word in [v])} {option or value}"
        for length in LENGTHS:
            for begin, letter in (("", "a"), ("", "é"), (value, "a")):
                long_value = begin + letter * (length // len(letter.encode()))
                wrong, said, _ = attempt(folder, spare, command, parts, index, long_value)
                if wrong:
                    problems.append(f"{what}: {length} bytes of {letter}: {wrong}: {said[:200]}")
        limit = re.search(r"at most (\d+) bytes", said)
        if limit:
            wrong, said, after = attempt(folder, spare, command, parts, index, "a" * int(limit.group(1)))
            kept_whole += holds(after, "a" * int(limit.group(1)))
            if wrong or limit.group(0) in said:  # another limit is another field's: the login that setup makes of a name
                problems.append(f"{what}: exactly {limit.group(1)} bytes: {wrong or said[:200]}")


def look_at_secrets(folder, spare):
    """A secret that was cut is another one than its owner knows: one of just the limit logs in, any other is refused."""
    global tried, kept_whole
    add = ["account", "add", "--login", "newone", "--name", "New One", "--role", "coach"]
    for what, typed_bytes, is_taken in (
            ("just the limit", b"a" * 127 + b"\n", True), ("just the limit, as Windows writes it", b"a" * 127 + b"\r\n", True),
            ("just the limit, no end of line", b"a" * 127, True), ("one more", b"a" * 128 + b"\n", False), ("far too long", b"a" * 5000 + b"\n", False),
            ("100,000", b"a" * 100000, False), ("letters of two bytes", "é".encode() * 64 + b"\n", False),
            ("a NUL in it", b"abcdefghijkl\0mnop\n", False), ("a return in it", b"abcdefghijkl\rmnop\n", False), ("nothing", b"\n", False)):
        for words in (add, ["account", "secret", "carla"], ["setup", "--club", "C", "--name", "N"]):
            tried += 1
            shutil.rmtree(spare, ignore_errors=True)
            if words[0] != "setup":
                shutil.copytree(folder, spare)
            before = rows(spare) if words[0] != "setup" else None
            done = subprocess.run([AIMTRACK, "--language", "en", "--data", spare, *words], capture_output=True, input=typed_bytes, timeout=120)
            said = (done.stdout + done.stderr).decode()
            kept_whole += is_taken and done.returncode == 0
            if is_taken != (done.returncode == 0):
                problems.append(f"{' '.join(words)}: {what}: {done.returncode}: {said[:200]}")
            if not is_taken and (done.returncode != 64 or "at most 127 bytes" not in said):
                problems.append(f"{' '.join(words)}: {what}: no limit in it ({done.returncode}): {said[:200]}")
            if not is_taken and before is not None and rows(spare) != before:
                problems.append(f"{' '.join(words)}: {what}: something was stored")


def look_at_searches(folder):
    """What is looked for in part finds what was not asked for."""
    global tried
    for command in ("member", "weapon", "session", "ammunition"):
        for words, is_taken in (("a " * 4, True), ("e e e e qqqq", False), ("q" * 95, True), ("q" * 96, False), ("é" * 48, False), ("q" * 100000, False)):
            tried += 1
            code, said = run(folder, [command, "list", "--find", words])
            if is_taken != (code == 0) or (not is_taken and (code not in (64, 65) or "at most 4 words and at most 95 bytes" not in said)):
                problems.append(f"{command} list --find {words[:20]}... of {len(words)}: {code}: {said[:200]}")


EDITED = {"member": ["--family", "--given", "--number", "--licence", "--notes"], "account": [],
          "weapon": ["--name", "--calibre", "--serial", "--storage", "--front-sight", "--rear-sight", "--trigger", "--grip", "--notes"],
          "ammunition": ["--name", "--calibre", "--bullet", "--lot", "--notes"], "location": ["--name", "--distances", "--notes"]}

with tempfile.TemporaryDirectory() as top:
    club = f"{top}/club"
    code, said = run(club, ["demo", "--members", "3", "--sessions", "4", "--shots-per-session", "5"])
    assert code == 0, said
    run(club, ["export", "members", "--format", "csv", "--out", top])
    commands = list(usages())
    assert len(commands) > 20, commands
    for name, alternatives in commands:
        for alternative in alternatives:
            look(club, f"{top}/spare", name, alternative)
    look_at_secrets(club, f"{top}/spare")
    look_at_searches(club)
assert kept_whole >= 20, f"only {kept_whole} values of just the limit were stored"
for problem in problems:
    print(problem)
print(f"{tried} lines with a value that is too long, {kept_whole} of just the limit kept whole: {len(problems)} problems")
sys.exit(1 if problems else 0)
