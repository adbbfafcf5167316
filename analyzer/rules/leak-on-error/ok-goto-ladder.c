// SPDX-License-Identifier: GPL-2.0-or-later
/* The labels in the order in which things were taken, backwards. */
#include "mini/gup.h"

int run_command(unsigned long uaddr, int nr)
{
	struct page **pages;
	void *cmd;
	int ret, pinned;

	pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	pinned = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (pinned < 0) {
		ret = pinned;
		goto free_pages;
	}
	if (pinned != nr) {
		ret = -EFAULT;
		goto unpin;
	}
	cmd = kzalloc(64, GFP_KERNEL);
	if (!cmd) {
		ret = -ENOMEM;
		goto unpin;
	}
	ret = hw_wait();
	kfree(cmd);
unpin:
	unpin_user_pages(pages, pinned);
free_pages:
	kfree(pages);
	return ret;
}
