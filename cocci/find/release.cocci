// SPDX-License-Identifier: GPL-2.0-or-later
/// Find every call that drops page references, those of user pages (unpin_user_page()) and those
/// of any page (put_page()).
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
    text = "drops page references: " + fn + "() in " + place(p)
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
// gen-api: any of user-release,release
__bio_release_pages \| __folio_put \| __skb_frag_unref \| bio_check_pages_dirty \|
bio_release_pages \| folio_put \| folio_put_refs \| folio_put_testzero \| folio_ref_dec \|
folio_ref_dec_and_test \| folio_ref_sub \| folio_ref_sub_and_test \| folios_put \|
folios_put_refs \| free_page_and_swap_cache \| page_ref_dec \| page_ref_dec_and_test \|
page_ref_sub \| page_ref_sub_and_test \| put_page \| put_page_testzero \| put_pages_list \|
put_user_page \| put_user_pages \| put_user_pages_dirty \| put_user_pages_dirty_lock \|
release_pages \| skb_frag_unref \| unpin_folio \| unpin_folios \| unpin_user_folio \|
unpin_user_folio_dirty_locked \| unpin_user_page \| unpin_user_page_range_dirty_lock \|
unpin_user_pages \| unpin_user_pages_dirty_lock
// gen-api: end
\)(...)

// A header's static inline functions are what others call: only a .c file has its own.
@own depends on seen@
identifier fn = {
// gen-api: user-release,release
__bio_release_pages, __folio_put, __skb_frag_unref, bio_check_pages_dirty,
bio_release_pages, folio_put, folio_put_refs, folio_put_testzero, folio_ref_dec,
folio_ref_dec_and_test, folio_ref_sub, folio_ref_sub_and_test, folios_put, folios_put_refs,
free_page_and_swap_cache, page_ref_dec, page_ref_dec_and_test, page_ref_sub,
page_ref_sub_and_test, put_page, put_page_testzero, put_pages_list, put_user_page,
put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, release_pages,
skb_frag_unref, unpin_folio, unpin_folios, unpin_user_folio, unpin_user_folio_dirty_locked,
unpin_user_page, unpin_user_page_range_dirty_lock, unpin_user_pages,
unpin_user_pages_dirty_lock
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
// gen-api: user-release,release
__bio_release_pages, __folio_put, __skb_frag_unref, bio_check_pages_dirty,
bio_release_pages, folio_put, folio_put_refs, folio_put_testzero, folio_ref_dec,
folio_ref_dec_and_test, folio_ref_sub, folio_ref_sub_and_test, folios_put, folios_put_refs,
free_page_and_swap_cache, page_ref_dec, page_ref_dec_and_test, page_ref_sub,
page_ref_sub_and_test, put_page, put_page_testzero, put_pages_list, put_user_page,
put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, release_pages,
skb_frag_unref, unpin_folio, unpin_folios, unpin_user_folio, unpin_user_folio_dirty_locked,
unpin_user_page, unpin_user_page_range_dirty_lock, unpin_user_pages,
unpin_user_pages_dirty_lock
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
