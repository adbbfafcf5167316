// SPDX-License-Identifier: GPL-2.0-or-later
/// Pin user pages instead of getting them: get_user_pages*() becomes pin_user_pages*(), and
/// every release of these pages becomes its unpin_user_page*() counterpart.
///
//# One call for one call, no line moves.  Alone it converts what the file shows to be a closed
//# world: the pages are reached by a device, or taken for writing and mapped, every variable and
//# field that holds them holds nothing else, nobody outside the file is handed them, no MMU
//# notifier is registered.  With -D guided it converts the calls that $GUP_POSITIONS lists; see
//# README.md.
//# -D put_user: a tree before 5.6, whose get_user_pages() goes with put_user_page().
//
// Confidence: Moderate
// Copyright: (C) 2026 The gupcheck authors.
// Comments: a file that has a function of its own named as one of the new ones is left alone
// Options: --no-includes --include-headers --no-saved-typedefs
// Requires: 1.1.1

virtual context
virtual org
virtual patch
virtual report
virtual guided
virtual put_user

@initialize:python@
@@
import linecache, os, re, sys

KINDS = ("acquire", "release")
CHANGED = {"put_page": "unpin_user_page", "release_pages": "unpin_user_pages",
           "folio_put": "unpin_user_folio", "folio_put_refs": "unpin_user_folio",
           "get_user_page_fast_only": "pin_user_pages_fast_only"}
spelling, modes = {"unpin": "unpin_user"}, set()


# What a call of fn becomes: itself where that is right, as get_user_pages() is before 5.6.
def target(fn):
    if spelling["unpin"] == "put_user" and fn not in ("put_page", "release_pages"):
        return fn
    new = CHANGED.get(fn) or fn.replace("get_user", "pin_user").replace("put_user", "unpin_user")
    return new.replace("unpin_user", spelling["unpin"])


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


# world-begin: what one file shows, the same in every patch that asks it
# Who holds pages in a file: sets of names that flow into each other.  A name is (function,
# variable), ("->", field), ("sg", "") for any scatterlist or ("return", function).
class File:
    def __init__(self):
        self.up, self.acquires, self.releases = {}, [], []
        self.touched, self.mapped, self.written, self.foreign, self.chosen = set(), set(), set(), set(), None
        self.params, self.exported, self.never = {}, set(), False

    def root(self, name):
        while self.up.get(name, name) != name:
            name = self.up[name]
        return name

    def join(self, a, b):
        if a and b:
            self.up[self.root(a)] = self.root(b)

    def roots(self, names):
        return {self.root(n) for n in names if n}


files = {}


def of(p):
    return files.setdefault(home(p), File())


# The name that the text of an expression reaches pages through.
def base(text, fn):
    text = re.sub(r"\s+", "", text)
    while True:
        old = text
        text = re.sub(r"^(&|\*|\((struct|const|void|unsignedlong)[\w*]*\)(?=[\w(&*]))", "", text)
        if text.startswith("(") and closing(text, 0) == len(text) - 1:
            text = text[1:-1]
        if text.endswith("]"):
            text = text[:opening(text)]
        text = re.sub(r"^([\w.>\[\]()-]*?[\w\])])[+-](?!>).*$", r"\1", text)
        if text == old:
            break
    if re.match(r"(sg_page|sg_page_iter_page)\(.*\)$", text):
        return ("sg", "")
    inner = re.match(r"(?:page_folio|folio_page|compound_head|nth_page)\(([^,]*).*\)$", text)
    if inner:
        return base(inner.group(1), fn)
    field = re.match(r"[\w.>\[\]()*&+-]*(?:->|\.)(\w+)$", text)
    if field:
        return ("->", field.group(1))
    if re.match(r"[A-Za-z_]\w*$", text) and text != "NULL":
        return (fn, text)
    return None


def closing(text, at):
    depth = 0
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i
    return -1


