// SPDX-License-Identifier: GPL-2.0-or-later
/* Folios of a memfd; the check of the offset comes too late. */
#include "mini/gup.h"

int attach_memfd(struct file *memfd, loff_t end)
{
	struct folio *folios[4];
	u64 offset;
	long n;

	n = memfd_pin_folios(memfd, 0, end, folios, 4, &offset);
	if (n <= 0)
		return n ? n : -EINVAL;
	if (offset)
		return -EINVAL; /* expect: leak-on-error */
	n = n == 4 ? hw_wait() : -EFAULT;
	return n; /* expect: leak-on-error */
}
