# SPDX-License-Identifier: GPL-2.0-or-later
"""The operators: each makes one wrong program of a right one and says what must be reported.

An operator is a generator: operator(tree, site) yields mutants.  `want` holds the rules of which
one must be reported at a site that the edited call belongs to; `also` what may be reported beside
it because the edit commits that mistake, too.  Anything else that is reported is a fault.
"""
import os
import re

import ctext
from dirtying import drop_dirty, late_dirty, lock_variant
from leaks import drop_release, early_return
from mutant import (HELD, Equivalent, Mutant, at_release, dirties, function_text, statement)

GET_OF = {  # the get release that takes the same pages
    "unpin_user_page": "put_page({0})",
    "unpin_user_pages": "release_pages({0}, {1})",
    "unpin_user_pages_dirty_lock": "release_pages({0}, {1})",
    "unpin_user_page_range_dirty_lock": "folio_put_refs(page_folio({0}), {1})",
    "unpin_folio": "folio_put({0})",
    "unpin_user_folio": "folio_put_refs({0}, {1})",
}


def wrong_kind(tree, site):
    for r in site.releases:
        new = GET_OF.get(r.node.name)
        if new:
            also = ("missing-dirty",) if dirties(r) else ()
            yield at_release(r, "wrong-kind", "get release", new.format(*r.call.texts()),
                             ("mixed-release",), also)


def double(tree, site):
    for r in site.releases:
        span = r.call.statement()
        text = span and r.src.text[span[0]:span[1]]
        if span and ctext.pure(text):
            yield statement(r, "double", "statement twice", f"{{ {text} {text} }}",
                            ("double-release",))


def asked_text(site):
    """Text of the number that is asked for, None if it is not the plain value of variables."""
    if site.row["count"] in ("-", "1") or "nr_pages" not in site.node.params:
        return None
    i = list(site.node.params).index("nr_pages")
    text = site.call.arg(i)
    return text if ctext.pure(text) and "(" not in text else None


def names_in(text):
    return set(re.findall(r"(?<![.\w>])[A-Za-z_]\w*", text))


def changed(site, paths, key, text):
    """Something that @text reads is assigned between the acquire and @key."""
    names = names_in(text)
    for p in paths:
        for k in p.nodes[:p.nodes.index(key)]:
            n = site.func.blocks[k[0]][k[1]]
            if n.dest and re.split(r"[*.\[]", n.dest)[0] in names:
                return True
    first = site.node.dest
    return bool(first) and first in names


def count_rules(paths, key):
    out = {p.outcome for p in paths if key in p.nodes}
    if "part" not in out:
        raise Equivalent("the release is reached only with all pages")
    if out & {"error", "none"}:
        return ("wrong-count", "double-release")
    return ("wrong-count",)


def wrong_count(tree, site):
    asked = asked_text(site)
    if not asked or site.flow.asked == 1 or site.flow.loops:
        return
    for r in site.local():
        m = count_argument(site, r, asked) or count_bound(site, r, asked)
        if not m or not same_pages(site, r):
            continue
        through = site.flow.through(r.key)
        if changed(site, through, r.key, asked):
            continue
        try:
            m.want = count_rules(through, r.key)
        except Equivalent as e:
            m.result, m.note = "equivalent", str(e)
        yield m


def same_pages(site, r):
    """Where a function has more than one site, the release must name the pages of this one."""
    here = [p for p in set(r.sites) if p[0] == site.info["path"]]
    if len(here) < 2:
        return True
    i = list(site.node.params).index("pages")
    return r.arg("pages") == site.call.arg(i)


