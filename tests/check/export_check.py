#!/usr/bin/env python3
"""Exports from outside: what stands in the CSV is read by another parser and compared with the database; texts that
would fool a spreadsheet come back as they were; full, read-only and missing folders leave no file.

  export_check.py AIMTRACK [--full]
"""
import csv
import datetime
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HOSTILE = ["=1+1", "+31 6 12345678", "-5", "@SUM(A1)", "'quoted", "a,b;c", 'he said "no"', "two\nlines", "tab\there", "Łódź Özgür O'Brien-d'Été", "=cmd|' /C calc'!A0", "''", "\n=1+1", "\uff1d1+1", "\uff0bx", "\"", "x" * 200]
problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Club:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = dict(os.environ, AIMTRACK_DATA=folder, LANGUAGE="en")

    def run(self, *words, ok=True, before=()):
        done = subprocess.run([*before, self.program, *words], env=self.environment, capture_output=True, timeout=600)
        if ok and done.returncode != 0:
            raise SystemExit(f"{words}: {done.returncode} {done.stderr.decode()}")
        return done

    def json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def database(self, writable=False):
        return sqlite3.connect(f"file:{self.folder}/aimtrack.db?mode={'rw' if writable else 'ro'}", uri=True)


def unguarded(cell):
    return cell[1:] if cell[:1] == "'" else cell


