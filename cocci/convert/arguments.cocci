// SPDX-License-Identifier: GPL-2.0-or-later
/// Spell old calls that take user pages the way that pin_user_pages*() wants: flags instead of a
/// boolean, FOLL_LONGTERM instead of get_user_pages_longterm().
///
//# get_user_pages_fast() had a boolean `write` before 5.2, __get_user_pages_fast() until 5.8 (it
//# became get_user_pages_fast_only()), get_user_pages_longterm() was there until 5.2.  What is
//# true or false in a newer tree is FOLL_WRITE or 0 there, too, by luck.  With -D guided only
//# the calls that $GUP_POSITIONS lists as acquire, any expression if it says boolean.
//
// Confidence: High
// Copyright: (C) 2026 The gupcheck authors.
// Options: --no-includes --include-headers --no-saved-typedefs --max-width 200
// Requires: 1.1.1

virtual context
virtual org
virtual patch
virtual report
virtual guided

@initialize:python@
@@
import linecache, os, re, sys

KINDS = ("acquire",)
TODAY = {"get_user_pages_longterm": "get_user_pages() with FOLL_LONGTERM",
         "__get_user_pages_fast": "get_user_pages_fast_only() with flags",
         "get_user_pages_fast": "get_user_pages_fast() with flags"}
RENAMED = {"get_user_pages_longterm": "get_user_pages", "__get_user_pages_fast": "get_user_pages_fast_only"}


# guided-begin: the list of $GUP_POSITIONS, the same in every patch
entries, functions, guide = {}, set(), {"on": False}


def load():
    path = os.environ.get("GUP_POSITIONS")
    if not path:
        sys.exit("guided: GUP_POSITIONS names no file")
    guide["on"] = True
    with open(path) as f:
        for n, text in enumerate(f, 1):
            w = text.rstrip("\n").split("\t")
            if not text.strip() or text.startswith("#"):
                continue
            if len(w) < 5 or not w[2].isdigit() or not w[3].isdigit():
                sys.exit("%s:%d: wants kind, path, line, column and function" % (path, n))
            name = os.path.normpath(w[1])
            entry = {"kind": w[0], "at": w[:4], "column": int(w[3]), "words": w[5:], "found": False}
            if any(word.split("=")[0] == "will_pin" for word in w[5:]):
                entry["kind"] += "-extracted"
            entries.setdefault((name, int(w[2])), []).append(entry)
            if w[0] == "release":
                functions.add((name, w[4]))


# The file of p.  A function that a rule has changed already is read from a scratch file; its
# file is the one whose functions came last.
def home(p):
    if "cocci_small_output" not in p[0].file:
        guide["file"] = p[0].file
    return guide["file"]


def entry_at(p, kinds):
    column = int(p[0].column) + 1
    for e in entries.get((os.path.normpath(home(p)), int(p[0].line)), []):
        if e["kind"] in kinds and e["column"] in (0, column):
            return e
    return None


# Is p in a function that has a listed release?
def in_listed_function(p):
    return (os.path.normpath(home(p)), p[0].current_element) in functions


def tell_unmatched(kinds):
    for e in [e for at in entries.values() for e in at]:
        if e["kind"] in kinds and not e["found"]:
            print("gup-unmatched", *e["at"], sep="\t", file=sys.stderr)


# Is position p outside every #define?  Coccinelle matches in the bodies of macros, too.
def in_code(p):
    path, n = p[0].file, int(p[0].line)
    while n > 1 and linecache.getline(path, n - 1).rstrip("\n").endswith(chr(92)):
        n -= 1
    return not linecache.getline(path, n).lstrip().startswith("#")
# guided-end


def selected(p):
    if guide["on"]:
        return entry_at(p, KINDS) is not None
    return in_code(p)


# The flags that a boolean argument stands for; None: it may be flags as it is.
def flags(p, text):
    if text in ("1", "true"):
        return "FOLL_WRITE"
    if text == "false":
        return "0"
    e = entry_at(p, KINDS)
    says = e is not None and "boolean" in e["words"] and text != "0"
    outer = re.sub(r"\([^()]*\)", "", text)
    asks = re.search(r" ([=!]=|&&|\|\|) |^! ", outer) and not re.search(r"FOLL_|\?", text)
    return text + " ? FOLL_WRITE : 0" if says or asks or spot(p) in bools else None


# The third argument of a call today; None: the call is as it should be.
def renewed(fn, p, text):
    if fn == "get_user_pages_longterm":
        plain = re.match(r"[\w |]+$", text)
        return "FOLL_LONGTERM" if text == "0" else (text if plain else "(" + text + ")") + " | FOLL_LONGTERM"
    return flags(p, text) or (text if fn in RENAMED else None)


def spot(p):
    return (p[0].file, p[0].line, p[0].column)


bools = set()


def message(fn, p):
    return "%s() in %s(): today %s" % (fn, p[0].current_element, TODAY[fn])

@initialize:python depends on guided@
@@
load()

@found@
identifier fn = { get_user_pages_longterm, __get_user_pages_fast, get_user_pages_fast };
expression A, B, F;
position p : script:python() { selected(p) };
@@

fn@p(A, B, F, ...)

@typed@
bool W;
expression A, B;
position q;
@@

get_user_pages_fast@q(A, B, W, ...)

@script:python@
p << typed.q;
@@

bools.add(spot(p))

@script:python today@
fn << found.fn;
F << found.F;
p << found.p;
to;
call;
@@

new = renewed(fn, p, F)
if not new:
    cocci.include_match(False)
else:
    coccinelle.to = cocci.make_expr(new)
    coccinelle.call = cocci.make_ident(RENAMED.get(fn, fn))

@script:python depends on guided@
p << found.p;
@@


@depends on context@
position found.p;
identifier found.fn, today.call;
@@

* fn@p(...)

@script:python depends on org@
p << found.p;
fn << found.fn;
call << today.call;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
p << found.p;
fn << found.fn;
call << today.call;
@@

coccilib.report.print_report(p[0], message(fn, p))

@depends on patch@
position found.p;
identifier found.fn, today.call;
expression found.A, found.B, found.F, today.to;
@@

- fn@p
+ call
  (A, B,
- F
+ to
  , ...)
