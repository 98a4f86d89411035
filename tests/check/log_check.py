#!/usr/bin/env python3
"""No byte that AimTrack writes holds the key of the provider: the log in its three forms at the most
talkative level, the database, what commands print, the screen of the kiosk, and (where strace is there)
every write to a file or a terminal. The provider here refuses and sends the key back in its answers.
usage: log_check.py PROGRAM [--full]"""
import http.server
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

CANARY = 'sk-canary' + '0123456789abcdefghijklmnop'
PIECE = CANARY[9:25]  # also when something was cut off before it


class Echo(http.server.BaseHTTPRequestHandler):
    asked = with_key = 0

    def do_POST(self):
        Echo.asked += 1
        Echo.with_key += CANARY in str(self.headers.get('authorization'))
        self.rfile.read(int(self.headers.get('content-length', 0)))
        body = json.dumps({'error': {'message': 'no such key: ' + str(self.headers.get('authorization'))},
                           'model': CANARY}).encode()
        self.send_response(500 if Echo.asked % 2 else 401)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.send_header('x-request-id', CANARY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Club:
    def __init__(self, program, folder, port):
        self.program, self.folder = program, folder
        self.data = folder + '/club'
        self.key_file = folder + '/key'
        self.traces = []
        self.port = port
        with open(os.open(self.key_file, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='ascii') as file:
            file.write(CANARY + '\n')

    def environment(self):
        return dict(os.environ, AIMTRACK_DATA=self.data, AIMTRACK_AI_KEY=CANARY,
                    ASAN_OPTIONS='detect_leaks=0')  # which does not work while traced

    def settings(self, form, by_file):
        with open(self.data + '/aimtrack.conf', 'w', encoding='utf-8') as file:
            file.write(f'[ai]\nprovider = openai\nmodel = test\nbase_url = http://127.0.0.1:{self.port}/v1\n'
                       + (f'key_file = {self.key_file}\n' if by_file else '')
                       + f'backoff = 0\n[log]\nlevel = debug\nformat = {form}\n')
        os.chmod(self.data + '/aimtrack.conf', 0o600)

    def traced(self, words):
        if shutil.which('strace') is None:
            return words
        self.traces.append(f'{self.folder}/trace{len(self.traces)}')
        return ['strace', '-f', '-yy', '-s', '100000', '-e', 'trace=write,writev,pwrite64,pwritev',
                '-o', self.traces[-1]] + words

    def run(self, *words):
        done = subprocess.run(self.traced([self.program, '--log-level', 'debug'] + list(words)),
                              env=self.environment(), capture_output=True, stdin=subprocess.DEVNULL, timeout=120,
                              check=False)
        return done.stdout + done.stderr

    def kiosk(self, stderr=None):
        """Its worker asks the provider; gives what stood on the screen. As a service its stderr is a journal."""
        child, terminal = pty.fork()
        if child == 0:
            if stderr is not None:
                os.dup2(os.open(stderr, os.O_WRONLY | os.O_CREAT, 0o600), 2)
            environment = dict(self.environment(), TERM='xterm-256color')
            words = self.traced([self.program, '--log-level', 'debug'])
            os.execvpe(words[0], words, environment)
        seen, before, until = b'', Echo.asked, time.monotonic() + 60
        while time.monotonic() < until and (Echo.asked == before or b'AimTrack' not in seen):
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 65536)
        end(child)
        try:
            while True:
                seen += os.read(terminal, 65536)
        except OSError:
            pass
        os.waitpid(child, 0)
        return seen, Echo.asked > before


def end(child):
    """The kiosk itself, or the one that strace started: strace would leave it running."""
    with open(f'/proc/{child}/task/{child}/children', encoding='ascii') as file:
        below = [int(number) for number in file.read().split()]
    with open(f'/proc/{child}/comm', encoding='ascii') as file:
        is_strace = file.read().strip() == 'strace'
    for process in below if is_strace else [child]:
        os.kill(process, signal.SIGTERM)


def find(problems, where, text):
    if isinstance(text, str):
        text = text.encode()
    at = text.find(PIECE.encode())
    if at >= 0:
        problems.append(f'{where} holds the key: {text[max(0, at - 80):at + 40]!r}')


def first_session(club, number):
    rows = json.loads(subprocess.run([club.program, '--json', 'session', 'list'], env=club.environment(),
                                     capture_output=True, check=True).stdout)['sessions']
    return rows[number]['id']


def main():
    program = os.path.abspath(sys.argv[1])
    problems, bytes_seen, asked_by_kiosk = [], 0, False
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        club = Club(program, folder, server.server_address[1])
        said = club.run('demo', '--members', '6', '--sessions', '8')
        for number, form in enumerate(('plain', 'logfmt', 'json')):
            club.settings(form, number == 1)
            said += club.run('config', 'check') + club.run('config', 'show', '--json') + club.run('config', 'show')
            said += club.run('ai', 'check', '--live') + club.run('ask', 'session', first_session(club, number))
            said += club.run('queue', 'work', '--stop-when-empty') + club.run('queue', 'list', '--json')
            said += club.run('queue', 'failed') + club.run('alert', 'list', '--all', '--json')
        said += club.run('ask', 'session', first_session(club, 4))
        seen, asked_by_kiosk = club.kiosk()
        journal, log = folder + '/club/journal', club.data + '/aimtrack.log'
        size = os.path.getsize(log) if os.path.exists(log) else 0
        said += club.run('ask', 'session', first_session(club, 5))
        seen += club.kiosk(journal)[0]
        if size == 0:
            problems.append('the kiosk at a terminal wrote no log')
        elif os.path.getsize(log) != size or os.path.getsize(journal) == 0:
            problems.append('the kiosk as a service did not write to its journal alone')
        said += club.run('log', '--lines', '1000') + club.run('verify')
        said += club.run('export', 'sessions', '--out', folder + '/club')
        with open(club.data + '/aimtrack.conf', 'a', encoding='utf-8') as file:
            file.write(f'[ai]\napi_key = {CANARY}\n; {CANARY}\n')
        said += club.run('config', 'check') + club.run('config', 'show') + club.run('queue', 'list')
        os.remove(club.data + '/aimtrack.conf')  # the one file where it stands, by the hand of this check
        find(problems, 'what commands print', said)
        find(problems, 'the screen', seen)
        bytes_seen = len(said) + len(seen)
        for top, _, names in os.walk(club.data):
            for name in names:
                with open(os.path.join(top, name), 'rb') as file:
                    text = file.read()
                bytes_seen += len(text)
                find(problems, name, text)
        for trace in club.traces:
            with open(trace, encoding='utf-8', errors='replace') as file:
                for line in file:
                    bytes_seen += len(line)
                    if '<TCP:' not in line and '<TCPv6:' not in line:  # to the provider it must go
                        find(problems, 'a write', line)
    if Echo.with_key != Echo.asked:
        problems.append('the key did not go where it must')
    if Echo.asked < 6 or not asked_by_kiosk:
        problems.append(f'the provider was asked {Echo.asked} times only')
    if not club.traces:
        print('skipped: strace is not here: writes were not looked at one by one')
    print('\n'.join(problems[:20]))
    print(f'{Echo.asked} requests, {bytes_seen} bytes looked through, {len(problems)} problems')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
