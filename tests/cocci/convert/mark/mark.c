// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages pinned for writing and unpinned without being marked. */
#include <linux/mm.h>

int adds(struct mm_struct *mm, unsigned long addr, int d)
{
	struct page *page;
	int *at;

	if (pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL) != 1)
		return -EFAULT;
	at = kmap_local_page(page);
	*at += d;
	kunmap_local(at);
	unpin_user_page(page);
	return 0;
}

/* Nothing to do: marked, or only read. */
int marks(unsigned long addr, int d)
{
	struct page *page;
	int *at;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_FORCE, &page) != 1)
		return -EFAULT;
	at = kmap_local_page(page);
	*at += d;
	kunmap_local(at);
	set_page_dirty_lock(page);
	unpin_user_page(page);
	return 0;
}

int reads(unsigned long addr)
{
	struct page *page;
	int value;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	value = *(int *)page_address(page);
	unpin_user_page(page);
	return value;
}

/* Only a list can tell. */
void ends(struct buf *buf, struct sg_table *sgt)
{
	unpin_user_page(buf->page);
	unpin_user_pages(buf->pages, buf->nr);
	unpin_user_pages_dirty_lock(buf->pages, buf->nr, false);
	unpin_user_page(sg_page(sgt->sgl));
	unpin_user_page(buf->other);
}
