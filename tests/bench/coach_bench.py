#!/usr/bin/env python3
"""Does the coach make anyone wait? Two kiosks on copies of one club, measured in turn (A B A B ...): one quiet, one whose
queue holds 1,000 requests to a slow provider on loopback. Keys and stored shots: from the key to the first byte of the
answer (the last one may be the queue's own, whose number stands on the screen); 95 and 99 of 100. Judges nothing.

  coach_bench.py --aimtrack PROGRAM [--jobs 1000] [--rounds 300] [--delay 0.3]
"""
import argparse
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'check'))
from bench import DOWN, UP, Terminal  # noqa: E402
from bench_table import Table  # noqa: E402
from coach_check import KEY, Club, Provider, good  # noqa: E402

TABLE = Table()


def login(program, folder):
    terminal = Terminal([program, '--data', folder], env={'AIMTRACK_AI_KEY': KEY})
    terminal.first_paint(b'AimTrack')
    for key in (b'j', b'a', b'n', b'\r'):
        terminal.key(key, limit_s=0.3)
    terminal.key(b'246810\r', until=b'Range', limit_s=5.0)
    for key in (b'n', b'b', b'a', b'\r', b'\r', b'L', b'P', b'6', b'0', b'\r'):
        terminal.key(key, limit_s=0.4)
    if 'stored' not in terminal.key(b'9')[2]:
        raise SystemExit('the bench could not store a shot')
    return terminal


def part(times, share):
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def first_byte(kiosk, key):
    while select.select([kiosk.master], [], [], 0.03)[0]:
        os.read(kiosk.master, 65536)
    started = time.perf_counter()
    os.write(kiosk.master, key)
    if not select.select([kiosk.master], [], [], 2)[0]:
        raise SystemExit(f'no answer to {key}')
    return (time.perf_counter() - started) * 1000


def measure(kiosks, keys, rounds):
    times = [[], []]
    for index in range(rounds):
        for which, kiosk in enumerate(kiosks):
            times[which].append(first_byte(kiosk, keys[index % len(keys)]))
    return times


def report(what, times, jobs):
    for share, name in ((0.5, 'median'), (0.95, 'p95'), (0.99, 'p99')):
        quiet, busy = part(times[0], share), part(times[1], share)
        TABLE.add(f'{what} beside {jobs} requests, {name} / a quiet kiosk', busy, quiet, '<= 1.5' if name == 'p95' else '-',
                  note='aim of p99: 16 ms' if name == 'p99' else '')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--aimtrack', required=True)
    parser.add_argument('--jobs', type=int, default=1000)
    parser.add_argument('--rounds', type=int, default=300)
    parser.add_argument('--delay', type=float, default=0.3)
    options = parser.parse_args()
    program = os.path.abspath(options.aimtrack)
    folder = tempfile.mkdtemp(prefix='aimtrack-coach-bench.')
    provider = Provider(lambda _: (None, good(), options.delay))
    try:
        busy = Club(program, os.path.join(folder, 'busy'))
        busy.run('demo', '--members', '40', '--sessions', str(options.jobs + 50), '--shots-per-session', '60')
        busy.configure(provider.server_address[1])
        shutil.copytree(busy.folder, os.path.join(folder, 'quiet'))
        ids = [row[0] for row in busy.rows('SELECT id FROM session WHERE state = 1 ORDER BY id')]
        busy.run('queue', 'pause')
        for one in ids[:options.jobs]:
            busy.run('ask', 'session', str(one))
        kiosks = [login(program, os.path.join(folder, 'quiet')), login(program, busy.folder)]
        busy.run('queue', 'resume')
        time.sleep(1)
        shots = [[], []]
        for _ in range(max(options.rounds // 50, 1)):
            for into, times in zip(shots, measure(kiosks, [b'9', b'8', b'0'], 50)):
                into += times
            for kiosk in kiosks:
                for key in (b'f', b'y', b'n', b'b', b'a', b'\r', b'\r', b'L', b'P', b'6', b'0', b'\r'):
                    kiosk.key(key, limit_s=0.4)
        report('a stored shot', shots, options.jobs)
        for kiosk in kiosks:
            for key in (b'f', b'y', b'2'):
                kiosk.key(key, limit_s=0.4)
        report('a cursor key in the list', measure(kiosks, [DOWN, DOWN, DOWN, UP, UP], options.rounds), options.jobs)
        stats = busy.json('queue', 'stats')
        print(f'{stats["done"]} answered, {stats["failed"]} failed, {stats["queued"]} still waiting meanwhile', file=sys.stderr)
        for kiosk in kiosks:
            kiosk.close()
    finally:
        provider.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
