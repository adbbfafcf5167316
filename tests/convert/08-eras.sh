#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same driver in the kernels of several years: what the calls take, and what the pins are called.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp
export TMPDIR
tree=$tmp/tree
era=drivers/era/era.c

# A tree whose mm.h is changed by sed's SCRIPT, with a driver that calls what stands in the variables.
era_tree() { # SCRIPT
	rm -rf "$tree" "$tmp/state" "$tmp/gup.db"
	convert_tree "$tree"
	rm -r "$tree/drivers/misc"
	mkdir "$tree/drivers/era"
	sed "$1" "$src/tests/mini/gup.h" >"$tree/include/linux/mm.h"
	cat >"$tree/$era" <<EOT
// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

int era_fast(struct device *dev, unsigned long addr, int nr, struct page **pages, int rw);
int era_locked(struct device *dev, unsigned long addr, int nr, struct page **pages);
int era_remote(struct device *dev, struct mm_struct *mm, unsigned long addr);

int era_fast(struct device *dev, unsigned long addr, int nr, struct page **pages, int rw)
{
	int i, got, ret;

	got = $fast;
	if (got < 0)
		return got;
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = hw_wait();
	for (i = 0; i < got; i++) {
		if (rw == READ)
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return ret;
}

int era_locked(struct device *dev, unsigned long addr, int nr, struct page **pages)
{
	long got;
	int ret;

	mmap_read_lock(current->mm);
	got = $plain;
	mmap_read_unlock(current->mm);
	if (got <= 0)
		return -EFAULT;
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	ret = hw_wait();
	while (got--)
		put_page(pages[got]);
	return ret;
}

int era_remote(struct device *dev, struct mm_struct *mm, unsigned long addr)
{
	struct page *page;
	int ret;

	mmap_read_lock(mm);
	ret = $remote;
	mmap_read_unlock(mm);
	if (ret != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	ret = hw_wait();
	put_page(page);
	return ret;
}
EOT
	scan "$tree"
	convert --apply
}

# The calls that take, mark or drop pages, one a line.
calls() {
	tr -d '\n\t' <"$tree/$era" | sed 's/;/;\n/g' | grep -o -E '(pin_|get_|unpin_|put_)(user_)?pages?[a-z_]*\([^;]*;|set_page_dirty_lock\([^;]*;' | sed 's/, */, /g'
}

# Linux 6.5 and later.
fast='get_user_pages_fast(addr, nr, rw == READ ? FOLL_WRITE : 0, pages)'
plain='get_user_pages(addr, nr, 0, pages)'
remote='get_user_pages_remote(mm, addr, 1, 0, &page, NULL)'
era_tree ''
cat >"$tmp/want" <<'EOT'
pin_user_pages_fast(addr, nr, rw == READ ? FOLL_WRITE : 0, pages);
unpin_user_pages_dirty_lock(pages, got, rw == READ);
pin_user_pages(addr, nr, 0, pages);
unpin_user_pages(pages, got);
pin_user_pages_remote(mm, addr, 1, 0, &page, NULL);
unpin_user_page(page);
EOT
calls | diff "$tmp/want" - >"$tmp/diff"
report $? "6.5 and later" "$tmp/diff"

# 5.9 to 6.4: the areas of the pages may be asked for, too.
vmas='/^long \(get\|pin\)_user_pages(/,/;/s/struct page \*\*pages)/struct page **pages, struct vm_area_struct **vmas)/'
vmas="$vmas;/_user_pages_remote(/,/;/s/struct page \*\*pages, int/struct page **pages, struct vm_area_struct **vmas, int/"
plain='get_user_pages(addr, nr, 0, pages, NULL)'
remote='get_user_pages_remote(mm, addr, 1, 0, &page, NULL, NULL)'
era_tree "$vmas"
sed -i '/fast/!s/0, pages);/0, pages, NULL);/; s/&page, NULL);/\&page, NULL, NULL);/' "$tmp/want"
calls | diff "$tmp/want" - >"$tmp/diff"
report $? "5.9 to 6.4" "$tmp/diff"

# 5.6 to 5.8: and whose faults they are.
tsk="$vmas;s/_user_pages_remote(struct mm_struct/_user_pages_remote(struct task *tsk, struct mm_struct/"
remote='get_user_pages_remote(NULL, mm, addr, 1, 0, &page, NULL, NULL)'
era_tree "$tsk"
sed -i 's/remote(mm/remote(NULL, mm/' "$tmp/want"
calls | diff "$tmp/want" - >"$tmp/diff"
report $? "5.6 to 5.8" "$tmp/diff"

# 5.2 to 5.5: what drops the pages has another name, and what takes them stays.
old="$tsk;/^\(long\|int\) pin_user_pages/,/;/d;s/unpin_user_page/put_user_page/g;/iov_iter_extract/d"
old="$old;/maxpages, unsigned int extraction_flags/d;/size_t \*offset0);/d;/memfd_pin_folios/,/;/d"
era_tree "$old"
sed -i 's/unpin_user/put_user/; s/pin_user/get_user/' "$tmp/want"
calls | diff "$tmp/want" - >"$tmp/diff"
report $? "5.2 to 5.5" "$tmp/diff"

cp "$tree/$era" "$tmp/era"
scan "$tree"
convert --apply
cmp -s "$tmp/era" "$tree/$era" &&
	convert --why && [ "$(grep -c 'drops its pages, and this tree has nothing that pins' "$tmp/out")" -eq 3 ]
report $? "and once more there is nothing to do" "$tmp/out"

# 4.19: nothing that pins, and a boolean.
none="$old;/put_user_page/d;/^int get_user_pages_fast/,/;/s/unsigned int gup_flags/int write/"
fast='get_user_pages_fast(addr, nr, rw == READ, pages)'
era_tree "$none"
cp "$tmp/err" "$tmp/left"
[ $status -eq 1 ] && grep -q 'get_user_pages_fast(addr, nr, rw == READ, pages)' "$tree/$era" && [ "$(grep -c put_page "$tree/$era")" -eq 3 ]
report $? "4.19 is left" "$tmp/left"
convert --why
[ "$(grep -c 'the tree does not declare pin_user_pages' "$tmp/out")" -eq 3 ]
report $? "and told why" "$tmp/out"
finish
