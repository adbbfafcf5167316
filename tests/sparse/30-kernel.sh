#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A real kernel build, `make C=2 CHECK=gup-sparse`, of consumers of user pages; in a scratch copy of
one a release has been replaced by the wrong kind: exactly that warning is new."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "rules")]
from kernel import OBJ, OBJECTS, TOOLS, TREE, environment, farm
from lib import GUPCHECK, SRC, Tap

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")
PLAIN = os.path.join(SRC, "build", "sparse-plain")
MUTANT = "drivers/scsi/st.c"
WAS, IS = "unpin_user_pages(pages, res)", "release_pages(pages, res)"


def mutate(tree):
    """Write the mutant.  Return: the line of the wrong release"""
    with open(os.path.join(TREE, MUTANT), encoding="utf-8") as f:
        text = f.read()
    at = text.index(WAS)
    with open(os.path.join(tree, MUTANT), "w", encoding="utf-8") as f:
        f.write(text[:at] + IS + text[at + len(WAS):])
    return text.count("\n", 0, at) + 1


def files(folder):
    return {os.path.join(d, f) for d, _, names in os.walk(folder) for f in names}


def make(tree, obj, check):
    return subprocess.run(["make", "-j2", "-Otarget", "-C", tree, "O=" + obj, *TOOLS, "C=2", "CHECK=" + check,
                           *OBJECTS], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=environment(), check=False)


def said(run, tree):
    """What the checker printed: lines that name a file and a position."""
    line = re.compile(r"(?:\S+/)?(\S+?:\d+:\d+: .*|gup-sparse: .*)$")
    return sorted(x.replace(tree + "/", "") for x in run.stdout.splitlines() if line.match(x))


def main():
    tap = Tap(5)
    tmp = tempfile.mkdtemp(prefix="gup-kernel.")
    tree, obj = os.path.join(tmp, "tree"), os.path.join(tmp, "obj")
    try:
        shutil.copytree(OBJ, obj, symlinks=True)
        farm(tree, "", MUTANT.split("/"))
        line = mutate(tree)
        first = make(tree, obj, GUP_SPARSE)
        tap.report(f"make C=2 CHECK=gup-sparse builds {len(OBJECTS)} objects",
                   first.stdout.splitlines()[-20:] if first.returncode else [])
        before = files(obj)
        ours = make(tree, obj, GUP_SPARSE)
        tap.report("a second run writes no file", sorted(files(obj) - before))
        plain = make(tree, obj, PLAIN)
        new = [x for x in said(ours, tree) if x not in said(plain, tree)]
        warnings = [x for x in new if ": warning: " in x]
        want = re.compile(rf"{MUTANT}:{line}:\d+: warning: .* are dropped with release_pages\(\).* \[mixed-release\]$")
        tap.report("exactly one warning is new: the wrong release",
                   [] if len(warnings) == 1 and want.match(warnings[0]) else new or ["none"])
        tap.report("all else that is new are its notes", [x for x in new if x not in warnings and ": note: " not in x])
        off = make(tree, obj, GUP_SPARSE + " -Wno-gup")
        tap.report("with -Wno-gup it says what sparse says",
                   [] if said(off, tree) == said(plain, tree) and said(plain, tree) else ["it does not"])
    finally:
        shutil.rmtree(tmp, ignore_errors=True)
    return tap.failed > 0


sys.exit(main())
