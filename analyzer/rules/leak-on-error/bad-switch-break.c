// SPDX-License-Identifier: GPL-2.0-or-later
/* One of the cases returns where the others break. */
#include "mini/gup.h"

enum ioctl_cmd { CMD_READ, CMD_WRITE, CMD_FLUSH };

int do_ioctl(enum ioctl_cmd cmd, unsigned long uaddr, size_t len)
{
	struct page *page;
	int ret = 0;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) < 1)
		return -EFAULT;
	switch (cmd) {
	case CMD_READ:
		ret = hw_start(0, len);
		break;
	case CMD_WRITE:
		if (len > PAGE_SIZE)
			return -EINVAL; /* expect: leak-on-error */
		ret = hw_start(1, len);
		break;
	default:
		ret = -EINVAL;
	}
	unpin_user_page(page);
	return ret;
}
