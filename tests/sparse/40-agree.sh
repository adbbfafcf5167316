#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of a real kernel through both frontends: the findings agree, or differences are listed with a
reason in units.tsv; sparse's own output is the same through gup-sparse.

usage: 40-agree.sh [OBJECT...]    (16 objects of linux-source-6.12; `all`: each unit that a scan plans)
"""
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "rules")]
from kernel import OBJ, OBJECTS, TREE, commands
from lib import GUPCHECK, SRC, Tap, rule_ids

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")
PLAIN = os.path.join(SRC, "build", "sparse-plain")
WARNING = re.compile(r"([^:]+):(\d+):\d+: warning: .* \[([a-z-]+)\]$")


def run(*argv):
    return subprocess.run(argv, cwd=OBJ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=600, check=False)


def findings(text, ids):
    rows = (WARNING.match(line) for line in text.splitlines())
    return {(os.path.relpath(m[1], TREE) if m[1][0] == "/" else m[1], int(m[2]), m[3])
            for m in rows if m and m[3] in ids}


def planned():
    out = run(GUPCHECK, "plan", "--no-join", "-O", OBJ, TREE).stdout
    return [line.split("\t")[1][:-2] + ".o" for line in out.splitlines() if line.startswith("unit\t")]


def known():
    with open(os.path.join(HERE, "units.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and line[0] != "#"]
    return {(path, int(line), rule, who): why for path, line, rule, who, why in rows}


def agree(args, ids, listed):
    """What is said by one frontend alone, and is not listed."""
    # what is in front is for checkers only
    first = next(i for i, a in enumerate(args) if a.startswith("-Wp,"))
    clang = run(GUPCHECK, "check", "--suppressions", "/dev/null", args[-1], "--", *args[first:-1])
    sparse = run(GUP_SPARSE, "-Wgup-all", "--gup-no-notes", *args)
    a, b = findings(clang.stdout, ids), findings(sparse.stderr, ids)
    for who, some in (("clang", a - b), ("sparse", b - a)):
        for where in sorted(some):
            if (*where, who) not in listed:
                yield f"{where[0]}:{where[1]}: {where[2]}: only {who} says so"
    for line in sparse.stderr.splitlines():
        if line.startswith("gup-sparse: "):
            yield line


def main():
    ids = {rule for _, rule in rule_ids()}
    objects = sys.argv[1:] or OBJECTS
    if objects == ["all"]:
        objects = planned()
    units = commands(objects)
    listed = known()
    tap = Tap(2 * len(objects) + 1)
    tap.report(f"make tells how {len(objects)} objects are checked",
               sorted(set(o[:-2] + ".c" for o in objects) - set(units)))
    for path, args in units.items():
        tap.report(f"{path}: both frontends agree", list(agree(args, ids, listed)))
        a, b = run(PLAIN, *args), run(GUP_SPARSE, "-Wno-gup", *args)
        tap.report(f"{path}: sparse's own output",
                   [] if (a.stdout, a.stderr, a.returncode) == (b.stdout, b.stderr, b.returncode)
                   else ["it differs"])
    return tap.failed > 0 or not units


sys.exit(main())
