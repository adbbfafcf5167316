#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Round trip on real code: what is converted is put back into get/put form, on copies, and converted.

usage: roundtrip.py [--keep-loops] TREE FILE...          each pin and unpin in the files
       roundtrip.py [--keep-loops] --db DB TREE VERSION  the converted sites of a run, their releases, the exempt sites

With --keep-loops as gupcheck convert does with that option: what unpins an array was release_pages(), and
loops stay loops.  Else such a call was a loop, too, and nothing tells it from a loop of the original.
The conversion must restore the same calls with the same arguments in the same functions; it folds loops
that unpin an array, so where the original has such a loop it is folded before it is compared.  All other
calls of the files that take, drop or mark pages must be what they were.  Prints one line for each
function that is not restored, and the figures; the exit status is 0 if at least 95% are and nothing
else was touched.
"""
import collections
import os
import re
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import spatches  # noqa: E402
from spatches import ctext, plain  # noqa: E402

WANTED = 0.95
COUNTER = "gup_i"
PINS = {"pin_user_pages", "pin_user_pages_fast", "pin_user_pages_remote", "pin_user_pages_unlocked", "pin_user_pages_locked",
        "pin_user_pages_fast_only"}
# what else the tables know as a pin, and why no text with a get stands for it
NO_GET = {"memfd_pin_folios": "there is no function that gets the folios of a memfd",
          "bio_iov_iter_get_pages": "the same call got the pages before",
          "iov_iter_extract_pages": "who drops the pages asks a flag elsewhere, which says nothing of a get"}
NO_PUT = {"unpin_user_page_range_dirty_lock": "no loop that puts pages stands for a range of a compound page",
          "unpin_user_folio": "no put stands for a part of a folio", "unpin_folio": "folios of a memfd", "unpin_folios": "folios of a memfd",
          "bio_release_pages": "the same call put the pages before", "bio_check_pages_dirty": "the same call put the pages before"}


class Inverse:
    """One file on its way back: @edits to its text, @spots that the conversion is told."""

    def __init__(self, path, text, keep_loops=False):
        self.path, self.src, self.keep_loops = path, ctext.Source(text), keep_loops
        self.edits, self.spots, self.counters = [], [], {}
        self.bodies = list(spatches.bodies(self.src))

    def body(self, at):
        return next(((n, a, b) for n, a, b in self.bodies if a <= at <= b), (None, 0, 0))

    def indent(self, at):
        line = self.src.text.rfind("\n", 0, at) + 1
        return re.match(r"\s*", self.src.text[line:]).group()

    def replace(self, start, end, text):
        self.edits.append((start, end, text))

    def acquire(self, call, name):
        """pin_x() becomes get_x(), FOLL_LONGTERM goes."""
        kinds = ["acquire"]
        for i, (a, b) in enumerate(call.args):
            less = re.sub(r"\s*\|\s*FOLL_LONGTERM\b|\bFOLL_LONGTERM\s*\|\s*", "", call.arg(i))
            less = "0" if less == "FOLL_LONGTERM" else less
            if less != call.arg(i):
                kinds.append("longterm")
                self.replace(a, b, less)
        self.replace(call.start, call.start + len(name), "\0%s\0" % ",".join(kinds) + name.replace("pin_", "get_", 1))

    def loop(self, call, pages, n, dirty):
        """A call on an array becomes a loop over it."""
        start, end = call.statement()
        _, body, _ = self.body(call.start)
        self.counters[body] = True
        pad = self.indent(start)
        if not re.fullmatch(r"[\w.>-]+", pages):
            pages = f"({pages})"
        page = f"{pages}[{COUNTER}]"
        put = f"\0release\0put_page({page});"
        head = f"for ({COUNTER} = 0; {COUNTER} < {n}; {COUNTER}++)"
        if plain(dirty) == "0":
            text = f"{head}\n{pad}\t{put}"
        elif plain(dirty) == "1":
            text = f"{head} {{\n{pad}\tset_page_dirty_lock({page});\n{pad}\t{put}\n{pad}}}"
        else:
            text = f"{head} {{\n{pad}\tif ({dirty})\n{pad}\t\tset_page_dirty_lock({page});\n{pad}\t{put}\n{pad}}}"
        self.replace(start, end, text)

    def single(self, call, page, dirty):
        start, end = call.statement()
        pad = self.indent(start)
        before = self.src.code[:start].rstrip()
        alone = before.endswith(")") or re.search(r"\b(else|do)$", before)
        mark = f"set_page_dirty_lock({page});\n{pad}"
        if plain(dirty) == "0":
            mark = ""
        elif plain(dirty) != "1":
            mark = f"if ({dirty})\n{pad}\t{mark}"
        text = f"{mark}\0release\0put_page({page});"
        if alone and mark:
            text = f"{{\n{pad}\t" + text.replace("\n", "\n\t") + f"\n{pad}}}"
        self.replace(start, end, text)

    def hinders(self, call, name):
        """Why a call has no inverse, None if it has one."""
        if name in NO_GET or name in NO_PUT:
            return NO_GET.get(name) or NO_PUT[name]
        if not call:
            return "it is not spelled there"
        if name in PINS or name == "unpin_user_page":
            return None
        if name not in ("unpin_user_pages", "unpin_user_pages_dirty_lock"):
            return "no put stands for it"
        return None if call.statement() and self.body(call.start)[0] else "it is no statement of a function"

    def release(self, call, name):
        if name == "unpin_user_page":
            self.replace(call.start, call.start + len(name), "\0release\0put_page")
            return
        if name == "unpin_user_pages" and self.keep_loops:
            self.replace(call.start, call.start + len(name), "\0release\0release_pages")
            return
        pages, n = call.arg(0), call.arg(1)
        dirty = call.arg(2) if len(call.args) > 2 else "false"
        if plain(n) == "1" and pages.startswith("&"):
            self.single(call, pages[1:].strip(), dirty)
        else:
            self.loop(call, pages, n, dirty)

    def finish(self):
        """The text, and the positions of what was put back: "\\0kinds\\0" stands in front of each."""
        for body in self.counters:
            self.replace(body + 1, body + 1, f"\n\tunsigned long {COUNTER};")
        text = self.src.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        out, line, col, lines = [], 1, 1, []
        for i, part in enumerate(text.split("\0")):
            if i % 2:
                lines.append((part.split(","), line, col))
                continue
            out.append(part)
            line += part.count("\n")
            col = len(part) - part.rfind("\n") if "\n" in part else col + len(part)
        text = "".join(out)
        src = ctext.Source(text)
        named = list(spatches.bodies(src))
        for kinds, at_line, at_col in lines:
            at = src.offset(at_line, at_col)
            function = next((n for n, a, b in named if a <= at <= b), "")
            for kind in kinds:
                self.spots.append((kind, self.path, at_line, at_col, function))
        return text


def of_files(tree, paths):
    """Every pin and unpin of some files: {path: [(function, line, column, name)]}."""
    out = {}
    for path in paths:
        src = ctext.Source(spatches.read(os.path.join(tree, path)))
        for function, start, end in spatches.bodies(src):
            for name, call in spatches.calls_in(src, start, end):
                if name in PINS or name.startswith(("unpin_", "iov_iter_extract")):
                    line = src.line_of(call.start)
                    out.setdefault(path, []).append((function, line, call.start - src.starts[line - 1] + 1, name))
    return out, []


def of_database(db, version):
    """Those of the converted sites of a run; and the files of the exempt ones."""
    con = sqlite3.connect(db)
    run = con.execute("SELECT run FROM version_runs WHERE version LIKE ? || '%' ORDER BY finished DESC", (version + ".",)).fetchone()[0]
    rows = con.execute("""
        SELECT l.path, l.function, l.line, l.col, l.api FROM site_list l WHERE l.run = ? AND l.status = 'converted'
        UNION SELECT f.path, fn.name, x.line, x.col, a.name
        FROM site_list l JOIN sites s ON s.run_id = l.run AND s.fingerprint = l.fingerprint
        JOIN site_releases x ON x.site_id = s.id JOIN functions fn ON fn.id = x.function_id JOIN files f ON f.id = fn.file_id
        JOIN apis a ON a.id = x.api_id
        WHERE l.run = ? AND l.status = 'converted'""", (run, run)).fetchall()
    out = {}
    for path, function, line, col, name in rows:
        out.setdefault(path, []).append((function, line, col, name))
    exempt = [r[0] for r in con.execute("SELECT DISTINCT path FROM site_list WHERE run = ? AND status = 'exempt'", (run,))]
    return out, exempt


def invert(tree, wanted, top, keep_loops=False):
    """Write the inverse of each file below @top.  Returns positions, {(path, function): reason} without an inverse."""
    spots, without = [], {}
    for path, calls in sorted(wanted.items()):
        inv = Inverse(path, spatches.read(os.path.join(tree, path)), keep_loops)
        for function, line, col, name in sorted(set(calls)):
            why = inv.hinders(inv.src.call(line, col, name), name)
            if why:
                without[path, function] = f"line {line}: {name}(): {why}"
        for function, line, col, name in sorted(set(calls)):
            call = inv.src.call(line, col, name)
            if (path, function) in without:
                continue
            if name in PINS:
                inv.acquire(call, name)
            else:
                inv.release(call, name)
        with open(os.path.join(top, path), "w", encoding="latin-1") as f:
            f.write(inv.finish())
        spots += inv.spots
    return spots, without


class Outcome:
    """What became of the functions: @exact have the same calls, @folded have them once the loops of the
    original are folded as well, @others are calls in functions that are not to change, @bad and @touched are lines of what is wrong."""

    def __init__(self, tree, top, files, listed):
        self.listed, self.exact, self.folded, self.bad, self.touched, self.same, self.others = len(listed), 0, 0, [], [], 0, 0
        left = []
        for path in files:
            was, now = spatches.calls_of(os.path.join(tree, path)), spatches.calls_of(os.path.join(top, path))
            self.others += sum(sum(calls.values()) for function, calls in was.items() if (path, function) not in listed)
            for function in sorted(set(was) | set(now)):
                if was.get(function) == now.get(function):
                    self.exact += (path, function) in listed
                elif (path, function) in listed:
                    left.append((path, function, was[function], now[function]))
                else:
                    self.touched.append(f"{path}: {function}(): {differ(was.get(function), now.get(function))}")
            self.same += spatches.read(os.path.join(tree, path)) == spatches.read(os.path.join(top, path))
        self.fold(tree, left)

    def fold(self, tree, left):
        """The conversion ends with folding loops; the original may still have some."""
        with tempfile.TemporaryDirectory() as tmp:
            files = sorted({x[0] for x in left})
            spatches.copy(tree, files, tmp)
            with open(tmp + "/positions", "w", encoding="utf-8") as f:
                f.writelines(f"release\t{path}\t1\t0\t{function}\n" for path, function, _, _ in left)
            for patch in ("fold.cocci", "dirty.cocci") if files else ():
                spatches.run_patch(patch, tmp, files, tmp + "/positions")
            for path, function, was, now in left:
                if spatches.calls_of(os.path.join(tmp, path)).get(function) == now:
                    self.folded += 1
                    print(f"folded: {path}: {function}(): {differ(was, now)}")
                else:
                    self.bad.append(f"{path}: {function}(): {differ(was, now)}")


def differ(was, now):
    was, now = was or collections.Counter(), now or collections.Counter()
    return f"{show(was - now)} became {show(now - was)}"


def show(calls):
    return ", ".join(f"{n}({', '.join(a)})" for n, a in sorted(calls)) or "nothing"


def main():
    db = None
    args = sys.argv[1:]
    keep_loops = args[:1] == ["--keep-loops"]
    args = args[keep_loops:]
    if args[:1] == ["--db"]:
        db, args = args[1], args[2:]
    keep = os.environ.get("GUP_KEEP")
    tree = args[0]
    wanted, exempt = of_database(db, args[1]) if db else of_files(tree, args[1:])
    start = time.time()
    with tempfile.TemporaryDirectory() as tmp:
        top = keep or tmp + "/tree"
        files = sorted(set(wanted) | set(exempt))
        spatches.copy(tree, files, top)
        spots, without = invert(tree, wanted, top, keep_loops)
        positions = tmp + "/positions"
        with open(positions, "w", encoding="utf-8") as f:
            f.writelines("\t".join(str(w) for w in s) + "\n" for s in spots)
        complaints = []
        for patch in spatches.series():
            if patch in ("pin.cocci", "longterm.cocci", "fold.cocci", "dirty.cocci") and not (keep_loops and patch == "fold.cocci"):
                complaints += spatches.run_patch(patch, top, files, positions)
        listed = {(p, c[0]) for p, calls in wanted.items() for c in calls} - set(without)
        o = Outcome(tree, top, files, listed)
    for line in complaints + o.bad:
        print("not restored:", line)
    for line in o.touched:
        print("touched:", line)
    for (path, function), why in sorted(without.items()):
        print(f"no inverse: {path}: {function}(): {why}")
    n = max(1, o.listed)
    print(f"{o.exact + o.folded} of {o.listed} functions restored ({100 * (o.exact + o.folded) / n:.1f}%), {o.exact} to the same calls "
          f"({100 * o.exact / n:.1f}%), {o.folded} once loops of the original are folded, too; {len(without)} more have no inverse; "
          f"{len(o.touched)} others touched, which make {o.others} such calls, {len(exempt)} files with exempt sites among them; "
          f"{o.same} of {len(files)} files are what they were to the letter; {time.time() - start:.0f} s")
    return o.listed == 0 or (o.exact + o.folded) / n < WANTED or bool(o.touched)


if __name__ == "__main__":
    sys.exit(main())
