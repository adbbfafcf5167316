// SPDX-License-Identifier: GPL-2.0-or-later
/// Find every call that takes references to user pages (get_user_pages(), pin_user_pages()
/// and their families).
///
//# The names stand in one generated list; scripts/gen-api writes it from the API table.
//# Every call is found, whatever the configuration and the architecture; comments, strings,
//# bodies of #define and uses of a name that are no call are not.
//
// Confidence: High
// Copyright: (C) 2026 The gupcheck authors.
// Comments: a function of the same name that the file itself defines as static is told apart
// Options: --no-includes --include-headers --no-saved-typedefs
// Requires: 1.1.1

virtual context
virtual org
virtual report

@initialize:python@
@@
import linecache
DOT_C = ".c"
own = set()


# Is position p outside every #define?  Coccinelle matches in the bodies of macros, too.
def in_code(p):
    path, n = p[0].file, int(p[0].line)
    while n > 1 and linecache.getline(path, n - 1).rstrip("\n").endswith(chr(92)):
        n -= 1
    return not linecache.getline(path, n).lstrip().startswith("#")


def message(fn, p):
    text = "acquires page references: " + fn + "() in " + place(p)
    if (p[0].file, fn) in own:
        text += ", but the file has its own static " + fn + "()"
    return text


def place(p):
    name = p[0].current_element
    return "no function" if name == "something_else" else name + "()"

// The names as such let Coccinelle pass over a file that has none of them without parsing it.
@seen@
@@

\(
// gen-api: any of acquire
__get_user_pages_fast \| bio_iov_iter_get_pages \| get_dump_page \| get_user_page_fast_only
\| get_user_page_vma_remote \| get_user_pages \| get_user_pages_fast \|
get_user_pages_fast_only \| get_user_pages_locked \| get_user_pages_longterm \|
get_user_pages_remote \| get_user_pages_unlocked \| iov_iter_extract_pages \|
iov_iter_get_pages \| iov_iter_get_pages2 \| iov_iter_get_pages_alloc \|
iov_iter_get_pages_alloc2 \| memfd_pin_folios \| pin_user_pages \| pin_user_pages_fast \|
pin_user_pages_fast_only \| pin_user_pages_locked \| pin_user_pages_remote \|
pin_user_pages_unlocked
// gen-api: end
\)(...)

// A header's static inline functions are what others call: only a .c file has its own.
@own depends on seen@
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
position q : script:python() { q[0].file.endswith(DOT_C) };
@@

static fn@q(...) { ... }

@script:python@
fn << own.fn;
q << own.q;
@@

own.add((q[0].file, fn))

@call depends on seen@
iterator name scoped_guard;
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
position p : script:python() { in_code(p) };
@@

fn@p(...)

@depends on context@
identifier call.fn;
position call.p;
@@

* fn@p(...)

@script:python depends on org@
fn << call.fn;
p << call.p;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
fn << call.fn;
p << call.p;
@@

coccilib.report.print_report(p[0], message(fn, p))
