#!/usr/bin/env python3
"""Backups from outside: the file is opened with Python's tarfile, the database in it with Python's sqlite3, and every
count and digest of the manifest is computed again; a restored club is compared table by table with the one it was made of.

  backup_check.py AIMTRACK [--full]
"""
import hashlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile

problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


class Program:
    def __init__(self, program, data):
        self.program = program
        self.data = data

    def run(self, *arguments, expect=0):
        done = subprocess.run([self.program, "--data", self.data, *arguments], capture_output=True, text=True)
        check(done.returncode == expect, f"{arguments}: {done.returncode} instead of {expect}: {done.stderr.strip()[-300:]}")
        return done

    def json(self, *arguments, expect=0):
        return json.loads(self.run("--json", *arguments, expect=expect).stdout)


def value(item):
    if item is None:
        return b"N"
    if isinstance(item, int):
        return b"I" + struct.pack(">q", item)
    if isinstance(item, float):
        return b"F" + struct.pack(">d", item)
    kind, data = (b"T", item.encode()) if isinstance(item, str) else (b"B", item)
    return kind + struct.pack(">q", len(data)) + data


def tables_of(path):
    """{table: (rows, digest)}, as docs/decisions/0011 says."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = {}
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")]
    for name in names:
        columns = [(row[0], row[1]) for row in db.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY pk = 0, pk, cid", (name,))]
        key = [column for column, pk in columns if pk > 0] or ["rowid"]
        digest = hashlib.sha256(value(name) + b"".join(value(column) for column, _ in columns))
        rows = 0
        quoted = ", ".join(f'"{column}"' for column, _ in columns)
        order = ", ".join(f'"{column}"' for column in key)
        for row in db.execute(f'SELECT {quoted} FROM "{name}" ORDER BY {order}'):
            digest.update(b"".join(value(item) for item in row))
            rows += 1
        found[name] = (rows, digest.hexdigest())
    check(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", f"{path}: integrity_check")
    check(db.execute("PRAGMA foreign_key_check").fetchone() is None, f"{path}: foreign_key_check")
    db.close()
    return found


def check_sums(folder):
    for line in open(os.path.join(folder, "SHA256SUMS")):
        digest, name = line.rstrip("\n").split("  ", 1)
        with open(os.path.join(folder, name), "rb") as file:
            check(hashlib.sha256(file.read()).hexdigest() == digest, f"{name}: not what SHA256SUMS says")


def check_backup(path, scratch):
    with tarfile.open(path) as tar:
        names = tar.getnames()
        check(names[0] == "aimtrack-backup.json", "the manifest is the first file")
        manifest = json.load(tar.extractfile(names[0]))
        check([item["name"] for item in manifest["files"]] == names[1:], "the manifest names every file, in order")
        check("pepper" not in names and "aimtrack.conf" not in names, "no secrets in an unencrypted backup")
        for item in manifest["files"]:
            data = tar.extractfile(item["name"]).read()
            check(len(data) == item["bytes"] and hashlib.sha256(data).hexdigest() == item["sha256"], f"{item['name']}: size or SHA-256")
        database = os.path.join(scratch, "from-tar.db")
        with open(database, "wb") as file:
            file.write(tar.extractfile("aimtrack.db").read())
    ours = tables_of(database)
    theirs = {table["name"]: (table["rows"], table["sha256"]) for table in manifest["tables"]}
    check(ours == theirs, f"tables differ: {sorted(set(ours.items()) ^ set(theirs.items()))[:4]}")
    check(sum(rows for rows, _ in ours.values()) > 1000, "there is something in it")
    return ours


def check_restored(club, before, backup, scratch, key):
    other = Program(club.program, os.path.join(scratch, "another", "machine"))
    arguments = ["restore", backup] + (["--key", key] if key else [])
    told = other.json(*arguments)
    check(told["pins_work"] == bool(key), "PINs work on another machine only after an encrypted backup")
    after = tables_of(os.path.join(other.data, "aimtrack.db"))
    changed = sorted(name for name in before if before[name] != after.get(name))
    check(changed == ["audit", "health_probe", "maintenance"], f"only what the restore and its look at the health wrote is new: {changed}")
    check(all(after[name][0] == before[name][0] + 1 for name in changed), "one row each")
    other.run("verify")
    shutil.rmtree(os.path.join(scratch, "another"))


def check_damage(club, backup, scratch):
    broken = os.path.join(scratch, "daily-20200101-000000.tar")
    with open(backup, "rb") as file:
        data = bytearray(file.read())
    data[len(data) // 2] ^= 1
    with open(broken, "wb") as file:
        file.write(data)
    told = club.json("backup", "verify", broken, expect=1)
    check(told["checked"][0]["ok"] is False, "a flipped bit is found")
    empty = Program(club.program, os.path.join(scratch, "never"))
    empty.run("restore", broken, expect=65)
    empty.run("restore", os.path.join(scratch, "nothing.tar"), expect=66)
    check(not os.path.exists(os.path.join(empty.data, "aimtrack.db")), "nothing is restored from a damaged backup")


def check_lost_list(club, folder):
    """Without the list everything is found, verified and put back; the next backup writes it again."""
    sums = os.path.join(folder, "SHA256SUMS")
    names = sorted(name for name in os.listdir(folder) if name != "SHA256SUMS")
    os.remove(sums)
    told = club.json("backup", "list")
    check(sorted(file["file"] for file in told["backups"] if file["verified"]) == names, "without the list all are found")
    check("Nothing is lost" in told["sha256sums_problem"], "and one sentence says so")
    text = club.run("backup", "list").stdout
    check("Nothing is lost" in text and "There is no backup" not in text, "in words too")
    check("its own manifest" in club.run("backup", "verify").stdout, "the newest is verified by its own manifest")
    check(len(club.json("backup", "verify", "--all")["checked"]) == len(names), "and all of them")
    club.run("restore-test")
    health = club.json("health")
    check("backup_list" in json.dumps(health), "health says it")
    club.json("backup")
    check_sums(folder)
    check(club.json("backup", "list")["sha256sums_problem"] == "", "the list is there again")


def check_days(club, folder):
    """Ten by hand on one day are one day."""
    days = {name[6:14] for name in os.listdir(folder) if name.startswith("daily-")}
    for day in range(1, 6):
        os.environ["AIMTRACK_CLOCK_MS"] = str(1780311600000 + day * 86400000)
        club.json("backup")
        days.add(f"202606{day + 1:02}")
    for _ in range(10):
        club.json("backup")
    del os.environ["AIMTRACK_CLOCK_MS"]
    left = sorted(name[6:14] for name in os.listdir(folder) if name.startswith("daily-"))
    check(left == sorted(days), f"a day that was there is there: {left}")


def main():
    program = os.path.abspath(sys.argv[1])
    scratch = tempfile.mkdtemp(prefix="backup-check-")
    club = Program(program, os.path.join(scratch, "club"))
    club.run("demo", "--members", "20", "--sessions", "60")
    folder = os.path.join(club.data, "backups")

    plain = club.json("backup")
    path = os.path.join(folder, plain["file"])
    check(plain["verified"] and not plain["encrypted"], "what the command says")
    check_sums(folder)
    before = check_backup(path, scratch)
    check_restored(club, before, path, scratch, None)
    check_damage(club, path, scratch)

    key = os.path.join(scratch, "club.key")
    public = club.json("keypair", key)["public_key"]
    check(os.stat(key).st_mode & 0o777 == 0o600, "the private key is for its owner alone")
    with open(os.path.join(club.data, "aimtrack.conf"), "w") as file:
        file.write(f"[backup]\nencrypt_to = {public}\n")
    before = tables_of(os.path.join(club.data, "aimtrack.db"))
    sealed = club.json("backup", "--encrypt", "--test")
    path = os.path.join(folder, sealed["file"])
    check(sealed["encrypted"] and sealed["restore_tested"], "encrypted and tested")
    with open(path, "rb") as file:
        check(b"SQLite format 3" not in file.read(), "nothing of the database can be seen")
    check_sums(folder)
    check(club.json("backup", "verify", path)["checked"][0]["complete"] is False, "without a key not everything is checked")
    check(club.json("backup", "verify", path, "--key", key)["checked"][0]["complete"] is True, "with the key everything is")
    check_restored(club, before, path, scratch, key)
    club.run("restore", path, expect=77)

    check(club.json("restore-test")["made"].endswith(".sealed"), "without the key a new one is made and tested")

    second = Program(program, os.path.join(scratch, "second"))
    second.run("demo", "--members", "5", "--sessions", "5")
    second.run("backup")
    check_lost_list(second, os.path.join(second.data, "backups"))
    check_days(second, os.path.join(second.data, "backups"))

    shutil.rmtree(scratch)
    print("backups:", "everything agrees" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
