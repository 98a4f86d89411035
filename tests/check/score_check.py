#!/usr/bin/env python3
"""Scores by another road: reads data/faces.csv itself, computes every column of
`aimtrack score --csv -` in exact arithmetic (integers of 10^-40 mm; decimal square roots of 120
digits) and compares. Only the standard library, nothing shared with the C sources.

    score_check.py PROGRAM [--full] [--seed N]

Quick: 600 coordinates a face. --full: 200,000 a face.
"""
import argparse
import csv
import io
import math
import os
import random
import subprocess
import sys
import time
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNIT = 10**40  # of a millimetre
PRECISE = Context(prec=120, rounding=ROUND_HALF_UP)
THOUSANDTH = Decimal("0.001")
COLUMNS = ["ring", "decimal", "inner_ten", "distance_mm", "margin_mm"]


def units(text):
    """Millimetres as written to a whole number of 10^-40 mm."""
    value = PRECISE.multiply(Decimal(text.strip().replace(",", ".")), Decimal(UNIT))
    whole = int(value)
    assert whole == value, text
    return whole


class Face:
    def __init__(self, row):
        self.id = row["id"]
        self.lowest = int(row["lowest_ring"])
        self.ring10 = Fraction(row["ring10_mm"])
        self.step = Fraction(row["ring_step_mm"])
        self.inner = Fraction(row["inner_ten_mm"]) if row["inner_ten_mm"] else None
        self.inner_limit = Fraction(row["inner_ten_limit_mm"]) if row["inner_ten_limit_mm"] else None
        self.gauge = row["gauge_mm"] or "0"
        self.sign = {"inward": 1, "outward": -1}[row["gauging"]]
        self.decimals = row["decimal"] == "yes"
        self.cache = {}

    def limits(self, gauge):
        """Per gauge: {ring: limit}, the inner ten's limit or None, {tenths: limit}; in units."""
        if gauge not in self.cache:
            g = self.sign * Fraction(gauge)
            rings = {r: (self.ring10 + (10 - r) * self.step + g) / 2 for r in range(self.lowest, 11)}
            inner = self.inner_limit
            if inner is None and self.inner is not None:
                inner = (self.inner + g) / 2
            tenths = {}
            for ring, outer in rings.items():
                within = max(Fraction(0), rings[ring + 1]) if ring < 10 else Fraction(0)
                for tenth in range(10):
                    tenths[ring * 10 + tenth] = within + (outer - within) * (10 - tenth) / 10
            self.cache[gauge] = (
                {r: whole(limit) for r, limit in rings.items()},
                None if inner is None else whole(inner),
                {t: whole(limit) for t, limit in tenths.items()},
            )
        return self.cache[gauge]


def whole(limit):
    scaled = limit * UNIT
    assert scaled.denominator == 1, limit
    return int(scaled)


def within(squared, limit):
    return limit >= 0 and squared <= limit * limit


def thousandths(value):
    return PRECISE.quantize(value / UNIT, THOUSANDTH)


def expected(face, x, y, gauge):
    rings, inner_limit, tenths = face.limits(gauge)
    squared = units(x) ** 2 + units(y) ** 2
    ring = next((r for r in range(10, face.lowest - 1, -1) if within(squared, rings[r])), 0)
    decimal = ""
    if face.decimals:
        best = 0
        for tenth in range(9, -1, -1):
            if ring and within(squared, tenths[ring * 10 + tenth]):
                best = ring * 10 + tenth
                break
        decimal = f"{best // 10}.{best % 10}"
    inner = ring == 10 and inner_limit is not None and within(squared, inner_limit)
    distance = Decimal(squared).sqrt(PRECISE)
    line = rings[ring or face.lowest]
    margin = PRECISE.subtract(Decimal(max(line, 0)), distance)
    return [str(ring), decimal, "yes" if inner else "no", thousandths(distance), thousandths(margin)]


# --- coordinates that are hard to score -----------------------------------------------------------
TRIPLES = [(3, 4, 5), (7, 24, 25), (44, 117, 125), (336, 527, 625)]


def text_of(value):
    """A fraction with a finite decimal expansion, written out."""
    scaled = value * 10**33
    assert scaled.denominator == 1, value
    return format(Decimal(int(scaled)).scaleb(-33, PRECISE).normalize(PRECISE), "f")


