#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Upstream as referee: where 6.12 pins or extracts what 6.1 still got, 6.1 is converted and compared.

usage: referee.py OLD-TREE NEW-TREE [--print]

The files are found by comparing the trees (tests/e2e/compare_trees.py).  6.1 has no function that
extracts, so `gupcheck convert` clears none of them; the semantic patches run on copies, first alone, then
guided by the column `guide` of referee-6.1.tsv, which holds for each function what a person decides in
the place of the solver: which calls take and drop pages of the iterator, and where it is kept whether
they are pinned.  Checked is that the files, the calls of both trees and of both runs are those in the
table, and that every difference has its reason there.  --print writes the table anew, to be read.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import spatches  # noqa: E402

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "referee-6.1.tsv")
COLUMNS = ["path", "function", "guide", "before", "alone", "guided", "upstream", "verdict", "reason"]
ROWS = spatches.table()
GETS = {n for n, r in ROWS.items() if r["role"] == "acquire" and r["kind"] == "get"}
PUTS = {"put_page", "release_pages", "folio_put", "folio_put_refs"}


def files(old, new):
    script = os.path.join(spatches.SRC, "tests/e2e/compare_trees.py")
    return subprocess.run([script, old, new], stdout=subprocess.PIPE, check=True).stdout.decode().split()


def names(calls, called=()):
    """What pins, extracts, gets or drops; that something is marked dirty is no part of it."""
    return ", ".join(sorted({f"{n}()" for n, _ in calls or () if ROWS[n]["role"] != "dirty"} | {f"{n}()" for n in called})) or "-"


def helpers(tree, path):
    """Functions of the file, and of headers beside it, that do no more than one such call: name -> call."""
    folder = os.path.dirname(path)
    out = {}
    for name in [path] + [os.path.join(folder, h) for h in sorted(os.listdir(os.path.join(tree, folder))) if h.endswith(".h")]:
        src = spatches.ctext.Source(spatches.read(os.path.join(tree, name)))
        for function, start, end in spatches.bodies(src):
            calls = [n for n, _ in spatches.calls_in(src, start, end) if ROWS[n]["role"] == "release"]
            if len(calls) == 1 and src.code.count(";", start, end) <= 2:
                out[function] = calls[0]
    return out


def through_helpers(tree, path):
    """function -> what it calls by such a helper"""
    known, out = helpers(tree, path), {}
    src = spatches.ctext.Source(spatches.read(os.path.join(tree, path)))
    for function, start, end in spatches.bodies(src):
        out[function] = {known[n] for n in re.findall(r"\b(\w+)\s*\(", src.code[start:end]) if n in known and n != function}
    return out


def pinned(text):
    return any(w in text for w in ("pin_user", "iov_iter_extract"))


def spots(tree, rows):
    """Positions of the calls that the table's guides mean."""
    out = []
    for row in rows:
        if row["guide"] == "-":
            continue
        src = spatches.ctext.Source(spatches.read(os.path.join(tree, row["path"])))
        for function, start, end in spatches.bodies(src):
            if function != row["function"]:
                continue
            for name, call in spatches.calls_in(src, start, end):
                line = src.line_of(call.start)
                at = [row["path"], str(line), str(call.start - src.starts[line - 1] + 1), function]
                for word in row["guide"].split("; "):
                    if word == "extract" and name in GETS:
                        out.append(["extract", *at])
                    elif word.startswith("will_pin") and name in PUTS:
                        out.append(["release", *at, word])
    return out


def convert(tree, paths, top, positions=None):
    spatches.copy(tree, paths, top)
    complaints = []
    for patch in ("extract.cocci", "fold.cocci", "dirty.cocci") if positions else spatches.series():
        if patch != "mark.cocci":
            complaints += spatches.run_patch(patch, top, paths, positions)
    return complaints


def read_table():
    if not os.path.exists(TABLE):
        return []
    with open(TABLE, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def compute(old, new, paths, told):
    """Rows as they are today, with the guides, verdicts and reasons that the table has."""
    rows = []
    with tempfile.TemporaryDirectory() as tmp:
        convert(old, paths, tmp + "/alone")
        with open(tmp + "/positions", "w", encoding="utf-8") as f:
            f.writelines("\t".join(s) + "\n" for s in spots(old, told))
        for line in convert(old, paths, tmp + "/guided", tmp + "/positions"):
            print("#", line)
        known = {(r["path"], r["function"]): r for r in told}
        for path in paths:
            trees = [spatches.calls_of(os.path.join(t, path)) for t in (old, tmp + "/alone", tmp + "/guided", new)]
            by_helper = through_helpers(new, path)
            for function in sorted(set(trees[0])):
                was, alone, guided = (names(t.get(function)) for t in trees[:3])
                upstream = names(trees[3].get(function), by_helper.get(function, ()))
                row = known.get((path, function), {})
                # where one of them gets or pins
                if not (row or any(g + "()" in was for g in GETS) or pinned(upstream) or pinned(guided) or pinned(alone)):
                    continue
                rows.append({"path": path, "function": function, "guide": row.get("guide", "-"), "before": was, "alone": alone,
                             "guided": guided, "upstream": upstream if function in trees[3] else "the function is gone",
                             "verdict": "agrees" if guided == upstream else "differs", "reason": row.get("reason", "")})
    return rows


def main():
    old, new = sys.argv[1:3]
    paths, told = files(old, new), read_table()
    rows = compute(old, new, paths, told)
    if sys.argv[3:] == ["--print"]:
        print("\t".join(COLUMNS))
        for r in rows:
            print("\t".join(r[c] for c in COLUMNS))
        return 0
    bad = []
    if sorted({r["path"] for r in told}) != paths:
        bad.append(f"the trees differ in {', '.join(paths)}")
    have = {(r["path"], r["function"]): r for r in told}
    for r in rows:
        want = have.pop((r["path"], r["function"]), None)
        for c in COLUMNS[3:8]:
            if not want or want[c] != r[c]:
                bad.append(f"{r['path']}: {r['function']}(): {c} is {r[c]}, not {want[c] if want else 'in the table'}")
        if r["verdict"] == "differs" and not r["reason"]:
            bad.append(f"{r['path']}: {r['function']}(): a difference without a reason")
    bad += [f"{p}: {f}() is not there any more" for p, f in have]
    for line in bad:
        print("wrong:", line)
    agree = sum(r["verdict"] == "agrees" for r in rows)
    print(f"{len(paths)} files, {len(rows)} functions: guided, {agree} have the calls that upstream has, {len(rows) - agree} differ for a reason; "
          f"alone, {sum(r['alone'] != r['before'] for r in rows)} are changed")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
