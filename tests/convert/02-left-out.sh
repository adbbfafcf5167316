#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What is not converted, and why: not cleared, or a proof that fails.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp
export TMPDIR
tree=$tmp/tree
once=drivers/misc/once/once.c
open=drivers/misc/kept/open.c
fresh() {
	rm -rf "$tree"
	convert_tree "$tree"
}
# left TEXT...: one site is left out for that reason, the other is converted
left() {
	[ $status -eq 1 ] && grep -q 'converted to' "$tmp/err" || return 1
	for text; do
		grep -q -F -e "$text" "$tmp/err" || return 1
	done
}

fresh
sed -i 's/^int pin_user_pages_fast/int no_pin_user_pages_fast/; s/^long pin_user_pages/long no_pin_user_pages/' "$tree/include/linux/mm.h"
sed -i '/pins already/,$d' "$tree/drivers/misc/kept/close.c"
scan "$tree"
convert --why
[ $status -eq 1 ] && [ "$(grep -c 'the tree does not declare pin_user_pages_fast()' "$tmp/out")" -ge 1 ]
report $? "a tree without the target functions" "$tmp/out"
convert
[ $status -eq 1 ] && [ ! -s "$tmp/out" ]
report $? "and no patch for it" "$tmp/err"

# A release that serves another site, too, of which not all is known.
fresh
cat >>"$tree/$open" <<'EOT'

int kept_steal(struct kept *k, unsigned long addr, struct device *dev);
int hw_keep(struct page *page);

int kept_steal(struct kept *k, unsigned long addr, struct device *dev)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (k->nr > 7)
		return hw_keep(page);
	k->pages[k->nr++] = page;
	return 0;
}
EOT
scan "$tree"
convert --why
grep -q "$open:11:.*put_page() at drivers/misc/kept/close.c:9 also drops what get_user_pages_fast() at $open:3[0-9] takes, which is not cleared" "$tmp/out"
report $? "a release that also serves a site that is not cleared" "$tmp/out"
convert
[ $status -eq 1 ] && grep -q "b/$once" "$tmp/out" && ! grep -q "b/$open" "$tmp/out"
report $? "leaves both as they are" "$tmp/err"

# A finding on the site is to be mended first.
fresh
sed -i 's/return -EFAULT;/return -EFAULT;\n\tif (addr \& 1)\n\t\treturn -EINVAL;/' "$tree/$once"
scan "$tree"
convert --why
grep -q "$once:13:.*\[leak-on-error\]: to be mended or reviewed first" "$tmp/out"
report $? "a leak is to be mended first" "$tmp/out"

fresh
sed -i 's/PAGE_SIZE, DMA_FROM_DEVICE);/&\n\t\/* kernel_style_is_wrong *\//' "$tree/$once"
sed -i 's/, FOLL_WRITE, &page);/, FOLL_WRITE, \&page); \/* kernel_style_is_wrong *\//' "$tree/$once"
scan "$tree"
convert
left "$once:13:" "checkpatch.pl says:" "this is not our style"
report $? "what checkpatch.pl complains of is left out" "$tmp/err"
! grep -q "b/$once" "$tmp/out" && grep -q "b/$open" "$tmp/out"
report $? "and the other change is there" "$tmp/out"

# The header says that the function is there, and the compiler does not see it.
fresh
awk '/^void unpin_user_pages_dirty_lock/ { print "#ifdef NOT_HERE" } { print } /^void unpin_user_pages_dirty_lock/ { print "#endif" }' \
	"$tree/include/linux/mm.h" >"$tmp/mm.h" && cp "$tmp/mm.h" "$tree/include/linux/mm.h"
scan "$tree"
convert
left "$once:13:" "compiling says: $once:" "unpin_user_pages_dirty_lock"
report $? "what does not compile is left out" "$tmp/err"

# A warning that is there already is no reason.
fresh
sed -i 's/^	int ret;/	int ret;\n	int never_used;/' "$tree/$once"
scan "$tree"
convert
[ $status -eq 0 ] && grep -q "b/$once" "$tmp/out"
report $? "an old warning is none of the conversion's" "$tmp/err"

