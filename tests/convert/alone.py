#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The semantic patches alone, without the solver, beside the guided ones: recall and false conversions.

usage: alone.py --db DB TREE VERSION

Every file with a call that gets user pages is converted by the patches alone, on copies.  Of the sites that
are to be converted (status unconverted) those count as found whose call is another afterwards; false is a
call that changed though its site is exempt, core or test, and any call that changed in a function
where no pages of a site end that is to be converted or unknown.  The unknown ones are told apart: nobody
knows whether those are right.  Where the database has attempts of `gupcheck convert`, its figures stand beside.
"""
import os
import re
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import spatches  # noqa: E402

# what a file must name for a patch to have anything to do in it
NEEDS = {"arguments.cocci": r"get_user_pages_longterm|__get_user_pages_fast|get_user_pages_fast",
         "pin.cocci": r"get_user_page|put_user_page", "extract.cocci": r"iov_iter_get_pages",
         "lock.cocci": r"(?:unpin|put)_user_page|unpin_user_folio", "longterm.cocci": r"pin_user_pages[\s\S]*unpin_user_page|unpin_user_page[\s\S]*pin_user_pages",
         "fold.cocci": r"(?:unpin|put)_user_page\b", "dirty.cocci": r"(?:unpin|put)_user_page"}

def read_sites(con, run):
    rows = con.execute("SELECT path, function, api, status, fingerprint FROM site_list WHERE run = ? AND foll = 'GET'", (run,)).fetchall()
    owned = set(con.execute("""
        SELECT f.path, fn.name FROM site_list l JOIN sites s ON s.run_id = l.run AND s.fingerprint = l.fingerprint
        JOIN site_releases x ON x.site_id = s.id JOIN functions fn ON fn.id = x.function_id JOIN files f ON f.id = fn.file_id
        WHERE l.run = ? AND l.status IN ('unconverted', 'mixed', 'unknown')""", (run,)))
    return rows, owned


def gets(calls, api):
    return sum(c for (n, _), c in (calls or {}).items() if n == api)


def guided(con, run):
    try:
        tried = dict(con.execute("SELECT outcome, count(*) FROM conversion_list WHERE run = ? AND kind = 'conversion' GROUP BY 1", (run,)))
    except sqlite3.Error:
        tried = {}
    return tried if tried else None


def main():
    db, tree, version = sys.argv[2:5]
    con = sqlite3.connect(db)
    run = con.execute("SELECT run FROM version_runs WHERE version LIKE ? || '%' ORDER BY finished DESC", (version + ".",)).fetchone()[0]
    rows, owned = read_sites(con, run)
    # files of no driver have sites that are never to be converted: all are read
    files = sorted({r[0] for r in rows if os.path.exists(os.path.join(tree, r[0]))})
    start = time.time()
    with tempfile.TemporaryDirectory() as tmp:
        spatches.copy(tree, files, tmp)
        complaints = []
        for patch in spatches.series():
            if patch != "mark.cocci":
                some = [f for f in files if re.search(NEEDS[patch], spatches.read(os.path.join(tmp, f)))]
                complaints += [f"{patch}: {c}" for c in spatches.run_patch(patch, tmp, some)]
        before = {f: spatches.calls_of(os.path.join(tree, f)) for f in files}
        after = {f: spatches.calls_of(os.path.join(tmp, f)) for f in files}
    changed, converted = {}, []
    for path, function, api, status, _ in rows:
        was, now = gets(before[path].get(function), api), gets(after[path].get(function), api)
        changed.setdefault(status, []).append(now < was)
        converted.append(now < was)
        if now < was:
            print(f"{status}: {path}: {function}(): {api}() is converted")
    # of a site that only Coccinelle saw nobody knows the releases
    open_files = {r[0] for r, c in zip(rows, converted) if c and r[3] == "unknown"}
    stray = [(f, fn) for f in files for fn in before[f] if before[f][fn] != after[f].get(fn) and (f, fn) not in owned and
             f not in open_files and not any(r[0] == f and r[1] == fn for r in rows)]
    for f, fn in stray:
        print(f"no such site: {f}: {fn}() is changed")
    for line in complaints:
        print("complaint:", line)
    total = {s: (sum(v), len(v)) for s, v in changed.items()}
    todo, false = total.get("unconverted", (0, 0)), sum(total.get(s, (0, 0))[0] for s in ("exempt", "core", "test")) + len(stray)
    print(f"alone: {todo[0]} of {todo[1]} unconverted sites ({100 * todo[0] / max(1, todo[1]):.0f}%), {false} false, "
          f"{total.get('unknown', (0, 0))[0]} of {total.get('unknown', (0, 0))[1]} unknown ones; {len(files)} files, {time.time() - start:.0f} s")
    tried = guided(con, run)
    if tried:
        print(f"guided: {tried.get('proved', 0)} of {sum(tried.values())} unconverted sites ({100 * tried.get('proved', 0) / sum(tried.values()):.0f}%), "
              f"{tried.get('failed', 0)} cleared and failed, 0 false: each is scanned again, and what was exempt stays so")
    return 0


if __name__ == "__main__":
    sys.exit(main())
