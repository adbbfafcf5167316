# SPDX-License-Identifier: GPL-2.0-or-later
"""Operators that change how and when pages are marked dirty."""
import re

import ctext
from mutant import HELD, Mutant, at_release, dirties, statement, writes

PLAIN_OF = {  # the same without dirtying
    "unpin_user_pages_dirty_lock": "unpin_user_pages({0}, {1})",
}
NOLOCK_OF = {"set_page_dirty_lock": "set_page_dirty", "folio_mark_dirty_lock": "folio_mark_dirty"}
LOCKED = tuple(NOLOCK_OF)


def dirty_calls(tree, site):
    """(release, dirty node, its call) where the pages of a release are dirtied before it."""
    for r in site.releases:
        page = r.arg("pages")
        for key, n in r.func.nodes():
            if n.kind != "dirty" or n.macro or n.file or n.name not in LOCKED:
                continue
            call = r.src.call(n.line, n.col, n.name)
            if call and call.texts() and call.statement() and call.arg(0) == page \
                    and 0 < r.call.start - call.start < 400:
                yield r, n, call


def on_dirty(r, n, call, op, form, edits, want, also=()):
    return Mutant(op, form, r.path, n.line, r.func.name, r.sites, edits, want, also)


def drop_dirty(tree, site):
    if not writes(site):
        return
    for r in site.releases:
        if not dirties(r):
            continue
        if r.node.name in PLAIN_OF:
            yield unless_failing(site, r, at_release(
                r, "drop-dirty", "plain release",
                PLAIN_OF[r.node.name].format(*r.call.texts()), ("missing-dirty",)))
        i = list(r.node.params).index(r.row["dirty"])
        yield unless_failing(site, r, Mutant(
            "drop-dirty", "make_dirty is false", r.path, r.node.line, r.func.name, r.sites,
            [(*r.call.args[i], "false")], ("missing-dirty",)))
    for r, n, call in dirty_calls(tree, site):
        yield unless_failing(site, r, on_dirty(
            r, n, call, "drop-dirty", "statement", [(*call.statement(), ";")],
            ("missing-dirty",)))


def unless_failing(site, r, m):
    """Where the function only fails from there, nobody may have written to the pages."""
    if r.func is site.func:
        ends = {p.end for p in site.flow.through(r.key) if p.outcome in HELD}
        if ends and ends <= {"error", "stop"}:
            m.result, m.note = "equivalent", "the release is on paths that fail"
    return m


def loop_text(pages, count, what, condition_text):
    """Dirty each page of a vector."""
    if count == "1":
        return f"if ({condition_text}) {what}(*({pages}));"
    return (f"{{ unsigned long gm_i; if ({condition_text}) for (gm_i = 0; gm_i < ({count}); "
            f"gm_i++) {what}(({pages})[gm_i]); }}")


def lock_variant(tree, site):
    if not writes(site):
        return
    for r in site.releases:
        if r.node.name in PLAIN_OF and dirties(r) and ctext.pure(" ".join(r.call.texts())):
            pages, count, cond = r.call.texts()
            new = (f"{{ {loop_text(pages, count, 'set_page_dirty', cond)} "
                   f"unpin_user_pages({pages}, {count}); }}")
            m = statement(r, "lock-variant", "loop of set_page_dirty", new, ("unlocked-dirty",))
            if m:
                yield m
    for r, n, call in dirty_calls(tree, site):
        yield on_dirty(r, n, call, "lock-variant", "other call",
                       [(call.start, call.start + len(n.name), NOLOCK_OF[n.name])],
                       ("unlocked-dirty",))


def with_if(src, span):
    """The statement with the `if (...)` that it is the whole body of."""
    before = src.back(span[0])
    if src.code[before] != ")":
        return span
    left = ctext.opening(src, before)
    m = re.search(r"\bif\s*$", src.code[max(0, left - 20):left])
    after = src.skip_blank(span[1])
    if not m or src.code.startswith("else", after):
        return None
    return left - len(m.group()), span[1]


def late_dirty(tree, site):
    if not writes(site):
        return
    for r in site.releases:
        if r.node.name in PLAIN_OF and dirties(r) and ctext.pure(" ".join(r.call.texts())):
            pages, count, cond = r.call.texts()
            new = (f"{{ unpin_user_pages({pages}, {count}); "
                   f"{loop_text(pages, count, 'set_page_dirty_lock', cond)} }}")
            m = statement(r, "late-dirty", "loop behind", new, ("dirty-after-release",),
                          ("missing-dirty",))
            if m:
                yield m
    for r, n, call in dirty_calls(tree, site):
        span, end = with_if(r.src, call.statement()), r.call.statement()
        if not span or not end or not ctext.pure(r.src.text[slice(*end)]):
            continue
        moved = r.src.text[slice(*span)]
        yield on_dirty(r, n, call, "late-dirty", "statement behind",
                       [(*span, ";"), (*end, f"{{ {r.src.text[slice(*end)]} {moved} }}")],
                       ("dirty-after-release",), ("missing-dirty",))