def score(tenths, decimals):
    return f"{tenths // 10}.{tenths % 10}" if decimals else str(tenths // 10)


def programmes(root):
    with open(os.path.join(root, "data", "programmes.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {row["id"]: row["decimal"] in ("1", "yes", "true") for row in rows}


def expected_sessions(database, decimals, where, values):
    found = database.execute(
        "SELECT s.local_date, s.lane, l.name, w.name, w.calibre, sw.distance_mm, sw.rounds_fired, a.name, sw.grouping, sw.deviation, sw.fliers, s.notes,"
        " s.programme_id, u.shots, u.total_tenths, u.inner_tens, u.series_tenths FROM session s JOIN session_weapon sw ON sw.session_id = s.id"
        " LEFT JOIN weapon w ON w.id = sw.weapon_id LEFT JOIN location l ON l.id = s.location_id LEFT JOIN ammunition a ON a.id = sw.ammunition_id"
        f" LEFT JOIN shot_summary u ON u.session_weapon_id = sw.id WHERE s.state = 1 {where} ORDER BY s.started_at_ms, s.id, sw.id", values).fetchall()
    for date, lane, place, weapon, calibre, distance, rounds, ammunition, grouping, deviation, fliers, notes, programme, shots, total, inner, series in found:
        summary = ""
        if shots:
            tenth = decimals.get(programme, False)
            summary = f"{programme}: {score(total, tenth)} ({inner}x), {shots} {'schot' if shots == 1 else 'schoten'}:" + "".join(" " + score(int(one), tenth) for one in series.split(",") if one)
        yield [date, str(lane) if lane else "", place or "", weapon or "", calibre or "", f"{distance / 1000:g}" if distance else "", str(rounds), ammunition or "", grouping,
               ["", "links", "rechts", "hoog", "laag"][deviation], str(fliers), notes, summary]


def read_file(path, separator=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=separator, strict=True))
    return rows[0], rows[1:]


NUMBERS = {1, 5, 6, 10}


def compare_sessions(club, row, decimals, where, values, separator=","):
    head, rows = read_file(os.path.join(row["folder"], row["file"]), separator)
    check(head == ["Datum", "Baan", "Locatie", "Wapen", "Kaliber", "Afstand (m)", "Rondes", "Munitietype", "Groepering", "Afwijking", "Flyers", "Notities", "Schotsamenvatting"], f"headings: {head}")
    database = club.database()
    wanted = list(expected_sessions(database, decimals, where, values))
    database.close()
    if separator == ";":
        check(not any("." in one[i] for one in rows for i in NUMBERS), "a decimal point between semicolons")
    got = [[(cell.replace(",", ".") if separator == ";" else cell) if i in NUMBERS else unguarded(cell) for i, cell in enumerate(one)] for one in rows]
    check(len(got) == len(wanted) == row["rows"], f"{len(got)} rows, {len(wanted)} wanted, {row['rows']} said")
    for ours, theirs in zip(got, wanted):
        check(ours == theirs, f"{ours} instead of {theirs}")
    for one in rows:
        for i, cell in enumerate(one):
            check(i in NUMBERS or cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b"), f"a formula: {cell}")
    return len(got)


def whole(row):
    path = os.path.join(row["folder"], row["file"])
    with open(path, "rb") as file:
        data = file.read()
    check(hashlib.sha256(data).hexdigest() == row["sha256"] and len(data) == row["bytes"], f"{row['file']} is not what was said")
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=row["folder"], capture_output=True)
    check(done.returncode == 0, f"SHA256SUMS: {done.stdout}")


def numbers(club, out, decimals):
    count = compare_sessions(club, club.json("export", "sessions", "--out", out), decimals, "", ())
    database = club.database()
    member, weapon, middle = database.execute("SELECT s.member_id, sw.weapon_id, s.local_date FROM session s JOIN session_weapon sw ON sw.session_id = s.id WHERE s.state = 1 ORDER BY s.id LIMIT 1 OFFSET 20").fetchone()
    database.close()
    row = club.json("export", "sessions", "--from", middle, "--member", str(member), "--separator", ";", "--bom", "--out", out)
    whole(row)
    compare_sessions(club, row, decimals, "AND s.local_date >= ? AND s.member_id = ?", (middle, member), ";")
    compare_sessions(club, club.json("export", "sessions", "--to", middle, "--weapon", str(weapon), "--out", out), decimals, "AND s.local_date <= ? AND sw.weapon_id = ?", (middle, weapon))
    return count


def every_shot(club, out, separator=","):
    row = club.json("export", "shots", "--out", out, "--separator", separator)
    whole(row)
    _, rows = read_file(os.path.join(out, row["file"]), separator)
    if separator == ";":
        check(not any("." in one[i] for one in rows for i in (12, 14, 15)), "a decimal point between semicolons")
        rows = [[cell.replace(",", ".") if i in (12, 14, 15) else cell for i, cell in enumerate(one)] for one in rows]
    database = club.database()
    wanted = database.execute("SELECT h.series, h.number, h.value_tenths, h.is_inner_ten, h.x_um, h.y_um FROM session s JOIN session_weapon sw ON sw.session_id = s.id JOIN shot h ON h.session_weapon_id = sw.id"
                              " WHERE s.state = 1 AND h.voided_at_ms IS NULL ORDER BY s.started_at_ms, s.id, sw.id, h.series, h.number").fetchall()
    database.close()
    check(len(rows) == len(wanted), f"{len(rows)} shots, {len(wanted)} wanted")
    for ours, (series, number, tenths, inner, x, y) in zip(rows, wanted):
        theirs = [str(series) if series else "proef", str(number), "x" if inner else ""]
        check([ours[10], ours[11], ours[13]] == theirs and float(ours[12]) in (tenths / 10, tenths // 10), f"{ours} instead of {theirs}")
        check((ours[14], ours[15]) == ("", "") if x is None else (round(float(ours[14]) * 1000), round(float(ours[15]) * 1000)) == (x, y), f"{ours}: place")
    return len(rows)


def permits(club, out):
    """Turns counted again from the database: distinct days, competitions, months, rounds by weapon."""
    database = club.database()
    members = [row[0] for row in database.execute("SELECT id FROM member ORDER BY id")]
    newest = database.execute("SELECT max(local_date) FROM session WHERE state = 1").fetchone()[0]
    checked = 0
    for to in (newest, "2026-03-01", "2025-02-28"):
        first = (datetime.date.fromisoformat(to) - datetime.timedelta(days=364)).isoformat()
        for member in members:
            ours = club.json("permit", str(member), "--to", to)
            rows = database.execute("SELECT s.local_date, s.id, s.is_competition, w.name, w.calibre, sw.rounds_fired FROM session s LEFT JOIN session_weapon sw ON sw.session_id = s.id LEFT JOIN weapon w ON w.id = sw.weapon_id"
                                    " WHERE s.state = 1 AND s.member_id = ? AND s.local_date BETWEEN ? AND ? ORDER BY s.started_at_ms, s.id, sw.id", (member, first, to)).fetchall()
            days = {row[0] for row in rows}
            theirs = dict(from_=first, sessions=len({row[1] for row in rows}), turns=len(days), competitions=len({row[0] for row in rows if row[2]}), months=len({row[0][:7] for row in rows}), missing=max(18 - len(days), 0))
            found = dict(from_=ours["from"], **{name: ours[name] for name in ("sessions", "turns", "competitions", "months", "missing")})
            check(found == theirs, f"permit of {member} to {to}: {found} instead of {theirs}")
            rounds = {}
            for _, _, _, name, calibre, count in rows:
                rounds[(name or "", calibre or "")] = rounds.get((name or "", calibre or ""), 0) + count
            check({(one["weapon"], one["calibre"]): one["rounds"] for one in ours["weapons"]} == rounds, f"permit of {member}: rounds by weapon")
            check([line["date"] for line in ours["lines"]] == [row[0] for row in rows] and [line["turn"] for line in ours["lines"]] == [sorted(days).index(row[0]) + 1 for row in rows], f"permit of {member}: its lines")
            checked += 1
    database.close()
    row = club.json("export", "permit", "--member", str(members[0]), "--to", newest, "--out", out)
    whole(row)
    head, rows = read_file(os.path.join(out, row["file"]))
    check(head[:4] == ["No.", "Date", "Club", "Discipline"] and len(rows) == len(club.json("permit", str(members[0]), "--to", newest)["lines"]), "the dossier's CSV")
    check(club.run("export", "permit", "--out", out, ok=False).returncode == 64, "a dossier of nobody")
    return checked


def faults(club, folder):
    """Folders that cannot take it; a small disk of its own, where the kernel allows one."""
    everybody = club.run("export", "presence", "--member", club.json("member", "list")["members"][0]["number"], "--out", folder, ok=False)
    check(everybody.returncode == 64, f"a register of everybody for one member: {everybody.returncode}")
    missing = club.run("export", "sessions", "--out", os.path.join(folder, "none"), ok=False)
    check(missing.returncode == 73, f"a folder that is none: {missing.returncode}")
    empty = club.run("export", "sessions", "--from", "1990-01-01", "--to", "1990-01-02", "--out", folder, ok=False)
    check(empty.returncode == 66, f"an empty period: {empty.returncode}")
    check(not any(name.endswith((".csv", ".part")) for name in os.listdir(folder)), "a file was left")
    attempts = club.json("export", "list")["exports"][:2]
    steps = [row["step"] for row in attempts]
    check(steps == ["empty", "target"], f"steps: {steps}")
    for row in attempts:
        said = club.run("export", "show", row["id"]).stdout.decode()
        check("checked" not in said and "SHA" not in said, f"what failed is called {said}")
    disk = os.path.join(folder, "disk")
    os.makedirs(disk)
    script = 'mount -t tmpfs -o size=64k none "$0" && shift && "$@"; echo "status $?"; ls -A "$DISK"; mount -o remount,ro "$DISK"; "$@"; echo "status $?"; ls -A "$DISK"'
    done = subprocess.run(["unshare", "-m", "bash", "-c", script, disk, "x", club.program, "export", "shots", "--out", disk], env=dict(club.environment, DISK=disk), capture_output=True, text=True)
    if "status" not in done.stdout:
        print("skipped: a disk of its own cannot be mounted here")
        return
    lines = done.stdout.split("\n")
    check(lines[0] == "status 74" and lines[1] == "status 73", f"a full and a read-only disk: {lines} {done.stderr}")
    steps = [row["step"] for row in club.json("export", "list")["exports"][:2]]
    check(steps[0] == "target" and steps[1] in ("write", "space", "sync"), f"steps on the small disk: {steps}")


def no_stick(club, folder):
    """A folder that sticks are mounted on, without one; then with one."""
    script = ('mount -t tmpfs none /run && mkdir -p /run/media/me/STICK && cd / && "$@" --out /run/media/me/STICK; echo "status $?"; ls -A /run/media/me/STICK;'
              ' mount -t tmpfs none /run/media/me/STICK && "$@" --out /run/media/me/STICK > /dev/null; echo "status $?"; ls /run/media/me/STICK')
    done = subprocess.run(["unshare", "-m", "bash", "-c", script, "x", club.program, "export", "sessions"], env=club.environment, capture_output=True, text=True)
    if "status" not in done.stdout:
        print("skipped: a disk of its own cannot be mounted here")
        return
    lines = done.stdout.split("\n")
    check(lines[0] == "status 66" and "No stick" in done.stderr, f"an empty mount point: {lines} {done.stderr}")
    check(lines[1] == "status 0" and len(lines) > 3, f"a stick there: {lines} {done.stderr}")


def changed_afterwards(club, out):
    row = club.json("export", "sessions", "--out", out)
    check(club.json("export", "verify", row["id"])["ok"], "verify of a good file")
    path = os.path.join(out, row["file"])
    with open(path, "r+b") as file:
        file.write(b"X")
    check(club.run("export", "verify", row["id"], ok=False).returncode == 65, "a changed file is not found")
    os.remove(path)
    check(club.run("export", "verify", row["id"], ok=False).returncode == 66, "a removed file is not found")
    note = club.json("note", "add", "--export", row["id"], "Given to the board")
    check(club.json("note", "list", "--export", row["id"])["notes"][0]["id"] == note["id"], "the note is not there")
    check(club.run("note", "add", "--export", "1", "x", ok=False).returncode == 66, "a note about nothing")


def two_at_once(club, out):
    both = [subprocess.Popen([club.program, "export", "sessions", "--out", out, "--json"], env=club.environment, stdout=subprocess.PIPE) for _ in range(2)]
    rows = [json.loads(one.communicate()[0]) for one in both]
    check(rows[0]["file"] != rows[1]["file"], "two exports took one name")
    for row in rows:
        whole(row)


def main():
    program = os.path.abspath(sys.argv[1])
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    full = "--full" in sys.argv
    folder = tempfile.mkdtemp(prefix="aimtrack-export.")
    out = os.path.join(folder, "out")
    try:
        os.makedirs(out)
        club = Club(program, os.path.join(folder, "club"))
        club.run("demo", "--members", "20", "--sessions", "10000" if full else "400", "--shots-per-session", "20")
        database = club.database(writable=True)
        ids = [row[0] for row in database.execute("SELECT id FROM session WHERE state = 1")]
        for text, session in zip(HOSTILE, random.Random(1).sample(ids, len(HOSTILE))):
            database.execute("UPDATE session SET notes = ? WHERE id = ?", (text, session))
            database.execute("UPDATE session_weapon SET grouping = ? WHERE session_id = ?", (text[:90], session))
        database.commit()
        database.close()
        rows = numbers(club, out, programmes(root))
        shots = every_shot(club, out)
        every_shot(club, out, ";")
        dossiers = permits(club, out)
        faults(club, folder)
        no_stick(club, folder)
        changed_afterwards(club, out)
        two_at_once(club, out)
        print(f"{rows} sessions, {shots} shots, {dossiers} dossiers compared: {len(problems)} problems")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
