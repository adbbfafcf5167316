#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Both frontends on one miniature per construct: the sparse frontend gives the IR that is recorded
for libclang, positions aside.  golden.tsv lists what differs, and why."""
import glob
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "rules"))
from lib import GUPCHECK, Tap

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")
GOLDEN = os.path.join(os.path.dirname(HERE), "golden")


def functions(text):
    """{function: its lines without positions}"""
    found = {}
    for m in re.finditer(r"^func (\S+).*?^end$", text, re.M | re.S):
        body = re.sub(r"^\t\S+ ", "\t", m.group(0), flags=re.M)
        found[m.group(1)] = re.sub(r" at \S+ end \d+", "", body).splitlines()
    return found


def bindings(text):
    return sorted(re.findall(r"^bind (.*) \S+$", text, re.M))


def compare(name):
    with open(os.path.join(GOLDEN, name + ".ir"), encoding="utf-8") as f:
        want = f.read()
    run = subprocess.run([GUP_SPARSE, "--gup-ir", name + ".c"], cwd=GOLDEN, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, check=False)
    a, b = functions(want), functions(run.stdout)
    for f in sorted(set(a) | set(b)):
        if a.get(f) != b.get(f):
            for x, y in zip(a.get(f, ["no such function"]), b.get(f, ["no such function"])):
                if x != y:
                    yield f"{f}: clang: {x}"
                    yield f"{f}: sparse: {y}"
                    break
    if bindings(want) != bindings(run.stdout):
        yield "the bindings differ"
    yield from (x for x in run.stderr.splitlines() if x.startswith("gup-sparse: "))


def known():
    with open(os.path.join(HERE, "golden.tsv"), encoding="utf-8") as f:
        return dict(line.rstrip("\n").split("\t") for line in f if line.strip() and line[0] != "#")


def main():
    names = sorted(os.path.basename(p)[:-3] for p in glob.glob(os.path.join(GOLDEN, "*.ir")))
    listed = known()
    tap = Tap(len(names) + 1)
    for name in names:
        problems = list(compare(name))
        if name in listed:
            problems = [] if problems else ["listed in golden.tsv, but it is the same"]
        tap.report(name, problems)
    tap.report("each listed difference names a miniature", sorted(set(listed) - set(names)))
    return tap.failed > 0 or not names


sys.exit(main())
