// SPDX-License-Identifier: GPL-2.0-or-later
/// Mark pages dirty and unpin them with one call: set_page_dirty_lock() and unpin_user_page(),
/// of one page or in a loop over an array, become unpin_user_pages_dirty_lock().
///
//# Dirtying on a condition turns into the last argument; a test of PageReserved() or PageDirty()
//# goes, no user page is reserved and the function asks the latter itself.  Only the form that
//# takes the page lock counts; lock.cocci is for the other ones.  A loop that does nothing else
//# stays, though reported, when its variable is read later, its count may be negative or its
//# condition depends on the page.  With -D guided only in functions that $GUP_POSITIONS
//# lists a release of; see README.md.
//
// Confidence: High
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


# marks-begin: for the tidying, the same in every patch that makes a call
kept, LOOP, BRACES = set(), "loop", "braces"


def keep(p, what):
    kept.add((what, p[0].file, p[0].line, p[0].column))


def is_kept(p, what):
    return (what, p[0].file, p[0].line, p[0].column) in kept


# Does a comment stand between position p and the first call of fn behind it?
def commented(p, fn):
    for n in range(int(p[0].line), int(p[0].line) + 20):
        text = linecache.getline(p[0].file, n)
        if "/*" in text or "//" in text:
            return True
        if re.search(fn + r"\w*\s*\(", text):
            return False
    return False


# While the rules tidy up around a new call its name is marked, and as long as it was.
def marked(name):
    return re.sub("^put_", "gup_", re.sub("^unpin_", "gupin_", name))


def unmarked(name):
    return re.sub("^gup_", "put_", re.sub("^gupin_", "unpin_", name))


# Functions that have a new call.
touched = set()


def in_touched(p):
    return p[0].current_element in touched


# May the if at p lose braces that the new call in it made needless?  Not with a comment in it.
def bare(p):
    depth, opened = 0, False
    for n in range(int(p[0].line), int(p[0].line) + 60):
        text = linecache.getline(p[0].file, n)
        if "/*" in text or "//" in text or not text:
            return False
        depth += text.count("{") - text.count("}")
        opened = opened or "{" in text
        if opened and depth == 0 and not re.match(r"\s*else\b", linecache.getline(p[0].file, n + 1)):
            return not is_kept(p, BRACES)
    return False


# An array without the parentheses that it needs before an index.
def unwrapped(text):
    depth = 0
    if not text.startswith("("):
        return text
    for i, c in enumerate(text):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if depth == 0 and i < len(text) - 1:
            return text
    return text[1:-1].strip()
# marks-end


def selected(p):
    if guide["on"] and not in_listed_function(p):
        return False
    return in_code(p)


def foldable(p):
    return not commented(p, "(gupin|gup)_user_page")


# Do two statements stand in one block, no comment between?  (What is conditional also comes
# before what follows it.)
def abreast(p, q):
    between = "".join(linecache.getline(p[0].file, n) for n in range(int(p[0].line), int(q[0].line)))
    return p[0].column == q[0].column and not re.search(r"/[*/]", between)


# Is the condition the same for every page?
def steady(condition, *counters):
    return not set(re.findall(r"[A-Za-z_]\w*", condition)) & set(counters)


# What remains of a condition without its tests of the page; None: it does more than ask.
def asked(condition, page):
    if re.search(r"\+\+|--|[^=!<>]=[^=]", condition):
        return None
    parts = [condition] if "||" in condition else condition.split(" && ")
    parts = [c for c in parts if not re.match(r"! Page(Reserved|Dirty) \( " + re.escape(page) + r" \)$", c)]
    left = unwrapped(" && ".join(parts) or "true")
    return None if re.search(r"\bPage[A-Z]", left) else left


# The marked name of what does both, from the name of the release.
def both(name):
    return marked(name.rstrip("s") + "s_dirty_lock")


# The release that the marked name of what does both goes back to.
def single(call):
    return unmarked(call).replace("pages_dirty_lock", "page")


def message(p, name):
    return "set_page_dirty_lock() and %s() in %s(): %s() does both" % (
        name, p[0].current_element, unmarked(both(name)))

@initialize:python depends on guided@
@@
load()

// One page: what stands next to each other.
@single@
expression X, D;
identifier one = { unpin_user_page, put_user_page };
position p : script:python() { selected(p) };
position r;
@@

(
  set_page_dirty_lock@r(X);
|
  if@r (D) set_page_dirty_lock(X);
)
  one@p(X);

