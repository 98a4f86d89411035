#!/usr/bin/env python3
"""Reports from outside: every report as JSON, CSV and PDF in both languages. The figures of the JSON are computed again
from the database; the CSV holds the same cells; the PDF is looked at with qpdf, pdffonts, pdfinfo and pdftotext: every
cell's words are on it, every page has its number and the SHA-256 of the JSON.

  report_check.py AIMTRACK [--full]
"""
import collections
import csv
import datetime
import fractions
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

NAMES = [("Łódź", "Özgür"), ("O'Brien-d'Été", "Jean-François"), ("Παπαδοπούλου", "Ελένη"), ("Жукова", "Анна"), ("=1+1", "@SUM"), ("evil\u202egnp", "\u200bzero"), ("😀 Emoji", "x")]
NOTE = ("Two hundred characters and more, so that it breaks over lines: " + "wind from the left, trigger heavier than last week; " * 4)[:260]
problems = []
compared = 0


def check(truth, what):
    global compared
    compared += 1
    if not truth:
        problems.append(what)
        print("WRONG:", what[:600])


class Club:
    def __init__(self, program, folder):
        self.program, self.folder, self.out = program, folder, tempfile.mkdtemp(dir=os.path.dirname(folder))

    def run(self, *words, language="en", ok=True):
        done = subprocess.run([self.program, "--data", self.folder, "--language", language, *map(str, words)], capture_output=True, text=True, timeout=600)
        if ok and done.returncode != 0:
            raise SystemExit(f"{words}: {done.returncode} {done.stderr}")
        return done

    def json(self, *words, **options):
        return json.loads(self.run(*words, "--json", **options).stdout)

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.folder}/aimtrack.db?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchall()

    def export(self, report, format_, language, *words):
        row = self.json("export", report, "--format", format_, "--out", self.out, *words, language=language)
        return os.path.join(self.out, row["file"]), row


class Report:
    """A report read back from its JSON."""

    def __init__(self, path):
        with open(path, "rb") as file:
            text = file.read()
        self.sha256 = hashlib.sha256(text).hexdigest()
        self.parts = json.loads(text)["parts"]
        self.front = self.parts[0]
        self.facts = [(part["label"], part["value"]) for part in self.parts if part["part"] == "fact"]
        self.tables, self.main = {}, None
        for part in self.parts:
            if part["part"] == "table":
                self.tables[part["id"]] = table = (part, [])
                self.main = table if part["is_main"] and self.main is None else self.main
            elif part["part"] == "row":
                table[1].append(part["cells"])

    def fact(self, label):
        return next((value for name, value in self.facts if name == label), None)


def unguarded(cell):
    return cell[1:] if cell[:1] == "'" else cell


def shown(text):
    """As sanitize_paper leaves it: no control or format characters."""
    return "".join(" " if ord(one) < 32 else "" if one in "\u202e\u200b" else "\ufffd" if ord(one) > 0xFFFF else one for one in text)


def words_of(cell, kind, dutch):
    if kind == "number" and dutch:
        cell = cell.replace(".", ",", 1)
    if kind == "date" and dutch and re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        cell = f"{cell[8:]}-{cell[5:7]}-{cell[:4]}"
    return [word for word in shown(cell).split() if len(word) <= 6 and "\ufffd" not in word]


