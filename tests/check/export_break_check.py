#!/usr/bin/env python3
"""Exports that are broken off, and folders in which somebody put something: the program is killed at random moments, or
told to stop, while exports are written. Under a final name there is never a file that is not whole; who is told to stop
leaves nothing; what was killed is cleared away, and said, by the next export; several at once never take each other's name.

  export_break_check.py AIMTRACK [--full] [--seed N]

The part with NTFS by FUSE, which cannot rename without replacing, is skipped with a word where only root could mount it.
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


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def exports(club):
    return json.loads(run(*club, "export", "list", "--json").stdout)["exports"]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def parts(folder):
    return [name for name in os.listdir(folder) if name.endswith(".part")]


def named(folder):
    return [name for name in os.listdir(folder) if name.endswith((".csv", ".pdf", ".json"))]


def begin(club, words):
    """Signals as a person's shell leaves them, whatever started this."""
    def usual():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
    return subprocess.Popen([*club, "export", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=usual)


def wait_for_part(folder, process):
    until = time.monotonic() + 20
    while not parts(folder) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)


def killed(club, folder, rounds, dice):
    whole = os.path.join(folder, "whole")
    os.mkdir(whole)
    done = run(*club, "export", "shots", "--out", whole)
    check(done.returncode == 0, f"a whole one: {done.stderr}")
    sums = digest(os.path.join(whole, named(whole)[0]))
    begun = time.monotonic()
    run(*club, "export", "shots", "--out", whole)
    longest = time.monotonic() - begun
    out = os.path.join(folder, "killed")
    os.mkdir(out)
    left = 0
    for _ in range(rounds):
        process = begin(club, ["shots", "--out", out])
        time.sleep(dice.random() * longest)
        process.kill()
        process.communicate()
        left += len(parts(out))
        check(len(parts(out)) <= 1, f"killed: more than the last one's part is there: {parts(out)}")
        for name in named(out):
            check(digest(os.path.join(out, name)) == sums, f"killed: {name} is not whole")
    check(left > 0, "killed: no kill hit the writing")
    done = run(*club, "export", "sessions", "--out", out)
    check(done.returncode == 0 and not parts(out), f"killed: the next one: {done.stderr} {os.listdir(out)}")
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, capture_output=True, text=True)
    check(done.returncode == 0, f"killed: the list: {done.stdout} {done.stderr}")
    process = begin(club, ["shots", "--out", out])
    wait_for_part(out, process)
    process.kill()
    process.communicate()
    had = len(parts(out))
    done = run(*club, "export", "sessions", "--out", out)
    check(not had or "cleared away" in done.stdout, f"killed: not said that something was cleared away: {done.stdout}")


def stopped(club, folder):
    out = os.path.join(folder, "stopped")
    os.mkdir(out)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for words in (["shots"], ["shots", "--format", "json"], ["sessions", "--format", "pdf"]):
            process = begin(club, [*words, "--out", out])
            wait_for_part(out, process)
            process.send_signal(number)
            said, why = process.communicate(timeout=60)
            what = f"{number.name}, {words}"
            check(process.returncode == 128 + number, f"{what}: ended with {process.returncode}: {said} {why}")
            check("nothing was left behind" in why and os.listdir(out) == [], f"{what}: {why} {os.listdir(out)}")
            check(exports(club)[0]["step"] == "cancelled", f"{what}: the row: {exports(club)[0]}")


def at_once(club, folder):
    out = os.path.join(folder, "together")
    os.mkdir(out)
    processes = [begin(club, ["sessions", "--out", out]) for _ in range(6)]
    for process in processes:
        said, why = process.communicate(timeout=60)
        check(process.returncode == 0 and "checked" in said, f"at once: {said} {why}")
    check(len(named(out)) == 6 and not parts(out), f"at once: {os.listdir(out)}")
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out, capture_output=True, text=True)
    check(done.returncode == 0 and done.stdout.count(": OK") == 6, f"at once, the list: {done.stdout} {done.stderr}")


def planted(club, folder):
    out = os.path.join(folder, "planted")
    victim = os.path.join(folder, "victim")
    os.mkdir(out)
    run(*club, "export", "sessions", "--out", out)
    name = named(out)[0]
    shutil.rmtree(out)
    for what, plant in (("link", lambda path: os.symlink(victim, path)), ("pipe", os.mkfifo), ("folder", os.mkdir)):
        os.mkdir(out)
        plant(os.path.join(out, name))
        done = run(*club, "export", "sessions", "--out", out)
        check(done.returncode == 0 and " (2).csv" in done.stdout, f"a {what} has the name: {done.stdout} {done.stderr}")
        shutil.rmtree(out)
        os.mkdir(out)
        plant(os.path.join(out, "SHA256SUMS"))
        done = run(*club, "export", "sessions", "--out", out)
        row = exports(club)[0]
        check(done.returncode == 74 and "there and right" in done.stderr and row["step"] == "sums", f"a {what} is the list: {done.stderr} {row}")
        shown = run(*club, "export", "show", row["id"]).stdout
        check("not in SHA256SUMS" in shown, f"a {what} is the list: show says {shown}")
        shutil.rmtree(out)
    check(not os.path.exists(victim), "what the link pointed at was made")


def without_replacing(club, folder):
    if os.geteuid() != 0 or shutil.which("ntfs-3g") is None or not os.path.exists("/dev/fuse"):
        print("skipped: NTFS by FUSE (root, the package ntfs-3g and /dev/fuse)")
        return
    image, out = os.path.join(folder, "ntfs"), os.path.join(folder, "mounted")
    os.mkdir(out)
    with open(image, "wb") as file:
        file.truncate(16 << 20)
    if run("mkfs.ntfs", "-F", "-q", image).returncode != 0 or run("ntfs-3g", image, out).returncode != 0:
        print("skipped: NTFS by FUSE could not be mounted here")
        return
    try:
        for expected in ("sessies.csv", "sessies (2).csv"):
            done = run(*club, "export", "sessions", "--out", out)
            check(done.returncode == 0 and expected in done.stdout, f"NTFS: {done.stdout} {done.stderr}")
        check(len(named(out)) == 2 and not parts(out), f"NTFS: {os.listdir(out)}")
    finally:
        run("umount", out)


def failed_is_shown_as_failed(club, folder):
    run(*club, "export", "sessions", "--out", os.path.join(folder, "none"))
    shown = run(*club, "export", "show", exports(club)[0]["id"]).stdout
    check("checked" not in shown and "not completed" in shown, f"a failed one is shown as {shown}")
    done = run(*club, "export", "sessions", "--release", "--out", folder)
    check(done.returncode == 66 and not named(folder), f"no stick there: {done.returncode} {done.stderr}")


def main():
    full = "--full" in sys.argv
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else random.randrange(1 << 30)
    with tempfile.TemporaryDirectory() as folder:
        club = [os.path.abspath(sys.argv[1]), "--data", os.path.join(folder, "club"), "--language", "en"]
        run(*club, "demo", "--members", "20", "--sessions", "1500")
        rounds = 200 if full else 12
        killed(club, folder, rounds, random.Random(seed))
        stopped(club, folder)
        at_once(club, folder)
        planted(club, folder)
        without_replacing(club, folder)
        failed_is_shown_as_failed(club, folder)
        done = run(*club, "verify")
        check(done.returncode == 0, f"the club afterwards: {done.stdout}")
    print(f"seed {seed}: {rounds} killed, 9 stopped, 6 at once, 6 planted: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
