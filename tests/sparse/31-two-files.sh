#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A driver of a real kernel that pins a page in one file and drops it in another, through a field of a
structure: with the facts of the one, a put of the other is told while that is compiled, an unpin is not."""
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "rules")]
from kernel import OBJ, TREE, commands, farm
from lib import GUPCHECK, Tap

GUP_SPARSE = os.path.join(os.path.dirname(GUPCHECK), "gup-sparse")
TAKES, DROPS = "drivers/virt/acrn/hsm.c", "drivers/virt/acrn/vm.c"
RELEASE = re.compile(r"\b(?:put_page|unpin_user_page)\((vm->monitor_page)\);")


def extract(args, facts):
    """The facts of the unit that takes the page, as a scan would write them."""
    os.mkdir(facts)
    first = next(i for i, a in enumerate(args) if a.startswith("-Wp,"))
    with open(facts + ".args", "w", encoding="utf-8") as f:
        f.write("\n".join([OBJ, *args[first:-1]]) + "\n")
    run = subprocess.run([GUPCHECK, "extract", "--tree", TREE, "--args", facts + ".args", "--unit", TAKES,
                          "-o", os.path.join(facts, "takes.gir")], stderr=subprocess.PIPE, text=True, check=False)
    return run.stderr.splitlines() if run.returncode else []


def check(tree, text, args, *options):
    """What is told of @text in the place of the file that drops the page."""
    path = os.path.join(tree, DROPS)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    run = subprocess.run([GUP_SPARSE, *options, *args[:-1], path], cwd=OBJ, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    lines = run.stderr.splitlines()
    return [x for x in lines if re.search(r" \[[a-z-]+\]$", x) or x.startswith("gup-sparse: ")], lines


def main():
    tap = Tap(5)
    units = commands([TAKES[:-2] + ".o", DROPS[:-2] + ".o"])
    with open(os.path.join(TREE, DROPS), encoding="utf-8") as f:
        text = f.read()
    put, unpin = RELEASE.sub(r"put_page(\1);", text), RELEASE.sub(r"unpin_user_page(\1);", text)
    line = text.count("\n", 0, RELEASE.search(text).start()) + 1
    with tempfile.TemporaryDirectory() as tmp:
        tree, facts = os.path.join(tmp, "tree"), os.path.join(tmp, "facts")
        farm(tree, "", DROPS.split("/"))
        tap.report("the facts of the unit that takes the page", extract(units[TAKES], facts))
        args = units[DROPS]
        tap.report("alone nothing is told", check(tree, put, args)[0])
        told, lines = check(tree, put, args, "--gup-db=" + os.path.join(tmp, "gup.db"))
        want = rf".*{DROPS}:{line}:\d+: warning: pages taken with pin_user_pages_fast\(\) are dropped with put_page\(\)"
        tap.report("with them the put is told", [] if len(told) == 1 and re.match(want, told[0]) else told or ["nothing"])
        tap.report("and where the page was taken",
                   [] if any(TAKES in x and ": note: " in x for x in lines) else lines)
        tap.report("an unpin is right", check(tree, unpin, args, "--gup-db=" + os.path.join(tmp, "gup.db"))[0])
    return tap.failed > 0


sys.exit(main())
