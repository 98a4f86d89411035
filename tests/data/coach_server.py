"""A model's server on loopback in the shape of Anthropic Messages, for tests of the screens.

coach_server.py FOLDER: prints its port, writes each request's body to FOLDER/body.N, and does what FOLDER/mode
says at the moment a request comes: "answer", "fail" (500), "declined", or "hold" (until it says something
else). Ends when its standard input ends."""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = sys.argv[1]
COUNT = 0

# Numbers that no data holds, an escape sequence that would clear the screen, another that would
# write the window's title, and a character that turns text around.
WRONG = "The group shrank by 987654 mm. "
ESCAPES = "Calm \x1b[2J\x1b]0;taken over\x07\u202esquad."

ANSWERS = {
    "positives": {
        "summary": "A steady evening. " + WRONG + "The rhythm was good.",
        "positives": ["The start was strong.", ESCAPES],
        "improvements": ["Breathe out before the trigger."],
        "next_focus": "Hold the follow-through for two breaths.",
    },
    "trends": {
        "summary": "The weapon shoots as it did.",
        "trends": ["Nothing stands out."],
        "issues": ["The zero drifts to the left."],
        "recommendations": ["Check the rear sight.", "Clean the barrel."],
    },
    "goals": {
        "answer": "Most points go in the last series. " + WRONG,
        "goals": ["Rest before the last series.", "Count to three."],
    },
}


def mode():
    with open(os.path.join(FOLDER, "mode"), encoding="utf-8") as file:
        return file.read().strip()


def answer_of(body):
    for field, answer in ANSWERS.items():
        if field in json.dumps(body.get("output_config", {})):
            return answer
    return {}


class Handler(BaseHTTPRequestHandler):
    def send(self, status, value):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("request-id", "req_test")
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        global COUNT
        size = int(self.headers.get("Content-Length", "0"))
        raw = self.rfile.read(size)
        COUNT += 1
        with open(os.path.join(FOLDER, f"body.{COUNT}"), "wb") as file:
            file.write(raw)
        while mode() == "hold":
            time.sleep(0.02)
        if mode() == "fail":
            self.send(500, {"type": "error", "error": {"type": "api_error", "message": "broken"}})
            return
        is_declined = mode() == "declined"
        body = json.loads(raw)
        self.send(200, {
            "id": "msg_test", "type": "message", "role": "assistant", "model": "test-model",
            "stop_reason": "refusal" if is_declined else "end_turn",
            "content": [{"type": "text", "text": json.dumps(answer_of(body))}],
            "usage": {"input_tokens": 321, "output_tokens": 123},
        })

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Who asked has gone: that is part of the tests."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
