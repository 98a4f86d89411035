"""The one table that every benchmark here adds its rows to: what, ours, reference measured in the same run, ratio, aim.
A row judges nothing by itself; the column "holds" says whether the aim was met in this run, so that a reader need not compare."""
import os
import platform
import re
import time

HEAD = '| what | AimTrack | reference | ratio | aim | holds | note |\n|---|---|---|---|---|---|---|'
LIMIT = re.compile(r'(<=|>=) ([0-9.]+)')


def machine():
    cpu = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')), '?')
    return f'{time.strftime("%Y-%m-%d %H:%M")}, {platform.machine()}, {os.cpu_count()} x {cpu}, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}'


def holds(value, aim):
    """"yes", "no", or "-" for an aim that is no number."""
    found = LIMIT.match(aim)
    if value is None or not found:
        return '-'
    limit = float(found.group(2))
    return 'yes' if (value <= limit if found.group(1) == '<=' else value >= limit) else 'no'


class Table:
    def __init__(self):
        self.is_started = os.environ.get('BENCH_ROWS_ONLY') == 'yes'   # scripts/bench printed the head

    def add(self, what, ours, reference=None, aim='-', unit='ms', note='', better='lower'):
        """better 'higher': the ratio is speed, ours over theirs."""
        if not self.is_started:
            print(HEAD)
            self.is_started = True
        ratio = ours / reference if reference else None
        judged = ratio if ratio is not None else ours
        digits = 0 if abs(ours) >= 1000 else 2
        shown = [f'{value:.{digits}f} {unit}' if value is not None else '-' for value in (ours, reference)]
        print(f'| {what} | {shown[0]} | {shown[1]} | {"-" if ratio is None else f"{ratio:.2f}"} | {aim} | {holds(judged, aim)} | {note} |',
              flush=True)
