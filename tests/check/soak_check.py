#!/usr/bin/env python3
"""A soak: keys by the thousand over every screen of the real program. It does not end, it does not grow, shots are stored,
and when nobody types it does not wake but for the clock.

  soak_check.py AIMTRACK [--full]      5,000 keys; 200,000 with --full

The growth is measured in a build without sanitizers only (they keep what was freed); with one, that part is skipped.
"""
import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

GROWTH_KIB = 1000  # from after the warm-up to the end
CACHE_KIB = 7000  # what the caches of three connections and the largest screen may still take after the short warm-up of the quick part
KEYS = [b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"\x1b", b"\r", b"\r", b"\t", b"\x1b[Z", b"\x1bOA", b"\x1bOB", b"\x1bOB", b"\x1bOC", b"\x1bOD", b"\x1b[5~",
        b"\x1b[6~", b"\x1bOP", b"\x10", b"/", b"9", b"8", b"0", b"x", b"-", b"\x7f", b"g", b"p", b"s", b"a", b"b", b"n", b"e", b"?", b"\x0c", b" ", b"\xc3\xa9",
        b"\x1b[<0;20;10M", b"\x1b[<65;20;10M"]
problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Kiosk:
    def __init__(self, program, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", LANGUAGE="en")
            os.execv(program, [program, "--data", folder])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.seen = b""
        self.read(1.5)

    def read(self, seconds=0.0):
        """What it wrote, until it was quiet for so long."""
        got = b""
        while select.select([self.terminal], [], [], seconds)[0]:
            try:
                got += os.read(self.terminal, 65536)
            except OSError:
                break
            seconds = min(seconds, 0.05)
        self.seen = (self.seen + got)[-20000:]
        return got

    def key(self, key):
        os.write(self.terminal, key)
        self.read(0.001)

    def status(self, name):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(name + ":"):
                    return int(line.split()[1])
        return -1

    def is_running(self):
        return os.waitpid(self.pid, os.WNOHANG)[0] == 0

    def shows(self, text):
        self.seen = b""
        self.key(b"\x0c")
        self.read(0.5)
        return text in self.seen

    def log_in(self):
        """The administrator of the demonstration club, who sees every screen."""
        self.key(b"petra\r")
        self.read(0.5)
        self.key(b"vijf ringen\r")
        self.read(2.0)

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            pid, code = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return code
            self.read(0.01)
            time.sleep(0.01)  # a terminal that is closed is not waited for
        os.kill(self.pid, signal.SIGKILL)
        return -1


def wakes(kiosk, seconds):
    """How often it was put back on a processor while nobody typed."""
    kiosk.read(0.5)
    before = kiosk.status("voluntary_ctxt_switches")
    time.sleep(seconds)
    return kiosk.status("voluntary_ctxt_switches") - before


def main():
    program = os.path.abspath(sys.argv[1])
    full = "--full" in sys.argv
    with open(program, "rb") as file:
        is_sanitized = b"__asan_init" in file.read()
    count = 200_000 if full else 5_000
    warm_up = count // 4
    seed = int(os.environ.get("AIMTRACK_TEST_SEED", time.time()))
    print(f"AIMTRACK_TEST_SEED={seed}")
    random_ = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        club = os.path.join(folder, "club")
        subprocess.run([program, "demo", "--data", club], stdout=subprocess.DEVNULL, check=True)
        kiosk = Kiosk(program, club)
        kiosk.log_in()
        check(kiosk.shows(b"Sessions"), "it did not come to the range")
        warm, last, logins, started = 0, 0, 0, time.time()
        for number in range(count):
            if not number % 500:
                if not kiosk.is_running():
                    check(False, f"it ended after {number} keys: {kiosk.seen[-800:]!r}")
                    sys.exit(1)
                kiosk.key(b"\x1b\x1b\x1b")  # out of whatever it is in
                if kiosk.shows(b"Who are you?"):
                    kiosk.log_in()
                    logins += 1
            if number % 100 == 0:  # the most of the first quarter and of the last: in between it gives memory back once a minute
                resident = kiosk.status("VmRSS")
                warm = max(warm, resident) if number <= warm_up else warm
                last = max(last, resident) if number >= count - warm_up else last
            kiosk.key(random_.choice(KEYS))
        seconds = time.time() - started
        grown = last - warm
        if is_sanitized:
            print("skipped: growth needs a build without sanitizers")
        else:
            check(grown <= (GROWTH_KIB if full else CACHE_KIB), f"it grew by {grown} KiB from the first quarter of the keys to the last, from {warm} KiB")
        idle = wakes(kiosk, 5)
        check(idle <= 12, f"{idle} wake-ups in 5 s without a key")
        code = kiosk.end()
        check(code == 0, f"it did not end well: {code}, {kiosk.seen[-300:]!r}")
        verify = subprocess.run([program, "--data", club, "verify"], capture_output=True, text=True, check=False)
        check(verify.returncode == 0, f"verify: {verify.stdout}")
        print(f"{count} keys in {seconds:.0f} s, at most {warm} KiB in the first quarter, {grown:+d} KiB in the last, {idle} wake-ups in 5 s, {logins} logins more, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
