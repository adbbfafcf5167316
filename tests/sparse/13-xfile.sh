#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Examples of several units: each file checked alone by gup-sparse, with the facts of the others from
a scan (--gup-db), gives the findings of its tags; xfile.tsv lists what does not, and why."""
import glob
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "rules"))
from lib import GUPCHECK, SRC, WARNING, Tap, compare, rule_ids, tags

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")


def extract(path, out):
    args = out + ".args"
    with open(args, "w", encoding="utf-8") as f:
        f.write(f"{SRC}\n-Itests\n")
    run = subprocess.run([GUPCHECK, "extract", "--tree", SRC, "--args", args, "--unit", path, "-o", out],
                         stderr=subprocess.PIPE, text=True, check=False)
    return run.stderr.splitlines() if run.returncode else []


def check(path, db):
    """Findings in @path: (set of (line, rule), what went wrong)."""
    run = subprocess.run([GUP_SPARSE, "-Wno-decl", "-Wgup-all", "--gup-db=" + db, "-Itests", path], cwd=SRC,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    got, wrong = set(), []
    for line in run.stderr.splitlines():
        m = WARNING.match(line)
        if m and m.group(1) == path:
            got.add((int(m.group(2)), m.group(3)))
        elif m or line.startswith("gup-sparse: "):
            wrong.append(line)
    return got, wrong


def known():
    with open(os.path.join(HERE, "xfile.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and line[0] != "#"]
    return {(path, problem): why for path, problem, why in rows}


def judge(path, files, listed, ids):
    problems = []
    with tempfile.TemporaryDirectory() as tmp:
        facts = os.path.join(tmp, "facts")
        os.mkdir(facts)
        for i, f in enumerate(files):
            problems += extract(f, os.path.join(facts, f"{i}.gir"))
        got, wrong = check(path, os.path.join(tmp, "gup.db"))
    want, bad = tags(path, ids)
    for p in compare(want, got):
        if listed.pop((path, p), None) is None:
            problems.append(p)
    return problems + wrong + bad


def main():
    ids = {rule for _, rule in rule_ids()}
    os.chdir(SRC)
    listed = known()
    cases = [(f, sorted(glob.glob(d + "*.c"))) for d in sorted(glob.glob("tests/xfile/*/"))
             for f in sorted(glob.glob(d + "*.c"))]
    tap = Tap(len(cases) + 1)
    for path, files in cases:
        tap.report(path, judge(path, files, listed, ids))
    tap.report("each listed difference is there", [f"{p}: {t}" for p, t in listed])
    return tap.failed > 0 or not cases


sys.exit(main())
