#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of a real kernel through both frontends: the findings agree, or differences are listed with a
reason in units.tsv; sparse's own output is the same through gup-sparse.

usage: 40-agree.sh [OBJECT...]

Without OBJECT, all units that were planned if a scan by an earlier test has left its state in
$TMPDIR/state-6.12, else 16 of them; `all`: all of them, planned now.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "rules")]
from kernel import OBJ, STATE, TREE, chosen, commands
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


def scanned():
    """{unit: text of its IR}, of the scan that was left."""
    found = {}
    for path in glob.glob(os.path.join(STATE, "facts", "*.gir")):
        with open(path, encoding="utf-8") as f:
            head, _, body = f.read().partition("\n\n")
        found[re.search(r"^unit (.*)$", head, re.M)[1]] = body
    return found


def known():
    with open(os.path.join(HERE, "units.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and line[0] != "#"]
    return {(path, int(line), rule, who): why for path, line, rule, who, why in rows}


def by_clang(path, args, facts):
    if path not in facts:
        # what is in front is for checkers only
        first = next(i for i, a in enumerate(args) if a.startswith("-Wp,"))
        return run(GUPCHECK, "check", "--suppressions", "/dev/null", args[-1], "--", *args[first:-1])
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".ir") as f:
        f.write(facts[path])
        f.flush()
        return run(GUPCHECK, "check", "--suppressions", "/dev/null", f.name)


def agree(path, args, facts, ids, listed):
    """What is said by one frontend alone, and is not listed; and what is listed, but is not so."""
    sparse = run(GUP_SPARSE, "-Wgup-all", "--gup-no-notes", *args)
    a, b = findings(by_clang(path, args, facts).stdout, ids), findings(sparse.stderr, ids)
    told = {(*where, who) for who, some in (("clang", a - b), ("sparse", b - a)) for where in some}
    here = {k for k in listed if k[0] == path}
    problems = [f"{p}:{line}: {rule}: only {who} says so" for p, line, rule, who in sorted(told - here)]
    problems += [f"{p}:{line}: {rule}: listed for {who}, but it is not so" for p, line, rule, who in sorted(here - told)]
    return problems + [x for x in sparse.stderr.splitlines() if x.startswith("gup-sparse: ")]


def same_output(args):
    a, b = run(PLAIN, *args), run(GUP_SPARSE, "-Wno-gup", *args)
    return [] if (a.stdout, a.stderr, a.returncode) == (b.stdout, b.stderr, b.returncode) else ["it differs"]


def main():
    ids, listed = {rule for _, rule in rule_ids()}, known()
    objects = chosen(sys.argv[1:], GUPCHECK)
    facts = {} if sys.argv[1:] else scanned()
    units = commands(objects)
    tap = Tap(2 * len(units) + 1)
    tap.report(f"make tells how {len(objects)} objects are checked",
               sorted(set(o[:-2] + ".c" for o in objects) - set(units)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda u: (agree(*u, facts, ids, listed), same_output(u[1])), units.items()))
    for path, (problems, differs) in zip(units, results):
        tap.report(f"{path}: both frontends agree", problems)
        tap.report(f"{path}: sparse's own output", differs)
    return tap.failed > 0 or not units


sys.exit(main())
