#!/usr/bin/env python3
"""No function of a library is defined again by our programs: the dynamic linker takes the first of a name, and a program
comes before its libraries, so the library itself would call ours. What a program is linked with, and what it opens late.

  symbols_check.py AIMTRACK [--full]
"""
import os
import re
import subprocess
import sys

LATE = ["libcurl.so.4", "libmicrohttpd.so.12", "libmount.so.1", "libsystemd.so.0"]
# Opened late under one name or another: Debian 12 and 13.
OTHER_NAMES = {"libcurl.so.4": ["libcurl-gnutls.so.4"]}
# docs/decisions/0008: for the speed of paper, and only in that program.
DECIDED = {"aimtrack": set(), "aimtrack-paper": {"HPDF_MemSet", "HPDF_MemCpy", "deflateInit_"}}
# What the linker puts into every program.
EVERY = {"_init", "_fini", "_start", "main", "data_start", "__data_start", "_edata"}


def names(words, kinds=""):
    """kinds: as nm writes them; the others are a program's own copies of a library's variables, which the linker makes."""
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines() if line.strip()]
    return {line[-1].split("@")[0] for line in lines if not kinds or line[-2] in kinds}


def late_path(name, cache):
    for one in [name, *OTHER_NAMES.get(name, [])]:
        found = re.search(rf"^\s*{re.escape(one)} \(.*x86-64.*\) => (\S+)|^\s*{re.escape(one)} .*=> (\S+)", cache, re.M)
        if found:
            return found[1] or found[2]
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    cache = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    problems, looked = [], 0
    for path in (program, os.path.join(os.path.dirname(program), "aimtrack-paper")):
        ours = names(["nm", "--defined-only", "--extern-only", path], "TWiD") - EVERY
        libraries = set(re.findall(r"=> (/\S+)", subprocess.run(["ldd", path], capture_output=True, text=True, check=True).stdout))
        libraries = {one for one in libraries if not re.search(r"/lib(asan|ubsan|tsan|lsan)\.", one)}
        for name in LATE:
            found = late_path(name, cache)
            if found is None:
                problems.append(f"{name} is not here")
            else:
                libraries.add(found)
        again = set()
        for library in sorted(libraries):
            looked += 1
            twice = ours & names(["nm", "-D", "--defined-only", library])
            again |= twice
            for one in sorted(twice - DECIDED[os.path.basename(path)]):
                problems.append(f"{os.path.basename(path)} defines {one} of {os.path.basename(library)} again")
        for one in sorted(DECIDED[os.path.basename(path)] - again):
            problems.append(f"{one} stands in the list of exceptions, and is none")
    print("\n".join("WRONG: " + one for one in problems), end="\n" if problems else "")
    print(f"{looked} libraries looked at, {len(problems)} problems")
    return 1 if problems or looked < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
