#!/usr/bin/env python3
"""How fast reports are written, measured in turn (A B A B ...) against a reference in the same run, as rows of the one
table (bench_table.py).

  CSV    every shot, against the sqlite3 shell's own CSV of the same join; and how much memory grows with the rows.
         Ours includes the sync, the reading back and the checksum.
  PDF    the session log at about 100 pages, against a bare loop of libharu and one of cairo that show the same cells (as
         many a page) without wrapping, and only save the file. Needs libcairo2-dev for the last.

  export_bench.py --aimtrack PROGRAM [--data FOLDER] [--sessions 20000] [--rounds 5]
"""
import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import bench_table

HERE = os.path.dirname(os.path.abspath(__file__))
JOIN = """SELECT s.local_date, m.number, m.licence, m.family_name, m.given_name, s.programme_id, s.is_competition, w.name, w.calibre, s.lane,
 sh.series, sh.number, sh.value_tenths, sh.is_inner_ten, sh.x_um, sh.y_um, sh.entered_at_ms FROM session s JOIN member m ON m.id = s.member_id
 JOIN session_weapon sw ON sw.session_id = s.id LEFT JOIN weapon w ON w.id = sw.weapon_id
 JOIN shot sh ON sh.session_weapon_id = sw.id AND sh.voided_at_ms IS NULL WHERE s.state = 1 AND s.local_date >= '{since}'
 ORDER BY s.started_at_ms, s.id, sw.id, sh.series, sh.number;"""


def run(words):
    begin = time.monotonic()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, LANGUAGE="en"))
    return time.monotonic() - begin


def peak(words):
    """Peak memory of one process in KiB."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return int(subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True).stdout)


def middle(times):
    return sorted(times)[len(times) // 2]


def newest(folder, ending):
    names = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(ending)]
    return max(names, key=os.path.getmtime)


def lines_of(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def spans(database):
    """A date since which there are about a twentieth of the sessions, and the first date."""
    import sqlite3
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    dates = [row[0] for row in connection.execute("SELECT local_date FROM session WHERE state = 1 ORDER BY local_date")]
    return dates[len(dates) * 19 // 20], dates[0], len(dates)


def csv_part(options, table, folder, database, out):
    late, first, sessions = spans(database)
    ours, shell = [], []
    script = os.path.join(out, "join.sql")
    with open(script, "w", encoding="utf-8") as file:
        file.write(f".mode csv\n.headers on\n.output {out}/shell.txt\n{JOIN.format(since=first)}\n")
    words = [options.aimtrack, "--data", folder, "export", "shots", "--from", first, "--out", out]
    for _ in range(options.rounds):
        ours.append(run(words))
        shell.append(run(["sqlite3", database, f".read {script}"]))
    rows = lines_of(newest(out, ".csv")) - 1
    table.add(f"CSV, {rows} shots / the sqlite3 shell's CSV of the same join", rows / middle(ours), rows / middle(shell), ">= 1.0", "rows/s",
              f"{sessions} sessions; with sync, two readings back and checksums", "higher")
    small = peak([options.aimtrack, "--data", folder, "export", "shots", "--from", late, "--out", out])
    large = peak(words)
    table.add("resident memory of a CSV of all shots less one of a twentieth", (large - small) / 1024, None, "<= 2", "MiB",
              f"{small} and {large} KiB")


def compile_bare(name, out, flags):
    program = os.path.join(out, name)
    done = subprocess.run(["cc", "-O3", "-D_GNU_SOURCE", os.path.join(HERE, name + ".c"), "-o", program, *flags], capture_output=True)
    return program if done.returncode == 0 else None


def paper_part(options, table, folder, out):
    words = [options.aimtrack, "--data", folder, "export", "sessions", "--out", out]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    with open(newest(out, ".csv"), encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))[1:]
    rows = cells[:options.paper_rows]
    since = cells[-options.paper_rows][0] if len(cells) > options.paper_rows else cells[0][0]
    paper = words[:5] + ["--from", since, "--format", "pdf", "--json", "--out", out]
    made = json.loads(subprocess.run(paper, check=True, capture_output=True).stdout)
    each = max(1, round(made["rows"] / made["pages"]))
    cell_file = os.path.join(out, "rows.tsv")
    with open(cell_file, "w", encoding="utf-8") as file:
        for row in cells[-made["rows"]:] if made["rows"] <= len(cells) else rows:
            file.write("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row if cell) + "\n")
    cairo = subprocess.run(["pkg-config", "--cflags", "--libs", "cairo-pdf"], capture_output=True, text=True).stdout.split()
    bare = {"libharu": compile_bare("bare_haru", out, ["-lhpdf"]), "cairo": compile_bare("bare_cairo", out, cairo) if cairo else None}
    times = {"ours": [], "libharu": [], "cairo": []}
    for _ in range(options.rounds):
        times["ours"].append(run(paper))
        for name, program in bare.items():
            if program:
                times[name].append(run([program, cell_file, str(each), os.path.join(out, name + ".pdf")]))
    ours = made["pages"] / middle(times["ours"])
    for name, aim in (("libharu", ">= 0.7"), ("cairo", ">= 1.3")):
        what = f"PDF, {made['pages']} pages / a bare loop of {name} that shows the same cells"
        if times[name]:
            table.add(what, ours, made["pages"] / middle(times[name]), aim, "pages/s", f"{made['rows']} rows; with sync and reading back", "higher")
        else:
            table.add(what, ours, None, "-", "pages/s", "the reference could not be built here", "higher")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aimtrack", required=True)
    parser.add_argument("--data")
    parser.add_argument("--sessions", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--paper-rows", type=int, default=2500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.data
        if folder is None:
            folder = os.path.join(scratch, "club")
            subprocess.run([options.aimtrack, "--data", folder, "demo", "--members", "200", "--sessions", str(options.sessions)], check=True,
                           stdout=subprocess.DEVNULL)
        out = os.path.join(scratch, "out")
        os.mkdir(out)
        table = bench_table.Table()
        csv_part(options, table, folder, os.path.join(folder, "aimtrack.db"), out)
        shutil.rmtree(out)
        os.mkdir(out)
        paper_part(options, table, folder, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
