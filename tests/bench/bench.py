#!/usr/bin/env python3
"""Ratios of AimTrack against bare programs, measured side by side in one run (scripts/bench calls it).

Every pair is measured in turn (A B A B ...), so that a machine that grows slow grows slow for both.
A time runs from the write of a key (or from exec) to the last byte that the program sent before it was
quiet. Prints a table in Markdown; judges nothing: exit 0 unless something could not be measured.

  bench.py --aimtrack PROGRAM --bare FOLDER --small FOLDER --large FOLDER [--rounds N] [--only insight]
  bench.py --aimtrack PROGRAM --bare FOLDER --only growth --clubs FOLDER...   clubs from small to large
"""
import argparse
import fcntl
import os
import pty
import re
import select
import signal
import sqlite3
import statistics
import struct
import subprocess
import termios
import time

from bench_table import Table

QUIET_S = 0.06
ESCAPES = re.compile(rb'\x1b\[[0-9;?<>=]*[@-~]|\x1b[()][0AB]|\x1b[=>78M]|\x1b\][^\x07]*\x07')


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, argv, columns=80, lines=24, env=None):
        environment = {'PATH': os.environ['PATH'], 'HOME': os.environ.get('HOME', '/'),
                       'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en'}
        environment.update(env or {})
        self.started = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))
            os.execve(argv[0], argv, environment)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))
        self.seen = b''

    def burst(self, since, limit_s=10.0, until=None):
        """(milliseconds to the last byte, bytes) of what comes until it is quiet."""
        last, size, data = since, 0, b''
        while True:
            waiting = size == 0 or (until is not None and until not in ESCAPES.sub(b'', data))
            timeout = limit_s if waiting else QUIET_S
            if not select.select([self.master], [], [], timeout)[0]:
                break
            try:
                chunk = os.read(self.master, 65536)
            except OSError:
                break
            if not chunk:
                break
            last = time.perf_counter()
            size += len(chunk)
            data += chunk
        self.seen += data
        return (last - since) * 1000, size, ESCAPES.sub(b'', data).decode('utf-8', 'replace')

    def first_paint(self, until=None):
        return self.burst(self.started, until=until)

    def key(self, keys, until=None, limit_s=2.0):
        now = time.perf_counter()
        os.write(self.master, keys)
        return self.burst(now, limit_s, until)

    def proc(self, name):
        with open(f'/proc/{self.pid}/{name}') as file:
            return file.read()

    def resident_kib(self):
        return int(re.search(r'VmRSS:\s+(\d+)', self.proc('status')).group(1))

    def wake_ups(self):
        total = 0
        for task in os.listdir(f'/proc/{self.pid}/task'):
            status = self.proc(f'task/{task}/status')
            total += int(re.search(r'\nvoluntary_ctxt_switches:\s+(\d+)', status).group(1))
        return total

    def written_bytes(self):
        return int(re.search(r'wchar: (\d+)', self.proc('io')).group(1))

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        end = time.time() + 3
        while time.time() < end:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
            if select.select([self.master], [], [], 0.02)[0]:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    pass
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)


DOWN = b'\x1bOB'
UP = b'\x1bOA'