def lost_correction(tree, site):
    """`nr = ret;` that makes the number asked for the number taken is forgotten."""
    if site.flow.asked == 1 or site.flow.loops:
        return
    rels = [r for r in site.local() if position_of_count(r) is not None and same_pages(site, r)]
    seen = set()
    for p in site.flow.paths:
        if p.outcome != "part":
            continue
        for key in p.nodes:
            n = site.func.blocks[key[0]][key[1]]
            later = [r for r in rels if r.key in p.nodes[p.nodes.index(key):]
                     and p.values[r.key][r.row["count"]].tag == "result"]
            if key in seen or n.kind != "=" or n.macro or n.file or not later:
                continue
            seen.add(key)
            at = site.src.offset(n.line, n.col)
            m = re.match(r"(\w+)\s*=[^=;]*;", site.src.code[at:])
            if m and m.group(1) == n.dest and n.dest in site.flow.asked_names:
                yield Mutant("wrong-count", "correction forgotten", site.info["path"], n.line,
                             site.func.name, later[0].sites, [(at, at + m.end(), ";")],
                             ("wrong-count",))


def count_argument(site, r, asked):
    i = position_of_count(r)
    if i is None or r.call.arg(i) == asked:
        return None
    return Mutant("wrong-count", "argument", r.path, r.node.line, r.func.name, r.sites,
                  [(*r.call.args[i], asked)], ())


def position_of_count(r):
    if r.row["count"] in ("-", "1"):
        return None
    names = list(r.node.params)
    return names.index(r.row["count"]) if r.row["count"] in names else None


def count_bound(site, r, asked):
    """The bound of the for loop around a release of single pages."""
    head = loop_head(r)
    if not head:
        return None
    left, right = head
    parts = r.src.split(left + 1, right, (";",))
    if len(parts) != 3:
        return None
    m = re.fullmatch(r"(\w+\s*<\s*)(.+)", r.src.text[slice(*parts[1])], re.S)
    if not m or m.group(2) == asked:
        return None
    start = parts[1][0] + len(m.group(1))
    if not bound_is_result(site, r.src.line_of(start)):
        return None
    return Mutant("wrong-count", "loop bound", r.path, r.node.line, r.func.name, r.sites,
                  [(start, parts[1][1], asked)], ())


def bound_is_result(site, line):
    for p in site.flow.paths:
        for key, values in p.values.items():
            n = site.func.blocks[key[0]][key[1]]
            if n.kind == "br" and n.line == line and any(v.tag == "result" for v in values):
                return True
    return False


def loop_head(r):
    """Brackets of the `for` whose body is, or begins with a block that holds, the release."""
    src, depth = r.src, 0
    for i in range(r.call.start - 1, -1, -1):
        c = src.code[i]
        if c == "}":
            depth += 1
        elif c == "{":
            depth -= 1
            if depth < 0:
                before = src.back(i)
                if src.code[before] != ")":
                    return None
                return for_before(src, before)
        elif c == ")" and not depth and src.skip_blank(i + 1) == r.call.start:
            head = for_before(src, i)
            if head:
                return head
        elif c == "\n" and r.call.start - i > 2000:
            return None
    return None


def for_before(src, right):
    left = ctext.opening(src, right)
    return (left, right) if re.search(r"\bfor\s*$", src.code[max(0, left - 20):left]) else None


C_OP = {"lt": "<", "ult": "<", "le": "<=", "ule": "<=", "gt": ">", "ugt": ">", "ge": ">=",
        "uge": ">=", "eq": "==", "ne": "!="}


def drop_guard(tree, site):
    """A comparison that keeps an errno away from what counts pages becomes constant."""
    flow = site.flow
    if site.row["held"] != "count":
        return
    for key, n in site.func.nodes():
        if n.kind != "br" or n.macro or n.file or n.op not in C_OP:
            continue
        ways = branch_ways(flow, key, n)
        if ways.get("error") is None or ways["error"] == ways.get("all") \
                or ways.get("part", ways.get("all")) != ways.get("all"):
            continue
        span = condition(site.src, n)
        if not span:
            continue
        new = "0" if ways["error"] else "1"
        m = Mutant("drop-guard", f"condition is {new}", site.info["path"], n.line,
                   site.func.name, [site.place], [(*span, new)], ())
        want = guard_rules(site, key, not ways["error"])
        if want:
            m.want = want
        else:
            m.result, m.note = "equivalent", "an errno then reaches no release of the function"
        yield m