def opening(text):
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[i], 0)
        if depth == 0:
            return i
    return 0


# In which argument the acquire fn has its pages, in every version of the kernel.
def pages_argument(fn, args):
    if fn.endswith("_remote"):
        return {8: 5, 7: 4, 6: 4}.get(len(args), -1)
    return {"get_user_pages_unlocked": 2, "get_user_page_fast_only": 2, "iov_iter_get_pages2": 1,
            "iov_iter_get_pages_alloc2": 1}.get(fn, 3)


def may_write(flags):
    return bool(re.sub(r"FOLL_(?!WRITE\b)\w+|\b(0|false)\b|[|()\s]", "", flags))


def flags_argument(fn, args):
    if fn.endswith("_remote"):
        return 4 if len(args) == 8 else 3
    return {"get_user_pages_unlocked": 3, "get_user_page_fast_only": 1}.get(fn, 2)


def add_acquire(p, fn, args):
    at = pages_argument(fn, args)
    if 0 <= at < len(args) and args[at].strip() != "NULL":
        f, held = of(p), base(args[at], p[0].current_element)
        f.acquires.append((spot(p), held, p[0].current_element))
        # who asked for no write only reads what he maps: case 0; an iterator may have asked
        if fn.startswith("get") and may_write(args[flags_argument(fn, args)]):
            f.written.add(held)


def add_release(p, args):
    fn = p[0].current_element
    of(p).releases.append((spot(p), base(args[0], fn), fn))


# Flow by value: l takes what the expression r holds.
def add_flow(p, l, r):
    f, fn = of(p), p[0].current_element
    left, right = base(l, fn), base(r, fn)
    call = re.match(r"(?:\( [^()]* \) )?([A-Za-z_]\w*) \(", r)
    if right:
        f.join(left, right)
    elif call and call.group(1) in f.params:
        f.join(left, ("return", call.group(1)))
    elif call and re.match(r"(k|v|kv|devm_k)[a-z]*(alloc|dup)", call.group(1)):
        pass
    elif left and not re.match(r"(NULL|0|\( void \* \) 0|ERR_PTR .*)$", r):
        f.foreign.add(left)


# A call of something that is neither an acquire nor a release.
def add_call(p, fn, args):
    f, here = of(p), p[0].current_element
    held = [base(a, here) for a in args]
    if fn in f.params:
        for param, name in zip(f.params[fn], held):
            f.join((fn, param), name)
    elif not re.match(r"([A-Z_]+|sizeof|memset|(un)?likely|min(_t)?|max(_t)?|k?v?z?free|pr_\w+|dev_\w+|sg_\w+|"
                      r"for_each_\w+|IS_ERR\w*|PTR_ERR|list_for_each\w*|container_of|offset_in_page)$", fn):
        f.foreign.update(n for n in held if n)
    # what is linked into a list through a member of its own leaves by it
    for text in args:
        member = re.match(r"& (\w+) -> \w+$", text)
        if member and not fn.startswith(("sg_", "for_each_", "k")):
            f.foreign.add((here, member.group(1)))


def spot(p):
    return (p[0].line, p[0].column)


# The calls of a file that are to be converted.
def choose(f):
    chosen = set()
    if f.never:
        return chosen
    for fn in f.exported:
        f.foreign.update((fn, param) for param in f.params.get(fn, []))
        f.foreign.add(("return", fn))
    foreign = f.roots(f.foreign)
    touched = f.roots(f.touched) | f.roots(f.mapped) & f.roots(f.written)
    wanted = f.roots(name for _, name, _ in f.acquires) - foreign
    wanted &= touched & f.roots(name for _, name, _ in f.releases)
    wanted = {root for root in wanted if suits(f, root)}
    for where, name, _ in f.acquires + f.releases:
        if name and f.root(name) in wanted:
            chosen.add(where)
    return chosen
# world-end


# Does this patch convert all pages of a set?
def suits(f, root):
    return True


