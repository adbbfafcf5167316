#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every example of every rule, through every frontend: the findings are those of its tags."""
import glob
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import FRONTENDS, SRC, Tap, compare, rule_ids, tags


def main():
    ids = {rule for _, rule in rule_ids()}
    os.chdir(SRC)
    files = sorted(glob.glob("analyzer/rules/*/*-*.c"))
    tap = Tap(len(files) * len(FRONTENDS))
    for path in files:
        want, wrong = tags(path, ids)
        for name, run in FRONTENDS.items():
            got, failed = run(path)
            tap.report(f"{name}: {path}", wrong + failed + list(compare(want, got)))
    return tap.failed > 0 or not files


sys.exit(main())
