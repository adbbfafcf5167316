// SPDX-License-Identifier: GPL-2.0-or-later
/* Each failure drops what it holds. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	void *cmd;
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret <= 0) {
		kvfree(pages);
		return ret ? ret : -EFAULT;
	}
	if (ret < nr) {
		unpin_user_pages(pages, ret);
		kvfree(pages);
		return -EFAULT;
	}
	cmd = kmalloc(32, GFP_KERNEL);
	if (!cmd) {
		unpin_user_pages(pages, nr);
		kvfree(pages);
		return -ENOMEM;
	}
	kfree(cmd);
	unpin_user_pages_dirty_lock(pages, nr, true);
	kvfree(pages);
	return 0;
}
