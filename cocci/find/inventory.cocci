// SPDX-License-Identifier: GPL-2.0-or-later
/// List every call that takes or drops page references, for gupcheck inventory.
///
//# One pass instead of acquire.cocci and release.cocci; only the mode `inventory` prints.
//
// Confidence: High
// Copyright: (C) 2026 The gupcheck authors.
// Comments: each line is GUP, line, columns, function, callee, own (or -) and path, by tabs
// Options: --no-includes --include-headers --no-saved-typedefs
// Requires: 1.1.1

virtual context
virtual org
virtual report
virtual inventory

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


def emit(fn, p):
    place = p[0].current_element
    print("GUP", p[0].line, p[0].column, p[0].column_end,
          "-" if place == "something_else" else place, fn,
          "own" if (p[0].file, fn) in own else "-", p[0].file, sep="\t")

// A header's static inline functions are what others call: only a .c file has its own.
@own@
identifier fn = {
// gen-api: acquire,user-release,release
__bio_release_pages, __folio_put, __get_user_pages_fast, __skb_frag_unref,
bio_check_pages_dirty, bio_iov_iter_get_pages, bio_release_pages, folio_put, folio_put_refs,
folio_put_testzero, folio_ref_dec, folio_ref_dec_and_test, folio_ref_sub,
folio_ref_sub_and_test, folios_put, folios_put_refs, free_page_and_swap_cache,
get_dump_page, get_user_page_fast_only, get_user_page_vma_remote, get_user_pages,
get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_longterm, get_user_pages_remote, get_user_pages_unlocked,
iov_iter_extract_pages, iov_iter_get_pages, iov_iter_get_pages2, iov_iter_get_pages_alloc,
iov_iter_get_pages_alloc2, memfd_pin_folios, page_ref_dec, page_ref_dec_and_test,
page_ref_sub, page_ref_sub_and_test, pin_user_pages, pin_user_pages_fast,
pin_user_pages_fast_only, pin_user_pages_locked, pin_user_pages_remote,
pin_user_pages_unlocked, put_page, put_page_testzero, put_pages_list, put_user_page,
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

@call@
iterator name scoped_guard;
identifier fn = {
// gen-api: acquire,user-release,release
__bio_release_pages, __folio_put, __get_user_pages_fast, __skb_frag_unref,
bio_check_pages_dirty, bio_iov_iter_get_pages, bio_release_pages, folio_put, folio_put_refs,
folio_put_testzero, folio_ref_dec, folio_ref_dec_and_test, folio_ref_sub,
folio_ref_sub_and_test, folios_put, folios_put_refs, free_page_and_swap_cache,
get_dump_page, get_user_page_fast_only, get_user_page_vma_remote, get_user_pages,
get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_longterm, get_user_pages_remote, get_user_pages_unlocked,
iov_iter_extract_pages, iov_iter_get_pages, iov_iter_get_pages2, iov_iter_get_pages_alloc,
iov_iter_get_pages_alloc2, memfd_pin_folios, page_ref_dec, page_ref_dec_and_test,
page_ref_sub, page_ref_sub_and_test, pin_user_pages, pin_user_pages_fast,
pin_user_pages_fast_only, pin_user_pages_locked, pin_user_pages_remote,
pin_user_pages_unlocked, put_page, put_page_testzero, put_pages_list, put_user_page,
put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, release_pages,
skb_frag_unref, unpin_folio, unpin_folios, unpin_user_folio, unpin_user_folio_dirty_locked,
unpin_user_page, unpin_user_page_range_dirty_lock, unpin_user_pages,
unpin_user_pages_dirty_lock
// gen-api: end
};
position p : script:python() { in_code(p) };
@@

fn@p(...)

@script:python depends on inventory@
fn << call.fn;
p << call.p;
@@

emit(fn, p)
