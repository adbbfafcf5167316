#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Comments that suppress, in two examples of each rule: behind its line, in front of its
statement, at the acquire.  Each time exactly that finding goes, and is told with --suppressed."""
import glob
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import GUPCHECK, SRC, Tap, WARNING, rule_ids, tags

NOTE = re.compile(r"[^:]+:(\d+):\d+: note: .* \[([a-z-]+)\]: suppressed, comment at x\.c:(\d+): why$")
STEP = re.compile(r"x\.c:(\d+):\d+: note: ")


def check(lines, *options):
    """Exit status, standard output and error for a file of these lines."""
    with tempfile.TemporaryDirectory() as tmp:
        with open(os.path.join(tmp, "x.c"), "w", encoding="utf-8") as f:
            f.write("".join(lines))
        run = subprocess.run(
            [GUPCHECK, "check", *options, "x.c", "--", "-I" + os.path.join(SRC, "tests")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp, text=True, timeout=60,
            check=False)
    return run.returncode, run.stdout.splitlines(), run.stderr.splitlines()


def found(out):
    """[(line, rule)] of warnings, in order."""
    return [(int(m.group(2)), m.group(3)) for m in map(WARNING.match, out) if m]


def acquires(out):
    """The first line of the path to each finding; the finding's own if there is no path."""
    first = []
    for nr, line in enumerate(out):
        m = WARNING.match(line)
        if m:
            step = STEP.match(out[nr + 1]) if nr + 1 < len(out) else None
            first.append(int((step or m).group(1) if step else m.group(2)))
    return first


def behind(lines, nr, rule):
    lines[nr - 1] = lines[nr - 1].rstrip("\n") + f" /* gupcheck: ignore {rule}: why */\n"
    return 0


def before(lines, nr, rule):
    lines.insert(nr - 1, f"/*\n * gupcheck: ignore null-pages, {rule}:\n *   why\n */\n")
    return 4


def try_one(lines, place, nr, rule, want):
    """Suppress one finding; what is wrong about what is left.  @want: all of them."""
    lines = list(lines)
    shift = place(lines, nr, rule)
    gone = {(at, r) for at, r, acquire in want if r == rule and nr in (at, acquire)}
    left = sorted((at + (shift if at >= nr else 0), r)
                  for at, r, _ in want if (at, r) not in gone)
    status, out, err = check(lines)
    err = [line for line in err if "null-pages to suppress" not in line]
    if sorted(found(out)) != left or status != bool(left) or err:
        yield f"{place.__name__} line {nr}: {found(out)}, not {left}, status {status} {err}"
    _, out, _ = check(lines, "--suppressed")
    notes = {(int(m.group(1)), m.group(2)) for m in map(NOTE.match, out) if m}
    told = {(at + (shift if at >= nr else 0), r) for at, r in gone}
    if notes != told:
        yield f"{place.__name__} line {nr}: told {sorted(notes)}, not {sorted(told)}"


def main():
    ids = {rule for _, rule in rule_ids()}
    os.chdir(SRC)
    files = [f for rule in sorted(ids)
             for f in sorted(glob.glob(f"analyzer/rules/{rule}/bad-*.c"))[:2]]
    tap = Tap(len(files))
    for path in files:
        with open(path, encoding="utf-8") as f:
            lines = f.readlines()
        _, out, _ = check(lines)
        want = [(at, rule, acq) for (at, rule), acq in zip(found(out), acquires(out))]
        problems = [] if want else ["nothing was found"]
        for at, rule, acq in want:
            for place, nr in ((behind, at), (before, at), (behind, acq)):
                problems += try_one(lines, place, nr, rule, want)
        tap.report(path, problems)
    return tap.failed > 0 or not files


sys.exit(main())
