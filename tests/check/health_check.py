#!/usr/bin/env python3
"""The page of health from outside: the real server, real HTTP.  usage: health_check.py AIMTRACK [--full]

1. GET and HEAD of /health and /metrics, every other path and method, the forms, headers, proxies.
2. While another process holds the database: 503 within two seconds, and 200 again afterwards.
3. Fifty at once (--full: five hundred), clients that are slow, broken or silent.
4. A Unix socket; addresses that are refused; an address that is taken; the end by a signal.
5. The same beside a worker, which answers while its request runs, and is stalled when it is stopped.
6. aimtrack health: exit codes, --strict, --wait, and the same answer as the page.
7. aimtrack metrics is what Prometheus reads.
"""
import http.client
import http.server
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Club:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = dict(os.environ, AIMTRACK_DATA=folder, LANGUAGE="en")
        self.run("demo")
        self.configure()

    def configure(self, text=""):
        with open(os.path.join(self.folder, "aimtrack.conf"), "w") as file:
            file.write("[health]\nfree_percent = 0\nfree_mib = 0\n" + text)

    def run(self, *words):
        return subprocess.run([self.program, *words], env=self.environment, capture_output=True, text=True, timeout=120)

    def start(self, *words):
        return subprocess.Popen([self.program, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def database(self):
        return sqlite3.connect(f"{self.folder}/aimtrack.db", isolation_level=None, timeout=10)


def ask(port, method="GET", path="/health", headers=None, body=None, timeout=20):
    """status, headers, body, seconds"""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    started = time.monotonic()
    line.request(method, path, body=body, headers=headers or {})
    answer = line.getresponse()
    text = answer.read()
    spent = time.monotonic() - started
    line.close()
    return answer.status, answer.headers, text, spent


def wait_for_server(port):
    for _ in range(600):
        try:
            return ask(port)[0]
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not start")


def stop(process, what):
    process.send_signal(signal.SIGTERM)
    try:
        code = process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        code = None
    check(code == 0, f"{what} ended with {code}")


def check_forms(port, folder):
    status, headers, text, _ = ask(port)
    answer = json.loads(text)
    check(status == 200 and answer["status"] == "ok", f"a well club: {status} {answer['status']}")
    check(headers["Content-Type"] == "application/json", "the type of our JSON")
    check(headers["Cache-Control"] == "no-store", "Cache-Control")
    for name in ("database", "queue", "storage", "backup", "ai"):
        check(answer["checks"][name]["status"] in ("ok", "warn"), f"{name}: {answer['checks'][name]}")
    check(answer["checks"]["database"]["journal_mode"] == "wal" and answer["checks"]["database"]["synchronous"] == "full", "settings of the database")
    check(answer["checks"]["storage"]["disk"] == os.path.realpath(folder), "disk")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer["time"]) is not None, "time")
    for accept, kind in (("*/*", "application/json"), ("application/json", "application/json"), ("application/health+json", "application/health+json"),
                         ("application/health+json;q=0.1, application/json;q=0.9", "application/json"), ("text/html", "application/json")):
        check(ask(port, headers={"Accept": accept})[1]["Content-Type"] == kind, f"Accept: {accept}")
    answer = json.loads(ask(port, headers={"Accept": "application/health+json"})[2])
    check(answer["status"] in ("pass", "warn"), "status of health+json")
    for name, rows in answer["checks"].items():
        check(isinstance(rows, list) and all(row["status"] in ("pass", "warn", "fail") for row in rows), f"health+json {name}")
    for headers in ({"X-Forwarded-For": "10.0.0.1"}, {"Forwarded": "for=10.0.0.1"}, {"Via": "1.1 x"}, {"Host": "club.example"}):
        check(folder.encode() not in ask(port, headers=headers)[2], f"a path went out with {headers}")


def check_methods(port):
    for path in ("/health", "/metrics"):
        status, headers, text, _ = ask(port, "HEAD", path)
        check(status == 200 and text == b"" and int(headers["Content-Length"]) > 100, f"HEAD {path}: {status}")
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        status, headers, _, _ = ask(port, method, body=b"x" * 1000 if method != "OPTIONS" else None)
        check(status == 405 and headers["Allow"] == "GET, HEAD", f"{method}: {status} {headers['Allow']}")
    for path in ("/", "/Health", "/health/", "//health", "/health/../health", "/aimtrack.db", "/%00", "/health%2f"):
        check(ask(port, path=path)[0] == 404, f"{path} is a page")
    check(ask(port, path="/health?verbose=1")[0] == 200, "a query")
    check(ask(port, body=b"z" * 500)[0] == 200, "a GET with a body")
    status, headers, text, _ = ask(port, path="/metrics")
    check(status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4"), "type of the metrics")
    check_prometheus(text.decode())


def check_prometheus(text):
    """Every sample has its HELP and TYPE before it, and no name comes twice."""
    seen, typed = set(), set()
    check(text.endswith("\n"), "the metrics end with a line feed")
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:4]
            check(kind in ("gauge", "counter") and name not in typed, line)
            typed.add(name)
        elif not line.startswith("# HELP "):
            match = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"\\\n]*"\})? (-?[0-9.e+-]+)', line)
            check(match is not None and match.group(1) in typed, f"a sample: {line}")
            check(line.rsplit(" ", 1)[0] not in seen, f"twice: {line}")
            seen.add(line.rsplit(" ", 1)[0])
    for name in ("aimtrack_up", "aimtrack_database_commit_seconds", "aimtrack_database_busy_total", "aimtrack_database_wal_pages",
                 "aimtrack_free_bytes", "aimtrack_queue_queued"):
        check(name in typed, f"{name} is missing")


