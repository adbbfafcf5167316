# SPDX-License-Identifier: GPL-2.0-or-later
"""What the text of one function says of the ways from an acquire: the ground truth of the mutants.

The four outcomes of an acquire call (an errno, 0, some, all of the pages) are followed, each for
itself, over the paths of the function, as far as a branch compares what the call returned.  Nothing
here is taken from the solver.  Paths go round a loop twice at most.
"""
from dataclasses import dataclass, field

BIG = 1 << 40
NEGATED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "le": "gt", "gt": "le",
           "ult": "uge", "uge": "ult", "ule": "ugt", "ugt": "ule"}
MAX_PATHS = 1500


@dataclass(frozen=True)
class Val:
    lo: int = -BIG
    hi: int = BIG
    tag: str = ""           # "result", "asked"

    def known(self):
        return self.lo == self.hi


ANY = Val()


@dataclass
class Path:
    outcome: str
    nodes: list = field(default_factory=list)     # keys of the nodes passed
    end: str = "?"          # error, success, void, unknown, again, stop
    values: dict = field(default_factory=dict)    # key of a release -> value of its operands
    written: set = field(default_factory=set)     # places that were assigned


def outcomes(asked, held):
    """Value of the result for each outcome; @asked: number of pages, None if not constant; @held:
    the API table's word for which result means that pages are held."""
    if held == "zero":
        return {"error": Val(-4095, -1, "result"), "all": Val(0, 0, "result")}
    if asked is None:
        return {"error": Val(-4095, -1, "result"), "none": Val(0, 0, "result"),
                "part": Val(1, BIG - 2, "result"), "all": Val(1, BIG - 1, "result")}
    table = {"error": Val(-4095, -1, "result"), "none": Val(0, 0, "result"),
             "all": Val(asked, asked, "result")}
    if asked > 1:
        table["part"] = Val(1, asked - 1, "result")
    return table


def compare(op, a, b, outcome):
    """True, False or None for not known."""
    tags = (a.tag, b.tag)
    if tags == ("asked", "result"):
        swap = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "ult": "ugt", "ugt": "ult",
                "ule": "uge", "uge": "ule"}
        return compare(swap.get(op, op), b, a, outcome)
    if tags == ("result", "asked"):
        order = {"all": 0, "part": -1, "none": -1, "error": -1}[outcome]
        if outcome == "error" and op[0] == "u":
            order = 1
        return {"eq": order == 0, "ne": order != 0, "lt": order < 0, "le": order <= 0,
                "gt": order > 0, "ge": order >= 0}[op.lstrip("u") if op != "u" else op]
    if op[0] == "u":
        # a negative number is a huge one
        if a.hi < 0 <= b.lo:
            return op in ("ugt", "uge")
        if b.hi < 0 <= a.lo:
            return op in ("ult", "ule")
        op = op[1:]
    if op in ("eq", "ne"):
        if a.known() and a == Val(b.lo, b.hi, a.tag):
            return op == "eq"
        if a.hi < b.lo or b.hi < a.lo:
            return op == "ne"
        return None
    if op in ("gt", "ge"):
        a, b, op = b, a, {"gt": "lt", "ge": "le"}[op]
    if op == "lt":
        return True if a.hi < b.lo else False if a.lo >= b.hi else None
    return True if a.hi <= b.lo else False if a.lo > b.hi else None