def some_limit(face, gauge, chance):
    rings, inner, tenths = face.limits(gauge)
    pool = [v for v in rings.values() if v > 0]
    if inner is not None and inner > 0:
        pool.append(inner)
    if face.decimals:
        pool += list(tenths.values())
    return Fraction(chance.choice(pool), UNIT)


def on_boundary(face, gauge, chance):
    limit = some_limit(face, gauge, chance)
    a, b, c = chance.choice(TRIPLES + [(0, 1, 1)])
    return text_of(limit * a / c), text_of(limit * b / c)


def near_boundary(face, gauge, chance):
    x, y = on_boundary(face, gauge, chance)
    nudge = Fraction(chance.choice([-1, 1]), 10 ** chance.randint(2, 30))
    return x, text_of(Fraction(y) + nudge)


def on_circle_as_floats(face, gauge, chance):
    limit = float(some_limit(face, gauge, chance))
    angle = chance.uniform(0, math.tau)
    return repr(limit * math.cos(angle)), repr(limit * math.sin(angle))


def rounding_tie(face, gauge, chance):
    half = Fraction(2 * chance.randint(0, 40000) + 1, 2000)
    a, b, c = chance.choice(TRIPLES + [(0, 1, 1)])
    return text_of(half * a / c), text_of(half * b / c)


def anywhere(face, gauge, chance):
    reach = float(face.ring10 + (10 - face.lowest) * face.step) * 0.6
    x, y = chance.uniform(-reach, reach), chance.uniform(-reach, reach)
    digits = chance.choice([0, 1, 2, 2, 3, 3, 6, None])
    if digits is None:
        return repr(x), repr(y)
    return f"{x:.{digits}f}", f"{y:.{digits}f}"


def far_or_tiny(face, gauge, chance):
    return chance.choice(
        [("3000", "-3000"), ("0", "-0.0"), ("1e-05", "0"), ("2.5e0", "-1E-7"), ("+.5", "5."), ("1e-9", "1e-33")]
    )


KINDS = [(anywhere, 8), (on_boundary, 4), (near_boundary, 4), (on_circle_as_floats, 3), (rounding_tie, 1), (far_or_tiny, 1)]


def usable(text):
    number = Decimal(text)
    return number.is_zero() or -number.as_tuple().exponent <= 33


def coordinates(face, count, chance):
    kinds = [kind for kind, weight in KINDS for _ in range(weight)]
    while count > 0:
        given = chance.choice(["", "", face.gauge, "4.5", "5.6", "8", "9.65", "0", f"{chance.uniform(0, 12):.3f}"])
        gauge = given or face.gauge
        x, y = chance.choice(kinds)(face, gauge, chance)
        if chance.random() < 0.5 and not x.startswith(("-", "+")):
            x = "-" + x
        if not (usable(x) and usable(y)):
            continue
        yield face.id, x, y, given, gauge
        count -= 1


def run(program, table, extra=()):
    done = subprocess.run(
        [program, "score", "--csv", "-", *extra], input=table.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def write_table(rows, chance):
    """A table in one of the shapes people have, and what each row must come back as."""
    semicolon = chance.random() < 0.5
    names = ["face_id", "x_mm", "y_mm", "projectile_mm", "note"]
    order = list(range(len(names)))
    chance.shuffle(order)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator=chance.choice(["\n", "\r\n"]))
    writer.writerow([names[i] for i in order])
    cells = []
    for face_id, x, y, given, _ in rows:
        if semicolon:
            x, y, given = (v.replace(".", ",") for v in (x, y, given))
        row = [face_id, x, y, given, chance.choice(["", " kept ", 'a "b"; c, d', "é"])]
        cells.append([row[i] for i in order])
        writer.writerow(cells[-1])
    return ("\ufeff" if chance.random() < 0.3 else "") + text.getvalue(), [names[i] for i in order], cells, semicolon