def paper(path, report, language, row):
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    check(done.returncode == 0, f"{path}: qpdf: {done.stdout} {done.stderr}")
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True).stdout.splitlines()[2:]
    check(fonts and all(re.search(r"\s(yes)\s+(yes)\s+(yes|no)\s+\d+", line) for line in fonts), f"{path}: fonts {fonts}")
    info = dict(line.split(":", 1) for line in subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout.splitlines())
    check(info["Title"].strip() == report.front["title"] and info["Creator"].strip().startswith("AimTrack"), f"{path}: {info}")
    edge = lambda text: " ".join(shown(text).split())
    check(" ".join(info.get("Subject", "").split()) == edge(report.front["subject"]) and " ".join(info["Author"].split()) == edge(report.front["club"]), f"{path}: {info.get('Subject')}, {info['Author']}")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True)
    check(done.stderr == "", f"{path}: pdftotext: {done.stderr}")
    pages = done.stdout.split("\f")[:-1]
    check(len(pages) == int(info["Pages"]) == row["pages"], f"{path}: {len(pages)} pages, {info['Pages']}, {row['pages']}")
    for number, page in enumerate(pages, 1):
        text = f"pagina {number} van {len(pages)}" if language == "nl" else f"page {number} of {len(pages)}"
        check(text in page and report.sha256 in page and report.front["club"] in page and report.front["title"] in page, f"{path}: the edges of page {number}")
    whole = collections.Counter(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True).stdout.split())
    wanted = collections.Counter()
    for part, rows in report.tables.values():
        for cells in rows:
            for column, cell in zip(part["columns"], cells):
                if column["width"]:
                    wanted.update(words_of(cell, column["kind"], language == "nl"))
    missing = [word for word, count in wanted.items() if whole[word] < count]
    check(not missing, f"{path}: not on paper as often as in the data: {missing[:8]}")


def all_formats(club, name, language, *words):
    path, row = club.export(name, "json", language, *words)
    report = Report(path)
    check(report.parts[-1] == {"part": "end"} and report.front["report"] == name, f"{name}: its parts")
    if name != "person" and (report.main is None or report.main[1]):
        path, csv_row = club.export(name, "csv", language, *words)
        with open(path, encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file, strict=True))
        check(cells[0] == [column["title"] for column in report.main[0]["columns"]], f"{name}: headings {cells[0]}")
        check([[unguarded(cell) for cell in one] for one in cells[1:]] == report.main[1], f"{name}: CSV and JSON differ")
        check(csv_row["rows"] == row["rows"] == len(report.main[1]), f"{name}: rows {csv_row['rows']}, {row['rows']}")
    path, pdf_row = club.export(name, "pdf", language, *words)
    check(pdf_row["rows"] == row["rows"], f"{name}: rows on paper")
    paper(path, report, language, pdf_row)
    return report


# --- the figures again ------------------------------------------------------------------------------------------------
def outcome(today, days):
    """At the pace of the last 90 days, while old turns fall out of the window."""
    if len(days) >= 18:
        return "the number of turns is reached"
    lack = "1 turn lacks" if len(days) == 17 else f"{18 - len(days)} turns lack"
    recent = sum(1 for day in days if (today - day).days < 90)
    for ahead in range(366):
        left = sum(1 for day in days if (today - day).days + ahead < 365)
        if left + ahead * recent // 90 >= 18:
            date = today + datetime.timedelta(days=ahead)
            return f"{lack}; reaches 18 on {date.day} {date.strftime('%b')} {date.year} at this pace"
    return f"{lack}; not reached within a year at this pace"


def permit(club, member):
    report = all_formats(club, "permit", "en", "--member", member)
    newest = club.rows("SELECT date('now', 'localtime')")[0][0]
    lines = club.rows(
        "SELECT s.local_date, s.id, s.is_competition, coalesce(w.name, ''), coalesce(w.calibre, ''), coalesce(sw.rounds_fired, 0) FROM session s"
        " LEFT JOIN session_weapon sw ON sw.session_id = s.id LEFT JOIN weapon w ON w.id = sw.weapon_id WHERE s.state = 1 AND s.member_id ="
        " (SELECT id FROM member WHERE number = ?) AND s.local_date > date(?, '-365 days') AND s.local_date <= ? ORDER BY s.started_at_ms, s.id, sw.id", str(member), newest, newest)
    days = sorted({line[0] for line in lines})
    check(report.fact("Turns") == f"{len(days)} of 18 (in {len({line[1] for line in lines})} sessions)", f"permit {member}: {report.fact('Turns')}")
    check(report.fact("Competitions") == f"{len({line[0] for line in lines if line[2]})} of 5", f"permit {member}: competitions")
    check(report.fact("Months with a turn") == str(len({day[:7] for day in days})), f"permit {member}: months")
    check([(row[0], row[1], row[4], row[5], row[6], row[7]) for row in report.main[1]] ==
          [(str(days.index(line[0]) + 1), line[0], line[3], line[4], str(line[5]), "yes" if line[2] else "no") for line in lines], f"permit {member}: turns")
    check(report.fact("Outcome") == outcome(datetime.date.fromisoformat(newest), [datetime.date.fromisoformat(day) for day in days]), f"permit {member}: {report.fact('Outcome')}")
    months = next((part for part in report.parts if part["part"] == "chart"), {"points": []})["points"]
    check(sum(point[1] for point in months) == len(days) and [point[1] for point in months if point[1]] == [count for _, count in sorted(collections.Counter(day[:7] for day in days).items())],
          f"permit {member}: its months {months}")
    groups = {}
    for line in lines:
        turns, rounds = groups.setdefault((line[3], line[4]), (set(), [0]))
        turns.add(line[0])
        rounds[0] += line[5]
    check({(row[0], row[1]): (int(row[2]), int(row[3])) for row in report.tables["weapons"][1]} == {key: (len(turns), rounds[0]) for key, (turns, rounds) in groups.items()}, f"permit {member}: weapons")


