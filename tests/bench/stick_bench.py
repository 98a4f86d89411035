#!/usr/bin/env python3
"""Does an export to a slow stick make anyone wait? Two kiosks on copies of one club, measured in turn (A B A B ...): one
quiet, one that writes every shot to a disk that takes its time over each write (nbdkit's delay, nbdfuse, loop, ext4: root
only). Keys and stored shots: from the key to the first byte of the answer; 95 and 99 of 100. Judges nothing.

  stick_bench.py --aimtrack PROGRAM [--sessions 10000] [--rounds 300] [--delay 100ms]
"""
import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'check'))
from bench import DOWN, UP, Terminal  # noqa: E402
from coach_bench import measure, report  # noqa: E402

RIGHT, TAB = b'\x1b[C', b'\t'
LANE = (b'n', b'b', b'a', b'\r', b'\r', b'L', b'P', b'6', b'0', b'\r')


def slow_stick(folder, delay):
    """(its folder, a function that takes it away)"""
    fuse, mount = os.path.join(folder, 'fuse'), os.path.join(folder, 'stick')
    os.mkdir(mount)
    with open(fuse, 'w', encoding='ascii'):
        pass
    server = subprocess.Popen(['nbdfuse', fuse, '--command', 'nbdkit', '-s', '--exit-with-parent', '--filter=delay', 'memory', 'size=800M',
                               f'delay-write={delay}'], stdout=subprocess.DEVNULL)
    while os.path.getsize(fuse) == 0:
        time.sleep(0.05)
        if server.poll() is not None:
            raise SystemExit('the slow disk could not be served')
    subprocess.run(['mkfs.ext4', '-q', '-F', '-E', 'nodiscard', fuse], check=True)
    loop = subprocess.run(['losetup', '--find', '--show', fuse], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(['mount', loop, mount], check=True)

    def take_away():
        subprocess.run(['umount', '-l', mount])
        subprocess.run(['losetup', '-d', loop])
        server.terminate()
        server.wait()
    return mount, take_away


def login(program, folder):
    terminal = Terminal([program, '--data', folder])
    terminal.first_paint(b'AimTrack')
    for key in (b'j', b'a', b'n', b'\r'):
        terminal.key(key, limit_s=0.3)
    terminal.key(b'246810\r', until=b'Range', limit_s=5.0)
    return terminal


def begin_export(terminal, stick):
    for key in (b'6', b'e', RIGHT, RIGHT, TAB, TAB, TAB, RIGHT, RIGHT, RIGHT, RIGHT, TAB, RIGHT, TAB, TAB, b'\x15', stick.encode()):
        terminal.key(key, limit_s=0.4)
    if 'exporting' not in terminal.key(b'\r', until=b'exporting', limit_s=5.0)[2]:
        raise SystemExit('the export did not begin')
    terminal.key(b'1', limit_s=0.4)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--aimtrack', required=True)
    parser.add_argument('--sessions', type=int, default=10000)
    parser.add_argument('--rounds', type=int, default=300)
    parser.add_argument('--delay', default='100ms')
    options = parser.parse_args()
    program = os.path.abspath(options.aimtrack)
    folder = tempfile.mkdtemp(prefix='aimtrack-stick-bench.')
    stick, take_away = slow_stick(folder, options.delay)
    try:
        clubs = [os.path.join(folder, name) for name in ('quiet', 'busy')]
        subprocess.run([program, '--data', clubs[0], 'demo', '--members', '40', '--sessions', str(options.sessions), '--shots-per-session', '60'],
                       check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(*clubs)
        kiosks = [login(program, club) for club in clubs]
        begin_export(kiosks[1], stick)
        for kiosk in kiosks:
            for key in LANE:
                kiosk.key(key, limit_s=0.4)
            if 'stored' not in kiosk.key(b'9')[2]:
                raise SystemExit('the bench could not store a shot')
        print(f'{time.strftime("%Y-%m-%d %H:%M")}, {os.cpu_count()} cores, Linux {platform.release()}; each write takes {options.delay}\n')
        print('| what | exporting | quiet | ratio |\n|---|---|---|---|')
        shots = [[], []]
        for _ in range(max(options.rounds // 50, 1)):
            for into, times in zip(shots, measure(kiosks, [b'9', b'8', b'0'], 50)):
                into += times
            for kiosk in kiosks:
                for key in (b'f', b'y', *LANE):
                    kiosk.key(key, limit_s=0.4)
        report('a stored shot', shots)
        for kiosk in kiosks:
            for key in (b'f', b'y', b'2'):
                kiosk.key(key, limit_s=0.4)
        report('a cursor key in the list', measure(kiosks, [DOWN, DOWN, DOWN, UP, UP], options.rounds))
        listed = subprocess.run([program, '--data', clubs[1], 'export', 'list', '--json'], check=True, capture_output=True, text=True).stdout
        print('\nthe export was', 'over before the end: give more --sessions' if '"done"' in listed else 'still running at the end')
        for kiosk in kiosks:
            kiosk.close()
    finally:
        take_away()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
