#!/usr/bin/env python3
"""Commands killed with SIGKILL at random moments: afterwards the club is as before or as after, verify finds nothing,
and no file under its final name is half.

  kill_fault_check.py AIMTRACK [--full]
"""
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Club:
    def __init__(self, program, folder):
        self.words, self.folder = [program, "--data", folder, "--language", "en"], folder

    def run(self, *words):
        return subprocess.run([*self.words, *words], capture_output=True, text=True, timeout=300, check=False)

    def json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Club(self.words[0], folder)


def duration(club, words, scratch):
    """Seconds that the command takes when nobody kills it."""
    copy = club.copy(tempfile.mktemp(dir=scratch))
    started = time.time()
    done = copy.run(*words)
    check(done.returncode == 0, f"{words[:2]}: not killed, it ended with {done.returncode}: {done.stderr}")
    return time.time() - started


def members(club):
    return len(club.json("member", "list", "--limit", "5000")["members"])


def killed(club, words, seconds, random_, scratch):
    """A copy of the club on which the command was killed at a random moment of its time."""
    copy = club.copy(tempfile.mktemp(dir=scratch))
    process = subprocess.Popen([*copy.words, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random_.uniform(0, seconds * 1.05))
    process.send_signal(signal.SIGKILL)
    code = process.wait()
    verify = copy.run("verify")
    check(verify.returncode == 0, f"{words[:2]}: verify: {verify.stdout} {verify.stderr}")
    return copy, code


def import_members(club, rounds, random_, scratch):
    path, count = os.path.join(scratch, "members.csv"), 3000
    with open(path, "w", encoding="utf-8") as file:
        file.write("Lidnummer;Achternaam\n" + "".join(f"{80000 + i};Kill{i}\n" for i in range(count)))
    before = members(club)
    seconds = duration(club, ["import", "members", path], scratch)
    through = 0
    for _ in range(rounds):
        copy, code = killed(club, ["import", "members", path], seconds, random_, scratch)
        after = members(copy)
        check(after in (before, before + count), f"import: {after - before} of {count} members")
        check(code != 0 or after == before + count, "import: it said that it was done")
        through += after != before
        shutil.rmtree(copy.folder)
    return f"import {through}/{rounds} through"


def edit_member(club, rounds, random_, scratch):
    member = club.json("member", "list", "--limit", "1")["members"][0]
    words = ["member", "edit", member["id"], "--notes", "n" * 500]
    seconds = duration(club, words, scratch)
    through = 0
    for _ in range(rounds):
        copy, code = killed(club, words, seconds, random_, scratch)
        notes = copy.json("member", "show", member["id"])
        text = json.dumps(notes)
        check(("n" * 500 in text) or ("nn" * 20 not in text), "member edit: half of the notes")
        check(code != 0 or "n" * 500 in text, "member edit: it said that it was done")
        through += "n" * 500 in text
        shutil.rmtree(copy.folder)
    return f"member edit {through}/{rounds} through"


def export(club, rounds, random_, scratch):
    through = 0
    for kind in ("csv", "pdf"):
        words = ["export", "sessions", "--format", kind]
        seconds = duration(club, [*words, "--out", scratch], scratch)
        for number in range(rounds):
            out = os.path.join(scratch, f"out-{kind}-{number}")
            os.mkdir(out)
            copy, _ = killed(club, [*words, "--out", out], seconds, random_, scratch)
            named = [name for name in os.listdir(out) if name.endswith("." + kind)]
            whole = [row["sha256"] for row in copy.json("export", "list")["exports"]]
            for name in named:
                with open(os.path.join(out, name), "rb") as file:
                    content = file.read()
                # killed after the rename and before its row: then it must be whole all the same
                ends = content.endswith(b"%%EOF\n") if kind == "pdf" else content.endswith(b"\n")
                check(hashlib.sha256(content).hexdigest() in whole or ends, f"export: {name} is half")
            through += len(named)
            shutil.rmtree(copy.folder)
    return f"export {through}/{2 * rounds} through"


def queue(club, rounds, random_, scratch):
    asked = [row["id"] for row in club.json("session", "list", "--limit", "5")["sessions"]]
    waiting = club.copy(tempfile.mktemp(dir=scratch))
    for one in asked:
        waiting.run("ask", "session", one)
    words = ["queue", "work", "--stop-when-empty"]
    seconds = duration(waiting, words, scratch)
    for _ in range(rounds):
        copy, _ = killed(waiting, words, seconds, random_, scratch)
        copy.run(*words)
        states = [job["state"] for job in copy.json("queue", "list")["jobs"]]
        check(states == ["done"] * len(asked), f"queue: after the next worker: {states}")
        shutil.rmtree(copy.folder)
    return f"queue {rounds} times"


def main():
    rounds = 40 if "--full" in sys.argv else 3
    seed = int(os.environ.get("AIMTRACK_TEST_SEED", time.time()))
    print(f"AIMTRACK_TEST_SEED={seed}")
    random_ = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        club = Club(os.path.abspath(sys.argv[1]), os.path.join(scratch, "club"))
        club.run("demo")
        for part in (import_members, edit_member, export, queue):
            print(part(club, rounds, random_, scratch))
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
