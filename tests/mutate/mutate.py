#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Break right code of real kernels in known ways and see whether the right rule says so.

See README.md in this folder.
"""
import argparse
import collections
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import engine  # noqa: E402
import mutant  # noqa: E402
import operators  # noqa: E402
import sites  # noqa: E402

SRC = os.environ.get("GUPCHECK_SRC") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GUPCHECK = os.environ.get("GUPCHECK") or os.path.join(SRC, "build", "gupcheck")
CACHE = os.environ.get("GUP_CACHE") or os.path.expanduser("~/.cache/gupcheck")
RECALL, NOISE, LEAST = 0.95, 0.02, 300
RESULTS = ("killed", "missed", "inexact", "equivalent", "does not compile")


def parse_args():
    p = argparse.ArgumentParser(description="Mutation test of the rules on real kernels.")
    p.add_argument("--tree", action="append", metavar="VERSION",
                   help="kernel to use, as 6.12 (6.12 and 6.1)")
    p.add_argument("--state", action="append", default=[], metavar="VERSION=DIR",
                   help="state folder of a complete scan; without it the tree is scanned")
    p.add_argument("--status", default="converted", help="statuses of the sites to mutate")
    p.add_argument("--op", action="append", help="only this operator")
    p.add_argument("--only", action="append", metavar="PATH", help="only below this path")
    p.add_argument("--per-operator", type=int, default=16, metavar="N",
                   help="at most N mutants of an operator and kernel (16)")
    p.add_argument("--all", action="store_true", help="all mutants")
    p.add_argument("--list", action="store_true", help="list the mutants, analyse nothing")
    p.add_argument("--list-missed", action="store_true", help="list what was not as it should be")
    p.add_argument("--keep", metavar="DIR", help="keep the text of those mutants there")
    p.add_argument("--tap", action="store_true", help="results as TAP")
    p.add_argument("--no-cache", action="store_true", help="parse each mutant anew")
    p.add_argument("-j", type=int, default=2, metavar="N", help="jobs at a time (2)")
    return p.parse_args()


def scan(version, root):
    """A complete scan; what did not change since the last one is not read again."""
    state = os.path.join(CACHE, "mutate", "state-" + version)
    os.makedirs(state, exist_ok=True)
    # 2: some unit of the tree cannot be analysed; an incomplete state shows in the link
    engine.run([GUPCHECK, "scan", "--no-join", "-O",
                os.path.join(CACHE, "obj", version + "-x86_64"),
                "--state", state, "--db", os.path.join(state, "gup.db"), root], ok=(0, 1, 2))
    return state


def rules_present():
    with open(os.path.join(SRC, "analyzer/rules/rules.def"), encoding="utf-8") as f:
        return set(re.findall(r'^RULE\(\w+, "([a-z-]+)"\)$', f.read(), re.M))


def rank(m):
    return hashlib.sha256(f"{m.path}:{m.function}:{m.op}:{m.form}:{m.line}".encode()).digest()


def pick(mutants, a):
    """Deterministic and spread out: by the hash of what a mutant is, each form in turn."""
    out, count = [], collections.Counter()
    for m in sorted(mutants, key=rank):
        if a.op and m.op not in a.op or a.only and not any(m.path.startswith(p) for p in a.only):
            continue
        key = m.tree.name, m.op
        if m.result or a.all or count[key] < a.per_operator:
            out.append(m)
            count[key] += not m.result
    return sorted(out, key=lambda m: m.id)


def make_mutants(eng, a):
    table = sites.read_table(os.path.join(SRC, "analyzer/api/gup_api.tbl"))
    states = dict(s.split("=", 1) for s in a.state)
    mutants, bases, skipped = [], {}, []
    for version in a.tree or ["6.12", "6.1"]:
        root = os.path.join(CACHE, "trees", "linux-source-" + version)
        state = os.path.realpath(states.get(version) or scan(version, root))
        export = eng.baseline(state)
        bases[version] = engine.Run(export)
        sure = dict(export, findings=[f for f in export["findings"]
                                      if f["confidence"] >= engine.CONFIDENT])
        tree = sites.Tree(version, root, state, sure, table)
        found = tree.sites(a.status.split(","))
        print(f"# {version}: {len(found)} sites in "
              f"{len({(s.info['path'], s.func.name) for s in found})} functions, "
              f"{len(tree.skipped)} left out", file=sys.stderr)
        skipped += [(version, *s) for s in tree.skipped]
        mutants += operators.make(tree, found)
    return pick(mutants, a), bases, skipped


def check_unchanged(eng, mutants):
    """A tree with nothing edited, but with the way that mutants take, has no new finding."""
    wrong = []
    for tree in {m.tree.name: m.tree for m in mutants}.values():
        mine = {m.path: m for m in mutants if m.tree is tree and not m.result}
        for m in list(mine.values())[:3]:
            same = mutant.Mutant("none", "", m.path, 0, "", [], [(0, 0, "")], ())
            same.tree, same.id = tree, "same-" + m.id
            facts = eng.extract(same)
            with open(tree.facts(m.path), "rb") as f:
                body = f.read().split(b"\n\n", 1)[1]
            if facts is None or facts.split(b"\n\n", 1)[1] != body:
                wrong.append(f"{tree.name} {m.path}: other facts though nothing was edited")
    return wrong


def table(mutants, rules, ops):
    """(rows, lines): per operator (of @ops, if any) its counts, and the printed table."""
    rows = []
    head = f"{'operator':15} {'rule':20} {'made':>5} {'killed':>6} {'missed':>6} {'inexact':>7}" \
           f" {'recall':>7}   {'equivalent':>10} {'not C':>5}"
    lines = [head]
    for op, rule in operators.ROWS:
        if ops and op not in ops:
            continue
        c = collections.Counter(m.result for m in mutants if m.op == op)
        n = c["killed"] + c["missed"] + c["inexact"]
        recall = c["killed"] / n if n else None
        rows.append((op, rule, n, recall, c))
        lines.append(f"{op:15} {rule:20} {n:5} {c['killed']:6} {c['missed']:6} {c['inexact']:7} "
                     + (f"{100 * recall:6.1f}%" if n else "      -")
                     + f"   {c['equivalent']:10} {c['does not compile']:5}"
                     + ("" if rule in rules else "   there is no such rule"))
    if ops and operators.NEUTRAL not in ops:
        return rows, lines
    c = collections.Counter(m.result for m in mutants if m.op == operators.NEUTRAL)
    n = c["quiet"] + c["reported"]
    lost = sum(1 for m in mutants if m.op == operators.NEUTRAL and m.lost)
    lines.append(f"{operators.NEUTRAL:15} {'(neutral)':20} {n:5} quiet {c['quiet']}, "
                 f"reported {c['reported']}, status of the site lost {lost}, "
                 f"not C {c['does not compile']}")
    rows.append((operators.NEUTRAL, "", n, c["reported"] / n if n else None, c))
    return rows, lines


def wrong_results(mutants):
    return [m for m in mutants if m.result in ("missed", "inexact", "reported")
            or m.op == operators.NEUTRAL and m.lost]


def print_missed(eng, mutants, keep):
    for m in wrong_results(mutants):
        print(f"{m.tree.name} {m.path}:{m.line}: {m.function}(): {m.op} ({m.form}): {m.result}"
              f" [{m.id}]")
        print(f"    site {', '.join(f'{p}:{n}' for p, n in m.sites[:4])}; "
              f"wanted {' or '.join(m.want) or 'nothing'}; "
              f"reported {'; '.join(m.seen) or 'nothing'}")
        for start, end, new in m.edits:
            old = " ".join(m.tree.source(m.path).text[start:end].split())
            print(f"    edit `{old}` -> `{' '.join(new.split())}`")
        if m.lost:
            print(f"    site is now {m.lost}")
        if keep:
            folder = os.path.join(keep, m.id)
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, os.path.basename(m.path))
            with open(path, "w", encoding="latin-1", newline="") as f:
                f.write(eng.mutated(m))
            print(f"    kept {path}")


class Tap:
    def __init__(self, total):
        self.n = self.failed = 0
        print(f"1..{total}")

    def point(self, good, text, why=()):
        self.n += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.n} - {text}")
        for line in why:
            print(f"# {line}")


def floors():
    """Operator -> recall in percent below which it must not fall: what was reached last."""
    with open(os.path.join(SRC, "tests/mutate/floor.tsv"), encoding="utf-8") as f:
        rows = [line.split("\t") for line in f if line.strip() and not line.startswith("#")]
    return {op: int(share) / 100 for op, share in rows}


def print_tap(mutants, rows, unchanged):
    """One point per operator, one for the neutral ones, the number, the unchanged files."""
    floor = floors()
    tap = Tap(len(rows) + 2)
    for op, rule, n, share, c in rows:
        bad = [m for m in wrong_results(mutants) if m.op == op and m.result != "quiet"]
        why = [f"{m.tree.name} {m.path}:{m.line} {m.function}() {m.form}: {m.result}; reported "
               f"{'; '.join(m.seen) or 'nothing'}" for m in bad]
        if op == operators.NEUTRAL:
            tap.point(n and share <= NOISE, f"{op}: {c['reported']} of {n} neutral mutants are "
                      f"reported, at most {100 * NOISE:g}%", why)
        else:
            least = floor.get(op, RECALL)
            tap.point(n and share >= least,
                      f"{op}: {rule} reports {c['killed']} of {n}, at least {100 * least:.0f}% "
                      f"(aim {100 * RECALL:g}%)", why)
    total = sum(r[2] for r in rows)
    tap.point(total >= LEAST, f"{total} mutants, at least {LEAST}")
    tap.point(not unchanged, "files that were not edited keep their facts", unchanged)
    return tap.failed


def main():
    a = parse_args()
    work = tempfile.mkdtemp(prefix="mutate.")
    cache = None
    if not a.no_cache:
        cache = os.path.join(CACHE, "mutate", "facts")
        os.makedirs(cache, exist_ok=True)
    begin = time.monotonic()
    try:
        eng = engine.Engine(GUPCHECK, work, a.j, cache)
        mutants, bases, skipped = make_mutants(eng, a)
        if a.list:
            for m in mutants:
                print(f"{m.id} {m.path}:{m.line} {m.function} {m.op} ({m.form}) -> "
                      f"{' or '.join(m.want) or '-'} {m.result} {m.note}")
            for s in skipped:
                print("left out:", *s)
            return 0
        unchanged = check_unchanged(eng, mutants)
        eng.analyse(mutants, bases)
        rows, lines = table(mutants, rules_present(), a.op)
        if a.list_missed or a.keep:
            print_missed(eng, mutants, a.keep)
        lines.append(f"{len(mutants)} mutants, {eng.parsed} parsed, {eng.cached} from the cache, "
                     f"{eng.links} links, {time.monotonic() - begin:.0f} s")
        if a.tap:
            print("\n".join("# " + line for line in lines))
            return 1 if print_tap(mutants, rows, unchanged) else 0
        print("\n".join(lines + unchanged))
        return 0
    except engine.Failed as e:
        print(f"mutate: {e}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
