// SPDX-License-Identifier: GPL-2.0-or-later
/* Only zero is sorted out. */
#include "mini/gup.h"

long pin_folios(struct file *memfd, loff_t end, struct folio **folios, unsigned int max)
{
	u64 offset;
	long n = memfd_pin_folios(memfd, 0, end, folios, max, &offset);

	if (!n)
		return -EINVAL;
	unpin_folios(folios, n); /* expect: negative-count */
	return 0;
}
