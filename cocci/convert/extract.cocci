// SPDX-License-Identifier: GPL-2.0-or-later
/// Extract the pages of an iterator instead of getting them: iov_iter_get_pages2() and
/// iov_iter_get_pages_alloc2() become iov_iter_extract_pages(), which pins what user space owns
/// and takes no reference to anything else; releases ask iov_iter_extract_will_pin().
///
//# Only for trees that have iov_iter_extract_pages() (6.3).  Alone it converts what pin.cocci
//# would, as long as the function that takes the pages drops them, too, and still has the
//# iterator to ask.  With -D guided it converts the calls that $GUP_POSITIONS lists, and asks
//# what the list says; see README.md.
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

KINDS = ("extract", "release-extracted")
NEW = {"put_page": "unpin_user_page ( %s )", "release_pages": "unpin_user_pages ( %s )",
       "folio_put": "unpin_user_folio ( %s , 1 )", "folio_put_refs": "unpin_user_folio ( %s )"}
iterators, ARM = {}, "arm"


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


# Does this patch convert all pages of a set?  The function that takes them drops them.
def suits(f, root):
    takers = {fn for _, name, fn in f.acquires if f.root(name) == root}
    takes = {where for where, name, _ in f.acquires if f.root(name) == root}
    drops = [(where, fn) for where, name, fn in f.releases if name and f.root(name) == root]
    stays = {key[2:] for key in kept if key[0] == ARM}
    return not takes & stays and all(fn in takers and where not in stays for where, fn in drops)


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
    if guide["on"]:
        return entry_at(p, KINDS) is not None
    f = of(p)
    if f.chosen is None:
        f.chosen = choose(f)
    return spot(p) in f.chosen and in_code(p)


# What tells at the release p whether the page is pinned.
def will_pin(p):
    entry = entry_at(p, KINDS)
    for word in entry["words"] if entry else []:
        if word.startswith("will_pin="):
            return word[9:]
    iterator = iterators.get((home(p), p[0].current_element))
    return "iov_iter_extract_will_pin ( %s )" % iterator if iterator else None


def foldable(p):
    return not commented(p, "gup_guard")


def unkeep(p, what):
    kept.discard((what, p[0].file, p[0].line, p[0].column))


# The name of a pointer to the array of this name.
def pointer(name):
    return "p" + name


def message(fn, p):
    if fn.startswith("iov"):
        return "%s() in %s(): iov_iter_extract_pages() pins" % (fn, p[0].current_element)
    return "%s() in %s() drops pages of an iterator: ask iov_iter_extract_will_pin()" % (
        fn, p[0].current_element)

@initialize:python depends on guided@
@@
load()

// The names as such let Coccinelle pass over a file that has none of them without parsing it.
@seen@
@@

\( iov_iter_get_pages2 \| iov_iter_get_pages_alloc2 \| put_page \| release_pages \| folio_put \|
   folio_put_refs \)(...)

@taken depends on seen@
@@

\( iov_iter_get_pages2 \| iov_iter_get_pages_alloc2 \)(...)

@walked depends on taken@
expression I;
position p;
@@

\( iov_iter_get_pages2@p \| iov_iter_get_pages_alloc2@p \)(I, ...)

@script:python@
I << walked.I;
p << walked.p;
@@

iterators[(home(p), p[0].current_element)] = I

@acquire depends on taken && !guided@
identifier fn = { iov_iter_get_pages2, iov_iter_get_pages_alloc2 };
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

// A release that an else follows stays: the else must not become the question's.
@before_else disable neg_if, ne_if, drop_else@
identifier fn = { put_page, release_pages, folio_put, folio_put_refs };
position p;
statement S;
@@

if (...) { fn@p(...); } else S

@script:python@
p << before_else.p;
@@

keep(p, ARM)

@both_arms depends on guided disable neg_if, ne_if, drop_else@
identifier f1 = { put_page, release_pages, folio_put, folio_put_refs };
identifier f2 = { put_page, release_pages, folio_put, folio_put_refs };
position p : script:python() { selected(p) };
position q : script:python() { selected(q) };
@@

if (...) { f1@p(...); } else { f2@q(...); }

@script:python@
p << both_arms.p;
@@

unkeep(p, ARM)

// A release that steps on stays: asked first, it would not step for pages that are not pinned.  But in
// a statement of its own the step can follow.
@stepping@
identifier fn = { put_page, release_pages, folio_put, folio_put_refs };
expression E;
position p;
@@

fn@p(..., <+... \( E++ \| E-- \| ++E \| --E \) ...+>, ...)

@script:python@
p << stepping.p;
@@

keep(p, ARM)

@stepped@
identifier fn = { put_page };
expression P, E;
position p;
@@

  fn@p(P[E++]);

@script:python@
p << stepped.p;
@@

unkeep(p, ARM)

// So does an acquire that makes an array, unless its failure is asked for at once: there the array is
// to be freed.
@making@
position p;
@@

iov_iter_get_pages_alloc2@p(...)

@script:python@
p << making.p;
@@

keep(p, ARM)

@asked_at_once@
identifier P;
expression L, I, M, O;
statement S;
position p;
@@

  L = iov_iter_get_pages_alloc2@p(I, &P, M, O);
  if (\(L <= 0 \| L < 0\)) S

