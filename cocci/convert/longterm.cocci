// SPDX-License-Identifier: GPL-2.0-or-later
/// Ask for long-term pins where the pages outlive the call: add FOLL_LONGTERM to the flags of
/// pin_user_pages*().
///
//# Alone it looks for pages that go to a field of an object and are unpinned by another function
//# of the file, which no function calls that also has them pinned.  With
//# -D guided it changes the calls that $GUP_POSITIONS lists as longterm; see README.md.
//
// Confidence: Low
// Copyright: (C) 2026 The gupcheck authors.
// Options: --no-includes --include-headers --no-saved-typedefs
// Requires: 1.1.1

virtual context
virtual org
virtual patch
virtual report
virtual guided

@initialize:python@
@@
import linecache, os, re, sys

KINDS = ("longterm",)
pins, unpins, calls = [], set(), set()


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


# The field that an argument names, if any.
def field(text):
    found = re.match(r".*(?:->|\.) (\w+)(?: \[.*\])?(?: \+ .*)?$", str(text))
    return found.group(1) if found else None


def pages(fn, args):
    at = {"unlocked": 2, "remote": 5 if len(args) == 8 else 4}.get(fn.split("_")[-1], 3)
    return args[at] if at < len(args) else ""


# Do the pages that the call at p pins stay when its caller returns?
def outlives(p):
    here = p[0].file
    for where, f in pins:
        if where == (here, p[0].current_element, p[0].line, p[0].column):
            pinner = p[0].current_element
            owners = {fn for file, fn, g in unpins if file == here and g == f}
            callers = {a for file, a, b in calls if file == here and b == pinner} | {pinner}
            mixed = {a for file, a, b in calls if file == here and b in owners}
            return bool(owners) and pinner not in owners and not callers & (mixed | owners)
    return False


def selected(p):
    if guide["on"]:
        return entry_at(p, KINDS) is not None
    return outlives(p) and in_code(p)


def message(fn, p):
    return "%s() in %s() pins pages for long: FOLL_LONGTERM" % (fn, p[0].current_element)

@initialize:python depends on guided@
@@
load()

@pin depends on !guided@
identifier fn = { pin_user_pages, pin_user_pages_fast, pin_user_pages_locked, pin_user_pages_remote,
                  pin_user_pages_unlocked };
expression list es;
position p;
@@

fn@p(es)

@script:python@
fn << pin.fn;
es << pin.es;
p << pin.p;
@@

args = [str(e) for e in es]
f = field(pages(fn, args))
if f and not any("FOLL_LONGTERM" in a for a in args):
    pins.append(((p[0].file, p[0].current_element, p[0].line, p[0].column), f))

@unpin depends on pin && !guided@
identifier fn =~ "^unpin_user_page";
expression list es;
position p;
@@

fn@p(es)

@script:python@
es << unpin.es;
p << unpin.p;
@@

unpins.add((p[0].file, p[0].current_element, field(es[0])))

@call depends on unpin && !guided@
identifier fn;
position p;
@@

fn@p(...)

@script:python@
fn << call.fn;
p << call.p;
@@

calls.add((p[0].file, p[0].current_element, fn))

@found@
identifier fn = {
// gen-api: pinnable,pinned-acquire
get_user_pages, get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_remote, get_user_pages_unlocked, memfd_pin_folios, pin_user_pages,
pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked, pin_user_pages_remote,
pin_user_pages_unlocked
// gen-api: end
};
position p : script:python() { selected(p) };
@@

fn@p(...)

@script:python depends on guided@
p << found.p;
@@

entry_at(p, KINDS)["found"] = True

@depends on context@
position found.p;
identifier found.fn;
@@

* fn@p(...)

@script:python depends on org@
p << found.p;
fn << found.fn;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
p << found.p;
fn << found.fn;
@@

coccilib.report.print_report(p[0], message(fn, p))

// The flags stand third, but fourth behind an mm or an array, fifth behind a task and an mm.
@depends on patch@
position found.p;
identifier f, fn;
identifier unlocked = { get_user_pages_unlocked, pin_user_pages_unlocked };
identifier remote = { get_user_pages_remote, pin_user_pages_remote };
expression A, B, C, D, F, E1, E2, E3, L, M, N;
@@

(
  f@p(..., <+... FOLL_LONGTERM ...+>, ...)
|
  unlocked@p(A, B, C,
- 0
+ FOLL_LONGTERM
  )
|
  unlocked@p(A, B, C,
- 1
+ FOLL_WRITE | FOLL_LONGTERM
  )
|
  unlocked@p(A, B, C,
- E1 ? E2 : E3
+ (E1 ? E2 : E3) | FOLL_LONGTERM
  )
|
  unlocked@p(A, B, C,
- F
+ F | FOLL_LONGTERM
  )
|
  remote@p(A, B, C, D,
- 0
+ FOLL_LONGTERM
  , L, M, N)
|
  remote@p(A, B, C, D,
- 1
+ FOLL_WRITE | FOLL_LONGTERM
  , L, M, N)
|
  remote@p(A, B, C, D,
- E1 ? E2 : E3
+ (E1 ? E2 : E3) | FOLL_LONGTERM
  , L, M, N)
|
  remote@p(A, B, C, D,
- F
+ F | FOLL_LONGTERM
  , L, M, N)
|
  remote@p(A, B, C,
- 0
+ FOLL_LONGTERM
  , ...)
|
  remote@p(A, B, C,
- 1
+ FOLL_WRITE | FOLL_LONGTERM
  , ...)
|
  remote@p(A, B, C,
- E1 ? E2 : E3
+ (E1 ? E2 : E3) | FOLL_LONGTERM
  , ...)
|
  remote@p(A, B, C,
- F
+ F | FOLL_LONGTERM
  , ...)
|
  fn@p(A, B,
- 0
+ FOLL_LONGTERM
  , ...)
|
  fn@p(A, B,
- 1
+ FOLL_WRITE | FOLL_LONGTERM
  , ...)
|
  fn@p(A, B,
- E1 ? E2 : E3
+ (E1 ? E2 : E3) | FOLL_LONGTERM
  , ...)
|
  fn@p(A, B,
- F
+ F | FOLL_LONGTERM
  , ...)
)

@finalize:python depends on guided@
@@
tell_unmatched(KINDS)