class Walk:
    """All paths of one function from one acquire, for one outcome."""

    def __init__(self, func, at, outcome, value, forced=None):
        self.f, self.at, self.outcome, self.forced = func, at, outcome, forced or {}
        self.node = func.blocks[at[0]][at[1]]
        self.paths, self.cut = [], False
        env = self.before()
        if self.node.dest:
            env[self.node.dest] = value
        self.stack = [(at[0], at[1] + 1, env, Path(outcome), {})]
        while self.stack:
            if len(self.paths) >= MAX_PATHS:
                self.cut = True
                break
            self.follow(*self.stack.pop())

    def before(self):
        """Names of the number that was asked for, and what the block assigned before the call."""
        env = {}
        asked = self.node.params.get("nr_pages")
        if asked is None:
            return env
        names = {asked}
        for _ in range(3):
            # a temporary is assigned once
            names |= {n.args[0] for _, n in self.f.nodes() if n.kind == "=" and n.op == "copy"
                      and n.dest in names and n.dest[0] == "%"}
        for name in names:
            if not name.lstrip("-").isdigit():
                env[name] = Val(1, BIG - 1, "asked")
        return env

    def value(self, env, operand):
        if operand.lstrip("-").isdigit():
            return Val(int(operand), int(operand))
        return env.get(operand, ANY)

    def assign(self, env, path, n):
        path.written.add(n.dest)
        for key in [k for k in env if isinstance(k, tuple) and n.dest in k[1:]]:
            del env[key]
        env.pop(n.dest, None)
        if n.kind == "=":
            v = self.compute(env, n)
        elif n.kind == "store":
            v = self.value(env, n.args[0])
        else:
            v = ANY
        if v != ANY:
            env[n.dest] = v

    def compute(self, env, n):
        v = [self.value(env, a) for a in n.args]
        if n.op in ("copy", "errptr", "ptrerr"):
            return v[0]
        if n.op in NEGATED:
            t = compare(n.op, v[0], v[1], self.outcome)
            return ANY if t is None else Val(int(t), int(t))
        if n.op == "sub" and v[0].tag == "asked" and v[1].tag == "result":
            return {"all": Val(0, 0), "error": Val(2, BIG)}.get(self.outcome, Val(1, BIG))
        if n.op in ("add", "sub") and v[0].known() and v[1].known() and not v[0].tag:
            x = v[0].lo + (v[1].lo if n.op == "add" else -v[1].lo)
            return Val(x, x)
        if n.op == "neg" and v[0].lo > -BIG and v[0].hi < BIG:
            return Val(-v[0].hi, -v[0].lo)
        return ANY

    def finish(self, path, end):
        path.end = end
        self.paths.append(path)

    def branch(self, b, i, n, env, path, seen):
        key = (n.op, *n.args)
        truth = self.forced.get((b, i))
        if truth is None:
            truth = compare(n.op, self.value(env, n.args[0]), self.value(env, n.args[1]),
                            self.outcome)
        if truth is None and key in env:
            truth = env[key]
        if truth is None and (NEGATED[n.op], *n.args) in env:
            truth = not env[(NEGATED[n.op], *n.args)]
        for way in (True, False):
            if truth not in (None, way):
                continue
            e = dict(env)
            if truth is None:
                e[key] = way
            self.go(b, n.targets[0 if way else 1], e, path, seen)

    def go(self, b, target, env, path, seen):
        count = seen.get((b, target), 0)
        if count >= 2:
            return
        p = Path(path.outcome, list(path.nodes), "?", dict(path.values), set(path.written))
        self.stack.append((target, 0, dict(env), p, {**seen, (b, target): count + 1}))

    def follow(self, b, i, env, path, seen):
        nodes = self.f.blocks[b]
        while i < len(nodes):
            n = nodes[i]
            if (b, i) == self.at:
                self.finish(path, "again")
                return
            path.nodes.append((b, i))
            if n.kind in ("release", "call", "dirty"):
                path.values[(b, i)] = {p: self.value(env, a) for p, a in n.params.items()}
            elif n.kind == "br":
                path.values[(b, i)] = [self.value(env, a) for a in n.args]
            if n.dest:
                self.assign(env, path, n)
            if n.kind == "br":
                self.branch(b, i, n, env, path, seen)
                return
            if n.kind in ("goto", "multi"):
                for t in n.targets:
                    self.go(b, t, env, path, seen)
                return
            if n.kind == "return":
                self.finish(path, self.verdict(env, n))
                return
            if n.kind == "stop":
                self.finish(path, "stop")
                return
            i += 1

    def verdict(self, env, n):
        if not n.args:
            return "void"
        v = self.value(env, n.args[0])
        if v.hi < 0:
            return "error"
        if v.lo >= 0 and v.hi < BIG - 2:
            return "success"
        return "unknown"


class Flow:
    """The paths of a function from one acquire: of every outcome."""

    def __init__(self, func, at, held="count"):
        self.func, self.at = func, at
        node = func.blocks[at[0]][at[1]]
        asked = node.params.get("nr_pages", "")
        self.asked = int(asked) if asked.isdigit() else None
        self.table = outcomes(self.asked, held)
        self.paths, self.cut = [], False
        for name, value in self.table.items():
            w = Walk(func, at, name, value)
            self.paths += w.paths
            self.cut |= w.cut
            self.asked_names = set(w.before())
        self.loops = any(p.end == "again" for p in self.paths)

    def reach(self, key):
        """Outcomes with which a node is reached."""
        return {p.outcome for p in self.paths if key in p.nodes}

    def through(self, key):
        return [p for p in self.paths if key in p.nodes]

    def without(self, outcome, forced):
        """Paths of one outcome where a branch goes another way than its condition says."""
        return Walk(self.func, self.at, outcome, self.table[outcome], forced).paths
