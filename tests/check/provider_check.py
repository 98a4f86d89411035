#!/usr/bin/env python3
"""The coach against a provider that no one here wrote (tests/mock), for all three protocols, with its faults on.

  provider_check.py AIMTRACK [--full]

Needs Node 20.15 or newer and tests/mock/node_modules (scripts/test installs it); without them it says why it was
skipped. Each request must end in one stored answer or one visible failure of the class that the fault has.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from coach_check import Club, DONE, FAILED, check, problems

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MOCK = os.path.join(ROOT, "tests", "mock", "node_modules", ".bin", "llmock")
ANSWER = {"summary": "A steady session.", "positives": ["The second half."], "improvements": ["The first series."], "next_focus": "Take your time."}
PROTOCOLS = (("anthropic", ""), ("openai", "/v1"), ("ollama", ""))
FAULTS = (  # options of the mock, what a request that meets it for ever ends in
    ([], "", DONE),
    (["--chaos-latency", "700"], "", DONE),
    (["--chaos-malformed", "1"], "bad_response", FAILED),
    (["--chaos-disconnect", "1"], "network", FAILED),
    (["--chaos-drop", "1"], "server", FAILED),
)


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Mock:
    def __init__(self, folder, fixtures, options):
        self.port = free_port()
        path = os.path.join(folder, "fixtures.json")
        with open(path, "w") as file:
            json.dump({"fixtures": fixtures}, file)
        self.process = subprocess.Popen([MOCK, "-p", str(self.port), "-f", path, "--log-level", "silent", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the mock did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def configure(club, mock, provider, path, **more):
    club.configure(mock.port, **{"backoff": 0, **more})
    with open(os.path.join(club.folder, "aimtrack.conf")) as file:
        text = file.read()
    text = text.replace("provider = anthropic", f"provider = {provider}\nmodel = mock-1").replace(f":{mock.port}", f":{mock.port}{path}")
    with open(os.path.join(club.folder, "aimtrack.conf"), "w") as file:
        file.write(text)


def ask_and_work(club, sessions):
    club.run("queue", "forget", "--older-than", "0d")
    for session in sessions:
        club.run("ask", "session", str(session))
    club.run("queue", "work", "--stop-when-empty")
    return club.json("queue", "list")["jobs"]


def everything_ends(club, sessions, folder):
    for provider, path in PROTOCOLS:
        for options, error, state in FAULTS:
            mock = Mock(folder, [{"match": {}, "response": {"content": json.dumps(ANSWER)}}], options)
            configure(club, mock, provider, path)
            jobs = ask_and_work(club, sessions[:2])
            mock.stop()
            name = f"{provider} {' '.join(options) or 'without faults'}"
            for job in jobs:
                want = "done" if state == DONE else "failed"
                check(job["state"] == want and job["error_class"] == error, f"{name}: {job['state']} {job['error_class']} ({job['error_detail']})")
            print(f"{name}: {len(jobs)} {jobs[0]['state']} {jobs[0]['error_class']}")


def statuses(club, sessions, folder):
    """A rate limit, an overload, a refused key: what the class says, and what is tried again."""
    for provider, path in PROTOCOLS:
        for status, kind, error in ((529, "overloaded_error", "server"), (401, "authentication_error", "config"), (400, "invalid_request_error", "config")):
            mock = Mock(folder, [{"match": {}, "response": {"error": {"type": kind, "message": "no"}, "status": status}}], [])
            configure(club, mock, provider, path)
            jobs = ask_and_work(club, sessions[:1])
            mock.stop()
            check(jobs[0]["state"] == "failed" and jobs[0]["error_class"] == error and jobs[0]["http_status"] == status, f"{provider} {status}: {jobs[0]}")
    print("529, 401 and 400 end as their classes say")


def mixed(club, sessions, folder, full):
    """All faults at a time, as often as not; and a rate limit that passes."""
    for provider, path in PROTOCOLS:
        mock = Mock(folder, [{"match": {}, "response": {"content": json.dumps(ANSWER)}}],
                    ["--chaos-malformed", "0.15", "--chaos-disconnect", "0.1", "--chaos-drop", "0.15", "--chaos-ratelimit", "0.2"])
        configure(club, mock, provider, path)
        jobs = ask_and_work(club, sessions[: 40 if full else 8])
        mock.stop()
        answers = dict(club.rows("SELECT job_id, count(*) FROM answer GROUP BY job_id"))
        for job in jobs:
            check(job["state"] in ("done", "failed"), f"{provider} mixed: {job['state']}")
            check(answers.get(int(job["id"]), 0) == (1 if job["state"] == "done" else 0), f"{provider} mixed: answers of {job['id']}")
        print(f"{provider} with all faults: {sum(job['state'] == 'done' for job in jobs)} of {len(jobs)} answered")


def main():
    program = os.path.abspath(sys.argv[1])
    full = "--full" in sys.argv
    if not os.path.exists(MOCK):
        print("skipped: tests/mock/node_modules is not there (Node 20.15 or newer, npm ci --ignore-scripts)")
        return 0
    folder = tempfile.mkdtemp(prefix="aimtrack-provider.")
    try:
        club = Club(program, os.path.join(folder, "club"))
        club.run("demo", "--members", "8", "--sessions", "60", "--shots-per-session", "20")
        sessions = [row[0] for row in club.rows("SELECT id FROM session WHERE state = 1 ORDER BY id")]
        everything_ends(club, sessions, folder)
        statuses(club, sessions, folder)
        mixed(club, sessions, folder, full)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
