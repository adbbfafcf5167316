#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""sparse's own examples, which come with its source: gup-sparse prints and returns what sparse does,
and our frontend survives each of them."""
import glob
import os
import re
import shlex
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "rules"))
from lib import GUPCHECK, SRC, Tap

BUILD = os.path.dirname(GUPCHECK)
GUP_SPARSE = os.path.join(BUILD, "gup-sparse")
PLAIN = os.path.join(SRC, "build", "sparse-plain")
VALIDATION = os.path.join(SRC, "build", "gen", "sparse", "validation")


def command(path):
    """What follows `sparse` in the command that the example is made for."""
    with open(os.path.join(VALIDATION, path), encoding="latin-1") as f:
        m = re.search(r"check-command: sparse (.*)", f.read())
    text = m.group(1) if m else "$file"
    return [a.replace("$file", path) for a in shlex.split(text)]


def run(program, args):
    r = subprocess.run([program, *args], cwd=VALIDATION, stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    return r.returncode, r.stdout, r.stderr


def ours(args):
    """What went wrong in our part; it must work on sources that it has nothing to say of."""
    _, out, err = run(GUP_SPARSE, ["--gup-ir", *args])
    said = [line for line in err.decode("latin-1").splitlines() if line.startswith("gup-sparse: ")]
    # what has no symbols has no IR
    return said, len(re.findall(rb"^func ", out, re.M))


def main():
    files = sorted(glob.glob("**/*.c", root_dir=VALIDATION, recursive=True))
    tap = Tap(4)
    differ, no, failed, functions = [], [], [], 0
    for path in files:
        args = command(path)
        plain = run(PLAIN, args)
        if run(GUP_SPARSE, args) != plain:
            differ.append(path)
        if run(GUP_SPARSE, ["-Wno-gup", *args]) != plain:
            no.append(path)
        said, n = ours(args)
        failed += said
        functions += n
    tap.report(f"{len(files)} examples: output and exit status are those of sparse", differ)
    tap.report("and with -Wno-gup", no)
    tap.report("our frontend survives them all", failed)
    tap.report(f"and lowers their {functions} functions", [] if functions > 1500 else ["too few"])
    return tap.failed > 0 or len(files) < 500


sys.exit(main())
