#!/usr/bin/env python3
"""Tables that are no tables and files with hostile names: all of it is taken or nothing, the row and the column are named,
nothing is waited for, no name reaches the terminal as it is, nothing outside the club is read or written.

  import_fault_check.py AIMTRACK [--full]
"""
import json
import os
import subprocess
import sys
import tempfile
import time

SECONDS_MAX = 180  # a sanitizer makes it ten times slower
CONTROLS = set(range(0x20)) - {0x0A} | {0x7F}
problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Club:
    def __init__(self, program, folder):
        self.words, self.folder = [program.encode(), b"--data", folder.encode(), b"--language", b"en"], folder

    def run(self, *words, **options):
        words = [word if isinstance(word, bytes) else word.encode() for word in words]
        options.setdefault("stdin", subprocess.DEVNULL)
        try:
            return subprocess.run([*self.words, *words], capture_output=True, timeout=SECONDS_MAX, check=False, **options)
        except subprocess.TimeoutExpired:
            check(False, f"{words}: it waited for ever")
            return subprocess.CompletedProcess(words, -1, b"", b"")

    def members(self):
        return len(json.loads(self.run("member", "list", "--limit", "5000", "--json").stdout)["members"])


def clean(done, what):
    """No control byte but the end of a line, and UTF-8, in what it said."""
    for said in (done.stdout, done.stderr):
        try:
            text = said.decode("utf-8")
        except UnicodeDecodeError:
            check(False, f"{what}: no UTF-8: {said[:200]!r}")
            continue
        bad = [char for char in text if ord(char) in CONTROLS or 0x80 <= ord(char) < 0xA0 or char in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"]
        check(not bad, f"{what}: {bad[:5]!r} in what it said")


HEAD = "Lidnummer;Achternaam;Voornaam\n"
# what, bytes, how many members more, status, a part of what it says
TABLES = [
    ("a byte order mark", b"\xef\xbb\xbf" + (HEAD + "70001;Mark;\n").encode(), 1, 0, ""),
    ("carriage returns only", HEAD.replace("\n", "\r").encode() + b"70002;Return;\r", 1, 0, ""),
    ("Windows-1252", HEAD.encode() + "70003;Br\u00e4ndl;\u20ac\n".encode("cp1252"), 1, 0, ""),
    ("no end of line at the end", HEAD.encode() + b"70004;Last;x", 1, 0, ""),
    ("a NUL byte", HEAD.encode() + b"70005;N\0l;\n", 0, None, "not a text file"),
    ("a quotation mark that never ends", HEAD.encode() + b"70006;Good;\n70007;\"Open;\n70008;x;\n", 0, None, "Line"),
    ("a quotation mark in the middle", HEAD.encode() + b"70006;Good;\n70009;Mid\"dle;\n", 0, None, "Line 3, column 2"),
    ("a line of 11 MiB", HEAD.encode() + b"7;" + b"x" * (11 << 20), 0, None, "too large"),
    ("a cell of 10 MiB less a bit", HEAD.encode() + b"7;" + b"x" * ((10 << 20) - 100), 0, None, "column 2"),
    ("a cell of 65 KiB", HEAD.encode() + b"70010;" + b"y" * 66000 + b";\n", 0, None, "Line 2, column 2"),
    ("100,001 rows", HEAD.encode() + b"".join(b"%d;A;\n" % (100000 + i) for i in range(100001)), 0, None, "100000 rows"),
    ("no heading that is needed", b"Kleur;Vorm\nrood;rond\n", 0, None, "column"),
    ("headings only", HEAD.encode(), 0, None, ""),
    ("nothing", b"", 0, None, "empty"),
    ("blank lines", b"\n\n\n", 0, None, ""),
    ("more cells than headings", HEAD.encode() + b"70011;A;B;C;D;E\n", None, None, ""),
    ("fewer cells than headings", HEAD.encode() + b"70012\n", 0, 65, "Achternaam"),
    ("a number twice", HEAD.encode() + b"70013;One;\n70013;Two;\n", 0, 65, "Row 2"),
    ("a wrong date in the third row", b"Lidnummer;Achternaam;Geboortedatum\n70014;A;1-1-1990\n70015;B;31-2-1990\n", 0, 65, "Geboortedatum"),
    ("controls in a name", HEAD.encode() + b"70016;E\x1b[2Jsc;\n", None, None, ""),
    ("random bytes", os.urandom(20000), 0, None, ""),
    ("300 columns", (";".join(f"c{i}" for i in range(300)) + "\n").encode(), 0, None, "Line 1, column 257"),
    ("a formula", HEAD.encode() + b"70017;=cmd|' /C calc'!A0;@SUM(1)\n", 1, 0, ""),
]


def tables(club, folder):
    path = os.path.join(folder, "table.csv")
    for what, content, more, status, words in TABLES:
        with open(path, "wb") as file:
            file.write(content)
        before, started = club.members(), time.time()
        tried = club.run("import", "members", path, "--dry-run")
        done = club.run("import", "members", path)
        after = club.members()
        clean(done, what)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        check(tried.returncode == done.returncode, f"{what}: tried {tried.returncode}, done {done.returncode}")
        check(done.returncode >= 0, f"{what}: killed by signal {-done.returncode}: {said[-500:]}")
        check(more is None or after == before + more, f"{what}: {after - before} members more, not {more}: {said[:200]}")
        check(status is None or done.returncode == status, f"{what}: ended with {done.returncode}, not {status}: {said[:200]}")
        check(done.returncode != 0 or more is None or more > 0 or words == "", f"{what}: it ended with 0")
        check(done.returncode == 0 or said.strip() != "", f"{what}: not a word")
        check(words in said, f"{what}: \"{words}\" is not said: {said[:300]}")
        if os.environ.get("SHOW"):
            print(f"{what}: {done.returncode}, {after - before} more, {time.time() - started:.1f} s: {said.strip().splitlines()[-1:]}")
    verify = club.run("verify")
    check(verify.returncode == 0, f"verify: {verify.stdout}")
    return f"{len(TABLES)} tables"


# A name, and whether the file there is one that may be read.
NAMES = [b"two\nlines.csv", b"esc\x1b[2J\x1b]0;title\x07.csv", b"\xff\xfe\x80.csv", b"a" * 251 + b".csv", b"bidi\xe2\x80\xae.csv", b"-rf", b"--data",
         b" spaces ", b"$(touch owned).csv", b"'; DROP TABLE member; --.csv", b"%s%n%x.csv", b"c1\xc2\x9b31m.csv", b"quote\".csv"]


def odd_files(folder):
    """(what, path) of everything that is no file to be read."""
    target = os.path.join(folder, "target.csv")
    with open(target, "w", encoding="ascii") as file:
        file.write(HEAD + "70099;Link;\n")
    os.symlink(target, os.path.join(folder, "link.csv"))
    os.symlink("nowhere", os.path.join(folder, "dangling.csv"))
    os.symlink("loop.csv", os.path.join(folder, "loop.csv"))
    os.mkfifo(os.path.join(folder, "pipe.csv"))
    os.mkdir(os.path.join(folder, "folder.csv"))
    for name in ("link", "dangling", "loop", "pipe", "folder"):
        yield name, os.path.join(folder, name + ".csv")
    for device in ("/dev/zero", "/dev/random", "/dev/tty", "/dev/full", "/dev/null"):
        yield device, device


def names(club, folder):
    weapon = json.loads(club.run("weapon", "list", "--json").stdout)["weapons"][0]["id"]
    base = folder.encode()
    chosen = NAMES if "--full" in sys.argv else NAMES[:5]
    for number, name in enumerate(chosen):
        path = os.path.join(base, name)
        with open(path, "wb") as file:
            file.write((HEAD + f"{71000 + number};Named;\n").encode())
        before = club.members()
        given = path if not name.startswith(b"-") else b"./" + name
        done = club.run("import", "members", given, cwd=folder)
        clean(done, f"import of {name!r}")
        check(done.returncode == 0 and club.members() == before + 1, f"import of {name!r}: {done.returncode} {done.stderr!r}")
        wrong = club.run("import", "members", path + b".gone")
        clean(wrong, f"import of no {name!r}")
        check(wrong.returncode in (64, 65, 66, 74), f"import of no {name!r}: {wrong.returncode}")
        added = club.run("attachment", "add", "--weapon", weapon, given, cwd=folder)
        clean(added, f"attachment of {name!r}")
        check(added.returncode in (0, 64, 65), f"attachment of {name!r}: {added.returncode} {added.stderr!r}")
        clean(club.run("attachment", "list", "--weapon", weapon), f"list with {name!r}")
    for one in json.loads(club.run("attachment", "list", "--weapon", weapon, "--json").stdout).get("attachments", []):
        out = tempfile.mkdtemp(dir=folder)
        done = club.run("attachment", "export", one["id"], out)
        clean(done, f"export of attachment {one}")
        check(done.returncode == 0 and len(os.listdir(out)) == 1, f"export of attachment {one}: {done.stderr!r}")
    for what, path in odd_files(folder):
        for words in (("import", "members", path), ("attachment", "add", "--weapon", weapon, path)):
            before = club.members()
            done = club.run(*words)
            clean(done, f"{words[0]} of {what}")
            taken = what == "link" and words[0] == "import" and done.returncode == 0
            check(done.returncode in (64, 65, 66, 74, 77) or taken, f"{words[0]} of {what}: {done.returncode} {done.stderr!r}")
            check(taken or club.members() == before, f"{words[0]} of {what}: it stored something")
    check(not os.path.exists(os.path.join(folder, "owned")), "a name was run by a shell")
    for place in ("../../outside.csv", "/etc/aimtrack-outside.csv"):
        check(club.run("attachment", "export", "1", place).returncode != 0 and not os.path.exists(place), f"written to {place}")
    verify = club.run("verify")
    check(verify.returncode == 0, f"verify: {verify.stdout}")
    check(club.run("attachment", "verify").returncode == 0, "attachments: verify")
    return f"{len(chosen)} names"


def main():
    with tempfile.TemporaryDirectory() as folder:
        club = Club(os.path.abspath(sys.argv[1]), os.path.join(folder, "club"))
        club.run("demo", "--members", "10", "--sessions", "20")
        hostile = os.path.join(folder, "stick")
        os.mkdir(hostile)
        print(tables(club, folder), names(club, hostile), f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
