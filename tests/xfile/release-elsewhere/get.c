// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag is right, or it is not. */
#include "obj.h"

int right(struct obj *o, unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, 0, &o->page) != 1)
		return -EFAULT;
	o->pinned = true;
	if (!o->page->mapping) {
		obj_put(o);
		return -EINVAL;
	}
	obj_put(o);
	return 0;
}

int wrong(unsigned long addr)
{
	struct obj o;

	if (pin_user_pages_fast(addr, 1, 0, &o.page) != 1)
		return -EFAULT;
	o.pinned = false;
	obj_put(&o);
	return 0;
}