def selected(p):
    f = of(p)
    if guide["on"]:
        return entry_at(p, KINDS) is not None and not f.never
    if f.chosen is None:
        f.chosen = choose(f)
    return spot(p) in f.chosen and in_code(p)


def told(fn, p, show):
    if target(fn) != fn:
        show(p[0], message(fn, p))


def own_message(fn):
    return "the file has its own " + fn + "(), nothing in it is converted"


def message(fn, p):
    verb = "takes" if fn.startswith("get") else "drops"
    return "%s() in %s() %s references to user pages that should be pins: %s()" % (
        fn, p[0].current_element, verb, target(fn))

@initialize:python depends on guided@
@@
load()

@initialize:python depends on report@
@@
modes.add("report")

@initialize:python depends on org@
@@
modes.add("org")

@initialize:python depends on put_user@
@@
spelling["unpin"] = "put_user"

// The names as such let Coccinelle pass over a file that has none of them without parsing it.
@seen@
@@

\(
// gen-api: any of pinnable
get_user_pages \| get_user_pages_fast \| get_user_pages_fast_only \| get_user_pages_locked
\| get_user_pages_remote \| get_user_pages_unlocked
// gen-api: end
\| get_user_page_fast_only \| put_page \| release_pages \| folio_put \| folio_put_refs \|
put_user_page \| put_user_pages \| put_user_pages_dirty_lock
\)(...)

@taken depends on seen@
identifier fn = {
// gen-api: pinnable
get_user_pages, get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_remote, get_user_pages_unlocked
// gen-api: end
};
@@

fn(...)

// A function of the file's own by one of the new names: calls would reach the wrong one.
@own depends on taken@
identifier fn = {
// gen-api: pinned
memfd_pin_folios, pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only,
pin_user_pages_locked, pin_user_pages_remote, pin_user_pages_unlocked, unpin_folio,
unpin_folios, unpin_user_folio, unpin_user_folio_dirty_locked, unpin_user_page,
unpin_user_page_range_dirty_lock, unpin_user_pages, unpin_user_pages_dirty_lock
// gen-api: end
};
position p;
@@

fn@p(...) { ... }

@script:python@
fn << own.fn;
p << own.p;
@@

if p[0].file.endswith(".c"):
    of(p).never = True
    if "report" in modes:
        coccilib.report.print_report(p[0], own_message(fn))
    if "org" in modes:
        coccilib.org.print_todo(p[0], own_message(fn))

@acquire depends on taken && !guided@
identifier fn = {
// gen-api: pinnable
get_user_pages, get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_remote, get_user_pages_unlocked
// gen-api: end
, get_user_page_fast_only };
expression list es;
position p;
@@

fn@p(es)

@script:python@
fn << acquire.fn;
es << acquire.es;
p << acquire.p;
@@

add_acquire(p, fn, [str(e) for e in es])

// world-begin: what the file shows, the same in every patch that asks it
@defined depends on taken && !guided@
identifier fn;
parameter list ps;
position p;
@@

fn@p(ps) { ... }

@script:python@
fn << defined.fn;
ps << defined.ps;
p << defined.p;
@@

names = [re.findall(r"[A-Za-z_]\w*", re.sub(r"\[.*", "", str(x))) for x in ps]
of(p).params[fn] = [n[-1] if n else "" for n in names]
of(p).exported.add(fn)

@filelocal depends on taken && !guided@
identifier fn;
position p;
@@

static fn@p(...) { ... }

@script:python@
fn << filelocal.fn;
p << filelocal.p;
@@

of(p).exported.discard(fn)

@notified depends on taken && !guided@
identifier fn = {
// gen-api: notifier
__mmu_notifier_register, mmu_interval_notifier_insert, mmu_interval_notifier_insert_locked,
mmu_notifier_get, mmu_notifier_get_locked, mmu_notifier_register
// gen-api: end
};
position p;
@@

