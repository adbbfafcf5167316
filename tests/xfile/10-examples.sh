#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Examples of several units: the files of each folder are solved as one program, and the findings
are those of their tags, which are the ones of the rules' examples.  The order of the files on the
command line changes nothing."""
import glob
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../rules"))
from lib import GUPCHECK, SRC, WARNING, Tap, compare, rule_ids, tags


def run(files):
    """Findings by file: ({path: set of (line, rule)}, what went wrong)."""
    done = subprocess.run([GUPCHECK, "check", *files, "--", "-Itests"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, cwd=SRC, text=True, timeout=60, check=False)
    got = {}
    for line in done.stdout.splitlines():
        m = WARNING.match(line)
        if m:
            got.setdefault(m.group(1), set()).add((int(m.group(2)), m.group(3)))
    wrong = [f"standard error: {line}" for line in done.stderr.splitlines()]
    if done.returncode != bool(got):
        wrong.append(f"exit status {done.returncode} with findings in {len(got)} files")
    return got, wrong


def check(files, ids):
    got, wrong = run(files)
    for path in files:
        want, bad = tags(path, ids)
        wrong += [f"{path}: {text}" for text in bad]
        wrong += [f"{path}: {text}" for text in compare(want, got.pop(path, set()))]
    wrong += [f"{path}: findings in a file that was not asked for" for path in got]
    backwards = run(files[::-1])[0]
    if backwards != run(files)[0]:
        wrong.append("the files the other way round give other findings")
    return wrong


def main():
    ids = {rule for _, rule in rule_ids()}
    os.chdir(SRC)
    folders = sorted(glob.glob("tests/xfile/*/"))
    tap = Tap(len(folders))
    for folder in folders:
        files = sorted(glob.glob(folder + "*.c"))
        tap.report(f"{folder} ({len(files)} files)",
                   check(files, ids) if len(files) > 1 else ["fewer than two files"])
    return tap.failed > 0 or not folders


sys.exit(main())
