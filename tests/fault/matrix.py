#!/usr/bin/env python3
"""The table of docs/reliability.md, run row by row.

  matrix.py --check                  every test that the table names is there, and every fault test is named
  matrix.py ASAN-BUILD PLAIN-BUILD   runs them (AIMTRACK_FULL=1: their full part): "ok", "FAIL" or "skipped: why" a row

A test in the table is a file in backquotes, then, if not all of it is meant, names of its tests in backquotes."""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCUMENT = os.path.join(ROOT, "docs", "reliability.md")
MUST_BE_NAMED = re.compile(r"tests/(fault/test_\w+\.c|fuzz/fuzz_(?!main)\w+\.c|check/\w*(fault|coach|wire|soak|memory)\w*_check\.py)$")
TIME_OUT_S = 3600


class Row:
    def __init__(self, cells):
        self.fault, self.tests = cells[0], []  # [file, [names]]
        for word in re.findall(r"`([^`]+)`", cells[3]):
            if "/" in word:
                self.tests.append((word, []))
            elif self.tests:
                self.tests[-1][1].append(word)


def rows():
    with open(DOCUMENT, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if line.startswith("|") and len(cells) == 5 and "`tests/" in cells[3]:
                yield Row(cells)


def source(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def check(table):
    problems = [] if len(table) >= 30 else [f"the table has {len(table)} rows only"]
    named = {path for row in table for path, _ in row.tests}
    for row in table:
        for path, names in row.tests:
            if not os.path.exists(os.path.join(ROOT, path)):
                problems.append(f"{row.fault}: there is no {path}")
                continue
            for name in names:
                if not re.search(rf"^(?:static void|def)\s+{re.escape(name)}\(", source(path), re.MULTILINE):
                    problems.append(f"{row.fault}: {path} has no {name}")
    for folder in ("tests/fault", "tests/fuzz", "tests/check"):
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            path = f"{folder}/{name}"
            if MUST_BE_NAMED.match(path) and path not in named:
                problems.append(f"{path} stands in no row of docs/reliability.md")
    print("\n".join(problems))
    print(f"{len(table)} faults, {len(named)} files of tests, {len(problems)} problems")
    return not problems


class Result:
    def __init__(self, code, said, seconds):
        self.code, self.said, self.seconds = code, said, seconds

    def of(self, names):
        """(is it well, why it was skipped) of those tests of the file, or of all of it."""
        skipped = re.search(r"skipped: .*", self.said)
        if not names:
            return self.code == 0, skipped.group(0) if skipped else ""
        well, why = True, ""
        for name in names:
            at = re.search(rf"\[ RUN      \] {name}\n(.*?)\[\s*(OK|FAILED)\s*\] {name}", self.said, re.DOTALL)
            well = well and (at is not None and at.group(2) == "OK")
            inside = re.search(r"skipped: .*", at.group(1)) if at else None
            why = inside.group(0) if inside else why
        return well, why


def command(path, asan, plain):
    folder, name = path.split("/")[1], os.path.splitext(os.path.basename(path))[0]
    full = ["--full"] if os.environ.get("AIMTRACK_FULL") else []
    if folder == "fuzz":
        return [f"{asan}/tests/{name}", os.path.join(ROOT, "tests/fuzz/corpus", name[len("fuzz_"):])]
    if path.endswith(".c"):
        return [f"{asan}/tests/{folder}_{name}"]
    needs_plain = "needs a build without sanitizers" in source(path)
    words = ["python3", os.path.join(ROOT, path), f"{plain if needs_plain else asan}/aimtrack"]
    return words + full


def run(path, asan, plain):
    started = time.time()
    if path.startswith("tests/vm/") and shutil.which("qemu-system-x86_64") is None:
        return Result(0, "skipped: qemu-system-x86_64 is not installed", 0)
    try:
        done = subprocess.run(command(path, asan, plain), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=TIME_OUT_S, check=False)
        return Result(done.returncode, done.stdout, time.time() - started)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return Result(1, str(problem), time.time() - started)


def tell(row, results):
    outcomes = [results[path].of(names) for path, names in row.tests]
    reasons = [why for _, why in outcomes if why]
    if not all(well for well, _ in outcomes):
        bad = [path for (path, _), (well, _) in zip(row.tests, outcomes) if not well]
        print(f"FAIL  {row.fault}: {', '.join(bad)}")
        for path in bad:
            print("\n".join("      " + line for line in results[path].said.splitlines()[-60:]))
        return "failed"
    if reasons:
        print(f"ok    {row.fault}, but {reasons[0]}" if len(reasons) < len(outcomes) else f"{reasons[0]} ({row.fault})")
        return "skipped"
    print(f"ok    {row.fault}")
    return "ok"


def main():
    table = list(rows())
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if check(table) else 1)
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if not check(table):
        sys.exit(1)
    asan, plain = (os.path.abspath(folder) for folder in sys.argv[1:])
    paths = sorted({path for row in table for path, _ in row.tests})
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        results = dict(zip(paths, pool.map(lambda path: run(path, asan, plain), paths)))
    counts = {"ok": 0, "failed": 0, "skipped": 0}
    for row in table:
        counts[tell(row, results)] += 1
    slowest = sorted(results.items(), key=lambda item: -item[1].seconds)[:8]
    print("Slowest: " + ", ".join(f"{os.path.basename(path)} {result.seconds:.0f} s" for path, result in slowest))
    print(f"{counts['ok']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(1 if counts["failed"] else 0)


if __name__ == "__main__":
    main()
