#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every rule has all its parts: code, page, examples, a line in rules.def, an object."""
import glob
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import SRC, Tap, rule_ids

RULES = os.path.join(SRC, "analyzer/rules")
BAD, OK = 4, 6
SECTIONS = ["What it says", "Why it is wrong", "Bad", "Good", "How to fix it", "What it does not see"]


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def examples(rule):
    """What is wrong with the number and the names of a rule's examples."""
    names = [os.path.basename(f) for f in glob.glob(os.path.join(RULES, rule, "*.c"))]
    count = {kind: sum(n.startswith(kind + "-") for n in names)
             for kind in ("bad", "ok", "known-fp", "known-fn")}
    if count["bad"] < BAD:
        yield f"{count['bad']} bad-*.c, {BAD} are wanted"
    if count["ok"] < OK:
        yield f"{count['ok']} ok-*.c, {OK} are wanted"
    for n in names:
        if n != "rule.c" and not re.match(r"(bad|ok|known-fp|known-fn)-[a-z0-9-]+\.c$", n):
            yield f"{n} is no name for an example"


def example_tags(rule):
    """An example's name says which tags it has."""
    for path in sorted(glob.glob(os.path.join(RULES, rule, "*-*.c"))):
        name, text = os.path.basename(path), read(path)
        kind = re.match(r"bad|ok|known-fp|known-fn", name).group(0)
        tag = {"bad": "expect", "ok": None}.get(kind, kind)
        if tag and f"/* {tag}: {rule} */" not in text:
            yield f"{name} has no tag '{tag}: {rule}'"
        if kind == "ok" and re.search(r"/\* (expect|known-f[pn]): ", text):
            yield f"{name} expects a finding"


def page(rule):
    path = os.path.join(RULES, rule, "README.md")
    if not os.path.isfile(path):
        yield "no README.md"
        return
    text, code = read(path), read(os.path.join(RULES, rule, "rule.c"))
    if not text.startswith(f"# {rule}\n"):
        yield f"README.md does not start with '# {rule}'"
    for s in SECTIONS:
        if f"\n## {s}\n" not in text:
            yield f"README.md has no section '{s}'"
    grade = re.search(r"GRADE_(\w+)", code).group(1).lower()
    if f"Grade: **{grade}**" not in text:
        yield f"README.md does not say 'Grade: **{grade}**'"


def code(rule, ident, ninja):
    path = os.path.join(RULES, rule, "rule.c")
    if not os.path.isfile(path):
        yield "no rule.c"
        return
    text = read(path)
    if f'.id = "{rule}"' not in text or f"const struct rule rule_{ident} =" not in text:
        yield f"rule.c does not define rule_{ident} with the id {rule}"
    if f"cc analyzer/rules/{rule}/rule.c" not in ninja or f"rules/{rule}.o" not in ninja.split("lib/rules.a")[1]:
        yield "no object in analyzer/rules/dir.ninja"


def main():
    rules = rule_ids()
    folders = sorted(e.name for e in os.scandir(RULES) if e.is_dir())
    ninja = read(os.path.join(RULES, "dir.ninja"))
    tap = Tap(len(rules) + 1)
    tap.report("a line in rules.def for every folder and the other way round",
               sorted(set(folders) ^ {r for _, r in rules}))
    for ident, rule in rules:
        wrong = list(code(rule, ident, ninja))
        if "no rule.c" not in wrong:
            wrong += page(rule)
        tap.report(rule, wrong + list(examples(rule)) + list(example_tags(rule)))
    return tap.failed > 0


sys.exit(main())
