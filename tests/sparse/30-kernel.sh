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


def make(tree, obj, check, *words):
    return subprocess.run(["make", "-j2", "-Otarget", "-C", tree, "O=" + obj, *TOOLS, "CHECK=" + check,
                           *(words or ["C=2", *OBJECTS])], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env=environment(), check=False)


def one_warning(run, tree, notes):
    """What is wrong with a run that must tell of the wrong release, with or without the path to it."""
    lines = [x for x in said(run, tree) if re.search(r" \[[a-z-]+\]$", x) or ": note: " in x]
    told = [x for x in lines if x.endswith(" [mixed-release]")]
    wrong = run.stdout.splitlines()[-20:] if run.returncode else []
    return wrong or ([] if len(told) == 1 and (len(lines) > 1) == notes else lines or ["nothing is told"])


def by_directory(tree, obj):
    """Off by default, on in one directory by its Makefile."""
    path = os.path.join(tree, os.path.dirname(MUTANT), "Makefile")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    os.remove(path)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text + "\nCHECKFLAGS += -Wgup\n")
    return make(tree, obj, GUP_SPARSE, "C=2", "CF=-Wno-gup", *OBJECTS)


def compiled(tree, obj, *words):
    """C=1 checks what has to be compiled."""
    target = MUTANT[:-2] + ".o"
    if os.path.exists(os.path.join(obj, target)):
        os.remove(os.path.join(obj, target))
    return make(tree, obj, GUP_SPARSE, "C=1", *words, target)


def said(run, tree):
    """What the checker printed: lines that name a file and a position."""
    line = re.compile(r"(?:\S+/)?(\S+?:\d+:\d+: .*|gup-sparse: .*)$")
    return sorted(x.replace(tree + "/", "") for x in run.stdout.splitlines() if line.match(x))


def main():
    tap = Tap(9)
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
        tap.report("C=1 CF=--gup-no-notes: told while it is compiled, in one line",
                   one_warning(compiled(tree, obj, "CF=--gup-no-notes"), tree, False))
        again = make(tree, obj, GUP_SPARSE, "C=1", MUTANT[:-2] + ".o")
        tap.report("C=1: what is up to date is not checked", [x for x in said(again, tree) if MUTANT in x])
        tap.report("CHECK=\"gup-sparse -Wno-gup -Wgup-mixed-release\"",
                   one_warning(make(tree, obj, GUP_SPARSE + " -Wno-gup -Wgup-mixed-release", "C=2", *OBJECTS), tree, True))
        tap.report("CF=-Wno-gup, and on again in the Makefile of one directory",
                   one_warning(by_directory(tree, obj), tree, True))
    finally:
        shutil.rmtree(tmp, ignore_errors=True)
    return tap.failed > 0


sys.exit(main())