fn@p(...)

@script:python@
p << notified.p;
@@

of(p).never = True

@release depends on taken && !guided@
identifier fn = { put_page, release_pages, folio_put, folio_put_refs, put_user_page, put_user_pages,
                  put_user_pages_dirty_lock };
expression list es;
position p;
@@

fn@p(es)

@script:python@
es << release.es;
p << release.p;
@@

add_release(p, [str(e) for e in es])

@touch depends on taken && !guided@
identifier fn = {
// gen-api: touch
__dma_sync_sg_for_cpu, _copy_to_iter, blk_rq_append_bio, clear_highpage,
clear_highpage_kasan_tagged, clear_user_highpage, copy_folio_from_iter,
copy_folio_from_iter_atomic, copy_highpage, copy_mc_highpage, copy_mc_user_highpage,
copy_page_from_iter, copy_page_from_iter_atomic, copy_to_iter, copy_user_highpage,
dma_map_page, dma_map_page_attrs, dma_map_sg, dma_map_sg_attrs, dma_map_sgtable,
dma_sync_sg_for_cpu, dma_sync_sgtable_for_cpu, dma_unmap_sg, dma_unmap_sg_attrs,
dma_unmap_sgtable, folio_copy, folio_fill_tail, folio_zero_range, folio_zero_segment,
folio_zero_segments, ib_dma_map_page, ib_dma_map_sg, ib_dma_map_sg_attrs,
ib_dma_map_sgtable_attrs, ib_dma_unmap_sg, ib_dma_unmap_sg_attrs,
ib_dma_unmap_sgtable_attrs, iommu_dma_map_sg, iommu_map, iommu_map_atomic, iommu_map_sg,
iommu_map_sgtable, iov_iter_zero, kernel_sendpage, kernel_sendpage_locked, memcpy_folio,
memcpy_page, memcpy_to_bvec, memcpy_to_folio, memcpy_to_page, memmove_page, memset_page,
memzero_bvec, memzero_page, pci_map_page, pci_map_sg, pci_unmap_sg, sg_copy_from_buffer,
sg_pcopy_from_buffer, sg_zero_buffer, skb_frag_dma_map, submit_bio, submit_bio_noacct,
submit_bio_wait, virtqueue_add_inbuf, virtqueue_add_inbuf_ctx, virtqueue_add_outbuf,
virtqueue_add_sgs, zero_fill_bio, zero_user, zero_user_segment, zero_user_segments
// gen-api: end
};
expression list es;
position p;
@@

fn@p(es)

@script:python@
es << touch.es;
p << touch.p;
@@

held = [base(str(e), p[0].current_element) for e in es]
of(p).touched.update(n for n in held if n)
if any("sg" in str(e).lower() for e in es):
    of(p).touched.add(("sg", ""))

@map depends on taken && !guided@
identifier fn = {
// gen-api: map
__kmap_local_page_prot, bvec_kmap_local, bvec_virt, folio_address, kmap, kmap_atomic,
kmap_atomic_prot, kmap_high, kmap_local_folio, kmap_local_page, kmap_local_page_prot,
kmap_local_page_try_from_panic, lowmem_page_address, page_address, page_to_virt,
sg_copy_buffer, sg_miter_next, sg_virt, skb_frag_address, skb_frag_address_safe, vm_map_ram,
vmap
// gen-api: end
};
expression list es;
position p;
@@

fn@p(es)

@script:python@
es << map.es;
p << map.p;
@@

held = [base(str(e), p[0].current_element) for e in es]
of(p).mapped.update(n for n in held if n)

