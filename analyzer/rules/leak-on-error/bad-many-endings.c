// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper that can end in more ways than a caller tells apart. */
#include "mini/gup.h"

static int grab(unsigned long a, int how, struct page **page)
{
	int ret;

	switch (how) {
	case 0:
		ret = pin_user_pages_fast(a, 1, 0, page);
		break;
	case 1:
		ret = pin_user_pages_fast(a + 1, 1, FOLL_WRITE, page);
		break;
	case 2:
		ret = pin_user_pages_fast(a + 2, 1, 0, page);
		break;
	case 3:
		ret = pin_user_pages_fast(a + 3, 1, FOLL_WRITE, page);
		break;
	case 4:
		ret = pin_user_pages_fast(a + 4, 1, 0, page);
		break;
	case 5:
		ret = pin_user_pages_fast(a + 5, 1, FOLL_WRITE, page);
		break;
	case 6:
		ret = pin_user_pages_fast(a + 6, 1, 0, page);
		break;
	case 7:
		ret = pin_user_pages_fast(a + 7, 1, FOLL_WRITE, page);
		break;
	default:
		ret = pin_user_pages_fast(a + 8, 1, 0, page);
		break;
	}
	return ret == 1 ? 0 : ret < 0 ? ret : -EFAULT;
}

int look(unsigned long a, int how)
{
	struct page *page;
	int ret = grab(a, how, &page);

	if (ret)
		return ret;
	if (!hw_ready())
		return -EIO; /* expect: leak-on-error */
	hw_submit(&page, 1);
	hw_wait();
	unpin_user_page(page);
	return 0;
}
