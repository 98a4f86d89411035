#!/usr/bin/env python3
"""Sticks that fail for real: a file system on a disk that is served by a program of its own (nbdkit, nbdfuse, loop).
The server is killed, or answers with errors, while exports are written: an export never says "checked" then, under the
final name there is no file that is not whole, every attempt is a row with the step that failed, and scoring goes on.

  stick_fault_check.py AIMTRACK [--full]

Skipped (0) with a word where nbdkit, nbdfuse or loop devices are not there.
"""
import hashlib
import json
import os
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


def skip(why):
    print("skipped:", why)
    sys.exit(0)


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, timeout=120, **options)


class Stick:
    """A mounted ext4 of a few megabytes behind a server that can be killed or told to fail."""

    def __init__(self, folder, size="24M"):
        self.fuse, self.mount, self.trigger = (os.path.join(folder, name) for name in ("fuse", "stick", "fail"))
        os.makedirs(self.mount)
        with open(self.fuse, "w", encoding="ascii"):
            pass
        self.loop = None
        self.server = subprocess.Popen(
            ["nbdfuse", self.fuse, "--command", "nbdkit", "-s", "--exit-with-parent", "--filter=error", "memory", f"size={size}",
             f"error-file={self.trigger}", "error-rate=100%"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if os.path.getsize(self.fuse) > 0:
                break
            time.sleep(0.05)
        else:
            self.end()
            skip("a disk of its own could not be served here")
        made = run("mkfs.ext4", "-q", "-F", self.fuse)
        found = run("losetup", "--find", "--show", self.fuse) if made.returncode == 0 else made
        if found.returncode != 0:
            self.end()
            skip("no loop device here: " + found.stderr.strip())
        self.loop = found.stdout.strip()
        if run("mount", "-o", "errors=remount-ro", self.loop, self.mount).returncode != 0:
            self.end()
            skip("a disk cannot be mounted here")

    def fail(self):
        with open(self.trigger, "w", encoding="ascii"):
            pass

    def mend(self):
        os.unlink(self.trigger)

    def kill(self):
        self.server.send_signal(signal.SIGKILL)

    def end(self):
        run("umount", "-l", self.mount)
        if self.loop:
            run("losetup", "-d", self.loop)
        self.server.terminate()
        run("fusermount3", "-uz", self.fuse)
        try:
            self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()


def named_files(folder):
    try:
        return [name for name in os.listdir(folder) if name.endswith((".csv", ".pdf", ".json"))]
    except OSError:
        return []


def last(club):
    return json.loads(run(*club, "export", "list", "--json").stdout)["exports"][0]


def one_fault(club, folder, what, words):
    """The fault comes while the export is writing; a second export, to another place, must still work."""
    scratch = tempfile.mkdtemp(dir=folder)
    stick = Stick(scratch)
    try:
        done = run(*club, "export", "sessions", "--out", stick.mount)
        check(done.returncode == 0 and "checked" in done.stdout, f"{what}: before the fault: {done.stderr}")
        process = subprocess.Popen([*club, "export", *words, "--out", stick.mount], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(200):
            if any(name.endswith(".part") for name in os.listdir(stick.mount)):
                break
            time.sleep(0.005)
        stick.kill() if what == "killed" else stick.fail()
        out, err = process.communicate(timeout=120)
        check(process.returncode in (73, 74), f"{what}, {words}: ended with {process.returncode}: {out} {err}")
        check("checked" not in out and "safe to remove" not in out, f"{what}: said {out}")
        sentence = err.splitlines()[0] if err else ""
        check("not complete" in sentence or "Nothing was written" in sentence, f"{what}: the sentence: {sentence}")
        row = last(club)
        check(row["step"] not in ("done", "sums") and row["sha256"] == "", f"{what}: the row says {row['step']}")
        if what != "killed":
            stick.mend()
        for name in named_files(stick.mount):
            path = os.path.join(stick.mount, name)
            try:
                with open(path, "rb") as file:
                    sums = hashlib.sha256(file.read()).hexdigest()
            except OSError:
                continue # cannot be read: nobody takes it for a whole one
            rows = [one for one in json.loads(run(*club, "export", "list", "--json").stdout)["exports"] if one["sha256"] == sums]
            check(rows, f"{what}: {name} stands there and no export wrote it")
    finally:
        stick.end()
    done = run(*club, "export", "sessions", "--out", scratch)
    check(done.returncode == 0, f"{what}: afterwards, elsewhere: {done.stderr}")
    shutil.rmtree(scratch, ignore_errors=True)


def main():
    if os.geteuid() != 0:
        skip("only root may mount")
    for program in ("nbdfuse", "nbdkit", "losetup", "mkfs.ext4"):
        if shutil.which(program) is None:
            skip(f"{program} is not installed")
    full = "--full" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        club = [os.path.abspath(sys.argv[1]), "--data", os.path.join(folder, "club"), "--language", "en"]
        run(*club, "demo", "--members", "20", "--sessions", "2000" if full else "600")
        rounds = 10 if full else 1
        for _ in range(rounds):
            for what in ("errors", "killed"):
                one_fault(club, folder, what, ["shots"])
                one_fault(club, folder, what, ["sessions", "--format", "pdf"])
        done = run(*club, "verify")
        check(done.returncode == 0, f"the club afterwards: {done.stdout}")
    print(f"{4 * rounds} sticks that failed, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
