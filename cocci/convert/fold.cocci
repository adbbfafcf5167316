// SPDX-License-Identifier: GPL-2.0-or-later
/// Unpin many pages with one call: a loop of unpin_user_page() over an array becomes
/// unpin_user_pages().
///
//# A loop stays as it is when its variable is read later, when it holds a comment, or when the
//# count may be the negative result of a call that took pages: unpin_user_pages() counts without
//# a sign.  Variables that nobody uses any more go.  With -D guided only loops in functions that
//# $GUP_POSITIONS lists a release of; see README.md.
//# put_user_page() of trees before 5.6 becomes put_user_pages() alike.
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


def foldable(p):
    if guide["on"] and not in_listed_function(p):
        return False
    return in_code(p) and not commented(p, "(unpin|put)_user_page")


def many(one):
    return marked(one + "s")


def message(p, one):
    return "loop of %s() in %s(): %ss() does it" % (one, p[0].current_element, one)

@initialize:python depends on guided@
@@
load()

// All of P, in any order: i counts them, or n itself runs down.
@loop@
expression P, n;
identifier i, page;
identifier one = { unpin_user_page, put_user_page };
type T;
position p : script:python() { foldable(p) };
@@

(
for@p (i = 0; i < n; i++) { one(P[i]); }
|
for@p (T i = 0; i < n; i++) { one(P[i]); }
|
for@p (i = 0; i < n; i++) { page = P[i]; one(page); }
|
for@p (i = 0; i < n; i++) { struct page *page = P[i]; one(page); }
|
for@p (T i = 0; i < n; i++) { struct page *page = P[i]; one(page); }
|
for@p (i = n - 1; i >= 0; i--) { one(P[i]); }
|
for@p (i = n - 1; i >= 0; i--) { struct page *page = P[i]; one(page); }
|
for@p (; n > 0; n--) { one(P[n - 1]); }
|
while@p (\(n--\|n-- > 0\|--n >= 0\)) { one(P[n]); }
|
while@p (\(n\|n > 0\)) { one(P[--n]); }
|
while@p (\(n\|n > 0\)) { n--; one(P[n]); }
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

// Is n read later, where it ran down?
@n_read exists@
position loop.p;
expression loop.n;
expression E;
statement S;
position q;
@@

(
for@p (...;...;...) S
|
while@p (...) S
)
... when != n = E
(
for (n = E; ...; ...) S
|
n = E
|
n@q
)

@script:python@
p << loop.p;
i << loop.i = "";
q << n_read.q;
@@

if not i:
    keep(p, LOOP)

@script:python chosen@
p << loop.p;
P << loop.P;
n << loop.n;
i << loop.i = "";
array;
@@

if is_kept(p, LOOP) or not (i or n.isidentifier()):
    cocci.include_match(False)
else:
    coccinelle.array = cocci.make_expr(unwrapped(P))
    touched.add(p[0].current_element)

@depends on context@
position loop.p;
statement S;
type T;
identifier i;
@@

(
* for@p (T i = 0;...;...) S
|
* for@p (...;...;...) S
|
* while@p (...) S
)

@script:python depends on org@
p << loop.p;
one << loop.one;
array << chosen.array;
@@

coccilib.org.print_todo(p[0], message(p, one))

@script:python depends on report@
p << loop.p;
one << loop.one;
array << chosen.array;
@@

coccilib.report.print_report(p[0], message(p, one))

@folded depends on patch@
position loop.p;
expression chosen.array, loop.n;
identifier loop.one;
statement S;
type T;
identifier i;
fresh identifier all = script:python(one) { many(one) };
@@

(
- for@p (T i = 0;...;...) S
+ all(array, n);
|
- for@p (...;...;...) S
+ all(array, n);
|
- while@p (...) S
+ all(array, n);
)

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
