// SPDX-License-Identifier: GPL-2.0-or-later
/* The same answer each time, but only the device's author knows that. */
#include "mini/gup.h"

int maybe_pin(unsigned long uaddr)
{
	struct page *page = NULL;
	int ret;

	if (hw_ready() && pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	ret = hw_wait();
	if (hw_ready())
		unpin_user_page(page);
	return ret; /* known-fp: leak-on-error */
}
