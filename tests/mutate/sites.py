# SPDX-License-Identifier: GPL-2.0-or-later
"""Which calls are mutated: the acquires of a scan that are converted, with all of their releases."""
import os
import re
from dataclasses import dataclass, field

import ctext
import flow
import gir


def read_table(path):
    """{function: {column: word}} of the API table."""
    names = ("name", "role", "kind", "shape", "pages", "count", "flags", "dirty", "carrier",
             "held")
    table = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                row = dict(zip(names, line.split()))
                table[row["name"]] = row
    return table


def position(node, column):
    """Place of the argument that a column of the table names, None if the call has none."""
    names = list(node.params)
    if len(names) != len(node.args):
        return None
    for name in column.split("/"):
        if name in names:
            return names.index(name)
        if re.fullmatch(r"#\d+", name) and int(name[1:]) < len(names):
            return int(name[1:])
    return None


@dataclass
class Release:
    """One release call, and the sites whose pages it drops."""
    path: str
    func: gir.Func
    key: tuple
    node: gir.Node
    src: ctext.Source
    call: ctext.Call
    row: dict
    sites: list = field(default_factory=list)

    def arg(self, column):
        """Text of the argument in a column of the table."""
        i = position(self.node, self.row[column])
        return None if i is None or i >= len(self.call.args) else self.call.arg(i)

    def operand(self, column):
        i = position(self.node, self.row[column])
        return None if i is None else self.node.args[i]


@dataclass
class Site:
    info: dict
    func: gir.Func
    key: tuple
    node: gir.Node
    src: ctext.Source
    call: ctext.Call
    row: dict
    flow: flow.Flow
    releases: list = field(default_factory=list)

    @property
    def place(self):
        return self.info["path"], self.info["line"]

    def local(self):
        """Releases in the function of the acquire."""
        return [r for r in self.releases if r.func is self.func and r.path == self.info["path"]]

    def calls(self, unit):
        """Calls in the function of the acquire to functions of the file that release the pages."""
        names = {r.func.name for r in self.releases
                 if r.path == self.info["path"] and r.func is not self.func}
        for _ in range(3):
            for f in unit.funcs.values():
                if f is not self.func and f.file == 0 and \
                        any(n.kind == "call" and n.name in names for _, n in f.nodes()):
                    names.add(f.name)
        return [(key, n) for key, n in self.func.nodes() if n.kind == "call" and n.name in names]

    def drops(self, unit):
        """Nodes of the function after which pages are gone."""
        return {r.key for r in self.local()} | {key for key, _ in self.calls(unit)}


class Tree:
    """One kernel: what its scan found, and its files."""

    def __init__(self, name, root, state, export, table):
        self.name, self.root, self.state, self.table = name, root, state, table
        self.export = export
        self.stems, self.units, self.sources = {}, {}, {}
        with open(os.path.join(state, "plan.tsv"), encoding="utf-8") as f:
            for line in f:
                w = line.rstrip("\n").split("\t")
                if w[0] in ("unit", "joined"):
                    self.stems[w[1]] = w[4]
        self.releases, self.skipped = {}, []

    def facts(self, path):
        return os.path.join(self.state, "facts", self.stems[path] + ".gir")

    def unit(self, path):
        if path not in self.units:
            self.units[path] = gir.read(self.facts(path))
        return self.units[path]

    def source(self, path):
        if path not in self.sources:
            with open(os.path.join(self.root, path), encoding="latin-1", newline="") as f:
                self.sources[path] = ctext.Source(f.read())
        return self.sources[path]

    def skip(self, what, why):
        self.skipped.append((f"{what['path']}:{what['line']}", what["function"], why))

    def find(self, what, kinds):
        """The node and the call in the text of a site or a release of the report."""
        path = what["path"]
        if path not in self.stems:
            return None
        func = self.unit(path).funcs.get(what["function"])
        if not func or func.file:
            return None
        for key, n in func.nodes():
            if n.kind in kinds and n.name == what["api"] and n.line == what["line"] \
                    and n.file == 0 and what.get("column", n.col) == n.col and not n.macro:
                call = self.source(path).call(n.line, n.col, n.name)
                if call:
                    return func, key, n, call
        return None

    def release(self, what, site):
        key = (what["path"], what["line"], what.get("column"), what["api"])
        if key not in self.releases:
            found = self.find(what, ("release",))
            self.releases[key] = found and Release(
                what["path"], found[0], found[1], found[2], self.source(what["path"]), found[3],
                self.table[what["api"]])
        r = self.releases[key]
        if r:
            r.sites.append((site["path"], site["line"]))
        return r

    def sites(self, statuses):
        """The sites to mutate, deterministic order."""
        bad = {f["site"] for f in self.export["findings"]}
        where = {(f["path"], f["function"]) for f in self.export["findings"]}
        wanted = []
        for s in self.export["sites"]:
            rels = [self.release(r, s) for r in s["releases"]]
            if s["status"] not in statuses or s["role"] not in ("consumer", "wrapper") \
                    or s["foll"] not in ("PIN", "EXTRACT"):
                continue
            if s["id"] in bad or (s["path"], s["function"]) in where:
                self.skip(s, "has a finding")
                continue
            wanted.append((s, [r for r in rels if r]))
        mixed = {(s["path"], s["function"]) for s in self.export["sites"]
                 if s["role"] == "consumer" and s["foll"] in ("PIN", "EXTRACT")
                 and s["status"] not in statuses}
        return [t for t in (self.target(s, r, mixed) for s, r in wanted) if t]

    def target(self, s, rels, mixed):
        if (s["path"], s["function"]) in mixed:
            return self.skip(s, "another site of the function is not converted")
        found = self.find(s, ("acquire",))
        if not found:
            return self.skip(s, "the call stands in a macro or a header")
        func, key, node, call = found
        if not rels:
            return self.skip(s, "no release that is spelled in a function")
        return Site(s, func, key, node, self.source(s["path"]), call, self.table[s["api"]],
                    flow.Flow(func, key, self.table[s["api"]]["held"]), rels)