def tenths_text(tenths, decimals):
    return f"{tenths // 10}.{tenths % 10}" if decimals else str(tenths // 10)


def half_up(tenths, count, decimals):
    """An average of scores as people see it: the exact fraction, half up."""
    scaled = int(fractions.Fraction(tenths * 10 ** decimals, 10 * count) + fractions.Fraction(1, 2))
    return f"{scaled // 10 ** decimals}.{scaled % 10 ** decimals:0{decimals}}"


def averages(club, most):
    """Halves before all: on the page of the session, in its report and on its paper, in both languages."""
    lines = club.rows("SELECT s.id, sum(u.total_tenths), sum(u.shots) FROM session s JOIN session_weapon sw ON sw.session_id = s.id JOIN shot_summary u ON u.session_weapon_id = sw.id"
                      " WHERE s.state = 1 AND u.shots > 0 GROUP BY s.id HAVING count(*) = 1")
    lines.sort(key=lambda line: 20 * line[1] % (2 * line[2]) != line[2])
    halves = [line for line in lines if 20 * line[1] % (2 * line[2]) == line[2]]
    check(len(halves) >= 5, f"{len(halves)} averages at a half")
    for session, tenths, shots in lines[:most]:
        exact = half_up(tenths, shots, 2)
        for language, label, name in (("en", "Average a shot", "average"), ("nl", "Gemiddelde per schot", "gemiddelde")):
            shown = exact.replace(".", ",") if language == "nl" else exact
            page = re.search(rf"^ +{name} +(\S+)", club.run("session", "show", session, language=language).stdout, re.M)
            check(page is not None and page[1] == shown, f"session {session}: its page says {page and page[1]} instead of {shown}")
            report = Report(club.export("session", "json", language, "--session", session)[0])
            check(report.fact(label) == shown, f"session {session}: the report says {report.fact(label)} instead of {shown}")
            text = subprocess.run(["pdftotext", club.export("session", "pdf", language, "--session", session)[0], "-"], capture_output=True, text=True).stdout
            check(shown in text.split(), f"session {session}: not on paper: {shown}")


def session_card(club, session, programmes):
    report = all_formats(club, "session", "en", "--session", session)
    line, programme = club.rows("SELECT sw.id, s.programme_id FROM session s JOIN session_weapon sw ON sw.session_id = s.id WHERE s.id = ?", session)[0]
    shots = club.rows("SELECT series, number, value_tenths, is_inner_ten, x_um, y_um FROM shot WHERE session_weapon_id = ? AND voided_at_ms IS NULL ORDER BY series, number", line)
    decimals = programmes.get(programme, False)
    match = [shot for shot in shots if shot[0] > 0]
    check(report.fact("Total") == tenths_text(sum(shot[2] for shot in match), decimals), f"session {session}: total {report.fact('Total')}")
    check(report.fact("Inner tens") == str(sum(shot[3] for shot in match)) and report.fact("Shots") == str(len(match)), f"session {session}: inner tens and shots")
    average = half_up(sum(shot[2] for shot in match), len(match), 2)
    check(report.fact("Average a shot") == average, f"session {session}: average {report.fact('Average a shot')} instead of {average}")
    check([(row[0], row[1], row[2]) for row in report.main[1]] == [(str(shot[0]) if shot[0] else "sighter", str(shot[1]), tenths_text(shot[2], decimals)) for shot in shots], f"session {session}: its shots")
    check([(row[4], row[5]) for row in report.main[1]] == [(f"{shot[4] / 1000:.3f}", f"{shot[5] / 1000:.3f}") if shot[4] is not None else ("", "") for shot in shots], f"session {session}: places")
    holes = next((part["holes"] for part in report.parts if part["part"] == "target"), [])
    check([hole[:2] for hole in holes] == [[shot[4], shot[5]] for shot in shots if shot[4] is not None], f"session {session}: holes")
    series = collections.Counter()
    for shot in match:
        series[shot[0]] += shot[2]
    check([row[2] for row in report.tables["series"][1]] == [tenths_text(series[number], decimals) for number in sorted(series)], f"session {session}: series")


def ranking(club, programme, programmes):
    cards = club.rows(
        "SELECT s.member_id, u.total_tenths, u.inner_tens, u.series_tenths, m.licence, m.family_name, m.given_name FROM session s JOIN session_weapon sw ON sw.session_id = s.id"
        " JOIN shot_summary u ON u.session_weapon_id = sw.id JOIN member m ON m.id = s.member_id WHERE s.state = 1 AND s.is_competition = 1 AND u.shots > 0 AND s.programme_id = ?"
        " ORDER BY s.started_at_ms, s.id, sw.id", programme)
    cards = [(*card[:3], [int(one) for one in card[3].split(",")], *card[4:]) for card in cards]
    order = sorted(cards, key=lambda card: (-card[1], -card[2], [-one for one in reversed(card[3])]))
    decimals = programmes[programme]
    form = all_formats(club, "knsa", "nl", "--programme", programme)
    check([(row[4], row[14], row[15]) for row in form.main[1]] == [(card[4] or "", str(card[2]), tenths_text(card[1], decimals)) for card in order], f"knsa {programme}: order")
    for row, card in zip(form.main[1], order):
        each = len(card[3]) // 6 if len(card[3]) > 6 and len(card[3]) % 6 == 0 else 1
        sums = [sum(card[3][at:at + each]) for at in range(0, len(card[3]), each)]
        if len(sums) > 6:
            sums = sums[:5] + [sum(sums[5:])]
        check([cell for cell in row[8:14] if cell] == [tenths_text(one, decimals) for one in sums], f"knsa {programme}: series {row}")
    best = {}
    for card in order:
        best.setdefault(card[0], []).append(card)
    report = all_formats(club, "ranking", "en", "--programme", programme)
    check([(row[1], row[-3], row[-2]) for row in report.main[1]] == [(f"{one[0][5]}, {one[0][6]}", tenths_text(one[0][1], decimals), str(len(one))) for one in best.values()], f"ranking {programme}")
    check([float(row[-1]) for row in report.main[1]] == [float(half_up(sum(card[1] for card in one), len(one), 1)) for one in best.values()], f"ranking {programme}: means")
    positions = [int(row[0]) for row in report.main[1]]
    check(positions == sorted(positions) and positions[:1] in ([1], []), f"ranking {programme}: positions {positions}")


def look(club, name, where, words, value):
    """The facts of a weapon's or member's card."""
    report = all_formats(club, name, "en", *words)
    sums = club.rows(f"SELECT count(*), coalesce(sum(u.shots), 0), coalesce(sum(u.total_tenths), 0) FROM session s JOIN session_weapon sw ON sw.session_id = s.id JOIN shot_summary u"
                     f" ON u.session_weapon_id = sw.id WHERE s.state = 1 AND u.shots > 0 AND {where}", value)[0]
    rows = report.main[1] if report.main else []
    check(sum(int(row[1]) for row in rows) == sums[0] and sum(int(row[3]) for row in rows) == sums[1], f"{name} {value}: {rows} instead of {sums}")
    if name == "weapon" and sums[1]:
        average = report.fact("Average a shot (95 %)").split()[0]
        check(average == half_up(sums[2], sums[1], 2), f"{name} {value}: average {average}")
        check(report.fact("Sessions") == str(sums[0]) and report.fact("Shots") == str(sums[1]), f"{name} {value}: sessions and shots")


def registers(club):
    presence = all_formats(club, "presence", "nl")
    rows = club.rows("SELECT p.local_date, coalesce(m.number, ''), coalesce(g.name, m.family_name || CASE m.given_name WHEN '' THEN '' ELSE ', ' || m.given_name END) FROM presence p"
                     " LEFT JOIN member m ON m.id = p.member_id LEFT JOIN guest g ON g.id = p.guest_id WHERE p.voided_at_ms = 0 ORDER BY p.local_date, p.id")
    check([(row[0], row[3], row[5]) for row in presence.main[1]] == rows, f"presence: {[(row[0], row[3], row[5]) for row in presence.main[1]]} instead of {rows}")
    guests = all_formats(club, "guests", "en")
    check([(row[3], row[5], row[7]) for row in guests.main[1]] ==
          club.rows("SELECT g.name, g.document_number, m.number FROM guest g JOIN member m ON m.id = g.host_member_id WHERE g.voided_at_ms = 0 ORDER BY g.local_date, g.id"), "guests")
    issues = all_formats(club, "issues", "en")
    check([(row[2], row[6], row[11] != "") for row in issues.main[1]] ==
          [(*row[:2], bool(row[2])) for row in club.rows("SELECT w.name, m.number, i.in_at_ms <> 0 FROM weapon_issue i JOIN weapon w ON w.id = i.weapon_id JOIN member m ON m.id = i.member_id"
                                                         " WHERE i.voided_at_ms = 0 ORDER BY i.local_date, i.id")], "issues")
    ammunition = all_formats(club, "ammunition", "nl")
    balance, expected = collections.Counter(), []
    for which, name, date, rounds, reason in club.rows("SELECT v.ammunition_id, a.name, v.local_date, v.rounds, v.reason FROM ammunition_move v JOIN ammunition a ON a.id = v.ammunition_id"
                                                       " ORDER BY v.local_date, v.id"):
        balance[which] += rounds
        cells = ["", "", "", ""]
        cells[{0: 0, 1: 1, 2: 2, 3: 3, 4: 3}[reason]] = str(-rounds if reason == 1 else rounds)
        expected.append([date, name, *cells, str(balance[which])])
    check([[row[0], row[1], *row[5:10]] for row in ammunition.main[1]] == expected, "ammunition and its balance")


def person(club, number):
    report = all_formats(club, "person", "nl", "--member", number)
    member = club.rows("SELECT id FROM member WHERE number = ?", str(number))[0][0]
    for table, sql in (("sessions", "SELECT count(*) FROM session WHERE member_id = ?"), ("presence", "SELECT count(*) FROM presence WHERE member_id = ?"),
                       ("shots", "SELECT count(*) FROM shot h JOIN session_weapon w ON w.id = h.session_weapon_id JOIN session s ON s.id = w.session_id WHERE s.member_id = ?"),
                       ("goals", "SELECT count(*) FROM goal WHERE member_id = ?"), ("guests", "SELECT count(*) FROM guest WHERE host_member_id = ?"),
                       ("ammunition", "SELECT count(*) FROM ammunition_move WHERE member_id = ?"), ("issues", "SELECT count(*) FROM weapon_issue WHERE member_id = ?")):
        found = len(report.tables[table][1]) if table in report.tables else 0
        check(found == club.rows(sql, member)[0][0], f"person {number}: {table} {found}")


# --- the club -----------------------------------------------------------------------------------------------------------
def make_club(program, folder, sessions):
    club = Club(program, os.path.join(folder, "club"))
    club.run("demo", "--members", 20, "--sessions", sessions)
    numbers = [row["number"] for row in club.json("member", "list", "--limit", "20")["members"]]
    with sqlite3.connect(os.path.join(club.folder, "aimtrack.db")) as database:
        for number, (family, given) in zip(numbers, NAMES):
            database.execute("UPDATE member SET family_name = ?, given_name = ? WHERE number = ?", (family, given, number))
        database.execute("UPDATE session SET notes = ? WHERE id % 3 = 0", (NOTE,))
        database.execute("UPDATE session SET notes = ? WHERE id % 7 = 0", ("=cmd|' /C calc'!A0\n\"quoted\", łódź \x1b[31m",))
        database.execute("UPDATE session SET notes = ? WHERE id = (SELECT max(id) FROM session WHERE state = 1)", ("\n".join(f"r{line}" for line in range(700)),))
        database.execute("UPDATE session SET is_competition = 1 WHERE id % 2 = 0 AND state = 1")
    database.close()
    for number in numbers[:5]:
        club.run("presence", "in", number)
    club.run("guest", "add", "--name", "Özgür O'Brien-d'Été", "--document", "passport", "--document-number", "=X1", "--host", numbers[0])
    weapon = club.rows("SELECT id FROM weapon WHERE owner_member_id IS NULL ORDER BY id LIMIT 2")
    for row, number in zip(weapon, numbers):
        club.run("issue", "out", row[0], number, "--condition", "clean; +good")
    club.run("issue", "in", weapon[0][0], "--condition", "dirty")
    for (ammunition,) in club.rows("SELECT id FROM ammunition ORDER BY id LIMIT 2"):
        for reason, rounds in (("bought", 500), ("issued", 60), ("returned", 12), ("counted", 450), ("discarded", 3)):
            club.run("ammunition", "book", ammunition, "--reason", reason, "--rounds", rounds, "--member", numbers[1])
    return club, numbers


def programmes_of(root):
    with open(os.path.join(root, "data", "programmes.csv"), encoding="utf-8", newline="") as file:
        return {row["id"]: row["decimal"] == "yes" for row in csv.DictReader(line for line in file if not line.startswith("#"))}


def main():
    full = "--full" in sys.argv
    programmes = programmes_of(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    with tempfile.TemporaryDirectory() as folder:
        club, numbers = make_club(os.path.abspath(sys.argv[1]), folder, 2000 if full else 160)
        for number in numbers if full else numbers[:3]:
            permit(club, number)
            look(club, "progress", "s.member_id = (SELECT id FROM member WHERE number = ?)", ["--member", number], str(number))
        sessions = [row[0] for row in club.rows("SELECT s.id FROM session s JOIN session_weapon sw ON sw.session_id = s.id JOIN shot_summary u ON u.session_weapon_id = sw.id"
                                                " WHERE s.state = 1 AND u.shots > 0 GROUP BY s.programme_id ORDER BY s.id")]
        for session in sessions if full else sessions[:4]:
            session_card(club, session, programmes)
        averages(club, 200 if full else 24)
        most = [row[0] for row in club.rows("SELECT programme_id FROM session WHERE is_competition = 1 AND state = 1 GROUP BY programme_id ORDER BY count(*) DESC")]
        for programme in most if full else most[:2]:
            ranking(club, programme, programmes)
        for (weapon,) in club.rows("SELECT weapon_id FROM session WHERE weapon_id IS NOT NULL GROUP BY weapon_id ORDER BY count(*) DESC LIMIT ?", 20 if full else 2):
            look(club, "weapon", "sw.weapon_id = ?", ["--weapon", weapon], weapon)
        registers(club)
        person(club, numbers[0])
        for language in ("nl", "en"):
            all_formats(club, "sessions", language)
        all_formats(club, "shots", "nl", "--from", club.rows("SELECT local_date FROM session WHERE state = 1 ORDER BY local_date DESC LIMIT 1 OFFSET 8")[0][0])
        nothing = all_formats(club, "sessions", "en", "--from", "1990-01-01", "--to", "1990-01-02")
        check(not nothing.main[1] and any(part.get("text") == "There is nothing in this period." for part in nothing.parts), "no sessions, on paper")
        day, member = club.rows("SELECT s.local_date, m.number FROM session s JOIN member m ON m.id = s.member_id WHERE s.state = 1 GROUP BY s.local_date, s.member_id HAVING count(*) = 1")[0]
        check(len(all_formats(club, "sessions", "en", "--member", member, "--from", day, "--to", day).main[1]) == 1, "one session")
        if full:
            big, _ = make_club(os.path.abspath(sys.argv[1]), tempfile.mkdtemp(dir=folder), 10000)
            check(len(all_formats(big, "sessions", "nl").main[1]) >= 10000, "10,000 sessions")
    print(f"{compared} things compared, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
