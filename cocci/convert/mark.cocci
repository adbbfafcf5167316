// SPDX-License-Identifier: GPL-2.0-or-later
/// Mark what was written dirty: pages that were pinned for writing, and written, and are unpinned
/// as if clean go through unpin_user_pages_dirty_lock().
///
//# A fix, not a conversion: a patch of its own.  Alone it looks for one page that a function pins
//# with FOLL_WRITE, maps and unpins.  With -D guided it rewrites the unpinning calls that
//# $GUP_POSITIONS lists as mark; see README.md.
//
// Confidence: Moderate
// Copyright: (C) 2026 The gupcheck authors.
// Comments: unpin_user_pages_dirty_lock() takes the page lock, it may sleep
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

KINDS = ("mark",)
written = set()


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


def spot(p):
    return (p[0].file, p[0].line, p[0].column)


def selected(p):
    if guide["on"]:
        return entry_at(p, KINDS) is not None
    return spot(p) in written and in_code(p)


# The condition on which the list wants the pages marked.
def condition(p):
    entry = entry_at(p, KINDS)
    for word in entry["words"] if entry else []:
        if word.startswith("dirty="):
            return word[6:]
    return "true"


def message(fn, p):
    return "%s() in %s() drops pages that were written as if clean: unpin_user_pages_dirty_lock()" % (
        fn, p[0].current_element)

@initialize:python depends on guided@
@@
load()

@write depends on !guided exists@
idexpression page;
identifier fn =~ "^pin_user_pages";
identifier map = {
// gen-api: map
__kmap_local_page_prot, bvec_kmap_local, bvec_virt, folio_address, kmap, kmap_atomic,
kmap_atomic_prot, kmap_high, kmap_local_folio, kmap_local_page, kmap_local_page_prot,
kmap_local_page_try_from_panic, lowmem_page_address, page_address, page_to_virt,
sg_copy_buffer, sg_miter_next, sg_virt, skb_frag_address, skb_frag_address_safe, vm_map_ram,
vmap
// gen-api: end
};
expression E;
position p;
@@

fn(..., <+... FOLL_WRITE ...+>, ..., &page, ...)
... when any
map(page, ...)
... when != page = E
    when != set_page_dirty(page)
    when != SetPageDirty(page)
    when != set_page_dirty_lock(page)
unpin_user_page@p(page)

@script:python@
p << write.p;
@@

written.add(spot(p))

@found@
identifier fn = { unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock };
expression X;
position p : script:python() { selected(p) };
@@

fn@p(X, ...)

// What has no address cannot be handed on.
@script:python marked@
fn << found.fn;
X << found.X;
p << found.p;
dirty;
@@

if fn == "unpin_user_page" and re.search(r"\w \(", X):
    cocci.include_match(False)
else:
    coccinelle.dirty = cocci.make_expr(condition(p))
    if guide["on"]:
        entry_at(p, KINDS)["found"] = True

@depends on context@
identifier found.fn;
position found.p;
@@

* fn@p(...)

@script:python depends on org@
fn << found.fn;
p << found.p;
dirty << marked.dirty;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
fn << found.fn;
p << found.p;
dirty << marked.dirty;
@@

coccilib.report.print_report(p[0], message(fn, p))

@depends on patch@
position found.p;
expression X, P, n, D, marked.dirty;
@@

(
- unpin_user_page@p(X)
+ unpin_user_pages_dirty_lock(&X, 1, dirty)
|
- unpin_user_pages@p(P, n)
+ unpin_user_pages_dirty_lock(P, n, dirty)
|
  unpin_user_pages_dirty_lock@p(P, n,
- D
+ dirty
  )
)

@finalize:python depends on guided@
@@
tell_unmatched(KINDS)
