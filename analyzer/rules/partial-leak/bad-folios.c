// SPDX-License-Identifier: GPL-2.0-or-later
/* A memfd with fewer folios than hoped for. */
#include "mini/gup.h"

int attach_memfd(struct file *memfd, loff_t end, unsigned int max)
{
	struct folio **folios = kvcalloc(max, sizeof(*folios), GFP_KERNEL);
	u64 offset;
	long n;

	if (!folios)
		return -ENOMEM;
	n = memfd_pin_folios(memfd, 0, end, folios, max, &offset);
	if (n < max) {
		kvfree(folios);
		return n < 0 ? n : -EINVAL; /* expect: partial-leak */
	}
	unpin_folios(folios, max);
	kvfree(folios);
	return 0;
}
