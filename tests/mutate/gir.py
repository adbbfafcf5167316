# SPDX-License-Identifier: GPL-2.0-or-later
"""Read the text form of the IR (analyzer/ir/text.md): what mutation needs of it."""
import re
from dataclasses import dataclass, field

CALLS = ("call", "acquire", "release", "dirty", "access")
LOC = re.compile(r"(?:(\d+)/)?(\d+):(\d+)(m?)$")
SPELLED = re.compile(r"(-?\d+)`")


@dataclass
class Node:
    """One line of a block.  kind: a word of the text form, "=" for an assignment."""
    file: int
    line: int
    col: int
    macro: bool
    kind: str
    dest: str = ""           # what an assignment, a store or a call writes
    op: str = ""
    args: list = field(default_factory=list)
    params: dict = field(default_factory=dict)   # of a call: parameter name -> operand
    name: str = ""           # of a call: the callee
    targets: list = field(default_factory=list)


@dataclass
class Func:
    name: str
    file: int
    line: int
    col: int
    end: int
    returns: str
    types: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)    # variable -> param, local, global, temp
    blocks: dict = field(default_factory=dict)   # number -> list of nodes

    def nodes(self):
        for b, nodes in self.blocks.items():
            for i, n in enumerate(nodes):
                yield (b, i), n


@dataclass
class Unit:
    path: str
    trust: str = ""
    funcs: dict = field(default_factory=dict)    # name -> Func, those of the unit's own file first


def root(place):
    """The variable that a place or the address of one begins with."""
    return re.split(r"[*.\[]", place.lstrip("&"))[0]


def strip(operand):
    """An operand without the spelling of its number."""
    m = SPELLED.match(operand)
    return m.group(1) if m else operand


def parse_call(node, words):
    i = 1
    if words[i] == "*":      # not written by the printer, "*place" is one word
        i += 1
    node.name = words[i]
    i += 1
    if i < len(words) and words[i] == "->":
        node.dest = words[i + 1]
        i += 2
    rest = words[i:]
    if rest and rest[-1].startswith("`"):
        rest = rest[:-1]
    for w in rest:
        m = re.match(r"([A-Za-z_]\w*|#\d+)=(.*)$", w)
        name, operand = m.groups() if m else ("", w)
        operand = strip(operand)
        node.args.append(operand)
        if name:
            node.params[name] = operand


def parse_node(text):
    words = text.split()
    file, line, col, macro = LOC.match(words[0]).groups()
    words = words[1:]
    n = Node(int(file or 0), int(line), int(col), bool(macro), words[0])
    if len(words) > 1 and words[1] == "=":
        n.kind, n.dest, n.op = "=", words[0], words[2]
        n.args = [strip(w) for w in words[3:]]
    elif n.kind == "store":
        n.dest, n.args = words[1], [strip(words[2])]
    elif n.kind in CALLS:
        parse_call(n, words)
    elif n.kind == "br":
        n.op, n.args = words[1], [strip(words[2]), strip(words[3])]
        n.targets = [int(w[1:]) for w in words[4:6]]
    elif n.kind in ("goto", "multi"):
        n.targets = [int(w[1:]) for w in words[1:]]
    elif n.kind == "return":
        n.args = [strip(w) for w in words[1:2]]
    return n


def parse_head(words):
    at, end = words.index("at"), words.index("end")
    file, line, col, _ = LOC.match(words[at + 1]).groups()
    return Func(words[1], int(file or 0), int(line), int(col), int(words[end + 1]),
                " ".join(words[words.index("returns") + 1:]))


def read(path):
    """The unit of a facts file or of `gupcheck ir`."""
    unit, func, block = None, None, None
    with open(path, encoding="latin-1") as f:
        for line in f:
            if line.startswith("\t"):
                block.append(parse_node(line))
                continue
            words = line.split()
            if not words:
                continue
            if words[0] == "unit":
                unit = unit or Unit(words[1])
            elif words[0] == "trust":
                unit.trust = words[1]
            elif words[0] == "func":
                func = parse_head(words)
            elif words[0] in ("param", "local", "global", "temp"):
                at = 2 if words[1] == "static" else 1
                func.types[words[at]] = " ".join(words[at + 1:])
                func.kinds[words[at]] = words[0]
            elif re.match(r"b\d+:$", words[0]):
                block = func.blocks.setdefault(int(words[0][1:-1]), [])
            elif words[0] == "end" and func:
                if func.file == 0 or func.name not in unit.funcs:
                    unit.funcs[func.name] = func
                func = None
    return unit