def check_locked(club, port):
    database = club.database()
    for how in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
        database.execute(how)
        status, _, text, spent = ask(port)
        row = json.loads(text)["checks"]["database"]
        check(status == 503 and row["error"] == "database_busy" and spent < 2, f"{how}: {status} {row} after {spent:.2f} s")
        check(json.loads(text)["status"] == "degraded", "status while locked")
        status, _, text, spent = ask(port, headers={"Accept": "application/health+json"})
        check(status == 503 and json.loads(text)["status"] == "fail", "health+json while locked")
        check(ask(port, path="/metrics")[0] == 200, "metrics while locked")
        check(club.run("health").returncode == 1, "exit code while locked")
        database.execute("ROLLBACK")
        check(ask(port)[0] == 200, f"after {how}")
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("BEGIN EXCLUSIVE")
    database.execute("UPDATE health_probe SET at_ms = at_ms")
    status, _, text, spent = ask(port)
    check(status == 503 and spent < 2, f"nobody may even read: {status} after {spent:.2f} s")
    check(b"sqlite" not in text.replace(b'"connection":\t"sqlite"', b"").lower(), "words of the engine went out")
    database.close()
    check(ask(port)[0] == 200, "after the exclusive lock")


def check_crowd(club, port, size):
    answers = []

    def one():
        try:
            answers.append(ask(port, timeout=30)[::3])
        except OSError as error:
            answers.append((repr(error), 0))
    for locked in (False, True):
        database = club.database()
        if locked:
            database.execute("BEGIN IMMEDIATE")
        answers.clear()
        threads = [threading.Thread(target=one) for _ in range(size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wanted = 503 if locked else 200
        check(len(answers) == size and all(status == wanted for status, _ in answers), f"{size} at once, locked {locked}: {sorted(set(a[0] for a in answers), key=str)}")
        slowest = max(spent for _, spent in answers)
        check(slowest < 2 + size / 25, f"{size} at once: the slowest took {slowest:.2f} s")
        database.close()


def raw(port, data, wait=0.0):
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    line.sendall(data)
    time.sleep(wait)
    return line


def check_bad_clients(port):
    lines = [raw(port, b"GET /health HT") for _ in range(60)]           # say half and fall silent
    lines += [raw(port, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(20)]  # never read
    status, _, _, spent = ask(port)
    check(status == 200 and spent < 3, f"beside slow clients: {status} in {spent:.2f} s")
    for line in lines:
        line.close()
    for data in (b"\x00\xff\x00\r\n\r\n", b"GET\r\n\r\n", b"GET /health HTTP/9.9\r\n\r\n", b"G" * 100000, b"GET /health HTTP/1.1\r\nA: " + b"b" * 60000 + b"\r\n\r\n",
                 b"GET /" + b"x" * 30000 + b" HTTP/1.1\r\n\r\n", b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"):
        try:
            line = raw(port, data)
            line.settimeout(10)
            line.recv(65536)
            line.close()
        except OSError:
            pass
        check(ask(port)[0] == 200, f"after {data[:30]!r}")
    line = raw(port, b"")
    for byte in b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":
        line.sendall(bytes([byte]))
        time.sleep(0.005)
    check(b"200 OK" in line.recv(200), "a request byte by byte")
    line.close()


def check_socket(club, folder):
    path = os.path.join(folder, "h.sock")
    server = club.start("health", "serve", "--listen", "unix:" + path)
    for _ in range(600):
        if os.path.exists(path):
            break
        time.sleep(0.05)
    line = socket.socket(socket.AF_UNIX)
    line.connect(path)
    line.sendall(b"GET /health HTTP/1.0\r\n\r\n")
    text = b""
    while True:
        part = line.recv(65536)
        if not part:
            break
        text += part
    check(text.startswith(b"HTTP/1.1 200") or text.startswith(b"HTTP/1.0 200"), "over a socket")
    check(os.stat(path).st_mode & 0o007 == 0, "anybody may ask at the socket")
    stop(server, "the server at a socket")
    check(not os.path.exists(path), "the socket was left over")


def check_addresses(club, port):
    for address in ("0.0.0.0:1", "[::]:9", "10.1.2.3:80", "nonsense", "unix:relative", "127.0.0.1:0"):
        done = club.run("health", "serve", "--listen", address)
        check(done.returncode == 78 and done.stderr.count("\n") == 1, f"{address}: {done.returncode} {done.stderr}")
    check(club.run("health", "serve").returncode == 78, "no address at all")
    check(club.run("health", "serve", "--listen", f"127.0.0.1:{port}").returncode == 75, "an address that is taken")
    check(club.run("health", "serve", "--nonsense").returncode == 64, "an unknown option")


class SlowProvider(http.server.BaseHTTPRequestHandler):
    came = threading.Event()
    go_on = threading.Event()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        SlowProvider.came.set()
        SlowProvider.go_on.wait(60)
        try:
            self.send_error(500)
        except OSError:
            pass  # the worker has gone

    def log_message(self, *words):
        pass


def check_worker(club):
    provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowProvider)
    provider.daemon_threads = True
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    port = free_port()
    club.configure(f"listen = 127.0.0.1:{port}\n[ai]\nprovider = openai\nbase_url = http://127.0.0.1:{provider.server_port}\n")
    session = json.loads(club.run("session", "list", "--limit", "1", "--json").stdout)["sessions"][0]["id"]
    check(club.run("ask", "session", str(session)).returncode == 0, "asking")
    worker = club.start("queue", "work")
    wait_for_server(port)
    check(SlowProvider.came.wait(30), "the request came")
    row = json.loads(ask(port)[2])["checks"]["queue"]
    check(row["status"] == "ok" and row["running"] == 1 and row["workers"] == 1 and row["worker_heartbeat_age_s"] == 0, f"while a request runs: {row}")
    worker.send_signal(signal.SIGSTOP)
    os.waitpid(worker.pid, os.WUNTRACED)  # until then it may still answer
    done = club.run("health", "--json")
    row = json.loads(done.stdout)["checks"]["queue"]
    check(done.returncode == 1 and row["error"] == "worker_stalled" and row["workers_silent"] == 1, f"a stopped worker: {row}")
    worker.send_signal(signal.SIGCONT)
    waited = club.run("health", "--wait", "--timeout", "30", "--interval", "1")
    check(waited.returncode == 0 and waited.stdout == "[healthcheck] OK\n", f"--wait: {waited}")
    stop(worker, "the worker")
    check(not [name for name in os.listdir(club.folder) if name.endswith(".sock")], "a socket of the worker was left over")
    SlowProvider.go_on.set()
    provider.shutdown()
    check(club.run("queue", "forget", "--older-than", "0d").returncode == 0, "forgetting")
    database = club.database()
    database.execute("DELETE FROM job")
    database.close()
    club.configure()


def check_command(club):
    done = club.run("health", "--json")
    check(done.returncode == 0 and json.loads(done.stdout)["status"] == "ok" and done.stderr == "", f"health --json: {done}")
    check(club.run("health", "--strict").returncode == 1, "--strict with a warning")  # no backup yet
    check(json.loads(club.run("health", "--format=health+json").stdout)["status"] == "warn", "--format=health+json")
    check_prometheus(club.run("health", "--format", "prometheus").stdout)
    check_prometheus(club.run("metrics").stdout)
    check(club.run("health", "--format", "xml").returncode == 64, "an unknown form")
    check(club.run("health", "extra").returncode == 64, "an unknown word")
    database = club.database()
    database.execute("BEGIN IMMEDIATE")
    done = club.run("health", "--wait", "--timeout", "2", "--interval", "1")
    check(done.returncode == 1 and done.stdout == "[healthcheck] Timed out after 2s\n", f"--wait that times out: {done}")
    database.execute("ROLLBACK")
    database.close()
    for words in (("doctor",), ("doctor", "storage"), ("doctor", "hardening")):
        done = club.run(*words, "--json")
        findings = json.loads(done.stdout)["findings"]
        check(done.returncode == 0 and all(row["fix"] or row["status"] == "ok" for row in findings), f"{words}: {done.returncode}")
    os.chmod(os.path.join(club.folder, "pepper"), 0o644)
    check(club.run("doctor", "storage").returncode == 1, "doctor sees a pepper that others can read")
    os.chmod(os.path.join(club.folder, "pepper"), 0o600)
    with tempfile.TemporaryDirectory() as nowhere:
        done = subprocess.run([club.program, "--data", nowhere, "health", "--json"], capture_output=True, text=True)
        check(done.returncode == 1 and json.loads(done.stdout)["checks"]["database"]["error"] == "no_club", "no club")
        check(os.listdir(nowhere) == [], "looking made something")


def main():
    program = os.path.abspath(sys.argv[1])
    crowd = 500 if "--full" in sys.argv else 50
    with tempfile.TemporaryDirectory() as folder:
        club = Club(program, os.path.join(folder, "club"))
        port = free_port()
        server = club.start("health", "serve", "--listen", f"127.0.0.1:{port}")
        try:
            wait_for_server(port)
            check_forms(port, club.folder)
            check_methods(port)
            check_locked(club, port)
            check_crowd(club, port, crowd)
            check_bad_clients(port)
            check_addresses(club, port)
            check(server.poll() is None, "the server fell")
        finally:
            stop(server, "the server")
        check_socket(club, folder)
        check_worker(club)
        check_command(club)
    print(f"the page of health: {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
