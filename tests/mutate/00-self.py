#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The mutation test by itself: what it reads from text and from the IR, without a kernel."""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import ctext  # noqa: E402
import flow  # noqa: E402
import gir  # noqa: E402
import operators  # noqa: E402
import sites  # noqa: E402

SRC = os.environ.get("GUPCHECK_SRC") or os.path.dirname(os.path.dirname(HERE))
GUPCHECK = os.environ.get("GUPCHECK") or os.path.join(SRC, "build", "gupcheck")

DEMO = '''#include "mini/gup.h"

/* unpin_user_pages(pages, 1); in a comment */
int take(unsigned long addr, struct page **pages, int nr)
{
	int ret, i;

	ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (ret < 0)
		return ret;
	if (ret != nr) {
		unpin_user_pages(pages, ret);
		return -14;
	}
	if (pages[0] == pages[1])
		goto out;
	for (i = 0; i < ret; i++)
		set_page_dirty_lock(pages[i]);
	nr = 0;
out:
	unpin_user_pages(pages, ret);
	return nr;
}
'''

EXPECTED = {
    ("wrong-kind", 12), ("wrong-kind", 21), ("drop-partial", 12), ("drop-release", 21),
    ("drop-release", 16), ("double", 12), ("double", 21), ("wrong-count", 12), ("drop-guard", 9),
    ("add-longterm", 8), ("to-helper", 12), ("to-helper", 21),
}


class Mini:
    """A tree of one file."""
    name, skipped = "mini", []
    table = sites.read_table(os.path.join(SRC, "analyzer/api/gup_api.tbl"))

    def __init__(self, folder):
        self.root = folder
        os.makedirs(os.path.join(folder, "include/linux"))
        for h in operators.HEADERS:
            with open(os.path.join(folder, h), "w", encoding="utf-8") as f:
                f.write("void unpin_user_pages(struct page **pages, unsigned long npages);\n")
        self.path = os.path.join(folder, "demo.c")
        with open(self.path, "w", encoding="utf-8") as f:
            f.write(DEMO)
        text = subprocess.run([GUPCHECK, "ir", self.path, "--", "-I" + os.path.join(SRC, "tests")],
                              stdout=subprocess.PIPE, check=True).stdout
        with open(os.path.join(folder, "demo.gir"), "wb") as f:
            f.write(text)
        self.ir = gir.read(os.path.join(folder, "demo.gir"))

    def unit(self, _path):
        return self.ir


def site_of(tree):
    table = tree.table
    func, src = tree.ir.funcs["take"], ctext.Source(DEMO)
    nodes = list(func.nodes())
    key, node = next((k, n) for k, n in nodes if n.kind == "acquire")
    info = {"path": "demo.c", "line": node.line, "write": "yes", "longterm": False, "case": None}
    rels = [sites.Release("demo.c", func, k, n, src, src.call(n.line, n.col, n.name),
                          table[n.name], [("demo.c", node.line)])
            for k, n in nodes if n.kind == "release"]
    return sites.Site(info, func, key, node, src, src.call(node.line, node.col, node.name),
                      table[node.name], flow.Flow(func, key), rels)


def check_ops(tree, site):
    got = {(m.op, m.line): m for m in operators.make(tree, [site])}
    for what in sorted(EXPECTED - set(got)):
        yield f"no mutant {what}"
    for what in sorted(set(got) - EXPECTED):
        yield f"mutant {what} ({got[what].form}) {got[what].result}"
    for what, m in got.items():
        text = ctext.apply(DEMO, m.edits)
        if text.count("\n") != DEMO.count("\n") or text == DEMO:
            yield f"{what}: lines moved, or nothing changed"


def check_flow(site):
    reach = {r.node.line: site.flow.reach(r.key) for r in site.releases}
    if reach != {12: {"part", "none"}, 21: {"all"}}:
        yield f"outcomes at the releases: {reach}"
    ends = {(p.outcome, p.end) for p in site.flow.paths}
    if ("error", "error") not in ends or ("error", "success") in ends or site.flow.loops:
        yield f"ends of paths: {sorted(ends)}"


def check_text():
    src = ctext.Source("a(/* ) */ \"(\", b[1, 2]); if (x) c(d); else e(f);\n#define g )\n")
    call = src.call(1, 1, "a")
    if call is None or call.texts() != ["/* ) */ \"(\"", "b[1, 2]"] and call.texts() != \
            ['"("', "b[1, 2]"]:
        yield f"arguments: {call and call.texts()}"
    for name, want in (("a", True), ("c", True), ("e", True)):
        at = src.text.index(name + "(")
        span = src.call(1, at + 1, name).statement()
        if bool(span) != want or src.text[span[1] - 1] != ";":
            yield f"statement {name}: {span}"
    if src.call(1, 3, "a") or ctext.pure("p[i++]") or not ctext.pure("p[i] == q"):
        yield "what is no call is one, or a side effect is not seen"


def main():
    print("1..3")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Mini(folder)
        site = site_of(tree)
        for n, (text, problems) in enumerate((
                ("calls, statements and side effects in text", list(check_text())),
                ("outcomes of an acquire along the paths", list(check_flow(site))),
                ("the mutants of one function", list(check_ops(tree, site)))), 1):
            print(f"{'not ok' if problems else 'ok'} {n} - {text}")
            for p in problems:
                print(f"# {p}")
            failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
