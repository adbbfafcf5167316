# SPDX-License-Identifier: GPL-2.0-or-later
"""The operators: each makes one wrong program of a right one and says what must be reported.

An operator is a generator: operator(tree, site) yields mutants.  `want` holds the rules of which
one must be reported at a site that the edited call belongs to; `also` what may be reported beside
it because the edit commits that mistake, too.  Anything else that is reported is a fault.
"""
import os
import re
from dataclasses import dataclass, field

import ctext

HELD = {"part", "all"}
GET_OF = {  # the get release that takes the same pages
    "unpin_user_page": "put_page({0})",
    "unpin_user_pages": "release_pages({0}, {1})",
    "unpin_user_pages_dirty_lock": "release_pages({0}, {1})",
    "unpin_user_page_range_dirty_lock": "folio_put_refs(page_folio({0}), {1})",
    "unpin_folio": "folio_put({0})",
    "unpin_user_folio": "folio_put_refs({0}, {1})",
}
PLAIN_OF = {  # the same without dirtying
    "unpin_user_pages_dirty_lock": "unpin_user_pages({0}, {1})",
}
NOLOCK_OF = {"set_page_dirty_lock": "set_page_dirty", "folio_mark_dirty_lock": "folio_mark_dirty"}
LOCKED = tuple(NOLOCK_OF)


@dataclass
class Mutant:
    op: str
    form: str
    path: str
    line: int
    function: str
    sites: list
    edits: list
    want: tuple
    also: tuple = ()
    tree: object = None
    note: str = ""
    id: str = ""
    result: str = ""
    seen: list = field(default_factory=list)
    lost: str = ""      # status that the site fell to, of a neutral mutant

    def identity(self):
        return self.path, tuple(sorted(self.edits))


class Equivalent(Exception):
    """The edit changes nothing that a rule speaks of: the reason."""


def at_release(r, op, form, new, want, also=()):
    start, end = r.call.start, r.call.right + 1
    return Mutant(op, form, r.path, r.node.line, r.func.name, r.sites, [(start, end, new)],
                  want, also)


def statement(r, op, form, new, want, also=()):
    span = r.call.statement()
    return span and Mutant(op, form, r.path, r.node.line, r.func.name, r.sites, [(*span, new)],
                           want, also)


def writes(site):
    return site.info["write"] in ("yes", "cond")


def dirties(r):
    """The release itself marks dirty."""
    return r.row["dirty"] not in ("-", "yes") and r.operand("dirty") not in (None, "0")


def wrong_kind(tree, site):
    for r in site.releases:
        new = GET_OF.get(r.node.name)
        if new:
            also = ("missing-dirty",) if dirties(r) else ()
            yield at_release(r, "wrong-kind", "get release", new.format(*r.call.texts()),
                             ("mixed-release",), also)


def leak_rules(tree, site, paths):
    """What is leaked on these paths if nothing releases on them."""
    keys = site.drops(tree.unit(site.info["path"]))
    left = {p.outcome for p in paths if not keys & set(p.nodes)} & HELD
    if not left:
        raise Equivalent("no path holds pages there that are not dropped elsewhere")
    if site.flow.loops:
        # pages of earlier rounds are held as well
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
            yield at_release(r, "drop-dirty", "plain release",
                             PLAIN_OF[r.node.name].format(*r.call.texts()), ("missing-dirty",))
        i = list(r.node.params).index(r.row["dirty"])
        yield Mutant("drop-dirty", "make_dirty is false", r.path, r.node.line, r.func.name,
                     r.sites, [(*r.call.args[i], "false")], ("missing-dirty",))
    for r, n, call in dirty_calls(tree, site):
        yield on_dirty(r, n, call, "drop-dirty", "statement", [(*call.statement(), ";")],
                       ("missing-dirty",))


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


def function_text(site):
    return site.src.code[site.src.offset(site.func.line, 1):site.src.offset(site.func.end, 1)]


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


def make(tree, site_list):
    """All mutants of a tree, no edit twice."""
    out, seen = [], set()
    for site in site_list:
        for operator in OPERATORS:
            for m in operator(tree, site):
                if not m or m.identity() in seen:
                    continue
                seen.add(m.identity())
                m.tree = tree
                m.id = f"{tree.name}-{len(out):04d}"
                out.append(m)
    return out
