#!/usr/bin/env python3
"""Every aimtrack command in README.md, CONTRIBUTING.md and docs/ is run on a demonstration club and must
end with 0; every file that they link to must exist.  usage: docs_check.py PROGRAM [--full]"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMAND = re.compile(r'^\s{4,}(?:build/\w+/)?aimtrack (.*)$')
LINK = re.compile(r'\]\(([^)#]+)\)')


def documents():
    for name in ('README.md', 'CONTRIBUTING.md'):
        yield os.path.join(ROOT, name)
    for folder, _, names in os.walk(os.path.join(ROOT, 'docs')):
        for name in sorted(names):
            if name.endswith('.md'):
                yield os.path.join(folder, name)


def main():
    program = os.path.abspath(sys.argv[1])
    problems, ran, links = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, AIMTRACK_DATA=folder + '/club')
        subprocess.run([program, 'demo'], env=environment, check=True, capture_output=True)
        for path in documents():
            with open(path, encoding='utf-8') as file:
                text = file.read()
            for line in text.splitlines():
                match = COMMAND.match(line)
                if not match:
                    continue
                words = shlex.split(match.group(1).split('   ')[0], comments=True)
                done = subprocess.run([program] + words, env=environment, capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, timeout=120, cwd=folder)
                ran += 1
                if done.returncode != 0:
                    problems.append(f'{path}: aimtrack {" ".join(words)} ended with {done.returncode}: {done.stderr}')
            for target in LINK.findall(text):
                links += 1
                if '://' not in target and not os.path.exists(os.path.join(os.path.dirname(path), target)):
                    problems.append(f'{path}: links to {target}, which is not there')
    print('\n'.join(problems))
    print(f'{ran} commands run, {links} links followed, {len(problems)} problems')
    sys.exit(1 if problems or ran < 4 or links < 5 else 0)


if __name__ == '__main__':
    main()