# Drops the pages of all callers: in a header that serves others.
fresh
cat >>"$tree/include/linux/mm.h" <<'EOT'
static inline void unmap_and_put(struct device *dev, dma_addr_t dma, struct page *page)
{
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
}
EOT
sed -i '0,/put_page(page)/s//unmap_and_put(dev, dma, page)/; /dma_unmap_page/d' "$tree/$once"
scan "$tree"
convert --why
grep -q "$once:13:.*include/linux/mm.h:.*unmap_and_put() drops the pages with put_page(), and those of others, too" "$tmp/out"
report $? "a release in a header of all" "$tmp/out"

# What is dropped from the field is not always the site's.
fresh
cat >>"$tree/$open" <<'EOT'

struct lender {
	struct page *lent;
};
int kept_borrow(struct kept *k, struct lender *l);

int kept_borrow(struct kept *k, struct lender *l)
{
	get_page(l->lent);
	k->pages[k->nr] = l->lent;
	return ++k->nr;
}
EOT
scan "$tree"
convert --why
grep -q "$open:11:.*struct kept.pages holds pages from elsewhere, too: lent at $open:3[0-9]" "$tmp/out"
report $? "pages from elsewhere in the same field" "$tmp/out"

# sparse, which knows of something in the new text, and in the old.
fresh
scan "$tree"
mkdir "$tmp/bin"
cat >"$tmp/bin/sparse" <<'EOT'
#!/bin/sh
for file; do :; done
echo "$file:1:1: warning: so it was before" >&2
grep -n "${SPARSE_HATES:-no such thing}" "$file" | while read -r line; do
	echo "$file:${line%%:*}:2: warning: incorrect type in argument 4" >&2
done
EOT
chmod +x "$tmp/bin/sparse"
PATH=$tmp/bin:$PATH convert
[ $status -eq 0 ]
report $? "sparse says what it said before" "$tmp/err"
SPARSE_HATES='unpin_user_pages_dirty_lock' PATH=$tmp/bin:$PATH convert
left "$once:13:" "sparse says: $once:19:2: warning: incorrect type in argument 4"
report $? "sparse has something new to say" "$tmp/err"

# Of several sites in a file, the one that cannot be rewritten stays, and what it is tied to.
fresh
cat >>"$tree/$once" <<'EOT'

int once_again(unsigned long addr, struct device *dev);
int once_more(unsigned long addr, struct device *dev);

static void once_drop(struct page *page)
{
	put_page(page);
}

int once_again(unsigned long addr, struct device *dev)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	once_drop(page);
	return 0;
}

int once_more(unsigned long addr, struct device *dev)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	once_drop(page);
	return 0;
}
EOT
scan "$tree"
convert
[ $status -eq 0 ] && [ "$(grep -c "^$once:.*converted to" "$tmp/err")" -eq 3 ]
report $? "three sites of a file, two of which share a release" "$tmp/err"
cat >"$tmp/spatch" <<'EOT'
#!/bin/sh
spatch "$@"
rc=$?
case "$*" in
*/pin.cocci*) grep "^acquire.*	once_again$" "$GUP_POSITIONS" | cut -f 1-4 | sed 's/^/gup-unmatched	/' >&2 ;;
esac
exit $rc
EOT
chmod +x "$tmp/spatch"
SPATCH=$tmp/spatch convert
[ $status -eq 1 ] && [ "$(grep -c "converted to" "$tmp/err")" -eq 2 ] &&
	grep -q "^$once:42:.*: $once:42: the semantic patches cannot rewrite this call (acquire)" "$tmp/err" &&
	grep -q "^$once:53:.*put_page() at $once:35 also drops what get_user_pages_fast() at $once:42 takes, which cannot be converted" "$tmp/err"
report $? "one that cannot be rewritten takes along what shares its release" "$tmp/err"
[ "$(grep -c '^+.*= pin_user_pages_fast' "$tmp/out")" -eq 2 ] && ! grep -q '^[-+].*once_drop' "$tmp/out"
report $? "and the third is converted" "$tmp/out"
finish