def compare(program, faces, rows, chance):
    table, header, cells, semicolon = write_table(rows, chance)
    code, out, err = run(program, table)
    if code != 0:
        print(f"aimtrack score --csv - ended with {code}: {err}")
        return 1
    answers = list(csv.reader(io.StringIO(out, newline=""), delimiter=";" if semicolon else ","))
    if answers[0] != header + COLUMNS or len(answers) != len(rows) + 1:
        print(f"header {answers[0]} or {len(answers) - 1} rows for {len(rows)} are not what was asked")
        return 1
    wrong = 0
    for asked, given, answer in zip(rows, cells, answers[1:]):
        face_id, x, y, _, gauge = asked
        want = expected(faces[face_id], x, y, gauge)
        got = answer[len(header):]
        same = got[:3] == want[:3] and all(Decimal(g) == w and len(g.split(".")[1]) == 3 for g, w in zip(got[3:], want[3:]))
        if not same or answer[: len(header)] != given:
            wrong += 1
            if wrong <= 10:
                print(f"{face_id} x={x} y={y} gauge={gauge}: {answer} should end in {[str(w) for w in want]}")
    return wrong


HEADER = "face_id,x_mm,y_mm"
REFUSED = [  # table, rows answered before it, what the sentence must name
    ("", 0, ["face_id"]),
    ("x_mm,y_mm\n1,2\n", 0, ["face_id"]),
    (f"{HEADER}\nAP10,1,2\nAP10,abc,2\n", 1, ["Row 3", "x_mm", "abc"]),
    (f"{HEADER}\nAP10,1,\n", 0, ["Row 2", "y_mm"]),
    (f"{HEADER}\nAP10,1,3000.001\n", 0, ["Row 2", "y_mm"]),
    (f"{HEADER}\nAP10,1,nan\n", 0, ["Row 2", "y_mm"]),
    (f"{HEADER}\nAP11,1,2\n", 0, ["Row 2", "face_id", "AP11"]),
    (f"{HEADER}\n\n\nAP10,1\n", 0, ["Row 4", "2 cells"]),
    (f"{HEADER}\nAP10,1,2,3\n", 0, ["Row 2", "4 cells"]),
    (f'{HEADER}\nAP10,1,"2\n', 0, ["Row 2", "quotes"]),
    (f'{HEADER}\nAP10,1,2"2"\n', 0, ["Row 2", "quotes"]),
    (f"{HEADER}\nAP10,1,2\0\n", 0, ["Row 2", "NUL"]),
    (f"{HEADER},projectile_mm\nAP10,1,2,101\n", 0, ["Row 2", "projectile_mm"]),
    (f"{HEADER},projectile_mm\nAP10,1,2,-4.5\n", 0, ["Row 2", "projectile_mm"]),
    (f"{HEADER}\nAP10,\x1b[31m,2\n", 0, ["Row 2", "x_mm"]),
    (f"{HEADER}\nAP10,1,2\n" + "A" * (3 << 20), 1, ["Row 3", "1 MiB"]),
]


def refusals(program):
    """Wrong tables end with 65 and one sentence, after the rows before them."""
    wrong = 0
    for table, answered, named in REFUSED:
        code, out, err = run(program, table, ["--language", "en"])
        rows = max(0, len(out.splitlines()) - 1)
        if code != 65 or rows != answered or any(word not in err for word in named) or "\x1b" in err:
            wrong += 1
            print(f"{table[:60]!r}: ended with {code}, {rows} rows, {err!r}")
    return wrong


def notes(program):
    """Each face that is not confirmed is noted once, not once a row."""
    table = f"{HEADER}\n" + "BDS1,1,2\nR100,1,2\nAP10,1,2\n" * 3
    code, out, err = run(program, table, ["--language", "en"])
    if code != 0 or err.count("BDS1") != 1 or err.count("R100") != 1 or "AP10" in err:
        print(f"notes: {code} {err!r}")
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("AIMTRACK_TEST_SEED", time.time_ns() % 10**9)))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    with open(ROOT / "data" / "faces.csv", encoding="utf-8", newline="") as file:
        faces = {row["id"]: Face(row) for row in csv.DictReader(file)}
    per_face, chunk = (200_000, 50_000) if options.full else (600, 600)
    wrong = refusals(options.program) + notes(options.program)
    count = 0
    with localcontext(PRECISE):
        for face in faces.values():
            for _ in range(per_face // chunk):
                rows = list(coordinates(face, chunk, chance))
                wrong += compare(options.program, faces, rows, chance)
                count += len(rows)
        mixed = [row for face in faces.values() for row in coordinates(face, 40, chance)]
        chance.shuffle(mixed)
        wrong += compare(options.program, faces, mixed, chance)
        count += len(mixed)
    print(f"{count} coordinates on {len(faces)} faces, {len(REFUSED)} wrong tables: {wrong} differences")
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
