#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Says which calls the preprocessor removes in a unit's configuration.

usage: compiled_out.py STATE TREE <LIST

LIST has lines `path<TAB>line<TAB>name`.  Each path is a unit of the scan in the state folder
STATE; the compiler's own preprocessor runs with that unit's flags, and by its line markers
each of its tokens belongs to a line of a file.  Prints the lines of LIST whose name is still
there at that line, or whose unit cannot be preprocessed: none means that all are compiled out.
"""
import os
import re
import subprocess
import sys


def flags_of(state, path):
    """The folder and the flags of a unit, from the plan; None if it is no unit."""
    with open(os.path.join(state, 'plan.tsv'), encoding='utf-8') as plan:
        for line in plan:
            column = line.rstrip('\n').split('\t')
            if column[:2] == ['unit', path]:
                with open(f'{state}/args/{column[4]}.args', encoding='utf-8') as args:
                    cwd, *words = args.read().splitlines()
                return cwd, words
    return None


def preprocessed(state, tree, path):
    """{line: text} of what is left of the file itself, None if it cannot be preprocessed."""
    flags = flags_of(state, path)
    if not flags:
        return None
    source = os.path.join(tree, path)
    run = subprocess.run(['clang-19', '-w', '-E', *flags[1], source], cwd=flags[0], check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if run.returncode:
        return None
    lines, here, number = {}, False, 0
    for line in run.stdout.decode('utf-8', 'replace').split('\n'):
        marker = re.match(r'# (\d+) "(.*?)"', line)
        if marker:
            number, here = int(marker.group(1)), marker.group(2) == source
            continue
        if here:
            lines[number] = lines.get(number, '') + ' ' + line
        number += 1
    return lines


def main():
    state, tree = sys.argv[1:3]
    cache = {}
    for entry in sys.stdin:
        path, line, name = entry.rstrip('\n').split('\t')
        if path not in cache:
            cache[path] = preprocessed(state, tree, path)
        text = cache[path]
        if text is None or re.search(rf'\b{name}\b', text.get(int(line), '')):
            print(entry, end='')


if __name__ == '__main__':
    main()
