// SPDX-License-Identifier: GPL-2.0-or-later
/* Each page moves into a scatterlist that the caller owns. */
#include "mini/gup.h"

int fill_sg(struct scatterlist *sgl, unsigned long uaddr, int nr)
{
	struct page *pages[16];
	int i, n;

	if (nr > 16)
		return -EINVAL;
	n = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (n <= 0)
		return -EFAULT;
	sg_init_table(sgl, n);
	for (i = 0; i < n; i++)
		sg_set_page(&sgl[i], pages[i], PAGE_SIZE, 0);
	return n;
}