class Bench:
    def __init__(self, options):
        self.o = options
        self.table = Table()

    def kiosk(self, folder, **size):
        return Terminal([self.o.aimtrack, '--data', folder], **size)

    def bare(self, folder, **size):
        return Terminal([self.o.bare + '/bare_list', folder + '/aimtrack.db'], **size)

    def login(self, folder, **size):
        """At the range as the demonstration's officer."""
        terminal = self.kiosk(folder, **size)
        terminal.first_paint(b'AimTrack')
        for key in (b'j', b'a', b'n', b'\r'):
            terminal.key(key, limit_s=0.3)
        terminal.key(b'246810\r', until=b'Range', limit_s=5.0)
        time.sleep(0.3)
        terminal.key(b'\x0c', limit_s=0.3)
        return terminal

    def add(self, what, ours, reference, limit, unit='ms', note=''):
        self.table.add(what, ours, reference, limit, unit, note)

    def start_up(self):
        ours, bare, small = [], [], []
        for folder, into in ((self.o.small, small), (self.o.large, ours)):
            self.kiosk(folder).close()      # one start that is not counted
        for _ in range(self.o.rounds):
            for make, folder, into in ((self.kiosk, self.o.large, ours), (self.bare, self.o.large, bare),
                                       (self.kiosk, self.o.small, small)):
                terminal = make(folder)
                into.append(terminal.first_paint()[0])
                terminal.close()
        self.add('start to the painted login, large club / bare list', statistics.median(ours),
                 statistics.median(bare), '<= 1.5')
        self.add('start, large club / small club', statistics.median(ours), statistics.median(small), '<= 1.15')

    def open_list(self):
        large, small, bare = self.login(self.o.large), self.login(self.o.small), self.bare(self.o.large)
        bare.first_paint()
        times = {'large': [], 'small': [], 'bare': [], 'again': []}
        for _ in range(self.o.rounds):
            for name, terminal in (('large', large), ('small', small)):
                terminal.key(b'4', limit_s=0.5)
                times[name].append(terminal.key(b'2', limit_s=0.5)[0])
            bare.key(b'c', limit_s=0.5)     # another picture, so that the list is painted anew
            times['again'].append(bare.key(b'r', limit_s=0.5)[0])
            bare_now = self.bare(self.o.large)
            times['bare'].append(bare_now.first_paint()[0])
            bare_now.close()
        self.add('opening the session list, large club / bare program that paints 50 sessions',
                 statistics.median(times['large']), statistics.median(times['bare']), '<= 1.5')
        self.add('opening the session list, large club / the same in the running bare program',
                 statistics.median(times['large']), statistics.median(times['again']), '-')
        self.add('opening the session list, large club / small club', statistics.median(times['large']),
                 statistics.median(times['small']), '<= 1.15')
        self.add('resident memory in the session list, large club', large.resident_kib() / 1024, None, '<= 12', 'MiB')
        for terminal in (large, small, bare):
            terminal.close()

    def cursor(self, columns, lines):
        ours, bare = self.login(self.o.large, columns=columns, lines=lines), self.bare(self.o.large, columns=columns, lines=lines)
        bare.first_paint()
        ours.key(b'2', limit_s=0.5)
        our, theirs = [], []
        for _ in range(self.o.rounds):
            for key in (DOWN, DOWN, DOWN, UP, UP):
                our.append(ours.key(key, limit_s=0.5))
                theirs.append(bare.key(key, limit_s=0.5))
        where = f'{columns}x{lines}'
        self.add(f'bytes for a cursor key, {where} (most: {max(b[1] for b in our)})',
                 statistics.median(b[1] for b in our), statistics.median(b[1] for b in theirs), '<= 300 bytes, <= 2', 'bytes')
        self.add(f'time of a cursor key, {where}', statistics.median(b[0] for b in our),
                 statistics.median(b[0] for b in theirs), '-')
        now = time.perf_counter()
        os.write(ours.master, b'?')
        ours.burst(now, 1.0)
        self.add(f'Esc, {where}', ours.key(b'\x1b', limit_s=0.5)[0], None, '<= 35 ms')
        ours.close()
        bare.close()

    def raw_sync(self, folder):
        out = subprocess.run([self.o.bare + '/raw_sync', folder + '/raw.bin', '30'], check=True,
                             capture_output=True, text=True).stdout
        return [float(line) / 1000 for line in out.split()]

    def scoring(self, folder):
        """A lane with a first shot."""
        terminal = self.login(folder)
        for key in (b'\r', b'f', b'y'):       # a lane that an earlier run left
            terminal.key(key, limit_s=0.4)
        for key in (b'n', b'b', b'a', b'\r', b'\r', b'L', b'P', b'6', b'0', b'\r'):
            terminal.key(key, limit_s=0.4)
        if 'stored' not in terminal.key(b'9')[2]:
            raise SystemExit('the bench could not store a shot')
        return terminal

    def stored_shot(self):
        terminal = self.scoring(self.o.large)
        ours, raw = [], []
        for index in range(self.o.rounds * 2):
            ours.append(terminal.key(b'9')[0])
            if index % 5 == 0:
                raw += self.raw_sync(self.o.large)
        reference = statistics.median(raw)
        middle = statistics.median(ours)
        self.add('a stored shot on the screen / (2.2 x raw fdatasync + 1 ms)', middle, 2.2 * reference + 1, '<= 1',
                 note=f'raw fdatasync {reference:.2f} ms')
        terminal.close()

    def bare_query(self, folder, what, number):
        out = subprocess.run([self.o.bare + '/bare_query', folder + '/aimtrack.db', what, str(number), '9'], check=True,
                             capture_output=True, text=True).stdout
        return statistics.median(float(line) for line in out.split())

    @staticmethod
    def most_shot(folder):
        db = sqlite3.connect(f'file:{folder}/aimtrack.db?mode=ro', uri=True)
        weapon = db.execute('SELECT w.id, w.serial FROM session_weapon l JOIN weapon w ON w.id = l.weapon_id'
                            ' GROUP BY w.id ORDER BY count(*) DESC LIMIT 1').fetchone()
        member = db.execute('SELECT m.id, m.number FROM session s JOIN member m ON m.id = s.member_id'
                            ' GROUP BY m.id ORDER BY count(*) DESC LIMIT 1').fetchone()
        newest = db.execute('SELECT max(started_at_ms) FROM session').fetchone()[0]
        return weapon, member, newest

    def card(self, folder, section, find):
        """On the list, the cursor on that record."""
        terminal = self.login(folder)
        terminal.key(section, limit_s=0.5)
        terminal.key(b'/' + find.encode() + b'\r', limit_s=0.5)
        return terminal

    def insight(self):
        weapon, member, newest = self.most_shot(self.o.large)
        for name, section, record in (('weapon', b'4', weapon), ('member', b'3', member)):
            terminal = self.card(self.o.large, section, record[1])
            times, bare = [], []
            for round_ in range(self.o.rounds):
                times.append(terminal.key(b'\r', limit_s=1.0)[0])
                terminal.key(b'\x1b', limit_s=0.5)
                if round_ % 3 == 0:   # in turn: a virtual machine has good and bad seconds
                    bare.append(self.bare_query(self.o.large, name, record[0]))
            self.add(f'opening the card of the most shot {name}, large club / its bare summary query',
                     statistics.median(times), statistics.median(bare), '<= 2')
            terminal.close()
        terminal, times = self.login(self.o.large), []
        for _ in range(self.o.rounds):
            terminal.key(b'2', limit_s=0.5)   # not the range: there a digit may be a scanner's
            times.append(terminal.key(b'5', limit_s=1.0)[0])
        terminal.close()
        self.add('opening the coach (180 days of everybody), large club / its bare summary query', statistics.median(times),
                 self.bare_query(self.o.large, 'since', newest - 181 * 86400000), '<= 2')
        self.insight_keys()

    def insight_keys(self):
        """Every key of a weapon's card in both clubs in turn; 95 of 100 times."""
        keys = (b'\t', b'\t', b'g', DOWN, b'\t', b'\t', DOWN, b'\t')
        times = {}
        cards = []
        for folder in (self.o.large, self.o.small):
            card = self.card(folder, b'4', self.most_shot(folder)[0][1])
            card.key(b'\r', limit_s=1.0)
            cards.append(card)
            times[card] = []
        for _ in range(self.o.rounds):
            for key in keys:
                for card in cards:
                    times[card].append(card.key(key, limit_s=0.5)[0])
        p95 = [sorted(times[card])[int(0.95 * len(times[card]))] for card in cards]
        self.add('a key on a weapon\'s card, 95 of 100: large club / small club', p95[0], p95[1], '<= 1.2')
        periods = {card: [card.key(b'p', limit_s=0.5)[0] for _ in range(self.o.rounds)] for card in cards}
        self.add('another period on a weapon\'s card: large club / small club', statistics.median(periods[cards[0]]),
                 statistics.median(periods[cards[1]]), '-')
        for card in cards:
            card.close()

    def growth_of(self, folder):
        """Medians of one club, in milliseconds; memory in MiB."""
        start, listed, card, finding, shot = [], [], [], [], []
        weapon = self.most_shot(folder)[0]
        for _ in range(self.o.rounds):
            terminal = self.kiosk(folder)
            start.append(terminal.first_paint()[0])
            terminal.close()
        terminal = self.card(folder, b'4', weapon[1])
        for _ in range(self.o.rounds):
            card.append(terminal.key(b'\r', limit_s=1.0)[0])
            terminal.key(b'\x1b', limit_s=0.5)
        for _ in range(self.o.rounds):
            terminal.key(b'4', limit_s=0.5)
            listed.append(terminal.key(b'2', limit_s=0.5)[0])
        terminal.key(b'/', limit_s=0.5)
        for _ in range(self.o.rounds):
            finding.append(terminal.key(b'b', limit_s=0.5)[0])
            terminal.key(b'\x7f', limit_s=0.5)
        memory = terminal.resident_kib() / 1024
        terminal.close()
        terminal = self.scoring(folder)
        for _ in range(self.o.rounds * 2):
            shot.append(terminal.key(b'9')[0])
        terminal.close()
        return [statistics.median(times) for times in (start, listed, finding, card, shot)] + [memory]

    def growth(self):
        """How each grows from the smallest club to the largest: a column a club."""
        names = ('start to the painted login', 'opening the session list', 'a letter of a search in it',
                 'opening the card of the most shot weapon', 'a stored shot', 'memory')
        sizes, columns = [], []
        for folder in self.o.clubs:
            db = sqlite3.connect(f'file:{folder}/aimtrack.db?mode=ro', uri=True)
            sizes.append(db.execute('SELECT sum(shots) FROM shot_summary').fetchone()[0])
            db.close()
            columns.append(self.growth_of(folder))
        print('| what | ' + ' | '.join(f'{size:,} shots' for size in sizes) + ' | last / first |')
        print('|---' * (len(sizes) + 2) + '|')
        for index, name in enumerate(names):
            values = [column[index] for column in columns]
            unit = 'MiB' if name == 'memory' else 'ms'
            print(f'| {name} | ' + ' | '.join(f'{value:.2f} {unit}' for value in values) + f' | {values[-1] / values[0]:.2f} |')

    def idle(self, seconds=20):
        terminal = self.login(self.o.large)
        terminal.key(b'2', limit_s=0.5)
        time.sleep(10)                      # toasts have gone
        wakes, written = terminal.wake_ups(), terminal.written_bytes()
        time.sleep(seconds)
        self.add('wake-ups a second when idle', (terminal.wake_ups() - wakes) / seconds, None, '<= 1', '/s')
        self.add('bytes written when idle (the clock line once a minute)', terminal.written_bytes() - written, None, '0 on disk', 'bytes')
        terminal.close()


def main():
    parser = argparse.ArgumentParser()
    for name in ('aimtrack', 'bare'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--small')
    parser.add_argument('--large')
    parser.add_argument('--clubs', nargs='*')
    parser.add_argument('--rounds', type=int, default=15)
    parser.add_argument('--only', help='insight or growth')
    bench = Bench(parser.parse_args())
    if bench.o.only == 'insight':
        return bench.insight()
    if bench.o.only == 'growth':
        return bench.growth()
    bench.start_up()
    bench.open_list()
    bench.cursor(80, 24)
    bench.cursor(140, 45)
    bench.insight()
    bench.stored_shot()
    bench.idle()
    return None


if __name__ == '__main__':
    main()
