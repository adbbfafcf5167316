# SPDX-License-Identifier: GPL-2.0-or-later
"""Operators that forget a release."""
import re

import ctext
import gir
from mutant import HELD, Equivalent, Mutant, function_text, statement


def pages_names(site):
    """Operands that name the memory in which the acquire leaves the pages."""
    names = {site.node.params[p] for p in site.row["pages"].split("/") if p in site.node.params}
    for _ in range(3):
        names |= {n.args[0] for _, n in site.func.nodes() if n.kind == "=" and n.op == "copy"
                  and n.dest in names and re.match(r"[&@A-Za-z_%]", n.args[0])}
    return names


def stays_in_object(tree, site, path):
    """The pages are still in an object of the caller's, whose owner may drop them."""
    names = pages_names(site)
    for k in path.nodes:
        n = site.func.blocks[k[0]][k[1]]
        if tree.table.get(n.name, {}).get("role") == "free" and names & set(n.args):
            return False
    outer = [n for n in names if outlives(site.func, n) and ("*." in n or n[0] == "@")]
    for k, n in site.func.nodes():
        if n.kind == "store" and names & set(n.args) and outlives(site.func, n.dest) \
                and (k in path.nodes or n.line < site.node.line):
            outer.append(n.dest)
    return bool(outer)


def outlives(func, place, depth=3):
    """The place is in memory of the caller's, or a local that points there leads to it."""
    var = gir.root(place)
    kind = func.kinds.get(var)
    if kind in ("param", "global"):
        return not place.startswith("&@")
    return depth > 0 and "*" in place and any(
        n.kind == "=" and n.op == "copy" and n.dest == var
        and ("*." in n.args[0] or func.kinds.get(n.args[0]) in ("param", "temp", "local"))
        and outlives(func, n.args[0] if "*" in n.args[0] else n.args[0] + "*", depth - 1)
        for _, n in func.nodes())


def leak_rules(tree, site, paths):
    """What is leaked on these paths if nothing releases on them."""
    keys = site.drops(tree.unit(site.info["path"]))
    # in a loop, a call that fails finds the pages of earlier rounds
    open_paths = [p for p in paths if (p.outcome in HELD or site.flow.loops)
                  and not keys & set(p.nodes)]
    if not open_paths:
        raise Equivalent("no path holds pages there that are not dropped elsewhere")
    left = {p.outcome for p in open_paths if not stays_in_object(tree, site, p)}
    if not left:
        raise Equivalent("the pages stay in an object whose owner may drop them")
    if site.flow.loops:
        return "drop-release", ("leak-on-error", "partial-leak")
    if left == {"part"}:
        return "drop-partial", ("partial-leak",)
    if left == {"all"}:
        return "drop-release", ("leak-on-error",)
    return "drop-release", ("leak-on-error", "partial-leak")


def without_node(paths, key):
    """The paths, as if nothing stood at @key."""
    out = []
    for p in paths:
        q = type(p)(p.outcome, [k for k in p.nodes if k != key], p.end, p.values, p.written)
        out.append(q)
    return out


def drop_release(tree, site):
    for r in site.local():
        m = statement(r, "drop-release", "statement", ";", ())
        if m:
            through = without_node(site.flow.through(r.key), r.key)
            yield decide(tree, m, site, through)
    for key, n in site.calls(tree.unit(site.info["path"])):
        call = None if n.macro or n.file else site.src.call(n.line, n.col, n.name)
        span = call and call.statement()
        if span:
            m = Mutant("drop-release", "call of the releasing function", site.info["path"], n.line,
                       site.func.name, [site.place], [(*span, ";")], ())
            yield decide(tree, m, site, without_node(site.flow.through(key), key))


def decide(tree, m, site, paths):
    try:
        m.op, m.want = leak_rules(tree, site, paths)
    except Equivalent as e:
        m.result, m.note = "equivalent", str(e)
    return m


def return_text(func):
    if func.returns == "void":
        return "return;"
    if func.returns.startswith("ptr"):
        return "return (void *)-22L;"
    return "return false;" if func.returns == "bool" else "return -22;"


def gotos(site):
    """(position, length, label) of each goto of the function, in the order of the text."""
    start = site.src.offset(site.func.line, 1)
    for m in re.finditer(r"\bgoto\s+(\w+)\s*;", function_text(site)):
        yield start + m.start(), m.end() - m.start(), m.group(1)


def label_block(site, label):
    """The block that a label stands before."""
    start = site.src.offset(site.func.line, 1)
    m = re.search(r"(?<![\w?])" + label + r"\s*:(?!:)", function_text(site))
    if not m:
        return None
    after = [(site.src.offset(nodes[0].line, nodes[0].col), b)
             for b, nodes in site.func.blocks.items() if nodes and not nodes[0].file]
    after = [x for x in after if x[0] > start + m.start()]
    return min(after)[1] if after else None


def crossing(site, at, label):
    """Where each path takes the goto: [(path, how many nodes come before it)]."""
    nodes = {k: n for k, n in site.func.nodes() if not n.file}
    here = {k for k, n in nodes.items()
            if n.kind == "goto" and site.src.offset(n.line, n.col) == at}
    if here:
        return [(p, p.nodes.index(k)) for p in site.flow.paths for k in here & set(p.nodes)]
    # the whole body of an if: the branches of its condition lead to the label themselves
    before = site.src.back(at)
    if site.src.code[before] != ")":
        return []
    left, block = ctext.opening(site.src, before), label_block(site, label)
    heads = {k for k, n in nodes.items() if n.kind == "br" and block in n.targets
             and left < site.src.offset(n.line, n.col) < before}
    out = []
    for p in site.flow.paths:
        for i, k in enumerate(p.nodes[:-1]):
            if k in heads and p.nodes[i + 1] == (block, 0):
                out.append((p, i + 1))
                break
    return out


def early_return(tree, site):
    """A goto to the cleanup becomes a return."""
    keys = site.drops(tree.unit(site.info["path"]))
    for at, length, label in gotos(site):
        taken = crossing(site, at, label)
        held = [(p, i) for p, i in taken if p.outcome in HELD]
        if not held or any(set(p.nodes[:i]) & keys for p, i in held) \
                or not all(set(p.nodes[i:]) & keys for p, i in held):
            continue
        m = Mutant("drop-release", "return for goto", site.info["path"], site.src.line_of(at),
                   site.func.name, [site.place], [(at, at + length, return_text(site.func))], ())
        cut = [type(p)(p.outcome, p.nodes[:i], "error") for p, i in taken]
        yield decide(tree, m, site, cut)