@script:python@
p << asked_at_once.p;
@@

unkeep(p, ARM)

// An acquire whose result is assigned: what stands in a condition has no place for a statement.
@hit depends on seen@
identifier fn = { iov_iter_get_pages2, iov_iter_get_pages_alloc2, put_page, release_pages, folio_put,
                  folio_put_refs };
expression L;
expression list es;
position p : script:python() { selected(p) };
@@

\( L = fn@p(es); \| fn@p(es); \)

@script:python guarded@
fn << hit.fn;
es << hit.es;
p << hit.p;
to;
@@

asks = will_pin(p)
entry = entry_at(p, KINDS)
if not asks or is_kept(p, ARM) or entry and entry["kind"] != ("release-extracted" if fn in NEW else "extract"):
    cocci.include_match(False)
else:
    step = re.match(r"(.*?\[)(.*?)\+\+\s*\]\s*$", str(es[0]))
    if step:
        release = "gup_step ( %s , %s , %s )" % (asks, NEW.get(fn, "%s") % (step.group(1) + step.group(2) + "]"), step.group(2))
    else:
        release = "gup_guard ( %s , %s )" % (asks, NEW.get(fn, "%s") % " , ".join(str(e) for e in es))
    coccinelle.to = cocci.make_expr(release if fn in NEW else fn)
    touched.add(p[0].current_element)
    if entry:
        entry["found"] = True

@depends on context@
identifier hit.fn;
position hit.p;
@@

* fn@p(...)

@script:python depends on org@
fn << hit.fn;
p << hit.p;
to << guarded.to;
@@

coccilib.org.print_todo(p[0], message(fn, p))

@script:python depends on report@
fn << hit.fn;
p << hit.p;
to << guarded.to;
@@

coccilib.report.print_report(p[0], message(fn, p))

// While the rules work a release is gup_guard(what to ask, what to call then).
@depends on patch@
identifier hit.fn;
position hit.p;
expression guarded.to;
@@

(
- iov_iter_get_pages2@p
+ gup_extract
  (...)
|
- iov_iter_get_pages_alloc2@p
+ gup_extract_alloc
  (...)
|
- fn@p(...)
+ to
)

@depends on patch@
expression w, X, E;
@@

- gup_step(w, X, E);
+ gup_guard(w, X);
+ E++;

// A local pointer: its address will do.
@depends on patch@
local idexpression struct page **P;
expression L, I, M, N, O;
@@

  L =
- gup_extract(I, P, M, N, O)
+ iov_iter_extract_pages(I, &P, M, N, 0, O)
  ;

// A local array wants a pointer to it.
@depends on patch@
identifier P;
fresh identifier to = script:python(P) { pointer(P) };
expression L, I, M, N, O, S;
@@

  struct page *P[S];
+ struct page **to = P;
  <+...
  L =
- gup_extract(I, P, M, N, O)
+ iov_iter_extract_pages(I, &to, M, N, 0, O)
  ;
  ...+>

// Anything else is pointed to for the call.
@pointed depends on patch@
identifier f;
expression L, I, P, M, N, O;
@@

  f(...) {
+ struct page **ppages;
  <+...
+ ppages = P;
  L =
- gup_extract(I, P, M, N, O)
+ iov_iter_extract_pages(I, &ppages, M, N, 0, O)
  ;
  ...+>
  }

// iov_iter_get_pages_alloc2() freed its array when it failed.
@depends on patch@
identifier P;
expression L, I, M, O;
statement S;
@@

+ P = NULL;
  L =
- gup_extract_alloc(I, &P, M, O)
+ iov_iter_extract_pages(I, &P, M, INT_MAX, 0, O)
  ;
  if (\(L <= 0 \| L < 0\))
(
  {
+ kvfree(P);
  ...
  }
|
+ {
+ kvfree(P);
  S
+ }
)

// One question for a whole loop.
@loop depends on patch@
expression P, n, w;
identifier i, page;
type T;
position p : script:python() { foldable(p) };
@@

(
for@p (i = 0; i < n; i++) { gup_guard(w, unpin_user_page(P[i])); }
|
for@p (T i = 0; i < n; i++) { gup_guard(w, unpin_user_page(P[i])); }
|
for@p (i = 0; i < n; i++) { page = P[i]; gup_guard(w, unpin_user_page(page)); }
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
@@

if is_kept(p, LOOP):
    cocci.include_match(False)

@depends on patch@
position loop.p;
expression loop.P, loop.n, loop.w;
statement S;
type T;
identifier i;
@@

(
- for@p (T i = 0;...;...) S
+ if (w) gupin_user_pages(P, n);
|
- for@p (...;...;...) S
+ if (w) gupin_user_pages(P, n);
)

// Of both arms the question is asked once.
@depends on patch disable neg_if, ne_if, drop_else@
expression C, w, e, e2;
@@

- if (C) { gup_guard(w, e); } else { gup_guard(w, e2); }
+ if (w) { if (C) e; else e2; }

@depends on patch disable neg_if, ne_if, drop_else@
expression w, e;
statement S;
@@

  if (...) S
  else
- gup_guard(w, e);
+ { if (w) e; }

@depends on patch@
expression w, e;
@@

- gup_guard(w, e);
+ if (w) e;

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

@finalize:python depends on guided@
@@
tell_unmatched(KINDS)
