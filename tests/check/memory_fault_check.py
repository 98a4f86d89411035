#!/usr/bin/env python3
"""Out of memory: every n-th allocation of a command fails, once. Each run ends well, with a sentence, or by the program's
own end of "out of memory" (SIGABRT); never by another signal, and the club is whole and holds all of it or nothing.

  memory_fault_check.py AIMTRACK [--full]

It needs a build without sanitizers, which bring an allocator of their own, and tests/fault_memory.so beside it.
"""
import concurrent.futures
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

FAILS_AT, COUNTED = 88, 96  # in struct fault_control (tests/fault/shim.h)
BLOCK = 4096
problems = []


def skip(why):
    print("skipped:", why)
    sys.exit(0)


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Club:
    def __init__(self, program, shim, folder):
        self.program, self.shim, self.folder = program, shim, folder

    def run(self, words, fails_at=0, stdin=None):
        """The command with the n-th allocation failing; (what subprocess gives, allocations)."""
        control = self.folder + ".faults"
        block = bytearray(BLOCK)
        struct.pack_into("<q", block, FAILS_AT, fails_at)
        with open(control, "wb") as file:
            file.write(block)
        environment = dict(os.environ, LD_PRELOAD=self.shim, FAULT_CONTROL=control, LANGUAGE="en")
        done = subprocess.run([self.program, "--data", self.folder, *words], env=environment, input=stdin, capture_output=True, timeout=120, check=False)
        with open(control, "rb") as file:
            counted = struct.unpack_from("<q", file.read(), COUNTED)[0]
        return done, counted

    def plain(self, *words):
        return subprocess.run([self.program, "--data", self.folder, *words], capture_output=True, timeout=120, check=False, env=dict(os.environ, LANGUAGE="en"))

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Club(self.program, self.shim, folder)


def members(club):
    rows = json.loads(club.plain("member", "list", "--limit", "5000", "--json").stdout)["members"]
    return sorted((row["number"], row["family_name"], row.get("given_name", "")) for row in rows)


def one(club, words, number, before, after, scratch):
    copy = club.copy(tempfile.mktemp(dir=scratch))
    try:
        done, _ = copy.run(words, number)
        what = f"{words[0]} {words[1]}, allocation {number}"
        check(done.returncode >= 0 or done.returncode == -signal.SIGABRT, f"{what}: signal {-done.returncode}")
        check(done.returncode == 0 or (done.stdout + done.stderr).strip() != b"", f"{what}: ended with {done.returncode} without a word")
        if after is not None:
            now = members(copy)
            check(now in (before, after), f"{what}: half of it was stored")
            check(done.returncode != 0 or now == after, f"{what}: it ended with 0 and did nothing")
        verify = copy.plain("verify")
        check(verify.returncode == 0, f"{what}: verify: {verify.stdout.decode()[-300:]}")
        return done.returncode
    finally:
        shutil.rmtree(copy.folder, ignore_errors=True)


def sweep(club, words, changes, most, random_, scratch):
    before = members(club)
    well = club.copy(tempfile.mktemp(dir=scratch))
    done, total = well.run(words)
    check(done.returncode == 0, f"{words}: {done.stderr}")
    check(total > 100, f"{words}: the allocations are not counted: {total}")
    after = members(well) if changes else None
    numbers = range(1, total + 1)
    numbers = sorted(random_.sample(numbers, min(most, total)))
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        codes = list(pool.map(lambda number: one(club, words, number, before, after, scratch), numbers))
    return f"{words[0]} {words[1]}: {len(codes)} of {total}, {codes.count(0)} did it all the same, {codes.count(-signal.SIGABRT)} ended at once"


def main():
    program = os.path.abspath(sys.argv[1])
    with open(program, "rb") as file:
        if b"__asan_init" in file.read():
            skip("needs a build without sanitizers")
    shim = os.path.join(os.path.dirname(program), "tests", "fault_memory.so")
    if not os.path.exists(shim):
        skip("fault_memory.so was not built beside the program")
    most = 2500 if "--full" in sys.argv else 25
    seed = int(os.environ.get("AIMTRACK_TEST_SEED", time.time()))
    print(f"AIMTRACK_TEST_SEED={seed}")
    random_ = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        club = Club(program, shim, os.path.join(scratch, "club"))
        club.plain("demo", "--members", "8", "--sessions", "12")
        table = os.path.join(scratch, "members.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("Lidnummer;Achternaam;Voornaam\n" + "".join(f"{90000 + i};Memory{i};Given{i}\n" for i in range(20)))
        session = json.loads(club.plain("session", "list", "--json", "--limit", "1").stdout)["sessions"][0]["id"]
        member = json.loads(club.plain("member", "list", "--json", "--limit", "1").stdout)["members"][0]["id"]
        out = os.path.join(scratch, "out")
        os.mkdir(out)
        for words, changes in ((["member", "add", "--family", "Memory", "--given", "Anna"], True),
                               (["member", "edit", member, "--given", "Changed"], True), (["import", "members", table], True),
                               (["session", "show", session], False), (["ask", "session", session], False),
                               (["export", "sessions", "--out", out], False)):
            print(sweep(club, words, changes, most, random_, scratch))
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
