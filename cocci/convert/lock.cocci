// SPDX-License-Identifier: GPL-2.0-or-later
/// Mark pinned pages dirty under the page lock: set_page_dirty() or SetPageDirty() on a page
/// that is then unpinned becomes set_page_dirty_lock().
///
//# set_page_dirty_lock() sleeps.  Alone it converts in functions that sleep anyhow and take no
//# spinlock; the other ones it only reports.  With -D guided it converts the calls that
//# $GUP_POSITIONS lists as dirty; see README.md.
//
// Confidence: Moderate
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

KINDS = ("dirty",)
LOCKED = {"set_page_dirty": "set_page_dirty_lock", "SetPageDirty": "set_page_dirty_lock",
          "folio_mark_dirty": "folio_mark_dirty_lock"}
atomic, sleeping, locked, unlocked = set(), set(), set(), set()


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


def locking(fn):
    return LOCKED[fn]


def spot(p):
    return (p[0].file, p[0].line, p[0].column)


def function(p):
    return (p[0].file, p[0].current_element)


def selected(p):
    if guide["on"]:
        return entry_at(p, KINDS) is not None
    return spot(p) in unlocked and in_code(p)


def may_sleep(p):
    return guide["on"] or function(p) in sleeping - atomic


def message(fn, p):
    text = "%s() in %s() without the page lock on a pinned page" % (fn, p[0].current_element)
    if may_sleep(p):
        return text + ": " + locking(fn) + "()"
    return text + "; " + locking(fn) + "() where sleeping is allowed"

@initialize:python depends on guided@
@@
load()

@unpins@
@@

\( unpin_user_page \| unpin_user_pages \| unpin_user_folio \| put_user_page \| put_user_pages \)(...)

@atomic depends on unpins && !guided@
identifier fn =~ "^(_?raw_)?(spin|read|write)_(try)?lock|^rcu_read_lock|^local_(irq|bh)_(save|disable)|^preempt_disable|^k(un)?map_atomic$";
position p;
@@

fn@p(...)

@script:python@
p << atomic.p;
@@

atomic.add(function(p))

@sleeps depends on unpins && !guided@
identifier fn =~ "^(mutex_lock|mmap_(read|write)_lock|down_(read|write)|copy_(from|to)_user|might_sleep|pin_user_pages|get_user_pages|lock_page|schedule|wait_event|flush_work|cancel_.*_sync)|_dirty_lock$";
position p;
@@

fn@p(...)

@script:python@
fn << sleeps.fn;
p << sleeps.p;
@@

if not fn.endswith("_only"):
    sleeping.add(function(p))

@lock depends on unpins && !guided@
identifier fn = { lock_page, trylock_page, folio_lock, folio_trylock };
position p;
@@

fn@p(...)

@script:python@
p << lock.p;
@@

locked.add(function(p))

@found depends on unpins && !guided exists@
identifier fn = { set_page_dirty, SetPageDirty, folio_mark_dirty };
expression X, P, E;
position p;
@@

fn@p(X)
... when != X = E
\( \(unpin_user_page\|put_user_page\)(X) \| unpin_user_folio(X, E) \|
   \(unpin_user_pages\|put_user_pages\)(P, E) \)

// Only where the array is the page's, and nobody has locked the page.
@script:python@
p << found.p;
X << found.X;
P << found.P = "";
@@

if (not P or X.startswith(P + " [")) and function(p) not in locked:
    unlocked.add(spot(p))

@listed@
identifier fn = { set_page_dirty, SetPageDirty, folio_mark_dirty };
position p : script:python() { selected(p) };
@@

fn@p(...)

@script:python depends on guided@
p << listed.p;
@@

entry_at(p, KINDS)["found"] = True

@depends on context@
position listed.p;
identifier listed.fn;
@@

* fn@p(...)

@script:python depends on org@
p << listed.p;
fn << listed.fn;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
p << listed.p;
fn << listed.fn;
@@

coccilib.report.print_report(p[0], message(fn, p))

@script:python sure@
p << listed.p;
@@

if not may_sleep(p):
    cocci.include_match(False)

@depends on patch@
position listed.p;
identifier listed.fn;
fresh identifier to = script:python(fn) { locking(fn) };
@@

- fn@p
+ to
  (...)

@finalize:python depends on guided@
@@
tell_unmatched(KINDS)