// What has no address stays, and a condition that changes the page that it asks for.
@script:python dirty@
p << single.p;
r << single.r;
X << single.X;
D << single.D = "true";
one << single.one;
d;
call;
@@

when = asked(D, X)
if not abreast(r, p) or not when or re.search(r"\w \(", X):
    cocci.include_match(False)
else:
    coccinelle.d = cocci.make_expr(when)
    coccinelle.call = cocci.make_ident(both(one))
    touched.add(p[0].current_element)

@depends on context@
position single.p;
identifier single.one;
@@

* one@p(...);

@script:python depends on org@
p << single.p;
one << single.one;
call << dirty.call;
@@

coccilib.org.print_todo(p[0], message(p, one))

@script:python depends on report@
p << single.p;
one << single.one;
call << dirty.call;
@@

coccilib.report.print_report(p[0], message(p, one))

@depends on patch@
position single.p, single.r;
expression single.X, dirty.d;
identifier single.one, dirty.call;
@@

(
- set_page_dirty_lock@r(...);
- one@p(X);
+ call(&X, 1, d);
|
- if@r (...) set_page_dirty_lock(...);
- one@p(X);
+ call(&X, 1, d);
)

// All of P, now that what was done to each is one call.
@loop depends on patch@
expression P, n, d;
identifier i, page;
identifier call =~ "^(gupin|gup)_user_pages_dirty_lock$";
type T;
position p : script:python() { foldable(p) };
@@

(
for@p (i = 0; i < n; i++) { call(&P[i], 1, d); }
|
for@p (T i = 0; i < n; i++) { call(&P[i], 1, d); }
|
for@p (i = 0; i < n; i++) { page = P[i]; call(&page, 1, d); }
|
for@p (i = 0; i < n; i++) { struct page *page = P[i]; call(&page, 1, d); }
|
for@p (T i = 0; i < n; i++) { struct page *page = P[i]; call(&page, 1, d); }
)

// count-begin: loops that must stay, the same in every patch that folds one
// Is the variable that it counted with read later, or its page?
@i_read exists@
position loop.p;
identifier loop.i;
type T;
expression E;
statement S;
position q;
@@

for@p (...;...;...) S
... when != i = E
(
for (i = E; ...; ...) S
|
for (T i = E; ...; ...) S
|
i = E
|
i@q
)

@script:python@
p << loop.p;
q << i_read.q;
@@

keep(p, LOOP)

@page_read exists@
position loop.p;
identifier loop.page;
expression E;
statement S;
position q;
@@

for@p (...;...;...) S
... when != page = E
(
page = E
|
page@q
)

@script:python@
p << loop.p;
q << page_read.q;
@@

keep(p, LOOP)

// May the count be an errno?
@negative exists@
position loop.p;
identifier n;
identifier fn = {
// gen-api: acquire
__get_user_pages_fast, bio_iov_iter_get_pages, get_dump_page, get_user_page_fast_only,
get_user_page_vma_remote, get_user_pages, get_user_pages_fast, get_user_pages_fast_only,
get_user_pages_locked, get_user_pages_longterm, get_user_pages_remote,
get_user_pages_unlocked, iov_iter_extract_pages, iov_iter_get_pages, iov_iter_get_pages2,
iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, memfd_pin_folios, pin_user_pages,
pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked, pin_user_pages_remote,
pin_user_pages_unlocked
// gen-api: end
};
expression E;
statement S;
position q;
@@

n@q = fn(...)
... when != n = E
    when != \( n < 0 \| n <= 0 \| n > 0 \| n >= 0 \| n < 1 \| n >= 1 \| IS_ERR_VALUE(n) \)
(
  for@p (...;...;...) S
|
  while@p (...) S
)

@script:python@
p << loop.p;
count << loop.n;
n << negative.n;
@@

if n == count:
    keep(p, LOOP)
// count-end

@script:python chosen@
p << loop.p;
P << loop.P;
d << loop.d;
i << loop.i;
page << loop.page = "";
array;
@@

if is_kept(p, LOOP) or not steady(d, i, page):
    cocci.include_match(False)
else:
    coccinelle.array = cocci.make_expr(unwrapped(P))

@depends on patch@
position loop.p;
expression chosen.array, loop.n, loop.d;
identifier loop.call;
statement S;
type T;
identifier i;
@@

(
- for@p (T i = 0;...;...) S
+ call(array, n, d);
|
- for@p (...;...;...) S
+ call(array, n, d);
)

@script:python truth@
yes;
@@

coccinelle.yes = cocci.make_expr("true")

