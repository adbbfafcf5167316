// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fault_in(unsigned long uaddr)
{
	long got = get_user_pages(uaddr, 1, FOLL_WRITE, NULL);

	return got == 1 ? 0 : -EFAULT;
}
