// SPDX-License-Identifier: GPL-2.0-or-later
/* A page that was got as the result, unpinned. */
#include "mini/gup.h"

int look(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = get_user_page_vma_remote(mm, addr, 0, &vma);

	if (IS_ERR(page))
		return PTR_ERR(page);
	unpin_user_page(page); /* expect: mixed-release */
	return 0;
}