// A loop that stayed and does nothing else keeps its two calls.
@depends on patch disable braces0, braces1, braces2, braces3, braces4@
identifier call =~ "^(gupin|gup)_user_pages_dirty_lock$";
fresh identifier one = script:python(call) { single(call) };
expression X, d, truth.yes;
@@

(
  for (...;...;...) {
(
- call(&X, 1, yes);
+ set_page_dirty_lock(X);
+ one(X);
|
- call(&X, 1, d);
+ if (d) set_page_dirty_lock(X);
+ one(X);
)
  }
|
  while (...) {
(
- call(&X, 1, yes);
+ set_page_dirty_lock(X);
+ one(X);
|
- call(&X, 1, d);
+ if (d) set_page_dirty_lock(X);
+ one(X);
)
  }
)

// Marked in a loop, then dropped at once.
@spread@
expression P, n, D;
identifier i;
identifier all = { unpin_user_pages, put_user_pages };
position p : script:python() { selected(p) };
position r;
@@

(
for@r (i = 0; i < n; i++) {
(
  set_page_dirty_lock(P[i]);
|
  if (\(!PageReserved(P[i])\|!PageDirty(P[i])\)) set_page_dirty_lock(P[i]);
)
}
|
if@r (D) {
  for (i = 0; i < n; i++) {
(
  set_page_dirty_lock(P[i]);
|
  if (\(!PageReserved(P[i])\|!PageDirty(P[i])\)) set_page_dirty_lock(P[i]);
)
  }
}
)
all@p(P, n);

@script:python at_once@
p << spread.p;
r << spread.r;
D << spread.D = "true";
all << spread.all;
d;
call;
@@

if not abreast(r, p):
    cocci.include_match(False)
else:
    coccinelle.d = cocci.make_expr(D)
    coccinelle.call = cocci.make_ident(both(all))
    touched.add(p[0].current_element)

@depends on context@
position spread.p;
identifier spread.all;
@@

* all@p(...);

@script:python depends on org@
p << spread.p;
all << spread.all;
call << at_once.call;
@@

coccilib.org.print_todo(p[0], message(p, all))

@script:python depends on report@
p << spread.p;
all << spread.all;
call << at_once.call;
@@

coccilib.report.print_report(p[0], message(p, all))

@depends on patch@
position spread.p, spread.r;
identifier spread.all, at_once.call, i;
expression spread.P, spread.n, at_once.d;
statement S;
@@

(
- for@r (i = 0; ...; ...) S
- all@p(P, n);
+ call(P, n, d);
|
- if@r (...) S
- all@p(P, n);
+ call(P, n, d);
)

// Both arms drop the same pages, one of them marks them.
@depends on patch disable neg_if, ne_if, drop_else@
identifier call =~ "^(gupin|gup)_user_pages_dirty_lock$";
identifier all =~ "^(unpin|put|gupin|gup)_user_pages$";
expression P, n, D, truth.yes;
@@

- if (D) { call(P, n, yes); } else { all(P, n); }
+ call(P, n, D);

// tidy-begin: what a new call leaves behind, the same in every patch that makes one
@depends on patch@
identifier loop.i;
type T;
constant C;
position q : script:python() { in_touched(q) };
@@

(
- T i@q;
|
- T i@q = C;
)
  ... when != i

@depends on patch@
identifier loop.page;
type T;
constant C;
position q : script:python() { in_touched(q) };
@@

(
- T page@q;
|
- T page@q = C;
)
  ... when != page

@chained depends on patch disable neg_if, ne_if, drop_else@
statement S1, S2;
position q : script:python() { in_touched(q) };
@@

if (...) S1 else if@q (...) S2

@script:python@
q << chained.q;
@@

keep(q, BRACES)

@depends on patch disable neg_if, ne_if, drop_else, braces0, braces1, braces2, braces3, braces4@
identifier m =~ "^(gupin|gup)_user_page";
expression E, X;
expression list es;
position p : script:python() { bare(p) };
@@

(
- if@p (E) { m(es); } else { X; }
+ if (E)
+   m(es);
+ else
+   X;
|
- if@p (E) { X; } else { m(es); }
+ if (E)
+   X;
+ else
+   m(es);
|
- if@p (E) X; else { m(es); }
+ if (E)
+   X;
+ else
+   m(es);
|
- if@p (E) { m(es); }
+ if (E)
+   m(es);
)

@depends on patch@
identifier m =~ "^(gupin|gup)_user_page";
fresh identifier name = script:python(m) { unmarked(m) };
@@

- m
+ name
  (...)
// tidy-end
