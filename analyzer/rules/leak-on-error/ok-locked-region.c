// SPDX-License-Identifier: GPL-2.0-or-later
/* Under the lock until the end, dropped behind it. */
#include "mini/gup.h"

int with_lock(struct mutex *lock, unsigned long uaddr)
{
	struct page *page = NULL;
	int ret;

	mutex_lock(lock);
	ret = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page);
	if (ret < 1) {
		ret = ret ?: -EFAULT;
		goto unlock;
	}
	ret = hw_start((dma_addr_t)page_to_pfn(page) << PAGE_SHIFT, PAGE_SIZE);
unlock:
	mutex_unlock(lock);
	if (page)
		put_page(page);
	return ret;
}