@look depends on taken && !guided@
identifier fn = {
// gen-api: look
ClearPageDirty, ClearPageError, ClearPagePrivate, ClearPageReferenced, ClearPageReserved,
ClearPageUptodate, PageActive, PageAnon, PageAnonExclusive, PageBuddy, PageChecked,
PageCompound, PageDirty, PageError, PageHWPoison, PageHead, PageHeadHuge, PageHighMem,
PageHuge, PageIsolated, PageKsm, PageLRU, PageLocked, PageMappedToDisk, PageMlocked,
PageMovable, PageOffline, PagePrivate, PagePrivate2, PageReadahead, PageReclaim,
PageReferenced, PageReserved, PageSlab, PageSwapBacked, PageSwapCache, PageTail,
PageTransCompound, PageTransHuge, PageUnevictable, PageUptodate, PageWriteback,
SetPageDirty, SetPageError, SetPagePrivate, SetPageReferenced, SetPageReserved,
SetPageUptodate, TestClearPageDirty, __PageMovable, __SetPageDirty, __folio_set_dirty,
__free_kfree, __free_kvfree, __free_pages, __set_page_dirty_nobuffers, bio_put,
bio_set_pages_dirty, bitmap_free, compound_nr, compound_order, copy_folio_to_iter,
copy_page_to_iter, copy_page_to_iter_nofault, devm_kfree, dma_free_attrs, dma_free_coherent,
dma_pool_free, dmam_free_coherent, dump_page, filemap_dirty_folio, flush_anon_page,
flush_dcache_folio, flush_dcache_page, flush_icache_page, flush_kernel_dcache_page,
folio_expected_ref_count, folio_hstate, folio_index, folio_is_device_coherent,
folio_is_device_private, folio_is_fsdax, folio_is_longterm_pinnable, folio_is_secretmem,
folio_is_zone_device, folio_likely_mapped_shared, folio_mapcount, folio_mapped,
folio_mapping, folio_mark_accessed, folio_mark_dirty, folio_mark_dirty_lock,
folio_maybe_dma_pinned, folio_needs_cow_for_dma, folio_nid, folio_nr_pages, folio_order,
folio_page_idx, folio_pgdat, folio_pos, folio_raw_mapping, folio_redirty_for_writepage,
folio_ref_count, folio_set_dirty, folio_shift, folio_size, folio_test_active,
folio_test_anon, folio_test_dirty, folio_test_has_hwpoisoned, folio_test_head,
folio_test_highmem, folio_test_hugetlb, folio_test_hwpoison, folio_test_ksm,
folio_test_large, folio_test_large_rmappable, folio_test_locked, folio_test_lru,
folio_test_mappedtodisk, folio_test_mlocked, folio_test_pmd_mappable, folio_test_private,
folio_test_private_2, folio_test_readahead, folio_test_reclaim, folio_test_referenced,
folio_test_reserved, folio_test_set_dirty, folio_test_slab, folio_test_swapbacked,
folio_test_swapcache, folio_test_unevictable, folio_test_uptodate, folio_test_workingset,
folio_test_writeback, folio_wait_locked, folio_wait_stable, folio_wait_writeback,
folio_zone, folio_zonenum, free_page, free_pages, free_pages_exact, free_percpu,
is_device_coherent_page, is_device_private_page, is_longterm_pinnable_page,
is_pci_p2pdma_page, is_zero_folio, is_zero_page, is_zone_device_page, kfree, kfree_bulk,
kfree_const, kfree_sensitive, kmem_cache_free, kmem_cache_free_bulk, kvfree,
kvfree_call_rcu, kvfree_sensitive, kzfree, linear_page_index, mark_page_accessed,
memcpy_from_bvec, memcpy_from_file_folio, memcpy_from_folio, memcpy_from_page, mempool_free,
page_count, page_hstate, page_index, page_is_guard, page_is_pfmemalloc, page_is_secretmem,
page_kasan_tag, page_mapcount, page_mapped, page_mapping, page_mapping_file,
page_maybe_dma_pinned, page_memcg, page_needs_cow_for_dma, page_offset, page_pgdat,
page_pool_page_is_pp, page_private, page_ref_count, page_shift, page_size, page_to_nid,
page_to_pgoff, page_to_section, page_zone, page_zone_id, page_zonenum,
redirty_page_for_writepage, set_page_dirty, set_page_dirty_lock, set_page_private,
sg_copy_to_buffer, sg_free_append_table, sg_free_table, sg_pcopy_to_buffer, sock_kfree_s,
total_mapcount, vfree, vfree_atomic, vhost_iotlb_map_free, wait_for_stable_page,
wait_on_page_locked, wait_on_page_writeback
// gen-api: end
};
position p;
@@

