# SPDX-License-Identifier: GPL-2.0-or-later
"""A mutant: what is edited, and what must be said of it."""
from dataclasses import dataclass, field

HELD = {"part", "all"}      # outcomes of an acquire with which pages are held


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


def function_text(site):
    return site.src.code[site.src.offset(site.func.line, 1):site.src.offset(site.func.end, 1)]
