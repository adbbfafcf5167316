// SPDX-License-Identifier: GPL-2.0-or-later
/* A ladder of labels, entered one step too low. */
#include "mini/gup.h"

int run_command(unsigned long uaddr, int nr)
{
	struct page **pages;
	void *cmd;
	int ret;

	pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (ret < 0)
		goto free_pages;
	if (ret < nr) {
		nr = ret;
		ret = -EFAULT;
		goto unpin;
	}
	cmd = kzalloc(64, GFP_KERNEL);
	if (!cmd) {
		ret = -ENOMEM;
		goto free_pages;
	}
	ret = hw_wait();
	kfree(cmd);
unpin:
	unpin_user_pages(pages, nr);
free_pages:
	kfree(pages);
	return ret; /* expect: leak-on-error */
}
