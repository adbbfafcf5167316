// SPDX-License-Identifier: GPL-2.0-or-later
/* The result is the page; a signal ends the work too early. */
#include "mini/gup.h"

long peek_remote(struct mm_struct *mm, unsigned long addr, char *out)
{
	struct vm_area_struct *vma;
	struct page *page;
	char *p;

	page = get_user_page_vma_remote(mm, addr, 0, &vma);
	if (IS_ERR(page))
		return PTR_ERR(page);
	if (signal_pending(current))
		return -EAGAIN; /* expect: leak-on-error */
	p = kmap_local_page(page);
	*out = p[offset_in_page(addr)];
	kunmap_local(p);
	put_page(page);
	return 1;
}
