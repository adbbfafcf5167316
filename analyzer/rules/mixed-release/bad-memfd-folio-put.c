// SPDX-License-Identifier: GPL-2.0-or-later
/* memfd_pin_folios() pins. */
#include "mini/gup.h"

int attach_memfd(struct file *memfd, loff_t end)
{
	struct folio *folios[4];
	u64 offset;
	long n = memfd_pin_folios(memfd, 0, end, folios, 4, &offset), i;

	for (i = 0; i < n; i++)
		folio_put(folios[i]); /* expect: mixed-release */
	return n < 0 ? n : 0;
}