def branch_ways(flow, key, n):
    """{outcome: True or False} where the branch looks at the result itself."""
    ways = {}
    for p in flow.through(key):
        if not any(v.tag == "result" for v in p.values.get(key, ())):
            return {}
        i = p.nodes.index(key)
        if i + 1 >= len(p.nodes) or n.targets[0] == n.targets[1]:
            continue
        way = p.nodes[i + 1][0] == n.targets[0]
        if ways.setdefault(p.outcome, way) != way:
            ways[p.outcome] = None
    return ways


def guard_rules(site, key, way):
    want = set()
    rels = {r.key: r for r in site.local()}
    for p in site.flow.without("error", {key: way}):
        if key not in p.nodes:
            continue
        for k in p.nodes[p.nodes.index(key) + 1:]:
            n = site.func.blocks[k[0]][k[1]]
            if k in rels:
                count = p.values[k].get(rels[k].row["count"])
                if count and count.tag == "result":
                    want.add("negative-count")
                elif site.flow.loops:
                    # the pages of earlier rounds may be meant
                    continue
                elif count and count.tag == "asked":
                    want |= {"double-release", "wrong-count"}
                else:
                    want |= {"double-release", "negative-count"}
            elif n.kind == "br" and n.op.startswith("u") \
                    and any(v.tag == "result" for v in p.values.get(k, ())):
                want.add("negative-count")
    return tuple(sorted(want))


def condition(src, n):
    """Span of the comparison of a branch inside the condition of an if or while."""
    at = src.offset(n.line, n.col)
    head = src.inside(at, ("if", "while"))
    if not head:
        return None
    span = (head[2] + 1, head[3])
    while True:
        parts = src.split(*span, ("||", "&&"))
        part = next((p for p in parts if p[0] <= at < p[1]), None)
        if not part:
            return None
        text = src.code[slice(*part)]
        inner = re.match(r"(?:unlikely|likely)?\s*\(", text)
        if inner and src.close(part[0] + inner.end() - 1) == part[1] - 1:
            span = (part[0] + inner.end(), part[1] - 1)
            continue
        m = re.search(r"[^<>=!-](<=|>=|==|!=|<|>)[^<>=]", text)
        if not m or m.group(1) != C_OP[n.op]:
            return None
        return part


def flags_span(site):
    for name in site.row["flags"].split("/"):
        if name in site.node.params and name != "write":
            return site.call.args[list(site.node.params).index(name)]
    return None


def drop_longterm(tree, site):
    """Where the pages are released by another function, or the case says that they stay."""
    stays = len(site.local()) < len(site.releases) or site.info["case"] == 2
    if not site.info["longterm"] or not stays or not flags_span(site):
        return
    a = site.src.offset(site.func.line, 1)
    b = site.src.offset(site.func.end, 1)
    spans = [(a + m.start(), a + m.end())
             for m in re.finditer(r"\bFOLL_LONGTERM\b", site.src.code[a:b])]
    if spans:
        yield Mutant("drop-longterm", "flag is 0", site.info["path"], site.node.line,
                     site.func.name, [site.place], [(*s, "0") for s in spans],
                     ("longterm-missing",))


def add_longterm(tree, site):
    span = flags_span(site)
    if site.info["longterm"] or not span or len(site.local()) < len(site.releases) \
            or site.flow.cut or "FOLL_LONGTERM" in function_text(site):
        return
    keys = {r.key for r in site.local()}
    for p in site.flow.paths:
        if p.outcome in HELD and p.end not in ("stop", "again") and not keys & set(p.nodes):
            if not released_in_loop(site, p):
                return
    yield Mutant("add-longterm", "flag added", site.info["path"], site.node.line, site.func.name,
                 [site.place], [(*span, f"({site.src.text[slice(*span)]}) | FOLL_LONGTERM")],
                 ("longterm-needless",))


