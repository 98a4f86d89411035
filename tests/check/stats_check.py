#!/usr/bin/env python3
"""Statistics by another road: takes the shots of `aimtrack session show ID --json` of a
demonstration club, computes every number of docs/statistics.md again and compares. Only the
standard library: fractions for the sums, whole-number gammas for c4, bisection on a Poisson sum for
chi-squared.

    stats_check.py PROGRAM [--full]

Quick: 60 sessions. --full: 600.
"""
import argparse
import itertools
import json
import math
import subprocess
import sys
import tempfile
from datetime import datetime
from fractions import Fraction

Z = 1.959963984540054
CLOSE = 1e-9


def c4_odd(n):
    """c4(2n - 1), from factorials."""
    half = Fraction(math.factorial(2 * n - 2), 4 ** (n - 1) * math.factorial(n - 1))  # / sqrt(pi): gamma(n - 1/2)
    return math.sqrt(math.pi / (n - 1)) * float(half / math.factorial(n - 2))


def chi2_quantile(p, degrees):
    """Even degrees only: the upper tail is a sum of Poisson terms."""
    assert degrees % 2 == 0

    def lower_tail(x):
        logs = (k * math.log(x / 2) - x / 2 - math.lgamma(k + 1) for k in range(degrees // 2))
        return 1 - math.fsum(math.exp(term) for term in logs)

    low, high = 1e-9, 10.0 * degrees + 100
    for _ in range(200):
        middle = (low + high) / 2
        if lower_tail(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def mm(um):
    return float(Fraction(um) / 1000)


def root(squared_um):
    """Of a fraction of um^2, in mm."""
    return math.sqrt(squared_um) / 1000


def group(places):
    """places: (shot number, x um, y um)."""
    n = len(places)
    names = (
        "mpi_x_mm mpi_y_mm mpi_length_mm mpi_clock_h sd_x_mm sd_y_mm width_mm height_mm fom_mm diagonal_mm "
        "extreme_spread_mm mean_radius_mm sigma_mm sigma_low_mm sigma_high_mm cep_mm r95_mm"
    ).split()
    out = dict.fromkeys(names)
    out["fliers"] = []
    out["flier_count"] = None
    if n == 0:
        return out
    xs = [Fraction(x) for _, x, _ in places]
    ys = [Fraction(y) for _, _, y in places]
    cx, cy = sum(xs) / n, sum(ys) / n
    out["mpi_x_mm"], out["mpi_y_mm"] = mm(cx), mm(cy)
    out["mpi_length_mm"] = root(cx * cx + cy * cy)
    if cx or cy:
        degrees = math.degrees(math.atan2(float(cx), float(cy)))
        out["mpi_clock_h"] = degrees / 30 if degrees > 0 else degrees / 30 + 12
    if n < 2:
        return out
    sxx = sum((x - cx) ** 2 for x in xs)
    syy = sum((y - cy) ** 2 for y in ys)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    out["sd_x_mm"], out["sd_y_mm"] = root(sxx / (n - 1)), root(syy / (n - 1))
    out["width_mm"], out["height_mm"], out["fom_mm"] = mm(width), mm(height), mm((width + height) / 2)
    out["diagonal_mm"] = root(width**2 + height**2)
    pairs = itertools.combinations(zip(xs, ys), 2)
    out["extreme_spread_mm"] = root(max((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in pairs))
    out["mean_radius_mm"] = math.fsum(root((x - cx) ** 2 + (y - cy) ** 2) for x, y in zip(xs, ys)) / n
    sigma = root((sxx + syy) / (2 * (n - 1))) / c4_odd(n)
    out["sigma_mm"], out["cep_mm"], out["r95_mm"] = sigma, sigma * math.sqrt(math.log(4)), sigma * math.sqrt(math.log(400))
    if n >= 10:
        out["sigma_low_mm"] = root(sxx + syy) / math.sqrt(chi2_quantile(0.975, 2 * (n - 1)))
        out["sigma_high_mm"] = root(sxx + syy) / math.sqrt(chi2_quantile(0.025, 2 * (n - 1)))
    if n >= 5:
        out["fliers"] = fliers(places)
        out["flier_count"] = len(out["fliers"])
    return out


def fliers(places):
    found = []
    for number, x, y in places:
        others = [(ox, oy) for other, ox, oy in places if other != number]
        cx = Fraction(sum(ox for ox, _ in others), len(others))
        cy = Fraction(sum(oy for _, oy in others), len(others))
        own = (x - cx) ** 2 + (y - cy) ** 2
        farthest = max((ox - cx) ** 2 + (oy - cy) ** 2 for ox, oy in others)
        if own > 0 and own >= farthest * Fraction(25, 4):
            found.append(number)
    return found


def wilson(hits, n):
    p = hits / n
    middle = p + Z * Z / (2 * n)
    reach = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = (middle - reach) / (1 + Z * Z / n), (middle + reach) / (1 + Z * Z / n)
    return (0.0 if hits == 0 else low), (1.0 if hits == n else high)


def milliseconds(moment):
    when = datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()
    return round(when * 1000)


def scored(shots, expected):
    """shots: match shots in order; expected: shots by series number."""
    n = len(shots)
    out = {
        "shots": n,
        "total_tenths": sum(s["value_tenths"] for s in shots),
        "total_rings": sum(s["ring"] for s in shots),
        "inner_tens": sum(s["inner_ten"] for s in shots),
        "tens": sum(s["ring"] == 10 for s in shots),
        "nines": sum(s["ring"] == 9 for s in shots),
        "misses": sum(s["ring"] == 0 for s in shots),
    }
    out["average"] = out["total_tenths"] / n / 10 if n else None
    moments = [milliseconds(shot["entered_at"]) for shot in shots]
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:])]
    gaps = [gap for gap in gaps if gap > 0]
    out["cadence_s"] = math.fsum(gaps) / len(gaps) / 1000 if gaps else None
    totals = {}
    for shot in shots:
        totals.setdefault(shot["series"], []).append(shot["value_tenths"])
    complete = {k: sum(v) for k, v in sorted(totals.items()) if expected.get(k, 0) and len(v) >= expected[k]}
    out["best_series"] = out["weakest_series"] = out["dip_first"] = out["dip_last"] = 0
    if len(complete) >= 2:
        out["best_series"] = max(complete, key=lambda k: (complete[k], -k))
        if len(set(complete.values())) > 1:
            weakest = min(complete, key=lambda k: (complete[k], k))
            numbers = [i for i, shot in enumerate(shots, 1) if shot["series"] == weakest]
            out["weakest_series"], out["dip_first"], out["dip_last"] = weakest, numbers[0], numbers[-1]
    return out


def hit_rate(shots):
    hits = sum(s["ring"] >= 9 for s in shots)
    out = {"hits": hits, "shots": len(shots), "share": None, "low": None, "high": None}
    if len(shots) >= 10:
        out["share"] = hits / len(shots)
        out["low"], out["high"] = wilson(hits, len(shots))
    return out


def micrometres(mm):
    um = round(Fraction(repr(mm)) * 1000)
    assert float(um) / 1000 == mm, mm
    return um


def expected_stats(all_shots, planned):
    shots = [s for s in all_shots if not s["sighter"]]
    out = scored(shots, planned)
    out["sighters"] = len(all_shots) - len(shots)
    places = [(i, micrometres(s["x_mm"]), micrometres(s["y_mm"])) for i, s in enumerate(shots, 1) if s["x_mm"] is not None]
    out["plotted"] = len(places)
    out.update(group(places))
    out["fliers"] = out["fliers"][:8]
    out["nine_or_better"] = hit_rate(shots)
    return out


def differences(name, want, got, found):
    """Compares what we expect; an absent number must carry its reason."""
    for key, value in want.items():
        there = got.get(key, "missing")
        if isinstance(value, dict):
            differences(f"{name}.{key}", value, there, found)
        elif value is None:
            if there is not None or not got.get(f"{key}_why"):
                found.append(f"{name}.{key} is {there}, should be null with a reason")
        elif isinstance(value, float):
            if not isinstance(there, (int, float)) or abs(there - value) > CLOSE * max(1.0, abs(value)):
                found.append(f"{name}.{key} is {there}, should be {value!r}")
        elif there != value:
            found.append(f"{name}.{key} is {there}, should be {value}")


def compared(line, lines):
    """Versus the member's other finished sessions of the programme."""
    same = ("member", "programme")
    others = [
        other["total_tenths"]
        for other in lines
        if other["id"] != line["id"] and other["state"] == "finished" and all(other[k] == line[k] for k in same)
    ]
    total = line["total_tenths"]
    out = {"versus_average": None, "own_best": None, "percentile": None}
    if others:
        out["versus_average"] = float(total - Fraction(sum(others), len(others))) / 10
        out["own_best"] = max(others) / 10
    if len(others) >= 9:
        below = sum(other < total for other in others) + sum(other == total for other in others) / 2
        out["percentile"] = 100 * below / len(others)
    return out


def check_course(part, found):
    """Each series by itself, the rolling average, calls against hits."""
    match = [s for s in part["shots"] if not s["sighter"]]
    for row in part["series_groups"]:
        mine = [s for s in match if s["series"] == row["number"]]
        places = [(i, micrometres(s["x_mm"]), micrometres(s["y_mm"])) for i, s in enumerate(mine, 1) if s["x_mm"] is not None]
        want = {key: group(places)[key] for key in ("mpi_x_mm", "mpi_y_mm", "sigma_mm")}
        want.update(shots=len(mine), plotted=len(places), average=sum(s["value_tenths"] for s in mine) / len(mine) / 10 if mine else None)
        differences(f"series group {row['number']}", want, row, found)
    tens = [[s["value_tenths"] for s in match[i : i + 10]] for i in range(len(match) - 9)]
    rolling = part["rolling"]
    if len(tens) != len(rolling["averages"]) or any(abs(sum(t) / 100 - a) > CLOSE * a for t, a in zip(tens, rolling["averages"])):
        found.append("rolling averages differ")
    weakest = min(range(len(tens)), key=lambda i: (sum(tens[i]), i)) + 1 if len(tens) > 1 else 0
    differences("rolling", {"weak_first": weakest, "weak_last": weakest and weakest + 9}, rolling, found)
    called = [s for s in match if s["x_mm"] is not None and "call_x_mm" in s]
    want = dict.fromkeys(("x_mm", "y_mm", "sd_x_mm", "sd_y_mm", "distance_mm"))
    want["count"] = len(called)
    if len(called) >= 5:
        errors = [(micrometres(s["x_mm"]) - micrometres(s["call_x_mm"]), micrometres(s["y_mm"]) - micrometres(s["call_y_mm"])) for s in called]
        n = len(errors)
        for axis, name in enumerate("xy"):
            mean = Fraction(sum(e[axis] for e in errors), n)
            want[f"{name}_mm"] = mm(mean)
            want[f"sd_{name}_mm"] = root(sum((e[axis] - mean) ** 2 for e in errors) / (n - 1))
        want["distance_mm"] = math.fsum(root(Fraction(x * x + y * y)) for x, y in errors) / n
    differences("calls", want, part["calls"], found)


def check_session(detail, line, lines):
    found = []
    planned = {row["number"]: row["expected"] for row in detail["stats"]["series"]}
    shots = [shot for part in detail["parts"] for shot in part["shots"]]
    assert line["shots"] == detail["stats"]["shots"] and line["total_tenths"] == detail["stats"]["total_tenths"]
    if len(detail["parts"]) == 1:
        differences("stats", expected_stats(shots, planned), detail["stats"], found)
    for part in detail["parts"]:
        differences("part.stats", expected_stats(part["shots"], planned), part["stats"], found)
        check_course(part, found)
    for row in detail["stats"]["series"]:
        mine = [s for s in shots if s["series"] == row["number"]]
        want = {
            "shots": len(mine),
            "total_tenths": sum(s["value_tenths"] for s in mine),
            "inner_tens": sum(s["inner_ten"] for s in mine),
            "is_complete": row["expected"] > 0 and len(mine) >= row["expected"],
        }
        differences(f"series {row['number']}", want, row, found)
    if detail["programme"].upper() != "FREE":  # free practice is compared on one face only
        differences("", compared(line, lines), detail, found)
    return found


def ask(program, folder, *words):
    done = subprocess.run([program, "--data", folder, "--json", *words], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    sessions = 600 if options.full else 60
    wrong = numbers = 0
    with tempfile.TemporaryDirectory() as folder:
        club = f"{folder}/club"
        ask(options.program, club, "demo", "--members", "5", "--sessions", str(sessions))
        lines = ask(options.program, club, "session", "list", "--limit", "100000")["sessions"]
        plotted = 0
        for line in lines:
            detail = ask(options.program, club, "session", "show", line["id"])
            plotted += detail["stats"]["plotted"] > 0
            numbers += len(detail["stats"])
            for problem in check_session(detail, line, lines):
                wrong += 1
                if wrong <= 20:
                    print(f"session {line['id']} ({line['programme']}): {problem}")
    print(f"{len(lines)} sessions ({plotted} with places), {numbers} numbers: {wrong} differences")
    return 1 if wrong or plotted < sessions / 4 else 0


if __name__ == "__main__":
    sys.exit(main())
