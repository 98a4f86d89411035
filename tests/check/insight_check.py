#!/usr/bin/env python3
"""Insight by another road: reads the shots of a demonstration club straight from its database, adds up and
compares every number of `aimtrack stats weapon|member --json` (docs/statistics.md, "Over sessions"). Only the
standard library. Student's t by quadrature over an angle, Fisher's F by binomial sums, whole fractions for the
residuals: none of it as the program does it.

    insight_check.py PROGRAM [--full]

Quick: 600 sessions of 8 members. --full: 10,000 sessions of 40 members.
"""
import argparse
import datetime
import functools
import json
import math
import random
import sqlite3
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from stats_check import chi2_quantile, c4_odd

CLOSE = 1e-9
TINY = 1e-12  # an exact zero that a sum of doubles misses
GAUSS = (  # eight points on (-1, 1)
    (0.1834346424956498, 0.3626837833783620),
    (0.5255324099163290, 0.3137066458778873),
    (0.7966664774136267, 0.2223810344533745),
    (0.9602898564975363, 0.1012285362903763),
)


def integral(function, low, high, panels=200):
    total = 0.0
    width = (high - low) / panels
    for i in range(panels):
        middle, half = low + (i + 0.5) * width, width / 2
        total += half * sum(w * (function(middle - x * half) + function(middle + x * half)) for x, w in GAUSS)
    return total


@functools.lru_cache(maxsize=None)
def t_quantile(p, degrees):
    """t = sqrt(v) tan(a): the density becomes cos(a)^(v - 1)."""
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(math.pi)
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        area = integral(lambda a: math.cos(a) ** (degrees - 1) if degrees != 1 else 1.0, 0, angle, 40)
        if 0.5 + scale * area < p:
            low = angle
        else:
            high = angle
    return math.sqrt(degrees) * math.tan((low + high) / 2)


@functools.lru_cache(maxsize=None)
def f_quantile(p, first, second):
    """Even degrees: the beta integral is a binomial tail."""
    a, b = first // 2, second // 2
    n = a + b - 1

    def below(x):
        share = a * x / (a * x + b)
        logs = (
            math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) + j * math.log(share) + (n - j) * math.log1p(-share)
            for j in range(a, n + 1)
        )
        return math.fsum(math.exp(term) for term in logs)

    low, high = 1e-6, 1e3
    for _ in range(70):
        middle = math.sqrt(low * high)
        if below(middle) < p:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


class Line:
    """One weapon line of a finished session, from its shots."""

    def __init__(self, row, shots):
        (self.session, self.line, self.member, self.weapon, self.ammunition, self.started, self.date, self.programme, self.distance, self.rounds) = row[:10]
        self.is_competition, self.face = row[10:]
        self.values = [shot[0] for shot in shots]
        self.inner = sum(shot[1] for shot in shots)
        self.places = [(shot[2], shot[3]) for shot in shots if shot[2] is not None]
        self.marked = [(shot[2], shot[3], shot[4]) for shot in shots if shot[2] is not None]  # with the ring
        self.moments = [shot[5] for shot in shots]
        self.series = {}
        for shot in shots:
            self.series.setdefault(shot[6], []).append(shot[0])
        self.total = sum(self.values)
        n = len(self.places)
        self.squares = [Fraction(0), Fraction(0)]
        for axis in (0, 1) if n else ():
            centre = Fraction(sum(p[axis] for p in self.places), n)
            self.squares[axis] = sum((p[axis] - centre) ** 2 for p in self.places)