fn@p(...)

@carry depends on taken && !guided@
identifier fn = { sg_set_page, sg_assign_page, sg_alloc_table_from_pages,
                  sg_alloc_table_from_pages_segment, __sg_alloc_table_from_pages };
expression list es;
position p;
@@

fn@p(es)

@script:python@
es << carry.es;
p << carry.p;
@@

of(p).join(base(str(es[1]), p[0].current_element), ("sg", ""))

@call depends on taken && !guided@
identifier fn;
expression list es;
position p != { acquire.p, release.p, touch.p, map.p, look.p, carry.p };
@@

fn@p(es)

@script:python@
fn << call.fn;
es << call.es;
p << call.p;
@@

add_call(p, fn, [str(e) for e in es])

@assigned depends on taken && !guided@
expression l, r;
position p;
@@

l =@p r

@script:python@
l << assigned.l;
r << assigned.r;
p << assigned.p;
@@

add_flow(p, l, r)

@declared depends on taken && !guided@
type T;
identifier l;
expression r;
position p;
@@

T l@p = r;

@script:python@
l << declared.l;
r << declared.r;
p << declared.p;
@@

add_flow(p, l, r)

@returned depends on taken && !guided@
expression e;
position p;
@@

return@p e;

@script:python@
e << returned.e;
p << returned.p;
@@

f, fn = of(p), p[0].current_element
f.join(base(e, fn), ("return", fn))
// world-end

@found depends on seen@
identifier fn = {
// gen-api: pinnable
get_user_pages, get_user_pages_fast, get_user_pages_fast_only, get_user_pages_locked,
get_user_pages_remote, get_user_pages_unlocked
// gen-api: end
, get_user_page_fast_only, put_page, release_pages, folio_put, folio_put_refs, put_user_page,
put_user_pages, put_user_pages_dirty_lock };
position p : script:python() { selected(p) };
@@

fn@p(...)

@script:python depends on guided@
fn << found.fn;
p << found.p;
@@

entry = entry_at(p, KINDS)
if entry["kind"] != ("acquire" if "get_user" in fn else "release"):
    cocci.include_match(False)
else:
    entry["found"] = target(fn) != fn or not fn.startswith("folio")

@depends on context@
identifier own.fn;
position own.p;
@@

* fn@p(...)
  { ... }

@depends on context@
identifier found.fn;
position found.p;
@@

* fn@p(...)

@script:python depends on org@
fn << found.fn;
p << found.p;
@@

told(fn, p, coccilib.org.print_todo)

@script:python depends on report@
fn << found.fn;
p << found.p;
@@

told(fn, p, coccilib.report.print_report)

@depends on patch@
identifier found.fn;
position found.p;
fresh identifier to = script:python(fn) { target(fn) };
@@

- fn@p
+ to
  (...)

// What takes more arguments under its new name.
@depends on patch@
expression F, A, G, P;
@@

(
  unpin_user_folio(F
+ , 1
  )
|
  \(unpin_user_pages_dirty_lock\|put_user_pages_dirty_lock\)(F, A
+ , true
  )
|
- !pin_user_pages_fast_only(A, G, P)
+ pin_user_pages_fast_only(A, 1, G, P) != 1
|
- pin_user_pages_fast_only(A, G, P)
+ pin_user_pages_fast_only(A, 1, G, P) == 1
)

@finalize:python depends on guided@
@@
tell_unmatched(KINDS)
