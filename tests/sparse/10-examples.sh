#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every example of every rule through the sparse frontend: the findings are those of its tags.

tests/sparse/differences.tsv lists what is known to differ, with the reason; what is listed there and
does not differ any more is a failure, too.
"""
import glob
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "rules"))
from lib import GUPCHECK, SRC, WARNING, Tap, compare, rule_ids, tags

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")

# They drop and dirty pages that another function took: asked for by name only.
FOREIGN = {"analyzer/rules/dirty-after-release/bad-other-function.c",
           "analyzer/rules/dirty-after-release/bad-only-page.c"}


def run_sparse(path, *options):
    """Findings of one example: (set of (line, rule), what went wrong)."""
    run = subprocess.run([GUP_SPARSE, "-Wno-decl", *options, "-Itests", path], cwd=SRC, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
    got, wrong = set(), []
    for line in run.stderr.splitlines():
        m = WARNING.match(line)
        if m:
            got.add((int(m.group(2)), m.group(3)))
        elif "gup-sparse: " in line:
            wrong.append(f"standard error: {line}")
    if run.returncode or run.stdout:
        wrong.append(f"exit status {run.returncode}, standard output '{run.stdout}'")
    return got, wrong


def differences():
    """{example: {problem: reason}}"""
    known = {}
    with open(os.path.join(HERE, "differences.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                path, problem, reason = line.rstrip("\n").split("\t")
                known.setdefault(path, {})[problem] = reason
    return known


def judge(path, ids, known):
    want, wrong = tags(path, ids)
    got, failed = run_sparse(path, "-Wgup-all")
    for problem in compare(want, got):
        if not known.pop(problem, None):
            wrong.append(problem)
    return wrong + failed + [f"listed in differences.tsv, but it is not so: {p}" for p in known]


def sure():
    """The rules that are asked by default."""
    for path in glob.glob("analyzer/rules/*/rule.c"):
        with open(path, encoding="utf-8") as f:
            if "GRADE_FORCE" in f.read():
                yield os.path.basename(os.path.dirname(path))


def by_default(path, ids, rules):
    """Without options: what the sure rules expect of pages that the example takes itself, no more."""
    got, failed = run_sparse(path)
    if path in FOREIGN:
        return failed + [f"line {n}: {rule} was found" for n, rule in sorted(got)]
    want = {tag: {x for x in found if x[1] in rules} for tag, found in tags(path, ids)[0].items()}
    return list(compare(want, got)) + failed


def main():
    ids = {rule for _, rule in rule_ids()}
    os.chdir(SRC)
    files = sorted(glob.glob("analyzer/rules/*/*-*.c"))
    known = differences()
    rules = set(sure())
    tap = Tap(2 * len(files) + 2)
    for path in files:
        tap.report(f"sparse: {path}", judge(path, ids, known.get(path, {})))
        tap.report(f"by default: {path}", by_default(path, ids, rules))
    tap.report(f"{len(rules)} rules are asked by default", [] if len(rules) >= 6 else sorted(rules))
    tap.report("each listed difference names an example", sorted(set(known) - set(files)))
    return tap.failed > 0 or not files


sys.exit(main())