class Tally:
    def __init__(self, lines):
        self.lines = [line for line in lines if line.values]
        self.rounds = sum(line.rounds for line in lines)
        self.shots = sum(len(line.values) for line in self.lines)
        self.total = sum(line.total for line in self.lines)
        self.plotted = sum(len(line.places) for line in self.lines)
        grouped = [line for line in self.lines if line.places]
        self.degrees = sum(2 * (len(line.places) - 1) for line in grouped)
        self.squares = float(sum(line.squares[0] + line.squares[1] for line in grouped)) / 1e6

    def error(self):
        """Of the average, in rings: sessions are what chance deals out."""
        average = Fraction(self.total, self.shots)
        squares = sum((line.total - average * len(line.values)) ** 2 for line in self.lines)
        k = len(self.lines)
        return math.sqrt(Fraction(k, k - 1) * squares) / self.shots / 10

    def numbers(self):
        k = len(self.lines)
        out = {
            "sessions": k,
            "rounds": self.rounds,
            "shots": self.shots,
            "total_tenths": self.total,
            "inner_tens": sum(line.inner for line in self.lines),
            "plotted": self.plotted,
        }
        for name in (
            "average average_low average_high best_total_tenths best_date mpi_x_mm mpi_y_mm sd_x_mm sd_y_mm sigma_mm sigma_low_mm sigma_high_mm"
        ).split():
            out[name] = None
        if k:
            out["average"] = self.total / self.shots / 10
            out["best_total_tenths"] = max(line.total for line in self.lines)
            out["best_date"] = max(line.date for line in self.lines if line.total == out["best_total_tenths"])
        if k >= 3:
            reach = t_quantile(0.975, k - 1) * self.error()
            out["average_low"], out["average_high"] = out["average"] - reach, out["average"] + reach
        places = [place for line in self.lines for place in line.places]
        for axis, name in enumerate("xy"):
            if places:
                centre = Fraction(sum(p[axis] for p in places), len(places))
                out[f"mpi_{name}_mm"] = float(centre) / 1000
            if len(places) > 1:
                squares = sum((p[axis] - centre) ** 2 for p in places)
                out[f"sd_{name}_mm"] = math.sqrt(squares / (len(places) - 1)) / 1000
        if self.degrees >= 2:
            out["sigma_mm"] = math.sqrt(self.squares / self.degrees) / c4_of(self.degrees)
        if self.degrees >= 18:
            out["sigma_low_mm"] = math.sqrt(self.squares / chi2(0.975, self.degrees))
            out["sigma_high_mm"] = math.sqrt(self.squares / chi2(0.025, self.degrees))
        return out


@functools.lru_cache(maxsize=None)
def chi2(p, degrees):
    return chi2_quantile(p, degrees)