def released_in_loop(site, path):
    """The path passes the head of a loop that releases: it went round no time."""
    heads = set()
    for r in site.local():
        for q in site.flow.through(r.key):
            heads |= {k for k in q.nodes[:q.nodes.index(r.key)]
                      if site.func.blocks[k[0]][k[1]].kind == "br" and q.nodes.count(k) > 1}
    return bool(heads & set(path.nodes))


HEADERS = ("include/linux/mm.h", "include/linux/bio.h", "include/linux/pagemap.h")


def prototype(tree, name):
    """[(declaration, parameter name)] of a release as the tree declares it."""
    for header in HEADERS:
        with open(os.path.join(tree.root, header), encoding="latin-1") as f:
            text = ctext.blank(f.read())
        m = re.search(r"\bvoid\s+" + re.escape(name) + r"\s*\(([^()]*)\)\s*[;{]", text)
        if m:
            params = [" ".join(p.split()) for p in m.group(1).split(",")]
            names = [re.search(r"(\w+)$", p) for p in params]
            return [(p, n.group(1)) for p, n in zip(params, names)] if all(names) else None
    return None


def to_helper(tree, site):
    """The same program: the release stands in a function of its own."""
    for r in site.releases:
        params = prototype(tree, r.node.name)
        if not params or not r.call.statement() or len(params) != len(r.call.args):
            continue
        decl = ", ".join(p for p, _ in params)
        names = [n for _, n in params]
        args = ", ".join(names)
        one = f"static noinline void gup_mutant_drop({decl}) {{ {r.node.name}({args}); }} "
        two = one + f"static void gup_mutant_free({decl}) {{ gup_mutant_drop({args}); }} "
        start = r.src.toplevel_start(r.func.line, r.func.col)
        name_end = r.call.start + len(r.node.name)
        for form, text, new in (("helper", one, "gup_mutant_drop"),
                                ("helper of a helper", two, "gup_mutant_free")):
            yield neutral(r, form, start, text, name_end, new)
        if r.node.name == "unpin_user_pages":
            text = (f"static void gup_mutant_drop({decl}) {{ unsigned long i; for (i = 0; "
                    f"i < {names[1]}; i++) unpin_user_page({names[0]}[i]); }} ")
            yield neutral(r, "helper that loops", start, text, name_end, "gup_mutant_drop")


def neutral(r, form, start, text, name_end, new):
    return Mutant("to-helper", form, r.path, r.node.line, r.func.name, r.sites,
                  [(start, start, text), (r.call.start, name_end, new)], ())


OPERATORS = (wrong_kind, drop_release, early_return, double, wrong_count, lost_correction,
             drop_guard, drop_dirty, lock_variant, late_dirty, drop_longterm, add_longterm, to_helper)
# in the order of the table: operator, the rule that it is about
ROWS = (("wrong-kind", "mixed-release"), ("drop-release", "leak-on-error"),
        ("drop-partial", "partial-leak"), ("double", "double-release"),
        ("wrong-count", "wrong-count"), ("drop-guard", "negative-count"),
        ("drop-dirty", "missing-dirty"), ("lock-variant", "unlocked-dirty"),
        ("late-dirty", "dirty-after-release"), ("drop-longterm", "longterm-missing"),
        ("add-longterm", "longterm-needless"))
NEUTRAL = "to-helper"


def merge(m, other):
    """The same edit, made for another site: what is wanted at either will do."""
    if m.result == "equivalent" and not other.result:
        m.op, m.want, m.also, m.result, m.note = other.op, (), other.also, "", ""
    if other.result:
        return
    if m.op != other.op:
        m.op = "drop-release"
    m.want = tuple(sorted({*m.want, *other.want}))
    m.sites = sorted({*m.sites, *other.sites})


def make(tree, site_list):
    """All mutants of a tree, no edit twice."""
    out = {}
    for site in site_list:
        for operator in OPERATORS:
            for m in operator(tree, site):
                if not m:
                    continue
                if m.identity() in out:
                    merge(out[m.identity()], m)
                    continue
                m.tree = tree
                m.id = f"{tree.name}-{len(out):04d}"
                out[m.identity()] = m
    return list(out.values())
