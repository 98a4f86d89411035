#!/usr/bin/env python3
"""The coach against servers that answer wrongly on purpose: raw sockets and TLS with certificates made here.

  wire_check.py AIMTRACK [--full]

For each: the class that the failure gets, how long it took, that no second server saw the key, and that nothing of
what came back reaches the terminal as it is.
"""
import gzip
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

from coach_check import Club, KEY, check, good, message, problems

GOOD = message(json.dumps(good()), "end_turn")


def response(body, status="200 OK", headers=(), length=None):
    lines = [f"HTTP/1.1 {status}", "content-type: application/json", f"content-length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def error(status, kind, text, headers=()):
    return response(json.dumps({"type": "error", "error": {"type": kind, "message": text}}).encode(), status, headers)


class Server:
    """Every connection: reads one request, then `answer(connection)`."""

    def __init__(self, answer, context=None):
        self.answer, self.context, self.seen = answer, context, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(connection,), daemon=True).start()

    def one(self, connection):
        try:
            connection.settimeout(20)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            self.seen.append(read_request(connection))
            self.answer(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def stop(self):
        self.socket.close()


def read_request(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, body = data.split(b"\r\n\r\n", 1)
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            break
        body += chunk
    return head + b"\r\n\r\n" + body


def send(bytes_):
    return lambda connection: connection.sendall(bytes_)


def drip(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.4)


def stall(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{")
    time.sleep(20)


def ten_megabytes(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(160):
        connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def many_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"".join(b"x-%d: %s\r\n" % (i, b"y" * 200) for i in range(600)) + b"content-length: 2\r\n\r\n{}")


def hold(connection):
    time.sleep(20)


def inner(text):
    return response(message(text, "end_turn"))




def until_a_date(connection):
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 40))
    connection.sendall(error("429 Too Many", "rate_limit_error", "slow", [f"retry-after: {date}"]))


CASES = (  # name, what the server does, class, within seconds; at least this pause of the provider
    ("an answer", send(response(GOOD)), "", 2, 0),
    ("an answer in chunks", lambda c: [c.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")] + [c.sendall(b"%x\r\n%s\r\n" % (len(GOOD[i:i + 7]), GOOD[i:i + 7])) for i in range(0, len(GOOD), 7)] + [c.sendall(b"0\r\n\r\n")], "", 2, 0),
    ("an answer in a fence", send(inner("```json\n" + json.dumps(good()) + "\n```")), "", 2, 0),
    ("an answer behind its thoughts", send(inner("<think>{\"a\": 1}</think>\n" + json.dumps(good()))), "", 2, 0),
    ("a slow drip", drip, "network", 14, 0),
    ("a stall in the middle", stall, "network", 14, 0),
    ("silence", hold, "network", 8, 0),
    ("ten megabytes", ten_megabytes, "bad_response", 3, 0),
    ("120 KiB of headers", many_headers, "bad_response", 3, 0),
    ("gzip", send(response(gzip.compress(GOOD), headers=["content-encoding: gzip"])), "bad_response", 2, 0),
    ("a length that is too long", send(response(GOOD, length=len(GOOD) + 100)), "network", 2, 0),
    ("a length that is too short", send(response(GOOD, length=len(GOOD) - 100)), "bad_response", 2, 0),
    ("no answer at all", lambda _: None, "network", 2, 0),
    ("garbage instead of HTTP", send(b"\x00\x01\x02SSH-2.0-x\r\n\r\n"), "", 2, 0),
    ("an empty 200", send(response(b"")), "bad_response", 2, 0),
    ("a page of HTML", send(response(b"<html><body>Login to the WiFi</body></html>")), "bad_response", 2, 0),
    ("invalid UTF-8", send(response(GOOD.replace(b"Steady", b"St\xff\xfeady"))), "bad_response", 2, 0),
    ("a NUL in a text", send(response(GOOD.replace(b"Steady", b"St\\u0000dy"))), "bad_response", 2, 0),
    ("100,000 nested brackets", send(response(b"[" * 100000)), "bad_response", 2, 0),
    ("100,000 nested objects", send(response(b'{"a":' * 50000)), "bad_response", 2, 0),
    ("100,000 nested brackets in the answer", send(inner("[" * 100000)), "invalid_answer", 2, 0),
    ("another form", send(inner('{"summary": "x"}')), "invalid_answer", 2, 0),
    ("one field too many", send(inner(json.dumps(dict(good(), command="rm")))), "invalid_answer", 2, 0),
    ("words instead of JSON", send(inner("Sure! Here is your reflection.")), "invalid_answer", 2, 0),
    ("a redirect", None, "config", 2, 0),
    ("401 that sends the key back", send(error("401 Unauthorized", "authentication_error", "invalid x-api-key: " + KEY + " \x1b]0;owned\x07")), "config", 2, 0),
    ("402", send(error("402 Payment Required", "billing_error", "no credit")), "quota", 2, 0),
    ("413", send(error("413 Too Large", "request_too_large", "big")), "config", 2, 0),
    ("429 for 7 seconds", send(error("429 Too Many", "rate_limit_error", "slow", ["retry-after: 7"])), "rate_limited", 2, 7),
    ("429 until a date", until_a_date, "rate_limited", 2, 20),
    ("429 for ever", send(error("429 Too Many", "rate_limit_error", "slow", ["retry-after: 999999999999999999999"])), "rate_limited", 2, 3500),
    ("429 for less than nothing", send(error("429 Too Many", "rate_limit_error", "slow", ["retry-after: -5"])), "rate_limited", 2, 0),
    ("429 for nonsense", send(error("429 Too Many", "rate_limit_error", "slow", ["retry-after: soon"])), "rate_limited", 2, 20),
    ("429 without money", send(error("429 Too Many", "insufficient_quota", "You exceeded your current quota")), "quota", 2, 0),
    ("529", send(error("529 Overloaded", "overloaded_error", "later")), "server", 2, 0),
    ("an error with escape sequences", send(error("500 Oops", "x\x1b[2J", "\x1b]52;c;eA==\x07 \u202eevil")), "server", 2, 0),
)
CALM = [case[0] for case in CASES if case[3] > 4]  # only with --full: they take their time


def configure(club, url, *more):
    with open(os.path.join(club.folder, "aimtrack.conf"), "w") as file:
        file.write("\n".join(["[ai]", "provider = anthropic", f"base_url = {url}", "timeout = 6" if "drip" not in more else "timeout = 30", "connect_timeout = 2", "backoff = 0",
                              *[line for line in more if "=" in line], "[alert]", "failures = 60"]) + "\n")


def once(club, session):
    """Asks, does it once: the request as it stands then, the seconds, the provider's pause in ms."""
    club.run("queue", "resume")
    club.run("queue", "forget", "--older-than", "0d")
    for job in club.json("queue", "list")["jobs"]:
        club.run("queue", "forget", job["id"])
    club.run("ask", "session", str(session))
    started = time.time()
    club.run("queue", "work", "--once")
    spent = time.time() - started
    job = club.json("queue", "list")["jobs"][0]
    club.run("queue", "list")
    club.run("queue", "show", job["id"])
    return job, spent, club.json("queue", "stats")["provider_paused_until_ms"] - time.time() * 1000


def judge(name, job, spent, wanted, most):
    check(job["error_class"] == wanted, f"{name}: {job['error_class'] or job['state']} instead of {wanted or 'an answer'} ({job['error_detail']})")
    check(spent < most, f"{name}: took {spent:.1f} s")
    check(KEY not in json.dumps(job) and "\\u001b" not in json.dumps(job) and "\u202e" not in job["error_detail"], f"{name}: {job['error_detail']}")


def wrong_answers(club, session, full):
    elsewhere = Server(send(response(GOOD)))
    for name, answer, wanted, most, pause in CASES:
        if name in CALM and not full and name != "silence":
            continue
        if name == "a redirect":
            answer = send(b"HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:%d/v1/messages\r\ncontent-length: 0\r\n\r\n" % elsewhere.port)
        if name == "garbage instead of HTTP":
            wanted = None
        server = Server(answer)
        configure(club, f"http://127.0.0.1:{server.port}", "drip" if name in CALM and name != "silence" else "")
        job, spent, paused = once(club, session)
        judge(name, job, spent, job["error_class"] if wanted is None else wanted, most)
        check(job["state"] != "done" or job["error_class"] == "", f"{name}: done with an error")
        check(wanted is not None or job["error_class"] in ("network", "bad_response"), f"{name}: {job['error_class']}")
        check(pause == 0 or pause - 5 < paused / 1000 < 3605, f"{name}: the provider rests {paused / 1000:.0f} s")
        check(any(KEY.encode() in seen for seen in server.seen), f"{name}: the request had no key")
        server.stop()
    check(elsewhere.seen == [], "a redirect was followed")
    elsewhere.stop()


def certificate(folder, name, *more):
    key, path = os.path.join(folder, name + ".key"), os.path.join(folder, name + ".pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", path, "-subj", "/CN=" + name, *more], check=True, capture_output=True)
    return path, key


def tls(club, session, folder):
    ip = ["-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    good_path, good_key = certificate(folder, "good", *ip)
    other_path, other_key = certificate(folder, "other", "-addext", "subjectAltName=DNS:elsewhere.example", "-days", "2")
    old = expired(folder)

    def server_with(path, key, oldest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path, key)
        if oldest:
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                context.minimum_version = context.maximum_version = oldest
        return Server(send(response(GOOD)), context)

    cases = [("a certificate that is trusted", server_with(good_path, good_key), good_path, ("",)),
             ("one that signed itself", server_with(good_path, good_key), None, ("tls",)),
             ("one of another host", server_with(other_path, other_key), other_path, ("tls",)),
             ("TLS 1.0", server_with(good_path, good_key, ssl.TLSVersion.TLSv1), good_path, ("tls",)),
             ("HTTP where TLS is spoken", Server(send(response(GOOD))), good_path, ("tls", "network"))]
    if old:
        cases.append(("one that ran out", server_with(*old), old[0], ("tls",)))
    for name, server, authority, wanted in cases:
        configure(club, f"https://127.0.0.1:{server.port}", *([f"ca_file = {authority}"] if authority else []))
        job, spent, _ = once(club, session)
        check(job["error_class"] in wanted, f"TLS, {name}: {job['error_class']} ({job['error_detail']})")
        check(job["error_class"] == "" or not any(KEY.encode() in seen for seen in server.seen), f"TLS, {name}: the key was sent")
        check(spent < 8, f"TLS, {name}: took {spent:.1f} s")
        server.stop()
    return len(cases)


def expired(folder):
    """A certificate of yesterday needs an authority of its own to be made without moving the clock."""
    base = os.path.join(folder, "old")
    os.makedirs(base)
    with open(os.path.join(base, "ca.conf"), "w") as file:
        file.write(f"[ca]\ndefault_ca=x\n[x]\ndatabase={base}/index\nserial={base}/serial\nnew_certs_dir={base}\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n")
    open(os.path.join(base, "index"), "w").close()
    with open(os.path.join(base, "serial"), "w") as file:
        file.write("01\n")
    key, request, path = (os.path.join(base, name) for name in ("k", "r", "c.pem"))
    subprocess.run(["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=old", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    done = subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-config", os.path.join(base, "ca.conf"), "-keyfile", key, "-in", request, "-out", path, "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-notext"], capture_output=True)
    return (path, key) if done.returncode == 0 else None


def stops(club, session):
    """SIGTERM in the middle of a request: within a second, given back uncharged."""
    server = Server(hold)
    configure(club, f"http://127.0.0.1:{server.port}", "drip")
    club.run("queue", "resume")
    for job in club.json("queue", "list")["jobs"]:
        club.run("queue", "forget", job["id"])
    club.run("ask", "session", str(session))
    worker = club.start("queue", "work")
    while not server.seen:
        time.sleep(0.02)
    started = time.time()
    worker.terminate()
    code = worker.wait(10)
    spent = time.time() - started
    job = club.json("queue", "list")["jobs"][0]
    check(code == 0 and spent < 1, f"a stop took {spent:.2f} s, status {code}")
    check(job["state"] == "queued" and job["attempts"] == 0, f"after a stop: {job['state']}, {job['attempts']} charged")
    server.stop()


def nowhere(club, session):
    """No server, no such name."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for name, url in (("a closed port", f"http://127.0.0.1:{port}"), ("a name that is none", "https://nowhere.invalid")):
        configure(club, url)
        job, spent, _ = once(club, session)
        judge(name, job, spent, "network", 12)


def refused_settings(club, session):
    for url in ("http://example.com", "https://user:pass@example.com", "https://example.com/?q=1", "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1"):
        configure(club, url)
        done = club.run("ai", "check", ok=False)
        check(done.returncode == 78, f"{url}: status {done.returncode}")
        job, _, _ = once(club, session)
        check(job["state"] == "failed" and job["error_class"] == "config", f"{url}: {job['state']}")


def main():
    program = os.path.abspath(sys.argv[1])
    full = "--full" in sys.argv
    folder = tempfile.mkdtemp(prefix="aimtrack-wire.")
    try:
        club = Club(program, os.path.join(folder, "club"))
        club.run("demo", "--members", "8", "--sessions", "20", "--shots-per-session", "20")
        session = club.rows("SELECT id FROM session WHERE state = 1 ORDER BY id")[0][0]
        wrong_answers(club, session, full)
        count = tls(club, session, folder)
        stops(club, session)
        nowhere(club, session)
        refused_settings(club, session)
        check(b"\x1b" not in bytes(club.output), "what came back reached the terminal")
        check(KEY.encode() not in bytes(club.output), "the key was printed")
        print(f"{len(CASES) - (0 if full else len(CALM) - 1)} wrong servers, {count} certificates: {len(problems)} problems")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