@functools.lru_cache(maxsize=None)
def c4_of(degrees):
    """c4(degrees + 1)"""
    if degrees <= 400:
        return c4_odd(degrees // 2 + 1)
    n = degrees + 1  # asymptotic series, beyond double precision there
    x = 1.0 / degrees
    return 1 - x / 4 + x**2 / 32 + 5 * x**3 / 128 - 21 * x**4 / 2048 - 399 * x**5 / 8192


def more(effect, reach, shots):
    if effect == 0:
        return 0
    needed = math.ceil((reach * reach / (effect * effect) - 1) * shots)
    return min(9999, max(1, needed))


def verdict(low, high, same):
    return "higher" if low > same else "lower" if high < same else "noise"


def compare_average(first, second, name):
    if len(first.lines) < 3 or len(second.lines) < 3:
        return {"verdict": "no_data", name: None, "low": None, "high": None, "more_shots": 0}
    one, two = first.error() ** 2, second.error() ** 2
    difference = float(Fraction(second.total, second.shots) - Fraction(first.total, first.shots)) / 10
    reach = 0.0
    if one + two > 0:
        degrees = (one + two) ** 2 / (one**2 / (len(first.lines) - 1) + two**2 / (len(second.lines) - 1))
        reach = t_quantile(0.975, degrees) * math.sqrt(one + two)
    out = {"verdict": verdict(difference - reach, difference + reach, 0), name: difference, "low": difference - reach, "high": difference + reach}
    out["more_shots"] = more(difference, reach, first.shots + second.shots) if out["verdict"] == "noise" else 0
    return out


def compare_sigma(first, second, name):
    if first.degrees < 18 or second.degrees < 18 or not first.squares or not second.squares:
        return {"verdict": "no_data", name: None, "low": None, "high": None, "more_shots": 0}
    ratio = (second.squares / second.degrees) / (first.squares / first.degrees)
    low = math.sqrt(ratio / f_quantile(0.975, second.degrees, first.degrees))
    high = math.sqrt(ratio / f_quantile(0.025, second.degrees, first.degrees))
    out = {"verdict": verdict(low, high, 1), name: math.sqrt(ratio), "low": low, "high": high, "more_shots": 0}
    if out["verdict"] == "noise":
        reach = 1.959963984540054 * math.sqrt(1 / (2 * first.degrees) + 1 / (2 * second.degrees))
        out["more_shots"] = more(math.log(ratio) / 2, reach, first.plotted + second.plotted)
    return out


def day_of(date):
    return datetime.date.fromisoformat(date).toordinal()


def trend(points):
    """points: (date, value). Normal equations in whole fractions of the doubles."""
    out = dict.fromkeys(("slope_per_30_days", "slope_error", "slope_low", "slope_high"))
    out.update(verdict="no_data", more_sessions=0)
    days = [day_of(date) for date, _ in points]
    n = len(points)
    if n < 5 or len(set(days)) < 2:
        return out
    values = [Fraction(value) for _, value in points]
    mean_day, mean = Fraction(sum(days), n), sum(values) / n
    sxx = sum((day - mean_day) ** 2 for day in days)
    slope = sum((day - mean_day) * (value - mean) for day, value in zip(days, values)) / sxx
    rest = sum((value - mean - slope * (day - mean_day)) ** 2 for day, value in zip(days, values))
    error = math.sqrt(rest / (n - 2) / sxx)
    slope, reach = float(slope), t_quantile(0.975, n - 2) * error
    out.update(slope_per_30_days=30 * slope, slope_error=30 * error, slope_low=30 * (slope - reach), slope_high=30 * (slope + reach))
    out["verdict"] = verdict(slope - reach, slope + reach, 0)
    if out["verdict"] == "noise" and slope != 0:
        out["more_sessions"] = min(999, max(1, math.ceil(n * (reach * reach / slope**2 - 1))))
    return out


def smooth(points):
    """The weights written out: 0.7^i for the first, 0.3 * 0.7^(i - j) for the others."""
    values = [value for _, value in points]
    rows = []
    for i in range(len(values)):
        weights = [0.7**i] + [0.3 * 0.7 ** (i - j) for j in range(1, i + 1)]
        rows.append((math.fsum(w * v for w, v in zip(weights, values)), math.sqrt(math.fsum(w * w for w in weights))))
    if len(values) < 5:
        return [(line, None, None) for line, _ in rows]
    rest = math.fsum((values[i] - rows[i - 1][0]) ** 2 for i in range(1, len(values)))
    s = math.sqrt(rest / (len(values) - 1))
    return [(line, line - 1.959963984540054 * s * w, line + 1.959963984540054 * s * w) for line, w in rows]


def value_of(line, what, whole):
    n = len(line.places)
    if what == "average_trend":
        return line.total / len(line.values) / 10 if line.values else None
    if what == "total_trend":
        return line.total / 10 if whole.get(line.programme) == len(line.values) else None
    if what == "sigma_trend":
        return math.sqrt((line.squares[0] + line.squares[1]) / (2 * (n - 1))) / 1000 / c4_of(2 * (n - 1)) if n >= 5 else None
    axis = 0 if what == "mpi_x_trend" else 1
    return float(Fraction(sum(p[axis] for p in line.places), n)) / 1000 if n else None


class Checker:
    def __init__(self):
        self.numbers = 0
        self.wrong = []

    def same(self, name, want, got, why=None):
        self.numbers += 1
        if want is None:
            if got is not None or why == "":
                self.wrong.append(f"{name} is {got}, should be null with a reason")
        elif isinstance(want, float):
            if not isinstance(got, (int, float)) or abs(got - want) > CLOSE * max(abs(want), abs(got)) + TINY:
                self.wrong.append(f"{name} is {got}, should be {want!r}")
        elif got != want:
            self.wrong.append(f"{name} is {got}, should be {want}")

    def all_of(self, name, want, got):
        for key, value in want.items():
            has_reason = key in ("best_total_tenths", "best_date") or value is not None
            self.same(f"{name}.{key}", value, got.get(key, "missing"), None if has_reason else got.get(f"{key}_why", ""))

    def series(self, name, lines, whole, got):
        points = [(line, value_of(line, name, whole)) for line in lines]
        points = [(line, value) for line, value in points if value is not None]
        self.same(f"{name}.count", len(points), got["count"])
        pairs = [(line.date, value) for line, value in points]
        self.all_of(name, trend(pairs), got)
        if len(points) != len(got["points"]):
            return
        for (line, value), (level, low, high), row in zip(points, smooth(pairs), got["points"]):
            self.same(f"{name} session", str(line.session), row["session"])
            self.same(f"{name} date", line.date, row["date"])
            self.same(f"{name} value", value, row["value"])
            self.same(f"{name} smoothed", level, row["smoothed"])
            if low is not None:
                self.same(f"{name} low", low, row["low"])
                self.same(f"{name} high", high, row["high"])

    def groups(self, name, lines, key, got, id_name="id", as_text=str):
        groups = {}
        for line in lines:
            groups.setdefault(key(line), []).append(line)
        tallies = sorted(((k, Tally(v)) for k, v in groups.items()), key=lambda kt: (-kt[1].shots, kt[0] if id_name != "code" else 0))
        self.same(f"{name} count", len(tallies), len(got))
        by_id = {row["id" if id_name == "code" else id_name]: row for row in got}
        for _, tally in tallies[:1]:
            self.same(f"{name} first", tally.shots, got[0]["shots"])
        first = None
        for row in got:  # the first of equals is compared with: take theirs
            first = first or next(t for k, t in tallies if as_text(k) == row["id" if id_name == "code" else id_name])
        for k, tally in tallies:
            row = by_id.get(as_text(k))
            if row is None:
                self.wrong.append(f"{name}: {k} is missing")
                continue
            self.all_of(f"{name}[{k}]", tally.numbers(), row)
            if row is not got[0]:
                self.all_of(f"{name}[{k}] average", compare_average(first, tally, "difference"), row["average_against_first"])
                self.all_of(f"{name}[{k}] sigma", compare_sigma(first, tally, "ratio"), row["sigma_against_first"])

    def shooter(self, every, lines, stages, got):
        said = got["shooter"]
        chosen = [line for line in lines if line.programme == said["programme"]]
        if not said["programme"]:
            self.same("shooter of nothing", 0, len(lines))
            return
        plan = stages[said["programme"]]
        whole = sum(count * shots for count, shots in plan)
        if plan:
            want = expected_bests([line for line in every if line.programme == said["programme"]], plan)
            got_bests = said["bests"]
            for name, one, other in [("total", want["total"], got_bests["total"]), ("series", want["series"], got_bests["series"])] + [
                (f"stage {i}", a, b) for i, (a, b) in enumerate(zip(want["stages"], got_bests["stages"]))
            ]:
                self.same(f"best {name}", one, other and {key: other[key] for key in ("tenths", "date", "number")})
        cards = [line for line in chosen if plan and len(line.values) == whole]
        self.same("whole cards", len(cards), said["whole_cards"])
        out = {"steadiness": sample_deviation([Fraction(c.total, 10) for c in cards]) if len(cards) >= 3 else None, "percentile": None}
        spreads = []
        numbers = [shots for count, shots in plan for _ in range(count)]
        for line in chosen:
            totals = [sum(line.series[k]) for k in line.series if k <= len(numbers) and len(line.series[k]) >= numbers[k - 1]]
            if len(totals) >= 2:
                spreads.append(sample_deviation([Fraction(t, 10) for t in totals]))
        out["series_steadiness"] = sum(spreads) / len(spreads) if len(spreads) >= 3 else None
        if len(cards) >= 10:
            last = cards[-1]
            others = [card.total for card in cards if card is not last]
            below = sum(other < last.total for other in others) + sum(other == last.total for other in others) / 2
            out["percentile"] = 100 * below / len(others)
        self.all_of("shooter", out, said)
        newest = [line for line in chosen if line.values][-20:]
        drift = expected_drift(newest)
        averages = drift.pop("averages")
        self.all_of("drift", drift, said["drift"])
        self.same("drift averages", len(averages), len(said["drift"]["averages"]))
        for want, have in zip(averages, said["drift"]["averages"]):
            self.same("drift average", want, have)
        self.all_of("cadence", expected_cadence(newest[::-1]), said["cadence"])

    def look(self, every, whole, stages, got, skip):
        span = lambda line, frm, to: (not frm or line.date >= frm) and (not to or line.date <= to)
        lines = [line for line in every if span(line, got["from"], got["to"])]
        chosen = [line for line in lines if not got["programme"] or line.programme == got["programme"]]
        tally = Tally(chosen)
        self.all_of("all", tally.numbers(), got)
        if got["from"] and got["to"]:
            length = day_of(got["to"]) - day_of(got["from"]) + 1
            frm = datetime.date.fromordinal(day_of(got["from"]) - length).isoformat()
            to = datetime.date.fromordinal(day_of(got["from"]) - 1).isoformat()
            before = Tally([l for l in every if span(l, frm, to) and (not got["programme"] or l.programme == got["programme"])])
            self.same("before.from", frm, got["before"]["from"])
            self.all_of("before", before.numbers(), got["before"])
            self.all_of("against before", compare_average(before, tally, "difference"), got["average_against_before"])
            self.all_of("sigma before", compare_sigma(before, tally, "ratio"), got["sigma_against_before"])
        for name in ("average_trend", "total_trend", "sigma_trend", "mpi_x_trend", "mpi_y_trend"):
            self.series(name, chosen, whole, got[name])
        self.groups("by_ammunition", chosen, lambda l: l.ammunition or 0, got["by_ammunition"])
        self.groups("by_distance", chosen, lambda l: l.distance, got["by_distance"], "distance_mm", int)
        self.groups("by_programme", lines, lambda l: l.programme, got["by_programme"], "code")
        if got["heat"] is None:
            self.same("heat", 0, sum(len(line.places) for line in chosen))
        else:
            self.all_of("heat", expected_heat(chosen), got["heat"])
            self.same("heat cells", got["heat"]["shots"], sum(map(sum, got["heat"]["cells"])) + got["heat"]["outside"])
        if skip == "member":
            self.shooter(every, lines, stages, got)
        if skip == "weapon":
            self.groups("by_shooter", chosen, lambda l: l.member, got["by_shooter"])
        else:
            self.groups("by_weapon", chosen, lambda l: l.weapon or 0, got["by_weapon"])


def sample_deviation(values):
    mean = Fraction(sum(Fraction(v) for v in values), len(values))
    return math.sqrt(sum((Fraction(v) - mean) ** 2 for v in values) / (len(values) - 1))


def best_of(rows):
    """rows: (tenths, date, number, order). The highest; on ties the latest date, then the later one."""
    rows = [row for row in rows if row[0] is not None]
    if not rows:
        return None
    best = max(rows, key=lambda row: (row[0], row[1], row[3]))
    return {"tenths": best[0], "date": best[1], "number": best[2]}


def expected_bests(lines, stages):
    totals, series, by_stage = [], [], [[] for _ in stages]
    order = 0
    for line in lines:
        number, whole, total = 0, True, 0
        for index, (count, shots) in enumerate(stages):
            stage, stage_whole = 0, True
            for _ in range(count):
                number += 1
                values = line.series.get(number, [])
                order += 1
                if len(values) >= shots:
                    stage += sum(values)
                    series.append((sum(values), line.date, number, order))
                else:
                    stage_whole = False
            if stage_whole:
                by_stage[index].append((stage, line.date, index + 1, order))
            whole, total = whole and stage_whole, total + stage
        if whole:
            totals.append((total, line.date, 0, order))
    return {"total": best_of(totals), "series": best_of(series), "stages": [best_of(r) for r in by_stage] if len(stages) > 1 else []}


def expected_drift(lines):
    """lines: newest 20 of the programme."""
    out = {"sessions": len(lines), "weak_first": 0, "weak_last": 0, "weak_average": None}
    out.update(difference=None, low=None, high=None, verdict="no_data")
    longest = max((len(line.values) for line in lines), default=0)
    columns = [[line.values[i] for line in lines if len(line.values) > i] for i in range(longest)]
    out["positions"] = len([column for column in columns if len(column) >= 2])
    out["averages"] = [sum(column) / len(column) / 10 for column in columns[: out["positions"]]]
    if len(lines) < 2 or out["positions"] < 20:
        return out
    windows = []
    for first in range(out["positions"] - 9):
        values = [value for column in columns[first : first + 10] for value in column]
        windows.append((Fraction(sum(values), len(values)), first))
    lowest, first = min(windows)
    out.update(weak_first=first + 1, weak_last=first + 10, weak_average=float(lowest) / 10)
    gaps = []
    for line in lines:
        inside, outside = line.values[first : first + 10], line.values[:first] + line.values[first + 10 :]
        if len(inside) == 10 and outside:
            gaps.append(Fraction(sum(inside), 100) - Fraction(sum(outside), 10 * len(outside)))
    if len(gaps) >= 3:
        mean = float(sum(gaps) / len(gaps))
        reach = t_quantile(1 - 0.025 / (out["positions"] // 5), len(gaps) - 1) * sample_deviation(gaps) / math.sqrt(len(gaps))
        out.update(difference=mean, low=mean - reach, high=mean + reach, verdict=verdict(mean - reach, mean + reach, 0))
    return out


def ranks(values):
    """Mean rank of equals: by counting."""
    ordered = sorted(values)
    first = {}
    last = {}
    for i, value in enumerate(ordered, 1):
        first.setdefault(value, i)
        last[value] = i
    return [Fraction(first[value] + last[value], 2) for value in values]


def expected_cadence(lines):
    pairs = []
    for line in lines:
        for i in range(1, len(line.values)):
            gap = line.moments[i] - line.moments[i - 1]
            if gap > 0:
                pairs.append((min(gap, 300000), line.values[i]))
    n = len(pairs)
    out = dict.fromkeys("mean_s median_s correlation low high quick middle slow".split())
    out.update(pairs=n, verdict="no_data")
    if n == 0:
        return out
    gaps = sorted(gap for gap, _ in pairs)
    out["mean_s"] = sum(gaps) / n / 1000
    out["median_s"] = (gaps[(n - 1) // 2] + gaps[n // 2]) / 2000
    if n < 30:
        return out
    by_gap, third = [value for _, value in sorted(pairs, key=lambda pair: pair[0])], n // 3
    for name, part in (("quick", by_gap[:third]), ("middle", by_gap[third : n - third]), ("slow", by_gap[n - third :])):
        out[name] = sum(part) / len(part) / 10
    x, y = ranks([gap for gap, _ in pairs]), ranks([value for _, value in pairs])
    mean = Fraction(n + 1, 2)
    sxx, syy = sum((a - mean) ** 2 for a in x), sum((b - mean) ** 2 for b in y)
    if sxx and syy:
        r = float(sum((a - mean) * (b - mean) for a, b in zip(x, y))) / math.sqrt(sxx * syy)
        z, reach = 0.5 * math.log((1 + r) / (1 - r)), 1.959963984540054 * math.sqrt(1.06 / (n - 3))
        out.update(correlation=r, low=math.tanh(z - reach), high=math.tanh(z + reach), verdict=verdict(z - reach, z + reach, 0))
    return out


def expected_heat(lines):
    faces = {}
    for at, line in enumerate(lines):
        if line.places:
            faces[line.face] = (faces.get(line.face, (0, 0))[0] + len(line.places), at)  # of equals the one shot last
    shots = [shot for line in lines if line.face == max(faces, key=faces.get) for shot in line.marked] if faces else []
    hours, below = [0] * 12, [0] * 12
    for x, y, ring in shots:
        if x or y:
            half_past = {(1, 1): 2, (1, -1): 5, (-1, -1): 8, (-1, 1): 11}
            sign = (1 if x > 0 else -1, 1 if y > 0 else -1)
            hour = half_past[sign] if abs(x) == abs(y) else math.floor(math.degrees(math.atan2(x, y)) / 30 + 0.5) % 12 or 12
            hours[hour - 1] += 1
            below[hour - 1] += ring < 10
    out = {"shots": len(shots), "rings": [sum(shot[2] == ring for shot in shots) for ring in range(11)], "hours": hours, "below_ten_hours": below}
    n = sum(below)
    out.update(lean_hour=0, lean_share=None, lean_low=None, lean_high=None, lean_verdict="no_data")
    if n >= 10:
        p, z = max(below) / n, 2.865260238532133
        middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)
        out.update(lean_hour=below.index(max(below)) + 1, lean_share=p, lean_low=low, lean_high=high)
        out["lean_verdict"] = "higher" if low > 1 / 12 else "noise"
    return out


def read_lines(folder):
    db = sqlite3.connect(f"file:{folder}/aimtrack.db?mode=ro", uri=True)
    shots = {}
    query = (
        "SELECT session_weapon_id, value_tenths, is_inner_ten, x_um, y_um, ring, entered_at_ms, series"
        " FROM shot WHERE series > 0 AND voided_at_ms IS NULL"
    )
    for line, *shot in db.execute(query + " ORDER BY session_weapon_id, series, number"):
        shots.setdefault(line, []).append(shot)
    rows = db.execute(
        "SELECT s.id, l.id, s.member_id, l.weapon_id, l.ammunition_id, s.started_at_ms, s.local_date, s.programme_id, l.distance_mm,"
        " l.rounds_fired, s.is_competition, l.face_id FROM session s JOIN session_weapon l ON l.session_id = s.id WHERE s.state = 1 ORDER BY s.started_at_ms, l.id"
    )
    return [Line(row, shots.get(row[1], [])) for row in rows]


def ask(program, folder, *words):
    done = subprocess.run([program, "--data", folder, "--json", *words], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def programme_stages():
    """(series, shots) of each stage of each programme, from the data the program ships; [] when open-ended."""
    import csv

    out = {}
    with open(Path(__file__).parents[2] / "data" / "programmes.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts = [stage.split("@")[0].split("x") for stage in row["stages"].split("+") if ":" not in stage]
            out[row["id"]] = [(int(series), int(shots)) for series, shots in parts]
    return out


def choices(lines, luck):
    """Everything, a random span, a random span of one programme, nothing."""
    dates = sorted({line.date for line in lines})
    yield []
    for with_programme in (False, True):
        low, high = sorted(luck.sample(range(len(dates)), 2)) if len(dates) > 1 else (0, 0)
        words = ["--from", dates[low], "--to", dates[high]]
        if with_programme:
            words += ["--programme", luck.choice(sorted({line.programme for line in lines}))]
        yield words
    yield ["--from", "1999-01-01", "--to", "1999-01-31"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    seed = random.randrange(10**9)
    luck = random.Random(seed)
    checker = Checker()
    with tempfile.TemporaryDirectory() as folder:
        club = f"{folder}/club"
        members, sessions = ("40", "10000") if options.full else ("8", "600")
        ask(options.program, club, "demo", "--members", members, "--sessions", sessions)
        every = read_lines(club)
        stages = programme_stages()
        whole = {name: sum(series * shots for series, shots in plan) for name, plan in stages.items()}
        subjects = [("weapon", i) for i in sorted({l.weapon for l in every if l.weapon})]
        subjects += [("member", i) for i in sorted({l.member for l in every})]
        if not options.full:
            subjects = luck.sample(subjects, min(len(subjects), 10))
        for kind, subject in subjects:
            own = [line for line in every if getattr(line, kind) == subject]
            for words in choices(own, luck):
                got = ask(options.program, club, "stats", kind, str(subject), *words)
                before = len(checker.wrong)
                checker.look(own, whole, stages, got, kind)
                for problem in checker.wrong[before:before + 5]:
                    print(f"{kind} {subject} {' '.join(words)}: {problem}")
    print(f"{len(every)} sessions, {len(subjects)} weapons and members, {checker.numbers} numbers: {len(checker.wrong)} differences (seed {seed})")
    return 1 if checker.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
